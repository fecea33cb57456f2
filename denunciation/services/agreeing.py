"""The second person at the envelope that tells the denouncer: one asks, another who may read the entry agrees."""

from __future__ import annotations

from datetime import datetime

from accounts.permissions import Actor
from accounts.queries import setting
from core.errors import BadInput, NotFound, WrongState
from core.text import clean_line
from deadlines.clock import local_date
from denunciation import trail
from denunciation.models import RegisterEntry
from denunciation.people import Circle, entry_for
from denunciation.rules import TEXT_LEAST
from denunciation.second_person import ASKED, Door, agreed_to, door_for, waiting


def is_open(entry_id: str, *, actor: Actor, at: datetime) -> bool:
    """Return whether the actor may open the envelope now: always where the commune asks for no second person."""
    if not setting(actor.unit_id, "register_second_person"):
        return True
    return door_for(actor.id, trail.about_identity(entry_id), at=at) is Door.OPEN


def ask(entry_id: str, *, actor: Actor, at: datetime, reason: str) -> None:
    """Ask for the envelope; a line in the trail. Raises NotFound, BadInput (reason_missing, nobody_second, asked_already)."""
    entry, circle = _readable(entry_id, actor=actor, at=at)
    if entry.identity_key is None:
        raise NotFound()
    reason = _reason(reason)
    if not any(person.id != actor.id and circle.may_read(person, entry) for person in circle.people):
        raise BadInput({"reason": "nobody_second"})
    if door_for(actor.id, trail.about_identity(entry.id), at=at) is Door.WAITS:
        raise BadInput({"reason": "asked_already"})
    trail.record(unit_id=actor.unit_id, at=at, actor_id=actor.id, action=ASKED, entry_id=entry.id, reason=reason)


def agree(entry_id: str, *, actor: Actor, at: datetime, asker_id: int, reason: str) -> None:
    """Agree to what somebody else asked for; he may open the envelope for 24 hours.

    Raises NotFound, BadInput (reason_missing) and WrongState when he does not wait (any more), or is the actor himself.
    """
    entry, _circle = _readable(entry_id, actor=actor, at=at)
    reason = _reason(reason)
    if asker_id == actor.id or asker_id not in waiting(trail.about_identity(entry.id), at=at):
        raise WrongState("nobody_asked")
    trail.record(unit_id=actor.unit_id, at=at, actor_id=actor.id, action=agreed_to(asker_id), entry_id=entry.id, reason=reason)


def _readable(entry_id: str, *, actor: Actor, at: datetime) -> tuple[RegisterEntry, Circle]:
    circle = Circle(actor.unit_id, on=local_date(at))
    entry = entry_for(actor, entry_id, circle=circle, change=True)
    if not circle.may_read(actor, entry):
        raise NotFound()
    return entry, circle


def _reason(typed: str) -> str:
    reason = clean_line(typed)[:500]
    if len(reason) < TEXT_LEAST:
        raise BadInput({"reason": "reason_missing"})
    return reason
