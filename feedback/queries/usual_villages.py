"""The villages that an official's own letters come from, so that they stand first in his list."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import or_, select

from core.extensions import db
from feedback.models import Case

LOOKED_AT = 400
USUAL = 4
cases = Case.__table__.c


def usual_villages(unit_id: int, official_id: int) -> tuple[int, ...]:
    """Return the villages of the letters that an official wrote down or handles, most letters first, among the newest of all."""
    newest = (
        select(cases.village_id, cases.registered_by, cases.officer_id)
        .where(cases.unit_id == unit_id)
        .order_by(cases.id.desc())
        .limit(LOOKED_AT)
        .subquery("newest")
    )
    query = select(newest.c.village_id).where(
        newest.c.village_id.is_not(None), or_(newest.c.registered_by == official_id, newest.c.officer_id == official_id)
    )
    return tuple(village_id for village_id, _times in Counter(db.session.scalars(query)).most_common(USUAL))
