"""Reads of the tree of administrative units over time: units of a name, and which ones took over those that ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Unit, UnitSuccession
from accounts.read_models import OldPlace, UnitItem
from core.extensions import db
from core.text import fold

KIND_WORDS = ("xa ", "phuong ", "thi tran ", "huyen ", "thanh pho ", "tinh ")


def old_place(name: str) -> list[OldPlace]:
    """Return the ended units of that name (typed with or without marks and the word "xã") with the units that took over."""
    return [
        OldPlace(unit=found, successors=tuple(_successors(found.id))) for found in units_named(name) if found.valid_to is not None
    ]


def units_named(name: str, *, on: date | None = None) -> list[UnitItem]:
    """Return units of a name (typed with or without marks and the word before it), those in force first; ``on``: valid then."""
    key = fold(name)
    keys = {key, *(f"{word}{key}" for word in KIND_WORDS)}
    query = _unit_query().where(Unit.name_key.in_(keys)).order_by(Unit.valid_to.is_not(None), Unit.code, Unit.id)
    if on is not None:
        started = or_(Unit.valid_from.is_(None), Unit.valid_from <= on)
        query = query.where(started, or_(Unit.valid_to.is_(None), Unit.valid_to >= on))
    return [_unit(row, within) for row, within in db.session.execute(query)]


def _unit_query() -> Select[Any]:
    parent = aliased(Unit)
    return select(Unit, parent.name).outerjoin(parent, parent.id == Unit.parent_id)


def _successors(unit_id: int) -> list[UnitItem]:
    query = _unit_query().join(UnitSuccession, UnitSuccession.successor_id == Unit.id).where(UnitSuccession.unit_id == unit_id)
    return [_unit(row, within) for row, within in db.session.execute(query.order_by(Unit.code))]


def _unit(row: Unit, within: str | None) -> UnitItem:
    return UnitItem(
        id=row.id, code=row.code, kind=row.kind, name=row.name, within=within or "", valid_from=row.valid_from,
        valid_to=row.valid_to,
    )  # fmt: skip
