"""Reminders of the checklist: a step that is overdue is told once to everybody who plans dialogues."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts.queries import officials
from accounts.read_models import OfficialItem
from core import letters, outbox
from core.extensions import db
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from dialogue import dialogue_phrases as phrases
from dialogue.checklist import CheckStep
from dialogue.models import Dialogue
from dialogue.queries.dates import CheckLine, check_lines
from dialogue.queries.dialogues import DialogueView, one_dialogue
from dialogue.states import DialogueState
from feedback.reminders import at_work

LOOK_BACK = timedelta(days=180)
REMINDED = tuple(state.value for state in DialogueState if state is not DialogueState.CANCELLED)
KNOWN_OTHERWISE = frozenset({CheckStep.NOTICE})
"""While a dialogue is not announced its gate stands on its page; once it is, the notice is done."""


def remind_of_steps(at: datetime) -> int:
    """Lay reminders of overdue steps, each once to each planner; return how many were laid. Nothing before 07:00."""
    today = local_date(at)
    return sum(
        _remind(unit_id, dialogue_id, at=at)
        for unit_id, _calendar in at_work(at)
        for dialogue_id in _recent(unit_id, today=today)
    )


def _recent(unit_id: int, *, today: date) -> list[int]:
    query = select(Dialogue.id).where(
        Dialogue.unit_id == unit_id, Dialogue.state.in_(REMINDED), Dialogue.held_on >= today - LOOK_BACK
    )
    return list(db.session.scalars(query.order_by(Dialogue.id)))


def _remind(unit_id: int, dialogue_id: int, *, at: datetime) -> int:
    today = local_date(at)
    view = one_dialogue(unit_id, dialogue_id)
    if view is None or view.record is not None:
        return 0
    lines = check_lines(view, unit_id=unit_id, calendar=calendar_for(unit_id), today=today)
    late = [line for line in lines if line.late and line.step not in KNOWN_OTHERWISE]
    readers = [person for person in officials(unit_id, on=today) if Permission.DIALOGUE_PLAN in person.permissions]
    if not late or not readers:
        return 0
    with transaction():
        return sum(_lay(view, line, reader, unit_id=unit_id, at=at) for line in late for reader in readers)


def _lay(view: DialogueView, line: CheckLine, reader: OfficialItem, *, unit_id: int, at: datetime) -> bool:
    rendered = letters.render(
        "dialogue/desk_step_overdue.txt", locale="vi", step=str(phrases.CHECKS[line.step][0]), held_on=view.held_on,
        due_on=line.due_on, desk_url=letters.public_address(f"/can-bo/doi-thoai/{view.id}"),
    )  # fmt: skip
    return outbox.enqueue(
        unit_id=unit_id, at=at, event="desk_step_overdue", subject=f"dialogue:{view.id}", audience="official",
        official_id=reader.id, email=reader.email or None, title=rendered.title, body=rendered.body,
        dedup_key=f"desk_step_overdue:{view.id}:{line.step}:{line.due_on}:{reader.id}",
    )  # fmt: skip
