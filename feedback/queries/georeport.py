"""What GeoReport reads: public cases of a range of days, newest first, and some by their codes; all from the one read model.

The walk is by (received_on, id) backwards in the index ix_public_cases_received; a page goes on after a case named by its code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, or_, select, union_all

from core.extensions import db
from feedback.georeport import Asked, Refused
from feedback.models import Case, PublicCase
from feedback.queries.public import OPEN
from feedback.queries.sendings import TAKEN_IN, sending_key

cases = PublicCase.__table__.c
COLUMNS = (
    cases.code, cases.kind, cases.state, cases.field_id, cases.village_id, cases.received_on, cases.accepted_on, cases.due_on,
    cases.answered_on, cases.closed_on, cases.on_time, cases.published, cases.title, cases.story, cases.answer, cases.photos,
    cases.square_lat, cases.square_lon, cases.settled_on, cases.extended_on, cases.reopened_on,
)  # fmt: skip


def requests_of(unit_id: int, wanted: Asked, *, field_ids: Sequence[int] | None) -> Sequence[Row[Any]]:
    """Return at most one row more than a page; ``field_ids`` None: of every field. Raises Refused (after_unknown)."""
    if wanted.codes:
        return requests_by_codes(unit_id, wanted.codes)
    query = select(*COLUMNS).where(cases.unit_id == unit_id, cases.received_on.between(wanted.first, wanted.last))
    if field_ids is not None:
        query = query.where(cases.field_id.in_(field_ids))
    if wanted.status:
        query = query.where(cases.state.in_(OPEN) if wanted.status == "open" else cases.state.not_in(OPEN))
    if wanted.after:
        last = db.session.execute(
            select(cases.received_on, cases.id).where(cases.code == wanted.after, cases.unit_id == unit_id)
        ).one_or_none()
        if last is None:
            raise Refused("after_unknown")
        query = query.where(
            cases.received_on <= last.received_on,
            or_(cases.received_on < last.received_on, and_(cases.received_on == last.received_on, cases.id < last.id)),
        )
    return db.session.execute(query.order_by(cases.received_on.desc(), cases.id.desc()).limit(wanted.size + 1)).all()


def requests_by_codes(unit_id: int, codes: Sequence[str]) -> Sequence[Row[Any]]:
    """Return the cases of these codes that this commune shows, newest first."""
    query = select(*COLUMNS).where(cases.unit_id == unit_id, cases.code.in_(codes))
    return db.session.execute(query.order_by(cases.id.desc())).all()


def code_of_sending(unit_id: int, idempotency_key: str) -> str | None:
    """Return the code of what was sent with a key, also when it answers under its code only by a stand-in."""
    key = sending_key(unit_id, idempotency_key)
    found = union_all(*(select(rows.c.code).where(rows.c.idempotency_key == key, rows.c.unit_id == unit_id) for rows in TAKEN_IN))
    return db.session.scalars(found).first()


def story_of(unit_id: int, code: str) -> str | None:
    """Return the words of a case, or None where they are not here (any more)."""
    return db.session.scalar(select(Case.story).where(Case.unit_id == unit_id, Case.code == code))
