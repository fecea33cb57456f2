"""The front page and the public board: honest numbers, and the cases behind them one tap away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, render_template

from accounts.memory import remembered
from accounts.plan_queries import plans
from accounts.queries import fields, villages
from core.access import PUBLIC, access
from core.database import current_unit_id
from core.errors import NotFound
from core.i18n import current_locale
from core.page_cache import cached_public_page
from deadlines.clock import today
from dialogue.queries.dialogues import next_dialogue
from feedback.queries.public import latest_answered
from feedback.views.public import cards_of, place_names
from reporting import pictures
from reporting.measures import LEAST_CASES, Tally
from reporting.phrases import DEFINITIONS
from reporting.pictures import Group
from reporting.queries import Board, board

blueprint = Blueprint("reporting", __name__)
LATEST = 3
VILLAGES_SHOWN = 10


def _commune_id() -> int:
    unit_id = current_unit_id()
    if unit_id is None:
        raise NotFound()
    return unit_id


def _board(unit_id: int, on: date) -> Board:
    return remembered(("board", unit_id, on), lambda: board(unit_id, today=on))


@blueprint.get("/")
@access(PUBLIC)
@cached_public_page
def home() -> str:
    """Send, track, see what was answered last, and three numbers."""
    unit_id, on = _commune_id(), today()
    names = place_names(fields(unit_id), villages(unit_id), locale=current_locale())
    numbers = _board(unit_id, on)
    return render_template(
        "reporting/home_page.html", figures=pictures.first_figures(numbers.whole), board=numbers,
        cards=cards_of(latest_answered(unit_id, LATEST, today=on), names), plans=plans(unit_id)[:1],
        dialogue=next_dialogue(unit_id, today=on),
    )  # fmt: skip


@blueprint.get("/cong-khai")
@access(PUBLIC)
@cached_public_page
def board_page() -> str:
    """Show how the commune keeps its promises, by field, village and month, with the definition of every number."""
    unit_id = _commune_id()
    numbers = _board(unit_id, today())
    by_field, by_village = _fields(unit_id, numbers.by_field), _villages(unit_id, numbers.by_village)
    return render_template(
        "reporting/board_page.html", board=numbers, figures=pictures.all_figures(numbers.whole), definitions=DEFINITIONS.values(),
        parts=pictures.standing_parts(numbers.whole), bars=pictures.punctuality_bars(by_field), least=LEAST_CASES,
        field_heads=pictures.group_heads, field_rows=pictures.group_rows(by_field),
        village_rows=pictures.group_rows(by_village[:VILLAGES_SHOWN]), villages_left=len(by_village) - VILLAGES_SHOWN,
        village_bars=pictures.punctuality_bars(by_village), columns=pictures.month_columns(numbers),
        month_heads=pictures.month_heads(), month_rows=pictures.month_rows(numbers.by_month),
    )  # fmt: skip


@blueprint.get("/cong-khai/thon")
@access(PUBLIC)
@cached_public_page
def village_page() -> str:
    """Show the numbers of every village."""
    unit_id = _commune_id()
    numbers = _board(unit_id, today())
    return render_template(
        "reporting/board_villages.html", board=numbers, heads=pictures.group_heads,
        rows=pictures.group_rows(_villages(unit_id, numbers.by_village)), least=LEAST_CASES,
    )  # fmt: skip


def _fields(unit_id: int, tallies: Mapping[int | None, Tally]) -> list[Group]:
    locale = current_locale()
    return _with_cases(
        [
            Group(name=item.named(locale), url=f"/ho-so?linh-vuc={item.code}", tally=tallies.get(item.id, Tally()))
            for item in fields(unit_id)
        ]
    )


def _villages(unit_id: int, tallies: Mapping[int | None, Tally]) -> list[Group]:
    return _with_cases(
        [Group(name=item.name, url=f"/ho-so?thon={item.code}", tally=tallies.get(item.id, Tally())) for item in villages(unit_id)]
    )


def _with_cases(groups: list[Group]) -> list[Group]:
    """Return the groups that have cases, those with the most first: an order of amount, not of merit."""
    having = [group for group in groups if group.tally.received or group.tally.open]
    return sorted(having, key=lambda group: (-group.tally.received, group.name))
