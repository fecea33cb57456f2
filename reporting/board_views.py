"""The public board in its width: any period, any past day, and the cases behind every number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import wraps

from flask import render_template
from flask_babel import gettext as _

from accounts.memory import remembered
from accounts.place_queries import centres_of, ground_of
from accounts.queries import departments, fields, villages
from core.access import PUBLIC, access
from core.alphabet import alphabetical
from core.codes import clean_code
from core.errors import TooMuch
from core.i18n import current_locale
from core.page_cache import cached_public_page
from deadlines.clock import today
from feedback.views.public import cards_of, place_names
from reporting import board_asked, duty_pictures, late_pictures, pictures
from reporting.board_asked import CASE_ARGUMENTS, PERIOD_ARGUMENTS, asked_group, asked_period, behind, typed
from reporting.case_queries import BEHIND, cases_behind
from reporting.duties import duties_of, late_promises
from reporting.fixed_cards import fixed_cards
from reporting.fixed_queries import last_fixed
from reporting.measures import LEAST_CASES, Tally
from reporting.periods import Asked
from reporting.phrases import BEHIND as TITLES
from reporting.phrases import DEFINITIONS, FAULTS, period_words
from reporting.pictures import Group
from reporting.snapshots import StoredBoard, stored_board
from reporting.views import blueprint, commune_id
from reporting.village_pictures import VillageMap, village_map

VILLAGES_SHOWN, VILLAGES_PRINTED = 10, 40
"""The table of the board ends after the first on a screen (css: .first-ten), after the second on paper; /thon has them all."""
FIXED_SHOWN = 4
Answer = str | tuple[str, int]


def told_if_too_much(view: Callable[[], Answer]) -> Callable[[], Answer]:
    """Say beside the days that they hold too much to count, with everything that was typed."""

    @wraps(view)
    def told() -> Answer:
        try:
            return view()
        except TooMuch:
            return _refused(replace(asked_period(today()), faults=(("den", "days_heavy"),)))

    return told


@blueprint.get("/cong-khai")
@access(PUBLIC)
@cached_public_page(arguments=PERIOD_ARGUMENTS)
@told_if_too_much
def board_page() -> Answer:
    """Show how the commune keeps its promises in a period, as it stood on a day, with the definition of every number."""
    unit_id, on = commune_id(), today()
    asked = asked_period(on)
    if asked.faults:
        return _refused(asked)
    stored = _stored(unit_id, asked)
    board = stored.board
    by_field, by_village = _fields(unit_id, board.by_field), _villages(unit_id, board.by_village)
    by_department = _departments(unit_id, board.by_department)
    fixed = last_fixed(unit_id, FIXED_SHOWN, first_on=board.first_on, last_on=board.today)
    duties = duties_of(unit_id, first_on=board.first_on, last_on=board.today)
    return render_template(
        "reporting/board_page.html", **_head(asked), board=board, made_at=stored.made_at,
        figures=pictures.all_figures(board, behind),
        promise=duty_pictures.promise_of_the_day(board.whole, day=board.today, today=on), definitions=DEFINITIONS.values(),
        fixed=fixed_cards(fixed, place_names(fields(unit_id), villages(unit_id), locale=current_locale())),
        parts=pictures.standing_parts(board.whole), ages=pictures.age_parts(board), bars=pictures.punctuality_bars(by_field),
        heads=pictures.group_heads, field_rows=pictures.group_rows(by_field), village_bars=pictures.punctuality_bars(by_village),
        village_map=_village_map(unit_id, by_village, today=on),
        village_rows=pictures.group_rows(by_village[:VILLAGES_PRINTED]), villages_left=len(by_village) - VILLAGES_SHOWN,
        villages_unprinted=len(by_village) - VILLAGES_PRINTED, villages_url=board_asked.board_url("/thon"),
        department_rows=pictures.group_rows(by_department), columns=pictures.month_columns(board),
        field_rest=pictures.rest_row(_("Chưa rõ việc"), by_field, board.whole),
        village_rest=pictures.rest_row(_("Không ghi thôn"), by_village, board.whole),
        department_rest=pictures.rest_row(_("Chưa có phòng"), by_department, board.whole),
        month_heads=pictures.month_heads(), month_rows=pictures.month_rows(board.by_month),
        late_bars=late_pictures.late_bars(board), late_heads=late_pictures.late_heads(),
        late_rows=late_pictures.late_rows(board), late_url=behind("tre-han"),
        duties=duty_pictures.duty_lines(duties), promises=duties.promises,
        promise_figures=duty_pictures.promise_figures(duties.promises),
        late=duty_pictures.late_lines(late_promises(unit_id, today=on)) if board.today == on else [],
    )  # fmt: skip


@blueprint.get("/cong-khai/thon")
@access(PUBLIC)
@cached_public_page(arguments=PERIOD_ARGUMENTS)
@told_if_too_much
def village_page() -> Answer:
    """Show the numbers of every village, on a map and in a table."""
    unit_id, on = commune_id(), today()
    asked = asked_period(on)
    if asked.faults:
        return _refused(asked)
    board = _stored(unit_id, asked).board
    by_village = _villages(unit_id, board.by_village)
    return render_template(
        "reporting/board_villages.html", board=board, heads=pictures.group_heads, back=board_asked.board_url(),
        rows=pictures.group_rows(by_village), rest=pictures.rest_row(_("Không ghi thôn"), by_village, board.whole),
        village_map=_village_map(unit_id, by_village, today=on), least=LEAST_CASES,
    )  # fmt: skip


@blueprint.get("/cong-khai/ho-so")
@access(PUBLIC)
@cached_public_page(arguments=CASE_ARGUMENTS)
def cases_page() -> Answer:
    """Show the cases that a number counts, newest first."""
    unit_id, on = commune_id(), today()
    asked, group, number = asked_period(on), asked_group(unit_id), typed("so")
    if number not in BEHIND or group.unknown or asked.faults:
        fault = "number_unknown" if number not in BEHIND else "group_unknown" if group.unknown else ""
        return _refused(asked, extra=str(FAULTS[fault]) if fault else "")
    found = cases_behind(unit_id, number, asked.period, asked.as_of, narrowed=group.ids, after=clean_code(typed("sau")), today=on)
    names = place_names(fields(unit_id), villages(unit_id), locale=current_locale())
    return render_template(
        "reporting/board_cases.html", title=TITLES[number], period=asked.period.until(asked.as_of), groups=group.names,
        period_name=period_words(asked.period), told=_told_behind(unit_id, asked, number, group.ids),
        cards=cards_of(found.cards, names), back=board_asked.board_url(),
        next_url=board_asked.next_url(found.next_code) if found.next_code else "", first=not typed("sau"),
    )  # fmt: skip


def _told_behind(unit_id: int, asked: Asked, number: str, narrowed: Mapping[str, int]) -> str:
    """Return the number as the board tells it; "" where no table tells it: of two groups at once, or of too much to count."""
    if len(narrowed) > 1:
        return ""
    try:
        board = _stored(unit_id, asked).board
    except TooMuch:
        return ""
    groups = {"field_id": board.by_field, "village_id": board.by_village, "department_id": board.by_department}
    tallies = [groups[column].get(key, Tally()) for column, key in narrowed.items()]
    return pictures.told_behind(number, tallies[0] if tallies else board.whole)


def _stored(unit_id: int, asked: Asked) -> StoredBoard:
    return remembered(("board", unit_id, asked), lambda: stored_board(unit_id, asked.period, asked.as_of))


def _head(asked: Asked) -> dict[str, object]:
    """Return what the form of periods shows: the choices, what was typed, what is wrong with it."""
    return {
        "choices": board_asked.choices(today()), "typed": {name: typed(name) for name in PERIOD_ARGUMENTS},
        "faults": board_asked.sentences(asked), "period": asked.period.until(asked.as_of), "as_of": asked.as_of,
        "period_name": period_words(asked.period), "least": LEAST_CASES, "latest": today(),
    }  # fmt: skip


def _refused(asked: Asked, *, extra: str = "") -> Answer:
    """Say what is wrong with the address; what was typed stays in the form."""
    return render_template("reporting/board_refused.html", **_head(asked), extra=extra), 400


def _fields(unit_id: int, tallies: Mapping[int | None, Tally]) -> list[Group]:
    locale = current_locale()
    return _groups(((item.id, item.named(locale), {"linh_vuc": item.code}) for item in fields(unit_id)), tallies)


def _villages(unit_id: int, tallies: Mapping[int | None, Tally]) -> list[Group]:
    return _groups(((item.id, item.name, {"thon": item.code}) for item in villages(unit_id)), tallies)


def _village_map(unit_id: int, groups: Sequence[Group], *, today: date) -> VillageMap | None:
    return village_map(groups, ground=ground_of(unit_id, on=today), centres=centres_of(unit_id, on=today))


def _departments(unit_id: int, tallies: Mapping[int | None, Tally]) -> list[Group]:
    locale = current_locale()
    return _groups(((item.id, item.named(locale), {"phong": item.code}) for item in departments(unit_id)), tallies)


def _groups(items: Iterable[tuple[int, str, dict[str, str]]], tallies: Mapping[int | None, Tally]) -> list[Group]:
    """Return the groups that have cases, those with the most first: an order of amount, not of merit."""
    found = [
        Group(key=key, name=name, behind=lambda number, own=own: behind(number, **own), tally=tallies[key])
        for key, name, own in items
        if key in tallies
    ]
    having = [group for group in found if group.tally.received or group.tally.handled]
    return sorted(having, key=lambda group: (-group.tally.received, alphabetical(group.name)))
