"""The command that brings boundaries into the database: good ones go in, bad ones are reported, twice is once.

A boundary holds from a day on. A newer one of the same commune or village ends the one before on the day before it begins; what
was decided by the older one stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from accounts.boundary_file import BoundaryFile, BoundaryRow
from accounts.commune_file import BadRow, LoadReport
from accounts.kinds import UnitKind
from accounts.models import Unit, Village
from accounts.place_models import UnitBoundary, VillageBoundary
from core import audit, page_cache
from core.database import use_unit
from core.extensions import db
from core.geometry import Shape, box_of, contains, metres_to_edge, middle_of

BORDER_METRES = 500


@dataclass(kw_only=True)
class Load:
    """A load under way: what is known by code, and the boundaries of each commune and village, the oldest first."""

    own: Unit
    units: dict[str, Unit]
    villages: dict[str, Village]
    on: date | None
    report: LoadReport
    known: dict[tuple[type[Any], int], list[Any]] = field(default_factory=dict)


def load_boundaries(read: BoundaryFile, *, unit_id: int, at: datetime, on: date | None = None) -> LoadReport:
    """Load boundaries inside the caller's transaction; villages are those of the commune ``unit_id``.

    ``on``: from when they hold where the file says nothing (None: since the commune or village exists). Side effects: rows, when
    something changed an audit entry, and the commune's public pages are made anew.
    """
    report = LoadReport(problems=read.problems)
    with use_unit(unit_id):
        load = _begun(unit_id, on, report)
        for row in sorted(read.rows, key=lambda each: bool(each.village)):
            try:
                _take(load, row)
            except BadRow as error:
                report.problems.append(row.problem(str(error)))
        db.session.flush()
    if report.changes:
        facts = {"file": read.name, "added": dict(report.added), "changed": dict(report.changed)}
        subject = f"unit:{load.own.code}"
        audit.record(unit_id=unit_id, at=at, actor_id=None, action="commune:boundaries", subject=subject, facts=facts)
        page_cache.raise_version(unit_id)
    return report


def _begun(unit_id: int, on: date | None, report: LoadReport) -> Load:
    units = {unit.code: unit for unit in db.session.scalars(select(Unit).where(Unit.kind == UnitKind.COMMUNE.value))}
    villages = {row.code: row for row in db.session.scalars(select(Village).where(Village.unit_id == unit_id))}
    own = next(unit for unit in units.values() if unit.id == unit_id)
    load = Load(own=own, units=units, villages=villages, on=on, report=report)
    for row in db.session.scalars(select(UnitBoundary).order_by(UnitBoundary.valid_from)):
        load.known.setdefault((UnitBoundary, row.unit_id), []).append(row)
    of_villages = select(VillageBoundary).where(VillageBoundary.unit_id == unit_id).order_by(VillageBoundary.valid_from)
    for each in db.session.scalars(of_villages):
        load.known.setdefault((VillageBoundary, each.village_id), []).append(each)
    return load


def _take(load: Load, row: BoundaryRow) -> None:
    if not row.village:
        unit = load.units.get(row.code)
        if unit is None:
            raise BadRow("no commune with this code is in the list of units")
        start = row.valid_from or load.on or unit.valid_from
        if start is None:
            raise BadRow("valid_from is missing: nobody knows since when this commune exists")
        _put(load, UnitBoundary, unit.id, row, start=start, unit_id=unit.id)
        return
    if row.code and row.code != load.own.code:
        raise BadRow(f"belongs to another commune than {load.own.code}")
    village = load.villages.get(row.village)
    if village is None:
        raise BadRow("no village with this code is in the commune")
    _check_inside(row.shape, load.known.get((UnitBoundary, load.own.id), []))
    start = row.valid_from or load.on or village.valid_from
    _put(load, VillageBoundary, village.id, row, start=start, unit_id=load.own.id, village_id=village.id)


def _check_inside(shape: Shape, communes: list[UnitBoundary]) -> None:
    """Raise BadRow when the middle of a village lies outside its commune, as far as the commune's boundary is known."""
    lon, lat = middle_of(shape)
    if not communes or contains(communes[-1].shape, lon=lon, lat=lat):
        return
    if metres_to_edge(communes[-1].shape, lon=lon, lat=lat) > BORDER_METRES:
        raise BadRow("lies outside the boundary of the commune")


def _put(load: Load, model: type[Any], whose: int, row: BoundaryRow, *, start: date, **key: int) -> None:
    """Write one boundary from a day on, and let the one before it end."""
    if row.valid_to is not None and row.valid_to < start:
        raise BadRow("valid_to is before the day from which it holds")
    known = load.known.setdefault((model, whose), [])
    west, south, east, north = box_of(row.shape)
    values = {
        "shape": [[[list(point) for point in ring] for ring in polygon] for polygon in row.shape], "west": west, "south": south,
        "east": east, "north": north, "source": row.source, "licence": row.licence,
        "valid_to": row.valid_to or _eve_of_next(known, start),
    }  # fmt: skip
    stored = next((each for each in known if each.valid_from == start), None)
    if stored is None:
        for older in known:
            if older.valid_from < start and (older.valid_to is None or older.valid_to >= start):
                older.valid_to = start - timedelta(days=1)
        fresh = model(**key, valid_from=start, **values)
        db.session.add(fresh)
        known.append(fresh)
        known.sort(key=lambda each: each.valid_from)
        load.report.added[model.__tablename__] += 1
    elif any(getattr(stored, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(stored, name, value)
        load.report.changed[model.__tablename__] += 1
    else:
        load.report.unchanged += 1


def _eve_of_next(known: list[Any], start: date) -> date | None:
    later = min((each.valid_from for each in known if each.valid_from > start), default=None)
    return None if later is None else later - timedelta(days=1)
