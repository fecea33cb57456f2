"""Who stands in for whom on a day: the substitute that was named with the days of absence, if that person is there."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from accounts.models import Absence, Official
from core.extensions import db


def stand_ins(unit_id: int, on: date) -> dict[int, int]:
    """Return absent official → present substitute on a day. A substitute who is away or closed stands in for nobody."""
    query = (
        select(Absence.official_id, Absence.substitute_id, Official.active)
        .outerjoin(Official, Official.id == Absence.substitute_id)
        .where(Absence.unit_id == unit_id, Absence.first_on <= on, Absence.last_on >= on)
        .order_by(Absence.id)
    )
    rows = db.session.execute(query).all()
    away = {row.official_id for row in rows}
    return {row.official_id: row.substitute_id for row in rows if row.active and row.substitute_id not in away}


def stand_in(unit_id: int, official_id: int | None, *, on: date) -> int | None:
    """Return who stands in for an official on a day, or None: they are there, or nobody does."""
    return None if official_id is None else stand_ins(unit_id, on).get(official_id)


def covered_by(unit_id: int, official_id: int, *, on: date) -> list[int]:
    """Return the absent officials for whom somebody stands in on a day."""
    return sorted(absent for absent, substitute in stand_ins(unit_id, on).items() if substitute == official_id)
