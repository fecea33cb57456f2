"""The row of an official, read afresh and held: whoever else would change it waits until the command ends."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from accounts.models import Official
from core.extensions import db


def held(unit_id: int, which: ColumnElement[bool], *, active_only: bool = True) -> Official | None:
    """Return the one official of a commune that a condition names, of closed accounts too where asked for; or None."""
    query = select(Official).where(Official.unit_id == unit_id, which)
    if active_only:
        query = query.where(Official.active)
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
