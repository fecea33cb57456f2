"""What everybody may read of the cases: the list with its filters, one case, and what was answered lately.

Everything comes from the one read model, PublicCase; the texts of a case that nobody published are empty there. Statements
are Core selects that name the commune themselves: these pages are the busiest of the house.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, bindparam, func, select

from core.codes import clean_code
from core.extensions import db
from core.paging import Page
from core.rows import row_of, rows_of
from core.snippets import highlighted, snippet
from core.text import in_one_line
from feedback.models import PublicCase
from feedback.queries.links import support_count
from feedback.queries.search import DEEPEST, answering, answering_in_spans, find, newest, question
from feedback.states import COMPLAINT_SETTLED, OPEN_STATES, TURNED_AWAY, CaseState
from feedback.trace_models import PublicTrace

PAGE_SIZE = 25
LIST_CAP = 1000
EXCERPT = 130
LOOKED_AT = 160 + EXCERPT + 60
"""Letters of a story that a list is made from: its title may be the first 160 of them."""
OPEN = tuple(sorted(state.value for state in OPEN_STATES))
ANSWERED = (CaseState.ANSWERED.value, CaseState.CLOSED.value, *sorted(state.value for state in COMPLAINT_SETTLED))
ELSEWHERE = tuple(sorted(state.value for state in TURNED_AWAY))
STANDING_STILL = frozenset({CaseState.SUSPENDED.value, CaseState.DISCONTINUED.value})
cases = PublicCase.__table__.c
traces = PublicTrace.__table__.c


class Standing(StrEnum):
    """What people ask of a case, as it stands in the address of a filtered list (``?trang-thai=``)."""

    OPEN = "dang-giai-quyet"
    OVERDUE = "qua-han"
    ANSWERED = "da-tra-loi"
    REOPENED = "mo-lai"
    ELSEWHERE = "chuyen-huong-dan"


@dataclass(frozen=True, kw_only=True)
class PublicFilters:
    """What the reader asked for; ids of this commune's rows. Nothing asked: everything."""

    words: str = ""
    field_id: int | None = None
    village_id: int | None = None
    standing: Standing | None = None

    @property
    def empty(self) -> bool:
        """True when nothing narrows the list."""
        return self == PublicFilters()


@dataclass(slots=True, kw_only=True)  # not frozen: writing twelve fields past a lock, 25 times a page, is seen in the rate
class PublicCard:
    """A case in a list. ``title`` and ``excerpt`` are empty when nobody published it; ``overdue`` as of the day asked.

    In ``marked_title`` and ``excerpt`` of what a search found the words that were looked for are set apart (core.snippets).
    """

    code: str
    title: str
    excerpt: str
    kind: str
    state: str
    overdue: bool
    field_id: int | None
    village_id: int | None
    received_on: date
    answered_on: date | None
    marked_title: str = ""


@dataclass(frozen=True, kw_only=True)
class FoundPage(Page[PublicCard]):
    """A page of a search. ``loose``: no case has all the words that were typed, these are the nearest."""

    loose: bool = False


@dataclass(frozen=True, kw_only=True)
class PublicStop:
    """One stop on the public road of a case: ``name``, its day, and done | now | next | late."""

    name: str
    on: date | None
    state: str


@dataclass(frozen=True, kw_only=True)
class PublicCaseView:
    """One case as everybody may see it; texts and photos (public ids of pictures) only if an official published them.

    ``gone_at``: when a text that was published was taken back. ``first_answered_on`` (and whether in time): the answer that its
    sender did not accept, while there is no other.
    """

    code: str
    kind: str
    state: str
    overdue: bool
    field_id: int | None
    village_id: int | None
    received_on: date
    due_on: date | None
    answered_on: date | None
    on_time: bool | None
    outcome: str
    late_reason: str
    apology_on: date | None
    promised_on: date | None
    satisfied: bool | None
    published: bool
    title: str
    story: str
    answer: str
    photos: tuple[str, ...]
    stops: tuple[PublicStop, ...]
    supports: int
    may_support: bool
    gone_at: datetime | None = None
    first_answered_on: date | None = None
    first_in_time: bool | None = None


CARD = (
    cases.id, cases.code, cases.title, func.substr(cases.story, 1, LOOKED_AT).label("story"), cases.kind, cases.state,
    cases.due_on, cases.field_id, cases.village_id, cases.received_on, cases.answered_on,
)  # fmt: skip
FOUND = (
    cases.id, cases.code, cases.title, cases.story, cases.answer, cases.kind, cases.state, cases.due_on, cases.field_id,
    cases.village_id, cases.received_on, cases.answered_on,
)  # fmt: skip
ONE = (
    select(
        cases.id, cases.code, cases.title, cases.story, cases.answer, cases.kind, cases.state, cases.field_id, cases.village_id,
        cases.received_on, cases.accepted_on, cases.due_on, cases.answered_on, cases.closed_on, cases.on_time, cases.reopened,
        cases.reopened_on, cases.outcome, cases.late_reason, cases.first_late_reason, cases.satisfied, cases.published,
        cases.photos, cases.apology_on, cases.promised_on, cases.first_settled_on, cases.first_in_time, traces.gone_at,
    )
    .select_from(PublicCase.__table__.outerjoin(PublicTrace.__table__, traces.case_id == cases.id))
    .where(cases.code == bindparam("of_code"), cases.unit_id == bindparam("unit"))
)  # fmt: skip


def public_list(unit_id: int, filters: PublicFilters, *, page: int, today: date) -> Page[PublicCard]:
    """Return one page of the public list, newest first; of a search: what answers it best first, then newest first.

    ``total`` is None above a cap: 1,000 in the plain list, the end of the page when words are sought. Words are found in what is
    published and in the names of field and village, see feedback.queries.search; a whole code finds its case.
    """
    code = clean_code(filters.words)
    asked = {
        "code": code, "field": filters.field_id, "village": filters.village_id,
        "today": today if filters.standing is Standing.OVERDUE else None,
    }  # fmt: skip
    values = {name: value for name, value in asked.items() if value}
    if filters.words and not code:
        return _searched(unit_id, filters, values, page=page, today=today)
    skip = (page - 1) * PAGE_SIZE
    query = _page_statement(frozenset(values), filters.standing)
    values |= {"unit": unit_id, "most": max(LIST_CAP - skip, PAGE_SIZE) + 1, "skip": skip}
    rows = rows_of(query, values)
    known = skip + (rows[0].known if rows else 0)
    return Page(
        items=[_card(row, today=today) for row in rows[:PAGE_SIZE]], number=page, size=PAGE_SIZE,
        has_next=len(rows) > PAGE_SIZE, total=known if known <= LIST_CAP else None, total_cap=LIST_CAP,
    )  # fmt: skip


@lru_cache(maxsize=512)
def _page_statement(given: frozenset[str], standing: Standing | None) -> Select[Any]:
    """Return the statement of one page: ids up to the cap are found in an index, texts fetched for a page and one row more.

    ``given`` names what narrows the list: code, field, village.
    """
    ids = newest([cases.id], conditions_of(given, standing))
    found = ids.limit(bindparam("most", type_=Integer)).offset(bindparam("skip", type_=Integer)).cte("found")
    known = select(func.count()).select_from(found).scalar_subquery().label("known")
    shown = select(found.c.id).order_by(found.c.id.desc()).limit(PAGE_SIZE + 1).subquery("shown")
    return select(*CARD, known).join(shown, shown.c.id == cases.id).order_by(cases.id.desc())


def _searched(unit_id: int, filters: PublicFilters, narrowed: dict[str, Any], *, page: int, today: date) -> FoundPage:
    """Return one page of what is found; behind a first page only ids are fetched up to it, and the texts of the page."""
    sought, database = question(filters.words), db.engine.dialect.name
    skip = (page - 1) * PAGE_SIZE
    if not sought.plain or skip >= DEEPEST:
        return FoundPage(items=(), number=page, size=PAGE_SIZE, has_next=False, total=0)
    values = {**narrowed, "unit": unit_id} if database == "sqlite" else facts_of(unit_id, filters, today=today)
    query = _search_statement(frozenset(narrowed), filters.standing, skip == 0, database)

    def ask(wanted: str, exact: str, most: int) -> Sequence[Row[Any]]:
        facts = {**values, "sought": wanted, "exact": exact or None, "most": most}
        return rows_of(query, facts)

    found = find(sought, ask, database=database, need=skip + PAGE_SIZE + 1)
    rows = found.rows[skip : skip + PAGE_SIZE]
    shown = _whole(rows, unit_id=unit_id) if skip else rows
    more = len(found.rows) > skip + PAGE_SIZE
    wanted = sought.wanted(loose=found.loose)
    return FoundPage(
        items=[_found_card(row, wanted, today=today) for row in shown], number=page, size=PAGE_SIZE, has_next=more,
        total=None if more else len(found.rows), total_cap=skip + PAGE_SIZE, loose=found.loose,
    )  # fmt: skip


@lru_cache(maxsize=512)
def _search_statement(given: frozenset[str], standing: Standing | None, first: bool, database: str) -> Select[Any]:
    """Return the statement of a search: rows ready to be shown on a ``first`` page, else their ids."""
    columns = FOUND if first else (cases.id,)
    return answering(columns, conditions_of(given, standing)) if database == "sqlite" else answering_in_spans(columns)


def facts_of(unit_id: int, filters: PublicFilters, *, today: date) -> dict[str, Any]:
    """Return what narrows a search on PostgreSQL; says the same as ``conditions_of``."""
    states = {
        Standing.OPEN: OPEN, Standing.OVERDUE: OPEN, Standing.ANSWERED: ANSWERED, Standing.ELSEWHERE: ELSEWHERE,
    }  # fmt: skip
    chosen = states.get(filters.standing) if filters.standing else None
    return {
        "unit": unit_id, "field": filters.field_id, "village": filters.village_id, "states": list(chosen) if chosen else None,
        "before": today if filters.standing is Standing.OVERDUE else None,
        "reopened": True if filters.standing is Standing.REOPENED else None, "published": None,
    }  # fmt: skip


def _whole(rows: Sequence[Row[Any]], *, unit_id: int) -> list[Row[Any]]:
    """Return rows as they are shown, in the order given."""
    ids = [row.id for row in rows]
    query = select(*FOUND).where(cases.unit_id == unit_id, cases.id.in_(ids))
    by_id = {row.id: row for row in db.session.execute(query)} if ids else {}
    return [by_id[number] for number in ids if number in by_id]


def conditions_of(given: frozenset[str], standing: Standing | None) -> list[ColumnElement[bool]]:
    """Return what narrows a list: commune, and what is ``given`` (code, field, village), by the parameters of these names."""
    conditions = [cases.unit_id == bindparam("unit")]
    columns = {"code": cases.code, "field": cases.field_id, "village": cases.village_id}
    conditions += [column == bindparam(name) for name, column in columns.items() if name in given]
    return conditions if standing is None else [*conditions, standing_condition(standing)]


def standing_condition(standing: Standing) -> ColumnElement[bool]:
    """Return the condition of a state that lists are narrowed to; overdue wants the parameter ``today``."""
    match standing:
        case Standing.OPEN:
            return cases.state.in_(OPEN)
        case Standing.OVERDUE:
            return and_(cases.state.in_(OPEN), cases.due_on < bindparam("today"))
        case Standing.ANSWERED:
            return cases.state.in_(ANSWERED)
        case Standing.REOPENED:
            return cases.reopened
        case Standing.ELSEWHERE:
            return cases.state.in_(ELSEWHERE)


def overdue(state: str, due_on: date | None, *, today: date) -> bool:
    """True from the day after the due date on, while the case is open; computed, never stored."""
    return due_on is not None and due_on < today and state in OPEN_STATES


def _card(row: Row[Any], *, today: date) -> PublicCard:
    return PublicCard(
        code=row.code, title=row.title, excerpt=_beginning(_after_title(row.title, row.story)), kind=row.kind,
        state=row.state, overdue=overdue(row.state, row.due_on, today=today), field_id=row.field_id, village_id=row.village_id,
        received_on=row.received_on, answered_on=row.answered_on,
    )  # fmt: skip


def _found_card(row: Row[Any], wanted: frozenset[str], *, today: date) -> PublicCard:
    """Return a card of a row with the columns FOUND."""
    _id, code, title, story, answer, kind, state, due_on, field_id, village_id, received_on, answered_on = row
    return PublicCard(
        code=code, title=title, marked_title=highlighted(title, wanted),
        excerpt=snippet((_after_title(title, story), answer), wanted, length=EXCERPT), kind=kind, state=state,
        overdue=overdue(state, due_on, today=today), field_id=field_id, village_id=village_id, received_on=received_on,
        answered_on=answered_on,
    )  # fmt: skip


def _after_title(title: str, story: str) -> str:
    """Return a published story on one line without its title, where it begins with that: the form proposes the first words."""
    line, said = in_one_line(story), title.rstrip("…. ")
    if not said or not line.startswith(said):
        return line
    rest = line[len(said) :]
    whole = not rest or rest[0] in ".!?;…"
    return rest.lstrip(".!?;… ") if whole else f"… {rest.lstrip(', ')}"


def _beginning(line: str) -> str:
    """Return the first words of a line."""
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


def cards_by_id(unit_id: int, ids: Sequence[int], *, today: date) -> list[PublicCard]:
    """Return public cases by their numbers, in the order given."""
    query = select(*CARD).where(cases.unit_id == unit_id, cases.id.in_(ids))
    by_id = {row.id: row for row in db.session.execute(query)} if ids else {}
    return [_card(by_id[number], today=today) for number in ids if number in by_id]


def latest_answered(unit_id: int, number: int, *, today: date) -> list[PublicCard]:
    """Return the last published cases that were answered, by the day of the answer, newest first."""
    query = (
        select(*CARD)
        .where(
            cases.unit_id == unit_id,
            cases.published.is_(True),
            cases.answer != "",
            cases.state.in_(ANSWERED),
            cases.answered_on.is_not(None),
        )
        .order_by(cases.answered_on.desc(), cases.id.desc())
        .limit(number)
    )
    return [_card(row, today=today) for row in db.session.execute(query)]


def known_codes(unit_id: int, codes: Sequence[str]) -> set[str]:
    """Return those of ``codes`` that have a page of a case in this commune."""
    return set(db.session.scalars(select(cases.code).where(cases.unit_id == unit_id, cases.code.in_(codes)))) if codes else set()


def public_case(unit_id: int, code: str, *, today: date) -> PublicCaseView | None:
    """Return one case as everybody may see it, or None when this commune has no case with this code."""
    row = row_of(ONE, {"unit": unit_id, "of_code": code})
    if row is None:
        return None
    late = overdue(row.state, row.due_on, today=today)
    return PublicCaseView(
        code=row.code, kind=row.kind, state=row.state, overdue=late, field_id=row.field_id, village_id=row.village_id,
        received_on=row.received_on, due_on=row.due_on, answered_on=row.answered_on, on_time=row.on_time,
        outcome=row.outcome, late_reason=row.late_reason or row.first_late_reason, satisfied=row.satisfied,
        published=row.published, title=row.title, story=row.story, answer=row.answer,
        photos=tuple(row.photos or ()), stops=tuple(stops_of(row, late=late)),
        supports=support_count(row.id) if row.published else 0, may_support=row.published and row.state in OPEN,
        gone_at=None if row.published else row.gone_at, apology_on=row.apology_on, promised_on=row.promised_on,
        first_answered_on=None if row.state in ANSWERED else row.first_settled_on, first_in_time=row.first_in_time,
    )  # fmt: skip


def stops_of(row: Row[Any], *, late: bool) -> list[PublicStop]:
    """Return the road: received, taken on, (answered, opened again,) answered or led elsewhere, ended."""
    stops = [PublicStop(name="received", on=row.received_on, state="done")]
    if row.state in TURNED_AWAY or row.state == CaseState.FILED:
        return [*stops, PublicStop(name=row.state, on=row.answered_on, state="done")]
    waiting = "late" if late else "now"
    if row.accepted_on is None:
        return [
            *stops, PublicStop(name="accepted", on=row.due_on, state=waiting), PublicStop(name="answered", on=None, state="next"),
        ]  # fmt: skip
    stops.append(PublicStop(name="accepted", on=row.accepted_on, state="done"))
    if row.reopened:
        if row.first_settled_on is not None:
            stops.append(PublicStop(name="answered_first", on=row.first_settled_on, state="done"))
        stops.append(PublicStop(name="reopened", on=row.reopened_on, state="done"))
    if row.state in STANDING_STILL:
        return [*stops, PublicStop(name=row.state, on=row.answered_on, state="done" if row.answered_on else "now")]
    if row.answered_on is None:
        return [*stops, PublicStop(name="answered", on=row.due_on, state=waiting)]
    stops.append(PublicStop(name="answered", on=row.answered_on, state="done"))
    if row.closed_on is not None:
        stops.append(PublicStop(name="closed", on=row.closed_on, state="done"))
    return stops
