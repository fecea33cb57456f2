"""What the commune has done, with photos: published cases whose answer says so and shows it, the last settled first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select

from core.extensions import db
from feedback.models import PublicCase

PAGE_SIZE = 12
cases = PublicCase.__table__.c
SHOWN = (
    cases.code, cases.title, cases.field_id, cases.village_id, cases.received_on, cases.fixed_on, cases.fixed_photos,
    cases.outcome, cases.satisfied,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class FixedCase:
    """A case that was done; ``before`` and ``after`` are public ids of published photos, ``after`` has one at least."""

    code: str
    title: str
    field_id: int | None
    village_id: int | None
    received_on: date
    fixed_on: date
    before: tuple[str, ...]
    after: tuple[str, ...]
    partly: bool
    satisfied: bool | None


@dataclass(frozen=True, kw_only=True)
class FixedPage:
    """A page of what was done, and the code after which the next one begins ("": this is the last)."""

    items: Sequence[FixedCase]
    next_code: str


def fixed_page(unit_id: int, *, narrowed: Mapping[str, int], after: str = "") -> FixedPage:
    """Return what was done, that which was settled before the case with the code ``after``; read with one statement.

    ``narrowed``: ids of a field or village by the name of their column.
    """
    query = _newest(unit_id).where(*(cases[name] == value for name, value in narrowed.items()))
    if after:
        query = query.where(_settled_before(unit_id, after))
    rows = db.session.execute(query.limit(PAGE_SIZE + 1)).all()
    items = [_fixed(row) for row in rows[:PAGE_SIZE]]
    return FixedPage(items=items, next_code=items[-1].code if len(rows) > PAGE_SIZE else "")


def last_fixed(unit_id: int, number: int, *, first_on: date, last_on: date) -> list[FixedCase]:
    """Return the last cases that were done from the first to the last of two days."""
    query = _newest(unit_id).where(cases.fixed_on.between(first_on, last_on))
    return [_fixed(row) for row in db.session.execute(query.limit(number))]


def _newest(unit_id: int) -> Select[Any]:
    return (
        select(*SHOWN)
        .where(cases.unit_id == unit_id, cases.fixed_on.is_not(None))
        .order_by(cases.fixed_on.desc(), cases.id.desc())
    )


def _settled_before(unit_id: int, code: str) -> Any:
    """Return the condition of what comes after a case, also when that case is no longer shown itself."""
    known = and_(cases.code == code, cases.unit_id == unit_id)
    day = select(func.coalesce(cases.fixed_on, cases.settled_on)).where(known).scalar_subquery()
    number = select(cases.id).where(known).scalar_subquery()
    return and_(cases.fixed_on <= day, or_(cases.fixed_on < day, cases.id < number))


def _fixed(row: Row[Any]) -> FixedCase:
    return FixedCase(
        code=row.code, title=row.title, field_id=row.field_id, village_id=row.village_id, received_on=row.received_on,
        fixed_on=row.fixed_on, before=tuple(row.fixed_photos["before"]), after=tuple(row.fixed_photos["after"]),
        partly=row.outcome == "partly", satisfied=row.satisfied,
    )  # fmt: skip
