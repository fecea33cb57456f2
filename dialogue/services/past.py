"""A dialogue that was held before this product was there is written down, with who came and what was concluded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts.permissions import Actor
from core import page_cache
from core.bus import publish
from core.codes import new_code
from core.extensions import db
from core.permissions import Permission
from dialogue.events import DialogueRecorded
from dialogue.models import Dialogue
from dialogue.planning_models import DialogueRecord
from dialogue.services.planning import NewDialogue, NewPlace, columns, furnish
from dialogue.services.steps import must
from dialogue.states import DialogueForm, DialogueKind, DialogueState

LENGTH = timedelta(hours=3)


@dataclass(frozen=True, kw_only=True)
class PastDialogue:
    """A dialogue as a list of the office tells it. ``key`` is the same for the same row of the same list."""

    key: str
    kind: DialogueKind
    starts_at: datetime
    held_on: date
    title: str
    content: str
    place: str
    attended: int | None
    conclusion: str


def record_past(past: PastDialogue, *, actor: Actor, at: datetime) -> int | None:
    """Write a past dialogue down; return its id, or None when it is there already. Event: DialogueRecorded.

    With a conclusion its results are taken as published, else it stands as held. Raises NotAllowed.
    """
    must(actor, Permission.DIALOGUE_PLAN)
    known = select(DialogueRecord.id).where(DialogueRecord.unit_id == actor.unit_id, DialogueRecord.key == past.key)
    if db.session.scalar(known) is not None:
        return None
    new = NewDialogue(
        kind=past.kind, satisfies=(past.kind,), form=DialogueForm.IN_PERSON, title=past.title, content=past.content,
        starts_at=past.starts_at, ends_at=past.starts_at + LENGTH,
    )  # fmt: skip
    state = DialogueState.CONCLUDED if past.conclusion else DialogueState.HELD
    dialogue = Dialogue(
        unit_id=actor.unit_id, code=new_code(), state=state.value, announced_on=past.held_on, created_by=actor.id,
        created_at=at, touched_at=at, **columns(new),
    )  # fmt: skip
    db.session.add(dialogue)
    db.session.flush()
    furnish(dialogue, places=[NewPlace(name=past.place)] if past.place else [], chair_ids=())
    db.session.add(
        DialogueRecord(
            unit_id=actor.unit_id, dialogue_id=dialogue.id, key=past.key, attended=past.attended, conclusion=past.conclusion,
            imported_at=at,
        )
    )  # fmt: skip
    page_cache.raise_version(actor.unit_id)
    publish(DialogueRecorded(unit_id=actor.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, held_on=past.held_on))
    return dialogue.id
