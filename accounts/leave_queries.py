"""Who stands in for whom on a day: the substitute that was named with the days of absence, if that person is there and fit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from accounts import rules
from accounts.models import Absence, Official, Posting, valid_on
from core.extensions import db

Held = list[tuple[str, int | None]]


def stand_ins(unit_id: int, on: date) -> dict[int, int]:
    """Return absent official → present substitute on a day.

    A substitute who is away stands in for nobody, and one who does not share a post with the absent any more stands in for
    them no longer (rules.may_stand_in); a closed account and a post that ended share nothing.
    """
    query = (
        select(Absence.official_id, Absence.substitute_id)
        .where(Absence.unit_id == unit_id, Absence.first_on <= on, Absence.last_on >= on)
        .order_by(Absence.id)
    )
    rows = db.session.execute(query).tuples().all()
    away = {official_id for official_id, _other in rows}
    pairs = [(official_id, other) for official_id, other in rows if other is not None and other not in away]
    held = posts_held(unit_id, {person for pair in pairs for person in pair}, on=on)
    return {official_id: other for official_id, other in pairs if shares_work(held, official_id, other)}


def posts_held(unit_id: int, people: Collection[int], *, on: date) -> dict[int, Held]:
    """Return role and department of the posts that people with an open account hold on a day."""
    held: dict[int, Held] = {person: [] for person in people}
    query = (
        select(Posting.official_id, Posting.role, Posting.department_id)
        .join(Official, Official.id == Posting.official_id)
        .where(
            Posting.unit_id == unit_id,
            Posting.official_id.in_(held),
            Official.active,
            valid_on(Posting.valid_from, Posting.valid_to, on),
        )
    )
    for official_id, role, department_id in db.session.execute(query).tuples() if held else ():
        held[official_id].append((role, department_id))
    return held


def shares_work(held: dict[int, Held], official_id: int, substitute_id: int) -> bool:
    """Return whether one may stand in for the other with the posts that both hold."""
    own, other = held[official_id], held[substitute_id]
    return official_id != substitute_id and rules.may_stand_in(
        roles=[role for role, _place in other], departments=[place for _role, place in other],
        own_roles=[role for role, _place in own], own_departments=[place for _role, place in own],
    )  # fmt: skip


def stand_in(unit_id: int, official_id: int | None, *, on: date) -> int | None:
    """Return who stands in for an official on a day, or None: they are there, or nobody does."""
    return None if official_id is None else stand_ins(unit_id, on).get(official_id)


def covered_by(unit_id: int, official_id: int, *, on: date) -> list[int]:
    """Return the absent officials for whom somebody stands in on a day."""
    return sorted(absent for absent, substitute in stand_ins(unit_id, on).items() if substitute == official_id)
