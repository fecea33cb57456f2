"""Public cases for programs: a part of the list behind a mark, one case, and all of them in order, for files.

Everything comes from the one read model, PublicCase, as for the pages; see feedback.queries.public.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, bindparam, or_, select

from core.codes import clean_code
from core.extensions import db
from core.rows import row_of, rows_of
from feedback.models import PublicCase
from feedback.queries.links import support_count
from feedback.queries.public import ANSWERED, ELSEWHERE, OPEN, PublicStop, overdue, stops_of
from feedback.queries.search import DEEPEST, Question, answering, answering_in_spans, find, question

cases = PublicCase.__table__.c
COLUMNS = tuple(column for column in cases if column.name not in ("unit_id", "search_text", "search_marks", "fixed_photos"))
WITHOUT_WORDS = tuple(column for column in COLUMNS if column.name not in ("title", "story", "answer", "photos"))
ONE = select(*COLUMNS).where(cases.unit_id == bindparam("unit"), cases.code == bindparam("code"))
BATCH = 2_000


class Mark(NamedTuple):
    """Where a walk goes on: behind this row, its day (a number), and how many were given before it."""

    row: int
    day: int
    place: int


@dataclass(frozen=True, kw_only=True)
class CaseFilters:
    """What a program asks for. ``states`` None: all; ``first_on``/``last_on``: days of receipt, both included.

    ``nothing``: words were asked for of which no letter is left.
    """

    words: str = ""
    field_id: int | None = None
    village_id: int | None = None
    states: frozenset[str] | None = None
    overdue_on: date | None = None
    reopened: bool = False
    first_on: date | None = None
    last_on: date | None = None
    nothing: bool = False

    @property
    def by_day(self) -> bool:
        """Whether days narrow the list, which is then in the order of days."""
        return self.first_on is not None or self.last_on is not None


STANDINGS = {
    "open": frozenset(OPEN), "overdue": frozenset(OPEN), "answered": frozenset(ANSWERED), "elsewhere": frozenset(ELSEWHERE),
}  # fmt: skip
"""What people ask of a case → its states; ``reopened`` is a fact of its own."""


@dataclass(frozen=True, kw_only=True)
class CasePart:
    """Rows of the list, newest first, and the mark behind them (None: the list ends here)."""

    rows: Sequence[Row[Any]]
    after: Mark | None


def part_of_cases(unit_id: int, filters: CaseFilters, *, after: Mark | None, most: int) -> CasePart:
    """Return at most ``most`` cases behind a mark, by number, or by day of receipt where days are asked for.

    Words are looked for as on the page (best answers first); what is found deeper than DEEPEST is not given.
    """
    if filters.nothing:
        return CasePart(rows=(), after=None)
    code = clean_code(filters.words)
    sought = question(filters.words) if filters.words and not code else None
    if sought is not None:
        return _found(unit_id, filters, sought, after=after, most=most)
    values = _values(unit_id, filters, code=code) | _behind(after)
    query = _part_statement(frozenset(values), filters.states, filters.by_day)
    rows = rows_of(query, {**values, "most": most + 1})
    return _cut(rows, after=after, most=most)


def _behind(mark: Mark | None) -> dict[str, Any]:
    """Return the parameters of a mark; a number that is no day is the nearest day."""
    if mark is None:
        return {}
    return {"after_row": mark.row, "after_day": date.fromordinal(min(max(mark.day, 1), date.max.toordinal()))}


@lru_cache(maxsize=512)
def _part_statement(given: frozenset[str], states: frozenset[str] | None, by_day: bool) -> Select[Any]:
    """Return the statement of a part, behind a mark where one is ``given``: one step into an index, however far one has read."""
    query = select(*COLUMNS).where(*_conditions(given, states))
    if not by_day:
        query = query.where(cases.id < bindparam("after_row")) if "after_row" in given else query
        return query.order_by(cases.id.desc()).limit(bindparam("most", type_=Integer))
    if "after_row" in given:
        day, row = bindparam("after_day"), bindparam("after_row")
        query = query.where(
            cases.received_on <= day, or_(cases.received_on < day, and_(cases.received_on == day, cases.id < row))
        )
    return query.order_by(cases.received_on.desc(), cases.id.desc()).limit(bindparam("most", type_=Integer))


def _cut(rows: Sequence[Row[Any]], *, after: Mark | None, most: int) -> CasePart:
    shown = rows[:most]
    if len(rows) <= most:
        return CasePart(rows=shown, after=None)
    last, before = shown[-1], after.place if after else 0
    return CasePart(rows=shown, after=Mark(last.id, last.received_on.toordinal(), before + most))


def _values(unit_id: int, filters: CaseFilters, *, code: str = "") -> dict[str, Any]:
    """Return what narrows the list, by the names of the parameters; what is not asked for is not there."""
    asked = _asked(unit_id, filters) | {"code": code or None, "first_on": filters.first_on, "last_on": filters.last_on}
    return {name: value for name, value in asked.items() if value is not None}


def _asked(unit_id: int, filters: CaseFilters) -> dict[str, Any]:
    return {
        "unit": unit_id, "field": filters.field_id, "village": filters.village_id, "before": filters.overdue_on,
        "reopened": filters.reopened or None,
    }  # fmt: skip


def _conditions(given: frozenset[str], states: frozenset[str] | None = None) -> list[ColumnElement[bool]]:
    """Return the conditions of what is ``given`` (see _values), and of the states."""
    ways = {
        "unit": cases.unit_id == bindparam("unit"), "code": cases.code == bindparam("code"),
        "field": cases.field_id == bindparam("field"), "village": cases.village_id == bindparam("village"),
        "states": cases.state.in_(sorted(states or ())), "before": cases.due_on < bindparam("before"),
        "reopened": cases.reopened.is_(True), "first_on": cases.received_on >= bindparam("first_on"),
        "last_on": cases.received_on <= bindparam("last_on"),
    }  # fmt: skip
    wanted = given if states is None else given | {"states"}
    return [condition for name, condition in ways.items() if name in wanted]


def _found(unit_id: int, filters: CaseFilters, sought: Question, *, after: Mark | None, most: int) -> CasePart:
    """Return what answers words: ids in the order of the search, then the rows of this part alone."""
    skip = after.place if after else 0
    if not sought.plain or skip >= DEEPEST:
        return CasePart(rows=(), after=None)
    database = db.engine.dialect.name
    need = DEEPEST if filters.by_day and database != "sqlite" else skip + most + 1
    if database == "sqlite":
        values = _values(unit_id, filters)
        query = answering((cases.id,), _conditions(frozenset(values), filters.states))
    else:
        values = _facts(unit_id, filters)
        query = answering_in_spans((cases.id,))

    def ask(wanted: str, exact: str, number: int) -> Sequence[Row[Any]]:
        return db.session.execute(query, {**values, "sought": wanted, "exact": exact or None, "most": number}).all()

    ids = [row.id for row in find(sought, ask, database=database, need=need).rows]
    if filters.by_day and database != "sqlite":
        ids = _within(ids, filters, unit_id=unit_id)
    part = ids[skip : skip + most]
    whole = select(*COLUMNS).where(cases.unit_id == unit_id, cases.id.in_(part))
    by_id = {row.id: row for row in db.session.execute(whole)} if part else {}
    rows = [by_id[number] for number in part if number in by_id]
    more = len(ids) > skip + most and rows
    return CasePart(rows=rows, after=Mark(rows[-1].id, rows[-1].received_on.toordinal(), skip + most) if more else None)


def _facts(unit_id: int, filters: CaseFilters) -> dict[str, Any]:
    """Return what narrows a search on PostgreSQL; days are looked at afterwards."""
    states = sorted(filters.states) if filters.states is not None else None
    return _asked(unit_id, filters) | {"states": states, "published": None}


def _within(ids: Sequence[int], filters: CaseFilters, *, unit_id: int) -> list[int]:
    days = _values(unit_id, CaseFilters(first_on=filters.first_on, last_on=filters.last_on))
    query = select(cases.id).where(cases.id.in_(ids), *_conditions(frozenset(days)))
    kept = set(db.session.scalars(query, days)) if ids else set()
    return [number for number in ids if number in kept]


def one_open_case(unit_id: int, code: str) -> Row[Any] | None:
    """Return the row of one public case, or None."""
    return row_of(ONE, {"unit": unit_id, "code": code})


def road_of(row: Row[Any], *, today: date) -> list[PublicStop]:
    """Return what has happened to a case so far."""
    late = overdue(row.state, row.due_on, today=today)
    return [stop for stop in stops_of(row, late=late) if stop.state == "done"]


def supports_of(row: Row[Any]) -> int:
    """Return how many browsers support a published case."""
    return support_count(row.id) if row.published else 0


def all_open_cases(unit_id: int, *, words: bool = True) -> Iterator[Row[Any]]:
    """Yield every public case, the oldest first, a batch in memory at a time; without ``words`` neither texts nor photos."""
    query = select(*(COLUMNS if words else WITHOUT_WORDS)).where(cases.unit_id == unit_id).order_by(cases.id).limit(BATCH)
    last = 0
    while True:
        rows = db.session.execute(query.where(cases.id > last)).all()
        yield from rows
        if len(rows) < BATCH:
            return
        last = rows[-1].id


def published_ids(unit_id: int) -> Iterator[int]:
    """Yield the numbers of the cases whose words are public, from an index alone."""
    query = select(cases.id).where(cases.unit_id == unit_id, cases.published).order_by(cases.id)
    yield from db.session.scalars(query.execution_options(yield_per=10_000))
