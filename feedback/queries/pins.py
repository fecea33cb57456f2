"""The public map: published cases where they may be shown, put together where they lie close.

A case stands at the middle of its square if an official allowed that, else at its village's middle; exact places are not read
here at all. The cost is the same in any number of cases: only the newest WALKED published ones are looked at.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, select

from core.codes import clean_code
from core.extensions import db
from core.geometry import Point, on_grid
from feedback.models import PublicCase
from feedback.queries.public import PublicFilters, Standing, conditions_of, facts_of, overdue
from feedback.queries.search import answering, answering_in_spans, find, newest, question

WALKED = 5_000
MOST = 500
cases = PublicCase.__table__.c
COLUMNS = (
    cases.id, cases.code, cases.title, cases.state, cases.due_on, cases.village_id, cases.field_id, cases.received_on,
    cases.square_lat, cases.square_lon,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class MappedCase:
    """A published case with its place on the map (longitude, latitude); ``village_id`` where it stands for the whole village."""

    code: str
    title: str
    state: str
    overdue: bool
    field_id: int | None
    village_id: int | None
    received_on: date
    point: Point
    in_village: bool


@dataclass(frozen=True, kw_only=True)
class MappedCases:
    """What the map shows, newest first; ``unplaced`` cases have neither a square nor a village with a middle; ``more``: cut.

    ``loose``: no case has all the words that were typed, these are the nearest.
    """

    items: tuple[MappedCase, ...]
    unplaced: int
    more: bool
    loose: bool = False


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Cases that lie close to each other, newest first; ``point`` is the middle of their places."""

    point: Point
    items: tuple[MappedCase, ...]

    @property
    def village_id(self) -> int | None:
        """The village when all of them stand for the same one or lie in it, else None."""
        ids = {item.village_id for item in self.items}
        return ids.pop() if len(ids) == 1 else None

    @property
    def one_place(self) -> bool:
        """Whether all of them stand at one and the same place, so that coming closer shows nothing new."""
        return len({item.point for item in self.items}) == 1


def mapped_cases(
    unit_id: int, filters: PublicFilters, *, today: date, centres: Mapping[int, Point], square: int
) -> MappedCases:  # fmt: skip
    """Return the newest published cases that match, at most MOST of them, each with a place that may be shown.

    ``centres``: middles of villages; ``square``: side of a public square in metres now (a case kept in a finer one is moved to
    the middle of the larger).
    """
    rows, loose = _rows(unit_id, filters, today=today)
    placed = [_mapped(row, today=today, centres=centres, square=square) for row in rows[:MOST]]
    items = tuple(item for item in placed if item is not None)
    return MappedCases(items=items, unplaced=len(placed) - len(items), more=len(rows) > MOST, loose=loose)


def _rows(unit_id: int, filters: PublicFilters, *, today: date) -> tuple[Sequence[Row[Any]], bool]:
    """Return the rows, and whether they are only the nearest to the words that were typed."""
    code, database = clean_code(filters.words), db.engine.dialect.name
    asked = {
        "code": code, "field": filters.field_id, "village": filters.village_id,
        "today": today if filters.standing is Standing.OVERDUE else None,
    }  # fmt: skip
    narrowed = {name: value for name, value in asked.items() if value}
    given, values = frozenset(narrowed), {**narrowed, "unit": unit_id, "oldest": _oldest(unit_id)}
    if code or not filters.words:
        return db.session.execute(_statement(given, filters.standing), {**values, "most": MOST + 1}).all(), False
    sought = question(filters.words)
    if not sought.plain:
        return (), False

    query = _search_statement(given, filters.standing, database)
    if database != "sqlite":
        values = {**facts_of(unit_id, filters, today=today), "published": True, "oldest": values["oldest"]}

    def ask(wanted: str, exact: str, most: int) -> Sequence[Row[Any]]:
        return db.session.execute(query, {**values, "sought": wanted, "exact": exact or None, "most": most}).all()

    found = find(sought, ask, database=database, need=MOST + 1)
    return sorted(found.rows, key=lambda row: row.id, reverse=True), found.loose


def _oldest(unit_id: int) -> int:
    """Return the number of the oldest case that is looked at: of the WALKED newest published ones the last."""
    published = select(cases.id).where(cases.unit_id == unit_id, cases.published).order_by(cases.id.desc())
    return db.session.scalar(published.offset(WALKED - 1).limit(1)) or 0


def _shown(given: frozenset[str], standing: Standing | None) -> list[ColumnElement[bool]]:
    return [*conditions_of(given, standing), cases.published, cases.id >= bindparam("oldest", type_=Integer)]


@lru_cache(maxsize=512)
def _statement(given: frozenset[str], standing: Standing | None) -> Select[Any]:
    return newest(COLUMNS, _shown(given, standing)).limit(bindparam("most", type_=Integer))


@lru_cache(maxsize=512)
def _search_statement(given: frozenset[str], standing: Standing | None, database: str) -> Select[Any]:
    if database == "sqlite":
        return answering(COLUMNS, _shown(given, standing))
    return answering_in_spans(COLUMNS).where(cases.id >= bindparam("oldest", type_=Integer))


def _mapped(row: Row[Any], *, today: date, centres: Mapping[int, Point], square: int) -> MappedCase | None:
    place = shown_place(row, centres=centres, square=square)
    if place is None:
        return None
    point, in_village = place
    return MappedCase(
        code=row.code, title=row.title, state=row.state, overdue=overdue(row.state, row.due_on, today=today),
        field_id=row.field_id, village_id=row.village_id, received_on=row.received_on, point=point, in_village=in_village,
    )  # fmt: skip


def shown_place(row: Row[Any], *, centres: Mapping[int, Point], square: int) -> tuple[Point, bool] | None:
    """Return where a case may be shown, and whether it stands for its whole village; None: nowhere."""
    if row.square_lat is not None:
        lat, lon = on_grid(lat=row.square_lat, lon=row.square_lon, metres=square)
        return (lon, lat), False
    return (centres[row.village_id], True) if row.village_id in centres else None


def clusters_of(items: Sequence[MappedCase], *, drawn: Mapping[Point, tuple[int, int]], reach: int) -> list[Cluster]:
    """Put cases together that are drawn within ``reach`` of the first of them; most cases first, then from west to east.

    ``drawn``: where each place is drawn; a place that is not there is left out.
    """
    groups: dict[tuple[int, int], list[MappedCase]] = {}
    nearest: dict[Point, tuple[int, int]] = {}
    for item in items:
        if item.point not in drawn:
            continue
        if item.point not in nearest:
            nearest[item.point] = _seed(drawn[item.point], groups, reach)
        groups.setdefault(nearest[item.point], []).append(item)
    found = [Cluster(point=_middle(group), items=tuple(group)) for group in groups.values()]
    return sorted(found, key=lambda cluster: (-len(cluster.items), cluster.point))


def _seed(spot: tuple[int, int], groups: Iterable[tuple[int, int]], reach: int) -> tuple[int, int]:
    """Return the nearest beginning of a group within reach, or the spot itself, which then begins one."""
    near = [(math.dist(spot, seed), seed) for seed in groups]
    return min((each for each in near if each[0] < reach), default=(0.0, spot))[1]


def _middle(group: Sequence[MappedCase]) -> Point:
    size = len(group)
    return round(sum(item.point[0] for item in group) / size, 5), round(sum(item.point[1] for item in group) / size, 5)
