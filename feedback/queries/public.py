"""What everybody may read of the cases: the list with its filters, one case, and what was answered lately.

Everything comes from the one read model, PublicCase; the texts of a case that nobody published are empty there. Statements
are Core selects that name the commune themselves: these pages are the busiest of the house.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, bindparam, func, select

from core.codes import clean_code
from core.extensions import db
from core.paging import Page
from feedback.models import PublicCase
from feedback.queries.links import support_count
from feedback.queries.search import Way, newest, search_words, sought_in, ways
from feedback.states import COMPLAINT_SETTLED, OPEN_STATES, TURNED_AWAY, CaseState

PAGE_SIZE = 25
LIST_CAP = 1000
EXCERPT = 130
OPEN = tuple(sorted(state.value for state in OPEN_STATES))
ANSWERED = (CaseState.ANSWERED.value, CaseState.CLOSED.value, *sorted(state.value for state in COMPLAINT_SETTLED))
ELSEWHERE = tuple(sorted(state.value for state in TURNED_AWAY))
STANDING_STILL = frozenset({CaseState.SUSPENDED.value, CaseState.DISCONTINUED.value})
cases = PublicCase.__table__.c


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


@dataclass(frozen=True, kw_only=True)
class PublicCard:
    """A case in a list. ``title`` and ``excerpt`` are empty when nobody published it; ``overdue`` as of the day asked."""

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


@dataclass(frozen=True, kw_only=True)
class PublicStop:
    """One stop on the public road of a case: ``name``, its day, and done | now | next | late."""

    name: str
    on: date | None
    state: str


@dataclass(frozen=True, kw_only=True)
class PublicCaseView:
    """One case as everybody may see it; texts and photos (public ids of pictures) only if an official published them."""

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
    satisfied: bool | None
    published: bool
    title: str
    story: str
    answer: str
    photos: tuple[str, ...]
    stops: tuple[PublicStop, ...]
    supports: int
    may_support: bool


CARD = (
    cases.id, cases.code, cases.title, func.substr(cases.story, 1, EXCERPT + 60).label("story"), cases.kind, cases.state,
    cases.due_on, cases.field_id, cases.village_id, cases.received_on, cases.answered_on,
)  # fmt: skip


def public_list(unit_id: int, filters: PublicFilters, *, page: int, today: date) -> Page[PublicCard]:
    """Return one page of the public list, newest first.

    ``total`` is None above a cap: 1,000 in the plain list, the end of the page when words are sought. Words are found without
    marks in what is published and in the names of field and village; a whole code finds its case.
    """
    code = clean_code(filters.words)
    sought = () if code else search_words(filters.words)
    if filters.words and not code and not sought:
        return Page(items=(), number=page, size=PAGE_SIZE, has_next=False, total=0)
    database = db.engine.dialect.name
    skip = (page - 1) * PAGE_SIZE
    cap = skip + PAGE_SIZE if sought else LIST_CAP
    asked = {
        "code": code, "sought": sought_in(sought, database=database), "field": filters.field_id, "village": filters.village_id,
        "today": today if filters.standing is Standing.OVERDUE else None,
    }  # fmt: skip
    given = {name: value for name, value in asked.items() if value}
    values = given | {"unit": unit_id, "most": max(cap - skip, PAGE_SIZE) + 1, "skip": skip}
    rows: Sequence[Row[Any]] = ()
    for way in ways(sought, database=database, skip=skip):
        rows = db.session.execute(_page_statement(way, frozenset(given), filters.standing), values).all()
        if len(rows) > PAGE_SIZE:
            break
    known = skip + (rows[0].known if rows else 0)
    return Page(
        items=[_card(row, today=today) for row in rows[:PAGE_SIZE]], number=page, size=PAGE_SIZE,
        has_next=len(rows) > PAGE_SIZE, total=known if known <= cap else None, total_cap=cap,
    )  # fmt: skip


@lru_cache(maxsize=512)
def _page_statement(way: Way, given: frozenset[str], standing: Standing | None) -> Select[Any]:
    """Return the statement of one page: ids up to the cap are found in an index, texts fetched for a page and one row more.

    ``given`` names what narrows the list: code, field, village.
    """
    conditions = [cases.unit_id == bindparam("unit")]
    if "code" in given:
        conditions.append(cases.code == bindparam("code"))
    if "field" in given:
        conditions.append(cases.field_id == bindparam("field"))
    if "village" in given:
        conditions.append(cases.village_id == bindparam("village"))
    if standing is not None:
        conditions.append(_standing(standing))
    found = newest(way, conditions).limit(bindparam("most", type_=Integer)).offset(bindparam("skip", type_=Integer)).cte("found")
    known = select(func.count()).select_from(found).scalar_subquery().label("known")
    shown = select(found.c.id).order_by(found.c.id.desc()).limit(PAGE_SIZE + 1).subquery("shown")
    return select(*CARD, known).join(shown, shown.c.id == cases.id).order_by(cases.id.desc())


def _standing(standing: Standing) -> ColumnElement[bool]:
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
        code=row.code, title=row.title, excerpt=_beginning(row.story), kind=row.kind,
        state=row.state, overdue=overdue(row.state, row.due_on, today=today), field_id=row.field_id, village_id=row.village_id,
        received_on=row.received_on, answered_on=row.answered_on,
    )  # fmt: skip


def _beginning(story: str) -> str:
    """Return the first words of a published story (clean text) on one line."""
    line = " ".join(story.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


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


def public_case(unit_id: int, code: str, *, today: date) -> PublicCaseView | None:
    """Return one case as everybody may see it, or None when this commune has no case with this code."""
    row = db.session.execute(select(*cases).where(cases.code == code, cases.unit_id == unit_id)).one_or_none()
    if row is None:
        return None
    late = overdue(row.state, row.due_on, today=today)
    return PublicCaseView(
        code=row.code, kind=row.kind, state=row.state, overdue=late, field_id=row.field_id, village_id=row.village_id,
        received_on=row.received_on, due_on=row.due_on, answered_on=row.answered_on, on_time=row.on_time,
        satisfied=row.satisfied, published=row.published, title=row.title, story=row.story, answer=row.answer,
        photos=tuple(row.photos or ()), stops=tuple(stops_of(row, late=late)),
        supports=support_count(row.id) if row.published else 0, may_support=row.published and row.state in OPEN,
    )  # fmt: skip


def stops_of(row: Row[Any], *, late: bool) -> list[PublicStop]:
    """Return the road: received, taken on, (opened again,) answered or led elsewhere, ended."""
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
        stops.append(PublicStop(name="reopened", on=None, state="done"))
    if row.state in STANDING_STILL:
        return [*stops, PublicStop(name=row.state, on=row.answered_on, state="done" if row.answered_on else "now")]
    if row.answered_on is None:
        return [*stops, PublicStop(name="answered", on=row.due_on, state=waiting)]
    stops.append(PublicStop(name="answered", on=row.answered_on, state="done"))
    if row.closed_on is not None:
        stops.append(PublicStop(name="closed", on=row.closed_on, state="done"))
    return stops
