"""The map of published cases: the same cases as the list, drawn and listed place by place, with the list's filters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.map_drawing import WIDTH, Drawing, Frame, clear_of, drawing_of, frame_of, short_name
from accounts.place_queries import Ground, centres_of, ground_of
from accounts.queries import fields, setting, villages
from accounts.read_models import VillageItem
from core.access import PUBLIC, access
from core.formats import number_text
from core.geometry import Point
from core.i18n import current_locale
from core.page_cache import cached_public_page
from core.text import shorten
from deadlines.clock import today
from feedback.queries.pins import Cluster, MappedCase, MappedCases, clusters_of, mapped_cases
from feedback.views import public_pages
from feedback.views.commune import commune_id
from feedback.views.place_words import map_facts
from feedback.views.public import LIST_ARGUMENTS, choices_of, filters_of, state_words

MAP_ARGUMENTS = (*LIST_ARGUMENTS[:-1], "o")
CELL = 80
BELOW_PIN = 50
REACH = 64
TIMES = 4
LISTED = 3
TITLE_LENGTH = 90
MOST_PLACES = 40
CELLS = re.compile(r"(\d{1,2})-(\d{1,2})(?:-(\d{1,2})-(\d{1,2}))?")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A case in the list of a place."""

    url: str
    title: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """A pin and its entry in the list: the same number of cases, the same name."""

    number: int
    name: str
    count: int
    count_text: str
    x: int
    y: int
    radius: int
    lines: tuple[Line, ...]
    all_url: str
    closer_url: str


@public_pages.get("/ho-so/ban-do")
@access(PUBLIC)
@cached_public_page(arguments=MAP_ARGUMENTS)
def case_map() -> str:
    """Show where the published cases lie; a commune without a boundary gets the list of places alone."""
    unit_id = commune_id()
    village_items = villages(unit_id)
    filters = filters_of(fields(unit_id), village_items)
    ground = ground_of(unit_id, on=today())
    found = _cases(unit_id, ground)
    steps, frame = _frame(ground)
    shown = [item for item in found.items if frame is None or frame.holds(lon=item.point[0], lat=item.point[1])]
    places = _places(shown, frame=frame, steps=steps, village_items=village_items)
    names = {item.id: short_name(item.name) for item in village_items}
    return render_template(
        "feedback/public_map.html", filters=filters, places=places, choices=choices_of(unit_id, filters),
        drawing=_drawing(ground, names, frame, places), count=_count(found, shown, closer=bool(steps)), unplaced=found.unplaced,
        loose=found.loose and bool(shown),
        list_url=_url("/ho-so"), whole_url=_url("/ho-so/ban-do"), pins_url=_url("/ho-so/ban-do.json"), closer=bool(steps),
        facts=map_facts(unit_id, on=today()), square=number_text(square_of(unit_id)),
    )  # fmt: skip


@public_pages.get("/ho-so/ban-do.json")
@access(PUBLIC)
@cached_public_page(arguments=MAP_ARGUMENTS[:-1])
def case_pins() -> Response:
    """Return the pins for the map that can be moved, put together for three distances: place, number of cases, name, address."""
    unit_id = commune_id()
    village_items = villages(unit_id)
    ground = ground_of(unit_id, on=today())
    found = _cases(unit_id, ground)
    frame = frame_of(ground) if ground else None
    levels = []
    for level in range(3):
        clusters = clusters_of(found.items, drawn=_drawn(found.items, frame), reach=REACH // TIMES**level)
        levels.append([_pin(cluster, village_items) for cluster in clusters])
    return make_response({"levels": levels})


def _pin(cluster: Cluster, village_items: Sequence[VillageItem]) -> list[object]:
    lon, lat = cluster.point
    name = _name(cluster, {item.id: item for item in village_items})
    only = cluster.items[0]
    url = f"/ho-so/{only.code}" if len(cluster.items) == 1 else _all_url(cluster, {item.id: item for item in village_items})
    return [lat, lon, len(cluster.items), only.title if len(cluster.items) == 1 else name, url]


def _cases(unit_id: int, ground: Ground | None) -> MappedCases:
    centres = ground.centres if ground else centres_of(unit_id, on=today())
    filters = filters_of(fields(unit_id), villages(unit_id))
    return mapped_cases(unit_id, filters, today=today(), centres=centres, square=square_of(unit_id))


def square_of(unit_id: int) -> int:
    """Return the side of a public square in metres, as the commune has it now."""
    return int(setting(unit_id, "public_square_metres"))


# ------------------------------------------------------------------ the drawing


def _frame(ground: Ground | None) -> tuple[tuple[tuple[int, int], ...], Frame | None]:
    """Return the cells of ?o= that the reader has come closer to, and the frame of the last one; nonsense is the whole map."""
    if ground is None:
        return (), None
    frame = frame_of(ground)
    asked = CELLS.fullmatch(request.args.get("o", ""))
    if asked is None:
        return (), frame
    numbers = [int(part) for part in asked.groups() if part is not None]
    steps = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    for column, row in steps:
        frame = frame.closer(x=(column + 0.5) * CELL, y=(row + 0.5) * CELL, times=TIMES)
    return steps, frame


def _drawing(ground: Ground | None, names: Mapping[int, str], frame: Frame | None, places: Sequence[Place]) -> Drawing | None:
    if ground is None:
        return None
    drawing = drawing_of(ground, names, frame=frame, below=BELOW_PIN)
    return clear_of(drawing, [(place.x, place.y, place.radius) for place in places])


def _drawn(items: Sequence[MappedCase], frame: Frame | None) -> dict[Point, tuple[int, int]]:
    """Return where each place is drawn (without a drawing they only must not be near each other)."""
    points = sorted({item.point for item in items})
    if frame is None:
        return {point: (number * WIDTH, 0) for number, point in enumerate(points)}
    return {point: frame.at(lon=point[0], lat=point[1]) for point in points}


# ------------------------------------------------------------------ pins and list


def _places(
    shown: Sequence[MappedCase], *, frame: Frame | None, steps: Sequence[tuple[int, int]], village_items: Sequence[VillageItem]
) -> list[Place]:  # fmt: skip
    by_id = {item.id: item for item in village_items}
    words = state_words(current_locale())
    clusters = clusters_of(shown, drawn=_drawn(shown, frame), reach=REACH)[:MOST_PLACES]
    places = []
    for number, cluster in enumerate(clusters, start=1):
        x, y = frame.at(lon=cluster.point[0], lat=cluster.point[1]) if frame else (0, 0)
        closer = len(steps) < 2 and not cluster.one_place
        places.append(
            Place(
                number=number, name=_name(cluster, by_id), count=len(cluster.items), x=x, y=y,
                count_text=ngettext("%(num)s hồ sơ", "%(num)s hồ sơ", len(cluster.items)),
                radius=26 if len(cluster.items) < 10 else 30 if len(cluster.items) < 100 else 34,
                lines=tuple(_line(item, words) for item in cluster.items[:LISTED]),
                all_url=_all_url(cluster, by_id) if len(cluster.items) > LISTED and not closer else "",
                closer_url=_closer_url((x // CELL, y // CELL), steps) if closer else "",
            )
        )  # fmt: skip
    return places


def _line(item: MappedCase, words: Mapping[str, str]) -> Line:
    look = "overdue" if item.overdue else item.state
    return Line(url=f"/ho-so/{item.code}", title=shorten(item.title, length=TITLE_LENGTH), label=words[look])


def _name(cluster: Cluster, by_id: Mapping[int, VillageItem]) -> str:
    """Return the village, or the villages around; a place of none is named after the commune."""
    ids = dict.fromkeys(item.village_id for item in cluster.items if item.village_id in by_id)
    names = [by_id[village_id].name for village_id in ids if village_id is not None]
    if not names:
        return _("Chỗ chưa rõ thôn")
    if len(names) <= 2:
        return ", ".join(names)
    return _("%(names)s và %(number)s thôn nữa", names=", ".join(names[:2]), number=len(names) - 2)


def _all_url(cluster: Cluster, by_id: Mapping[int, VillageItem]) -> str:
    village = by_id.get(cluster.village_id or 0)
    return _url("/ho-so", thon=village.code) if village else _url("/ho-so")


def _closer_url(cell: tuple[int, int], steps: Sequence[tuple[int, int]]) -> str:
    return _url("/ho-so/ban-do", o="-".join(str(number) for each in (*steps, cell) for number in each))


def _url(path: str, **also: str) -> str:
    """Return an address with the filters of this one."""
    wanted = {name: request.args[name] for name in MAP_ARGUMENTS[:-1] if request.args.get(name)} | also
    return f"{path}?{urlencode(wanted)}" if wanted else path


def _count(found: MappedCases, shown: Sequence[MappedCase], *, closer: bool) -> str:
    number = number_text(len(shown))
    if closer:
        return _("%(number)s hồ sơ trong khung này", number=number)
    if found.more:
        return _("%(number)s hồ sơ công khai mới nhất", number=number)
    return _("%(number)s hồ sơ công khai trên bản đồ", number=number)
