"""A step of the checklist was done: by whom, when, with a note."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line
from deadlines.clock import local_date
from dialogue.checklist import CheckStep, may_be_ticked
from dialogue.events import DialogueStepDone
from dialogue.planning_models import DialogueCheck
from dialogue.services.steps import locked, must

NOTE_MOST = 300


def tick(dialogue_id: int, step: CheckStep, *, done_on: date, note: str, actor: Actor, at: datetime) -> None:
    """Write down that a step is done; done again, it writes over the first. Event: DialogueStepDone.

    Raises NotAllowed, NotFound, BadInput (not_ticked: the product knows the step itself; done_later; note_long).
    """
    must(actor, Permission.DIALOGUE_PLAN)
    dialogue = locked(dialogue_id, actor=actor)
    if not may_be_ticked(step):
        raise BadInput({"done_on": "not_ticked"})
    if done_on > local_date(at):
        raise BadInput({"done_on": "done_later"})
    if len(clean_line(note)) > NOTE_MOST:
        raise BadInput({"note": "text_long"})
    known = select(DialogueCheck).where(DialogueCheck.dialogue_id == dialogue.id, DialogueCheck.step == step.value)
    row = db.session.scalars(known).one_or_none()
    if row is None:
        row = DialogueCheck(unit_id=actor.unit_id, dialogue_id=dialogue.id, step=step.value)
        db.session.add(row)
    row.done_on, row.done_by, row.noted_at, row.note = done_on, actor.id, at, clean_line(note)
    publish(
        DialogueStepDone(
            unit_id=actor.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, step=step.value, done_on=done_on
        )
    )
