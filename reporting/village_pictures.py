"""The map of the villages in the words and shapes of the board's page: what each circle, each pattern and the whole say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.map_drawing import Frame, frame_of, outline, short_name
from accounts.place_queries import Ground
from core.formats import number_text
from core.geometry import Point
from core.text import shorten
from reporting.measures import LEAST_CASES
from reporting.pictures import GOOD, MIDDLE, Group, share_text, tone_of
from reporting.village_map import LEAST_PLACES, Circle, Name, circles, frame_around, names

COARSE = 2.5
"""How far a line of the small map may lie from the boundary, in drawing units."""
LONGEST_NAME = 16
UNKNOWN = "none"
TONES = ("good", "wait", "late", UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A village on the map: its circle, what it says, where it leads, and (where there is room) its name with the number."""

    circle: Circle
    tone: str
    told: str
    url: str
    name: str
    number: str
    at: Name | None


@dataclass(frozen=True, kw_only=True)
class VillageMap:
    """The map: lines of the ground, marks (the largest first), ``dots`` of villages without cases, words, and the legend."""

    width: int
    height: int
    commune: str
    outlines: tuple[str, ...]
    marks: tuple[Mark, ...]
    dots: tuple[tuple[int, int], ...]
    hint: str
    told: str
    legend: tuple[tuple[str, str], ...]
    left_out: str


def village_map(groups: Sequence[Group], *, ground: Ground | None, centres: Mapping[int, Point]) -> VillageMap | None:
    """Return the map of the villages that have cases (``groups``, the largest first); None when there are too few places for one.

    ``centres``: where villages lie. A village whose place is not known, or lies outside the commune's map, is in the table only.
    """
    known = ground.centres if ground else centres
    if len(known) < LEAST_PLACES:
        return None
    frame = frame_of(ground) if ground else frame_around(list(known.values()))
    places = {key: point for key, point in known.items() if frame.holds(lon=point[0], lat=point[1])}
    shown = [group for group in groups if group.key in places]
    if len(places) < LEAST_PLACES or not shown:
        return None
    marks = _marks(shown, [places[group.key] for group in shown], frame)
    left_out, marked = len(groups) - len(shown), {group.key for group in shown}
    dots = tuple(frame.at(lon=lon, lat=lat) for key, (lon, lat) in places.items() if key not in marked)
    return VillageMap(
        width=frame.width, height=frame.height, commune=outline(ground.shape, frame, COARSE) if ground else "",
        outlines=tuple(filter(None, (outline(shape, frame, COARSE) for shape in ground.villages.values()))) if ground else (),
        marks=marks, dots=dots, legend=_legend(marks), told=_told(marks),
        hint=_("Vòng to: nhiều hồ sơ (to nhất: %(village)s, %(most)s).", village=marks[0].name, most=marks[0].number),
        left_out=ngettext(
            "%(num)s thôn chưa rõ vị trí, chỉ có trong bảng.", "%(num)s thôn chưa rõ vị trí, chỉ có trong bảng.", left_out
        ) if left_out else "",
    )  # fmt: skip


def _marks(groups: Sequence[Group], points: Sequence[Point], frame: Frame) -> tuple[Mark, ...]:
    drawn = circles(points, [group.tally.received for group in groups], frame)
    short = [shorten(short_name(group.name), length=LONGEST_NAME) for group in groups]
    numbers = [number_text(group.tally.received) for group in groups]
    written = names([len(name) + 1 + len(number) for name, number in zip(short, numbers, strict=True)], drawn, frame)
    return tuple(
        Mark(
            circle=drawn[place], tone=_tone(group), told=_mark_told(group), url=group.behind("nhan"), name=short[place],
            number=numbers[place], at=written.get(place),
        )
        for place, group in enumerate(groups)
    )  # fmt: skip


def _tone(group: Group) -> str:
    part = group.tally.on_time_share
    return UNKNOWN if part is None else tone_of(part)


def _mark_told(group: Group) -> str:
    return _(
        "%(village)s: nhận %(number)s, đúng hạn %(share)s",
        village=group.name, number=number_text(group.tally.received), share=share_text(group.tally.on_time_share),
    )  # fmt: skip


def _words() -> dict[str, str]:
    return {
        "good": _("đúng hạn từ %(number)s%%", number=GOOD),
        "wait": _("đúng hạn từ %(low)s%% đến dưới %(high)s%%", low=MIDDLE, high=GOOD),
        "late": _("đúng hạn dưới %(number)s%%", number=MIDDLE),
        UNKNOWN: _("chưa đủ %(number)s hồ sơ để nói", number=LEAST_CASES),
    }  # fmt: skip


def _legend(marks: Sequence[Mark]) -> tuple[tuple[str, str], ...]:
    """Return the patterns that are on the map, in words."""
    used = {mark.tone for mark in marks}
    return tuple((tone, words) for tone, words in _words().items() if tone in used)


def _told(marks: Sequence[Mark]) -> str:
    """Return the map in one sentence."""
    found, words = Counter(mark.tone for mark in marks), _words()
    parts = [
        ngettext("%(num)s thôn %(words)s", "%(num)s thôn %(words)s", found[tone], words=words[tone])
        for tone in TONES
        if found[tone]
    ]
    return _(
        "Nhiều hồ sơ nhất là %(village)s (%(number)s); %(parts)s; số của từng thôn ở bảng dưới đây.",
        village=marks[0].name, number=marks[0].number, parts=", ".join(parts),
    )  # fmt: skip
