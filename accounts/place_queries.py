"""Where a point lies and what a written place is today: boundaries, villages, and the names that they had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from accounts.kinds import UnitKind
from accounts.memory import remembered
from accounts.models import Unit, UnitSuccession, valid_on
from accounts.place_models import UnitBoundary, VillageBoundary, VillageName
from accounts.place_names import Found, line_key, name_key, names_in
from accounts.queries import EVERY_UNIT, commune_profile, villages
from accounts.read_models import OldPlace, VillageItem
from accounts.unit_queries import old_place
from core.extensions import db
from core.geometry import Box, Point, Shape, contains, metres_between, metres_to_edge, middle_of
from core.text import clean_line

EDGE_METRES = 60
"""Boundaries are simplified: what lies this near to the commune's own edge counts as inside."""
FARTHEST_CENTRE = 4_000
LONGEST_PLACE = 200


@dataclass(frozen=True, kw_only=True)
class OtherUnit:
    """Another commune; ``hosts`` are the names under which it can be reached here (none: it does not use the platform)."""

    code: str
    name: str
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """What is known of a point. ``inside`` None: nobody loaded the commune's boundary.

    ``village`` by its own boundary, or (``nearest_metres``) the one whose middle is nearest. ``other``: the commune it lies in.
    """

    inside: bool | None
    village: VillageItem | None = None
    nearest_metres: int | None = None
    other: OtherUnit | None = None


@dataclass(frozen=True, kw_only=True)
class KnownName:
    """A name that people may write for a place of this commune, of a village or (``village_id`` None) of a former commune."""

    label: str
    key: tuple[str, ...]
    village_id: int | None = None
    former: bool = False
    old_commune: str = ""


@dataclass(frozen=True, kw_only=True)
class WrittenPlace:
    """What a written place is today.

    ``village``: the only village it can be. ``several``: villages that share the name. ``written``: the former name as we know it
    (of a village that went into another, or of a commune of this one). ``elsewhere``: a former commune that is not of this one.
    """

    village: VillageItem | None = None
    several: tuple[VillageItem, ...] = ()
    written: str = ""
    elsewhere: OldPlace | None = None
    other: OtherUnit | None = None


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a commune's map is drawn from: shapes by village id, and the shapes of the neighbours."""

    name: str
    shape: Shape
    box: Box
    source: str
    licence: str
    neighbours: Mapping[str, Shape] = field(default_factory=dict)
    villages: Mapping[int, Shape] = field(default_factory=dict)
    centres: Mapping[int, Point] = field(default_factory=dict)


# ------------------------------------------------------------------ boundaries


def where_is(unit_id: int, *, lat: float, lon: float, on: date) -> Whereabouts:
    """Return where a point lies, seen from a commune: its village by boundary, else by the nearest middle, else in or out."""
    ground = ground_of(unit_id, on=on)
    if ground is None:
        return _nearest(unit_id, {}, lat=lat, lon=lon, on=on, inside=None)
    inside = contains(ground.shape, lon=lon, lat=lat)
    if not inside and metres_to_edge(ground.shape, lon=lon, lat=lat) > EDGE_METRES:
        return Whereabouts(inside=False, other=_commune_at(lat=lat, lon=lon, on=on))
    items = {item.id: item for item in villages(unit_id, on=on)}
    for village_id, shape in ground.villages.items():
        if village_id in items and contains(shape, lon=lon, lat=lat):
            return Whereabouts(inside=True, village=items[village_id])
    return _nearest(unit_id, ground.centres, lat=lat, lon=lon, on=on, inside=True)


def _nearest(
    unit_id: int, centres: Mapping[int, Point], *, lat: float, lon: float, on: date, inside: bool | None
) -> Whereabouts:  # fmt: skip
    items = {item.id: item for item in villages(unit_id, on=on)}
    known = centres or centres_of(unit_id, on=on)
    distances = sorted(
        (metres_between((lon, lat), point), village_id) for village_id, point in known.items() if village_id in items
    )
    if not distances or distances[0][0] > FARTHEST_CENTRE:
        return Whereabouts(inside=inside)
    metres, village_id = distances[0]
    return Whereabouts(inside=inside, village=items[village_id], nearest_metres=round(metres))


def _commune_at(*, lat: float, lon: float, on: date) -> OtherUnit | None:
    box = UnitBoundary
    query = (
        select(Unit, UnitBoundary.shape)
        .join(UnitBoundary, UnitBoundary.unit_id == Unit.id)
        .where(box.west <= lon, box.east >= lon, box.south <= lat, box.north >= lat, valid_on(box.valid_from, box.valid_to, on))
        .order_by(Unit.id)
    )
    for unit, shape in db.session.execute(query):
        if contains(shape, lon=lon, lat=lat):
            return _other(unit)
    return None


def _other(unit: Unit) -> OtherUnit:
    return OtherUnit(code=unit.code, name=unit.name, hosts=tuple(unit.hosts or ()) if unit.is_tenant else ())


def ground_of(unit_id: int, *, on: date) -> Ground | None:
    """Return what the map of a commune is drawn from on a day, or None while nobody loaded its boundary."""
    return remembered(("ground", unit_id, on), lambda: _ground(unit_id, on))


def _ground(unit_id: int, on: date) -> Ground | None:
    row = db.session.scalar(
        select(UnitBoundary).where(UnitBoundary.unit_id == unit_id, valid_on(UnitBoundary.valid_from, UnitBoundary.valid_to, on))
    )
    if row is None:
        return None
    profile = commune_profile(unit_id)
    shapes = dict(_village_shapes(unit_id, on))
    centres = {**centres_of(unit_id, on=on), **{village_id: middle_of(shape) for village_id, shape in shapes.items()}}
    return Ground(
        name=profile.name if profile else "", shape=row.shape, box=(row.west, row.south, row.east, row.north),
        source=row.source, licence=row.licence, neighbours=_neighbours(row, on), villages=shapes, centres=centres,
    )  # fmt: skip


def _neighbours(own: UnitBoundary, on: date) -> dict[str, Shape]:
    margin = (own.east - own.west) / 4
    box = UnitBoundary
    query = (
        select(Unit.name, box.shape)
        .join(Unit, Unit.id == box.unit_id)
        .where(
            box.unit_id != own.unit_id, box.west <= own.east + margin, box.east >= own.west - margin,
            box.south <= own.north + margin, box.north >= own.south - margin, valid_on(box.valid_from, box.valid_to, on),
        )
        .order_by(Unit.code)
    )  # fmt: skip
    return dict(db.session.execute(query).tuples().all())


def _village_shapes(unit_id: int, on: date) -> Sequence[Any]:
    query = (
        select(VillageBoundary.village_id, VillageBoundary.shape)
        .where(VillageBoundary.unit_id == unit_id, valid_on(VillageBoundary.valid_from, VillageBoundary.valid_to, on))
        .order_by(VillageBoundary.village_id)
    )
    return db.session.execute(query).tuples().all()


def centres_of(unit_id: int, *, on: date) -> dict[int, Point]:
    """Return the middles (longitude, latitude) of the villages that have one written down, by id."""
    return {
        item.id: (item.longitude, item.latitude)
        for item in villages(unit_id, on=on)
        if item.longitude is not None and item.latitude is not None
    }


# ------------------------------------------------------------------ names


def known_names(unit_id: int, *, on: date) -> Sequence[KnownName]:
    """Return every name that a place of the commune has or had, villages first; the list people choose from while they type."""
    return remembered(("known-names", unit_id, on), lambda: _known_names(unit_id, on))


def _known_names(unit_id: int, on: date) -> list[KnownName]:
    items = {item.id: item for item in villages(unit_id, on=on)}
    names = [
        KnownName(label=item.name, key=name_key(item.name), village_id=item.id, old_commune=item.old_commune)
        for item in items.values()
    ]
    others = select(VillageName).where(VillageName.unit_id == unit_id).order_by(VillageName.name_key)
    for row in db.session.scalars(others):
        if row.village_id in items:
            village = items[row.village_id]
            names.append(
                KnownName(
                    label=row.name, key=name_key(row.name), village_id=row.village_id, former=row.former,
                    old_commune=village.old_commune,
                )
            )  # fmt: skip
    return names + [KnownName(label=unit.name, key=name_key(unit.name), former=True) for unit in predecessors(unit_id)]


def predecessors(unit_id: int) -> Sequence[Unit]:
    """Return the former communes that went into the commune, by code."""
    query = (
        select(Unit)
        .join(UnitSuccession, UnitSuccession.unit_id == Unit.id)
        .where(UnitSuccession.successor_id == unit_id, Unit.kind == UnitKind.OLD_COMMUNE.value)
        .order_by(Unit.code)
    )
    return db.session.scalars(query, execution_options=EVERY_UNIT).all()


def written_place(unit_id: int, typed: str, *, on: date) -> WrittenPlace:
    """Return what a line that somebody wrote ("nhà văn hóa Nà Lia, xã Y Tịch") says of villages and former communes."""
    line = clean_line(typed)[:LONGEST_PLACE]
    hits, communes = _named(unit_id, line, on=on)
    items = {item.id: item for item in villages(unit_id, on=on)}
    own = commune_profile(unit_id)
    today = name_key(own.name) if own else ()
    ids = _ids(hits)
    former = next((hit.name.label for hit in hits if hit.name.former), "")
    if not former:
        former = next((name.label for name in communes if name.key != today), "")
    if len(ids) == 1:
        return WrittenPlace(village=items[ids[0]], written=former)
    if ids:
        return WrittenPlace(several=tuple(items[village_id] for village_id in ids), written=former)
    if communes:
        return WrittenPlace(written=former)
    return _elsewhere(unit_id, line)


def written_village(unit_id: int, typed: str, *, on: date) -> int | None:
    """Return the only village that a written line can mean, or None."""
    hits, _communes = _named(unit_id, clean_line(typed)[:LONGEST_PLACE], on=on)
    ids = _ids(hits)
    return next(iter(ids)) if len(ids) == 1 else None


def _named(unit_id: int, line: str, *, on: date) -> tuple[Sequence[Found[KnownName]], Sequence[KnownName]]:
    """Return the villages named in a line, and the former communes."""
    found = names_in(line, known_names(unit_id, on=on))
    communes = [hit.name for hit in found if hit.name.village_id is None]
    return _narrowed([hit for hit in found if hit.name.village_id is not None], communes), communes


def _ids(hits: Sequence[Found[KnownName]]) -> Sequence[int]:
    """Return the villages of hits, each once."""
    return tuple(dict.fromkeys(hit.name.village_id for hit in hits if hit.name.village_id is not None))


def _narrowed(hits: Sequence[Found[KnownName]], communes: Sequence[KnownName]) -> Sequence[Found[KnownName]]:
    """Return the villages that lie in a former commune that is written beside them, or all of them when none does."""
    keys = {name.key for name in communes}
    within = [hit for hit in hits if name_key(hit.name.old_commune) in keys]
    return within or hits


def _elsewhere(unit_id: int, line: str) -> WrittenPlace:
    """Look for a former commune of another one; only where "xã", "phường" or "thị trấn" stands before its name."""
    key = line_key(line)
    words = line.split()
    if len(words) != len(key):
        return WrittenPlace()
    starts = [end + 1 for end, word in enumerate(key) if word in ("xa", "phuong") or key[end - 1 : end + 1] == ("thi", "tran")]
    for start in starts[:2]:
        names = (" ".join(words[start : start + size]).strip(",.;") for size in (4, 3, 2, 1))
        for name in dict.fromkeys(filter(None, names)):
            for place in old_place(name):
                if all(unit.id != unit_id for unit in place.successors):
                    return WrittenPlace(elsewhere=place, other=_first_tenant(place))
    return WrittenPlace()


def _first_tenant(place: OldPlace) -> OtherUnit | None:
    """Return the only commune that took a former one over, with the names it is reached by."""
    if len(place.successors) != 1:
        return None
    unit = db.session.get(Unit, place.successors[0].id)
    return None if unit is None else _other(unit)
