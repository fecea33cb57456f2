"""The front page: send, track, and three honest numbers of the public board."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template

from accounts.memory import remembered
from accounts.plan_queries import plans
from accounts.queries import fields, villages
from consultation.queries.consultations import open_now
from core.access import PUBLIC, access
from core.database import current_unit_id
from core.errors import NotFound
from core.i18n import current_locale
from core.page_cache import cached_public_page
from deadlines.clock import today
from dialogue.dialogue_phrases import hours
from dialogue.queries.dialogues import next_dialogue
from dialogue.question_rules import question_window
from disclosure.queries.public import latest_disclosed
from feedback.queries.public import latest_answered
from feedback.views import linked_data
from feedback.views.public import cards_of, place_names
from reporting import pictures
from reporting.periods import last_months
from reporting.queries import Board
from reporting.snapshots import stored_board

blueprint = Blueprint("reporting", __name__)
LATEST = 3


def commune_id() -> int:
    """Return the commune of this address. Raises NotFound."""
    unit_id = current_unit_id()
    if unit_id is None:
        raise NotFound()
    return unit_id


def board_of(unit_id: int, on: date) -> Board:
    """Return the numbers of a commune as they stand on a day, asked at most twice a second."""
    return remembered(("board", unit_id, on), lambda: stored_board(unit_id, last_months(on), on).board)


@blueprint.get("/")
@access(PUBLIC)
@cached_public_page
def home() -> str:
    """Send, track, see what was answered last, and three numbers."""
    unit_id, on = commune_id(), today()
    names = place_names(fields(unit_id), villages(unit_id), locale=current_locale())
    numbers, dialogue = board_of(unit_id, on), next_dialogue(unit_id, today=on)
    return render_template(
        "reporting/home_page.html", figures=pictures.first_figures(numbers.whole), board=numbers,
        cards=cards_of(latest_answered(unit_id, LATEST, today=on), names, answered=True), plans=plans(unit_id)[:1],
        dialogue=dialogue, hours=hours(dialogue) if dialogue else "", consultations=open_now(unit_id, today=on),
        asking=dialogue is not None and question_window(dialogue, today=on).open,
        disclosed=latest_disclosed(unit_id, LATEST), facts=linked_data.commune_facts(unit_id),
    )  # fmt: skip
