"""Reads of the page on which people choose their commune: all communes of the installation, with what they are remembered by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from accounts.doors import Door
from accounts.memory import remembered
from accounts.models import Unit, UnitSuccession, Village, valid_on
from accounts.queries import EVERY_UNIT
from core.alphabet import alphabetical
from core.extensions import db


def doors(*, on: date) -> list[Door]:
    """Return the communes that have a host name, by their names, as they are on a day. All of this is public."""
    return remembered(("doors", on), lambda: _doors(on))


def _doors(on: date) -> list[Door]:
    province = aliased(Unit)
    query = select(Unit.id, Unit.name, Unit.hosts, province.name.label("province")).outerjoin(
        province, province.id == Unit.parent_id
    )
    rows = [row for row in db.session.execute(query.where(Unit.is_tenant)) if row.hosts]
    ids = [row.id for row in rows]
    former, villages = _former(ids), _villages(ids, on)
    found = [
        Door(
            unit_id=row.id, name=row.name, host=row.hosts[0], province=row.province or "", former=former[row.id],
            villages=villages[row.id],
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda door: alphabetical(door.name.partition(" ")[2] or door.name))


def _former(ids: list[int]) -> dict[int, tuple[str, ...]]:
    query = (
        select(UnitSuccession.successor_id.label("of"), Unit.name)
        .join(Unit, Unit.id == UnitSuccession.unit_id)
        .where(UnitSuccession.successor_id.in_(ids))
        .order_by(Unit.code)
    )
    return _by_commune(db.session.execute(query))


def _villages(ids: list[int], on: date) -> dict[int, tuple[str, ...]]:
    query = (
        select(Village.unit_id.label("of"), Village.name)
        .where(Village.unit_id.in_(ids), valid_on(Village.valid_from, Village.valid_to, on))
        .order_by(Village.sort, Village.id)
    )
    return _by_commune(db.session.execute(query, execution_options=EVERY_UNIT))


def _by_commune(rows: Iterable[Row[tuple[int, str]]]) -> dict[int, tuple[str, ...]]:
    """Return names by the commune they belong to; a commune without any has none."""
    names: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        names[row.of].append(row.name)
    return defaultdict(tuple, {of: tuple(each) for of, each in names.items()})
