"""Nobody chairs two dialogues at one hour, and no place holds two: what overlaps is refused before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from accounts.models import Unit
from core.extensions import db
from core.text import fold
from dialogue.models import Dialogue, DialogueChair, DialoguePlace
from dialogue.states import DialogueState

TAKING = (DialogueState.PLANNED.value, DialogueState.ANNOUNCED.value, DialogueState.IN_SESSION.value)


def conflict_faults(
    *, unit_id: int, starts_at: datetime, ends_at: datetime, places: Sequence[str], chair_ids: Sequence[int], own_id: int | None
) -> dict[str, str]:
    """Return what is taken already (field → code): place_twice, place_taken, chair_taken.

    Places are compared by their names without marks and capitals. Two officials who plan at one moment come one after the
    other, because both want the row of the commune first.
    """
    db.session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True))
    faults = {}
    keys = [fold(name) for name in places]
    if len(set(keys)) < len(keys):
        faults["places"] = "place_twice"
    overlapping = _overlapping(unit_id, starts_at=starts_at, ends_at=ends_at, own_id=own_id)
    if keys and _found(overlapping.join(DialoguePlace).where(DialoguePlace.name_key.in_(keys))):
        faults["places"] = "place_taken"
    if chair_ids and _found(overlapping.join(DialogueChair).where(DialogueChair.official_id.in_(chair_ids))):
        faults["chair_ids"] = "chair_taken"
    return faults


def _overlapping(unit_id: int, *, starts_at: datetime, ends_at: datetime, own_id: int | None) -> Select[tuple[int]]:
    query = select(Dialogue.id).where(
        Dialogue.unit_id == unit_id, Dialogue.state.in_(TAKING), Dialogue.starts_at < ends_at, Dialogue.ends_at > starts_at
    )
    return query if own_id is None else query.where(Dialogue.id != own_id)


def _found(query: Select[tuple[int]]) -> bool:
    return db.session.scalar(query.limit(1)) is not None
