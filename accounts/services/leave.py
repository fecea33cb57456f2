"""Commands on absence: an official's days away and who stands in, noted by themselves or by an administrator."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from accounts.leave_queries import posts_held, shares_work
from accounts.models import Absence, Official
from accounts.permissions import Actor
from accounts.services.holding import held
from core import audit
from core.errors import BadInput, NotFound
from core.extensions import db

LONGEST_DAYS = 366


def take_leave(
    *, actor: Actor, official_id: int, first_on: date, last_on: date, substitute_id: int | None, on: date, at: datetime
) -> Absence:
    """Note that an official is away on these days (both included) and who stands in. Audit entry.

    Raises BadInput by field (ends_before_start, absence_long, absence_past, absence_overlaps, substitute_unfit) and NotFound.
    The substitute shares a department or a role of the whole commune (rules.may_stand_in), so that they may do what comes.
    """
    person = _official(actor.unit_id, official_id)
    faults = _day_faults(person, first_on, last_on, on=on)
    if substitute_id is not None and not _fits(person, substitute_id, on=on):
        faults["substitute_id"] = "substitute_unfit"
    if faults:
        raise BadInput(faults)
    absence = Absence(
        unit_id=actor.unit_id, official_id=person.id, first_on=first_on, last_on=last_on, substitute_id=substitute_id
    )
    db.session.add(absence)
    db.session.flush()
    _record("official:away", absence, person, actor=actor, at=at)
    return absence


def end_leave(absence_id: int, *, actor: Actor, official_id: int, at: datetime) -> None:
    """Take noted days back. Raises NotFound, also for the days of somebody else. Audit entry."""
    person = _official(actor.unit_id, official_id)
    query = select(Absence).where(
        Absence.unit_id == actor.unit_id, Absence.official_id == person.id, Absence.id == min(absence_id, 2**31 - 1)
    )
    absence = db.session.scalars(query).one_or_none()
    if absence is None:
        raise NotFound()
    _record("official:back", absence, person, actor=actor, at=at)
    db.session.delete(absence)


def _official(unit_id: int, official_id: int) -> Official:
    person = held(unit_id, Official.id == official_id, active_only=False)
    if person is None:
        raise NotFound()
    return person


def _day_faults(person: Official, first_on: date, last_on: date, *, on: date) -> dict[str, str]:
    if last_on < first_on:
        return {"last_on": "ends_before_start"}
    if (last_on - first_on).days >= LONGEST_DAYS:
        return {"last_on": "absence_long"}
    if last_on < on:
        return {"last_on": "absence_past"}
    query = select(Absence.id).where(
        Absence.unit_id == person.unit_id, Absence.official_id == person.id, Absence.first_on <= last_on,
        Absence.last_on >= first_on,
    )  # fmt: skip
    return {"first_on": "absence_overlaps"} if db.session.scalar(query.limit(1)) is not None else {}


def _fits(person: Official, substitute_id: int, *, on: date) -> bool:
    held = posts_held(person.unit_id, {person.id, substitute_id}, on=on)
    return shares_work(held, person.id, substitute_id)


def _record(action: str, absence: Absence, person: Official, *, actor: Actor, at: datetime) -> None:
    audit.record(
        unit_id=actor.unit_id, at=at, actor_id=actor.id, action=action, subject=f"official:{person.public_id}",
        facts={"first_on": absence.first_on, "last_on": absence.last_on, "substitute_id": absence.substitute_id},
    )  # fmt: skip
