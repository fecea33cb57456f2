"""Whether there is a register at all for an official: asked for the way to it on every page, and before the password is asked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select

from accounts.permissions import Actor
from accounts.roles import Role
from core.extensions import db
from denunciation import trail
from denunciation.models import RegisterClock, RegisterEntry
from denunciation.people import Circle, listed_ids
from denunciation.states import TRANSFER, TRIAGE, TRIAGE_EXT


def has_door(actor: Actor, *, roles: Collection[Role], today: date) -> bool:
    """Return whether the register exists for this official: on the list, or with something to hand on. Asked on every page."""
    listed = listed_ids(actor.unit_id)
    chosen = actor.id in listed or (Role.LEADER in roles and not listed)
    if chosen and actor.id not in trail.unconfirmed_readers(actor.unit_id):
        return True
    query = select(RegisterEntry).where(
        RegisterEntry.unit_id == actor.unit_id,
        RegisterEntry.id.in_(_running(TRANSFER)),
        RegisterEntry.id.not_in(_running(TRIAGE, TRIAGE_EXT)),
    )
    waiting = db.session.scalars(query).all()
    if not waiting and Role.LEADER not in roles:
        return False
    circle = Circle(actor.unit_id, on=today)
    if actor.id in circle.named:
        return True
    circle.learn(waiting)
    return any(circle.may_carry(actor, entry) for entry in waiting)


def _running(*codes: str) -> Select[tuple[str]]:
    """Return the entries in which one of these clocks runs; a transfer beside a triage is not sure yet."""
    return select(RegisterClock.entry_id).where(RegisterClock.term_code.in_(codes), RegisterClock.ended_on.is_(None))


def exists_for(actor: Actor, *, today: date) -> bool:
    """Return whether there is anything behind the door for this official: he is named, or some entry is his to see."""
    circle = Circle(actor.unit_id, on=today)
    if actor.id in circle.named:
        return True
    entries = db.session.scalars(select(RegisterEntry).where(RegisterEntry.unit_id == actor.unit_id)).all()
    circle.learn(entries)
    return any(circle.may_see(actor, entry) for entry in entries)
