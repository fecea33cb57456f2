"""Who can be given work on a day: an open account, a post that holds then and handles letters, and one in the department."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, select

from accounts.models import Official, Posting, valid_on
from accounts.permissions import PERMISSIONS
from core.extensions import db
from core.permissions import Permission

HANDLING = sorted(role.value for role, permissions in PERMISSIONS.items() if Permission.CASE_HANDLE in permissions)
"""The roles of a post whose holder handles letters."""


def handlers_on(unit_id: int, on: date) -> Select[tuple[int]]:
    """Return the query for the officials of a commune who handle letters on a day: an open account, such a post."""
    holds = valid_on(Posting.valid_from, Posting.valid_to, on)
    return (
        select(Posting.official_id)
        .join(Official, Official.id == Posting.official_id)
        .where(Posting.unit_id == unit_id, Posting.role.in_(HANDLING), Official.active, holds)
    )


def idle_on(unit_id: int, on: date) -> Select[tuple[int]]:
    """Return the query for the officials of a commune who handle no letters on a day: what lies with them lies with nobody."""
    return select(Official.id).where(Official.unit_id == unit_id, Official.id.not_in(handlers_on(unit_id, on)))


def handles_letters(unit_id: int, official_id: int, *, on: date, department_id: int | None = None) -> bool:
    """Return whether an official can be given a case on a day; ``department_id``: one of that department, where they serve."""
    query = handlers_on(unit_id, on).where(Posting.official_id == official_id)
    if department_id is not None:
        serving = select(Posting.official_id).where(
            Posting.unit_id == unit_id, Posting.official_id == official_id, Posting.department_id == department_id,
            valid_on(Posting.valid_from, Posting.valid_to, on),
        )  # fmt: skip
        query = query.where(serving.exists())
    return db.session.scalar(query.limit(1)) is not None
