"""The places in which an item is shown, put together as people read them: villages with the same days stand in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from accounts.queries import villages
from core.extensions import db
from disclosure.models import DisclosureShowing
from disclosure.states import HUNG, Way

ORDER = {way.value: number for number, way in enumerate(Way)}


@dataclass(frozen=True, kw_only=True)
class Place:
    """One place; ``name`` is that of a village, empty otherwise. ``from_on`` None: no evidence yet."""

    key: str
    way: str
    name: str
    from_on: date | None
    to_on: date | None
    least_on: date | None
    proof: dict[str, Any] | None
    note: str
    photos: tuple[str, ...]

    @property
    def hung(self) -> bool:
        """Return whether this is a place where something hangs."""
        return Way(self.way) in HUNG

    @property
    def up(self) -> bool:
        """Return whether it hangs there now."""
        return self.hung and self.from_on is not None and self.to_on is None


@dataclass(frozen=True, kw_only=True)
class PlaceGroup:
    """Places of one way with the same days. ``every``: all villages of the commune are among them."""

    way: str
    names: tuple[str, ...]
    every: bool
    from_on: date | None
    to_on: date | None
    least_on: date | None
    proof: dict[str, Any] | None
    notes: tuple[str, ...]


def places_of(unit_id: int, item_ids: Sequence[int]) -> dict[int, list[Place]]:
    """Return the places of items, in the order of their ways and of the villages' names."""
    found: dict[int, list[Place]] = {item_id: [] for item_id in item_ids}
    if not item_ids:
        return found
    query = select(DisclosureShowing).where(DisclosureShowing.unit_id == unit_id, DisclosureShowing.item_id.in_(item_ids))
    names = {item.id: (number, item.name) for number, item in enumerate(villages(unit_id))}
    rows = sorted(db.session.scalars(query), key=lambda row: (ORDER[row.way], names.get(row.village_id or 0, (0, ""))[0], row.id))
    for row in rows:
        found[row.item_id].append(place_of(row, names.get(row.village_id or 0, (0, ""))[1]))
    return found


def place_of(row: DisclosureShowing, name: str) -> Place:
    """Return the read model of a row."""
    return Place(
        key=row.place, way=row.way, name=name, from_on=row.from_on, to_on=row.to_on, least_on=row.least_on, proof=row.proof,
        note=row.note, photos=tuple(row.photos),
    )  # fmt: skip


def grouped(places: Iterable[Place], *, villages_of_commune: int) -> tuple[PlaceGroup, ...]:
    """Return places of one item put together; ``villages_of_commune``: how many villages there are."""
    groups: dict[tuple[Any, ...], list[Place]] = {}
    for place in places:
        groups.setdefault((place.way, place.from_on, place.to_on, place.least_on), []).append(place)
    return tuple(
        PlaceGroup(
            way=way, names=tuple(place.name for place in some if place.name), from_on=from_on, to_on=to_on, least_on=least_on,
            every=way == Way.VILLAGE and len(some) >= villages_of_commune, proof=some[0].proof,
            notes=tuple(dict.fromkeys(place.note for place in some if place.note)),
        )
        for (way, from_on, to_on, least_on), some in groups.items()
    )  # fmt: skip
