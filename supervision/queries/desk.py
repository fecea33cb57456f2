"""What officials read: the list by what is due, one recommendation with its rounds and log, and whose work it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from accounts.models import Department, Official
from accounts.permissions import Actor
from accounts.queries import official_names
from core.extensions import db
from core.paging import Page
from deadlines.explain import explain
from deadlines.proof import Proof
from supervision.models import Recommendation, RecommendationEntry, RecommendationRound
from supervision.rules import Standing, days_late, points_of
from supervision.states import OVER, UNANSWERED, State

SIZE = 25
OPEN_WORDS, OVER_WORDS = [state.value for state in UNANSWERED], [state.value for state in OVER]


class Shelf(StrEnum):
    """How the list is narrowed; without one: everything that is not over."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    DRAFTED = "drafted"
    ANSWERED = "answered"
    LATE = "late"
    PROMISES = "promises"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class DeskLine:
    """A recommendation in the list. ``late``: days after its last day; ``promise_late``: a promised day went by."""

    id: int
    code: str
    state: str
    body: str
    organisation: str
    title: str
    document: str
    received_on: date
    due_on: date
    answered_on: date | None
    round_number: int
    late: int
    promise_late: bool
    official: str
    department: str
    department_en: str

    def has_it(self, locale: str) -> str:
        """Return who answers: the official, else the department, else "" ."""
        return self.official or (self.department_en if locale == "en" and self.department_en else self.department)


@dataclass(frozen=True, kw_only=True)
class RoundView:
    """A round as officials read it. ``open_promise``: its answer is out and nobody has said what became of the promise."""

    number: int
    started_on: date
    due_on: date
    why_this_day: tuple[str, ...]
    again_reason: str
    accepted: str
    refused: str
    why: str
    promised: str
    promise_on: date | None
    answered_on: date | None
    late: int
    verdict: str
    verdict_words: str
    promise_state: str
    promise_words: str
    settled_on: date | None
    promise_late: bool

    @property
    def open_promise(self) -> bool:
        """Whether the promise waits to be kept."""
        return self.answered_on is not None and self.promise_on is not None and not self.promise_state

    @property
    def written(self) -> bool:
        """Whether there is an answer, or the draft of one."""
        return bool(self.accepted or self.refused)


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """A line of the log."""

    at: datetime
    step: str
    who: str
    words: str
    facts: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class DeskRecommendation:
    """One recommendation, whole."""

    line: DeskLine
    version: int
    subject: str
    asked: str
    about: str
    document_on: date | None
    official_id: int | None
    department_id: int | None
    rounds: tuple[RoundView, ...]
    entries: tuple[EntryView, ...]
    withdraw_reason: str
    take_back_reason: str
    agreed: bool
    allowed: bool
    published_on: date | None
    taken_back_on: date | None

    @property
    def standing(self) -> Standing:
        """Where it stands, for the table of steps."""
        return Standing(
            state=State(self.line.state), round_number=self.line.round_number,
            open_promises=any(item.open_promise for item in self.rounds), agreed=self.agreed, allowed=self.allowed,
            published=self.published_on is not None, taken_back=self.taken_back_on is not None,
        )  # fmt: skip

    @property
    def points(self) -> list[str]:
        """What is asked, demand by demand."""
        return points_of(self.asked)


def desk_list(actor: Actor, *, shelf: Shelf | None, mine: bool, page: int, today: date) -> Page[DeskLine]:
    """Return a page of the list: what waits for an answer by its last day, late ones first; then what waits for the body."""
    query = _lines(actor.unit_id, today=today).where(*_on(shelf, today=today))
    if mine:
        query = query.where(_mine(actor))
    if shelf is Shelf.OVER:
        query = query.order_by(Recommendation.touched_at.desc(), Recommendation.id.desc())
    else:
        waiting = case((Recommendation.state.in_(OPEN_WORDS), 0), else_=1)
        query = query.order_by(waiting, Recommendation.due_on, Recommendation.id)
    rows = db.session.execute(query.offset((page - 1) * SIZE).limit(SIZE + 1)).all()
    return Page(items=[_line(row, today=today) for row in rows[:SIZE]], number=page, size=SIZE, has_next=len(rows) > SIZE)


def counts(unit_id: int, *, today: date) -> dict[str, int]:
    """Return how many recommendations stand on each shelf, and ``all`` that are not over."""
    shelves: dict[str, Shelf | None] = {"all": None, **{shelf.value: shelf for shelf in Shelf}}
    columns = [
        func.sum(case((and_(*_on(shelf, today=today)), 1), else_=0)).label(name)
        for name, shelf in shelves.items()
    ]  # fmt: skip
    row = db.session.execute(select(*columns).where(*_readable(unit_id))).one()
    return {name: int(getattr(row, name) or 0) for name in shelves}


def desk_recommendation(unit_id: int, recommendation_id: int, *, today: date, locale: str) -> DeskRecommendation | None:
    """Return one recommendation of the commune, or None."""
    found = db.session.execute(_lines(unit_id, today=today).where(Recommendation.id == recommendation_id)).one_or_none()
    if found is None:
        return None
    row: Recommendation = found.Recommendation
    rounds = select(RecommendationRound).where(RecommendationRound.recommendation_id == row.id)
    return DeskRecommendation(
        line=_line(found, today=today), version=row.version, subject=row.subject, asked=row.asked, about=row.about,
        document_on=row.document_on, official_id=row.official_id, department_id=row.department_id,
        rounds=tuple(
            _round(item, today=today, locale=locale)
            for item in db.session.scalars(rounds.order_by(RecommendationRound.number))
        ),
        entries=_entries(row), withdraw_reason=row.withdraw_reason, take_back_reason=row.take_back_reason,
        agreed=row.body_agreed_at is not None, allowed=row.leader_agreed_at is not None, published_on=row.published_on,
        taken_back_on=row.taken_back_on,
    )  # fmt: skip


def names_of(unit_id: int, ids: Sequence[int]) -> dict[int, tuple[str, date | None]]:
    """Return title and last day of recommendations; no day where no answer is waited for."""
    columns = (Recommendation.id, Recommendation.title, Recommendation.state, Recommendation.due_on)
    query = select(*columns).where(*_readable(unit_id), Recommendation.id.in_(ids))
    return {row.id: (row.title, row.due_on if row.state in OPEN_WORDS else None) for row in db.session.execute(query)}


def late_promise(today: date) -> ColumnElement[bool]:
    """Return the condition that a promise of a recommendation is open and its day has gone by."""
    kept = RecommendationRound
    return exists().where(
        kept.recommendation_id == Recommendation.id, kept.promise_state == "", kept.answered_on.is_not(None),
        kept.promise_on < today,
    )  # fmt: skip


def _lines(unit_id: int, *, today: date) -> Select[Any]:
    return (
        select(
            Recommendation, Official.full_name, Department.name.label("department"), Department.name_en.label("department_en"),
            late_promise(today).label("promise_late"),
        )
        .outerjoin(Official, Official.id == Recommendation.official_id)
        .outerjoin(Department, Department.id == Recommendation.department_id)
        .where(*_readable(unit_id))
    )  # fmt: skip


def _readable(unit_id: int) -> list[ColumnElement[bool]]:
    return [Recommendation.unit_id == unit_id, Recommendation.emptied_at.is_(None)]


def _on(shelf: Shelf | None, *, today: date) -> list[ColumnElement[bool]]:
    if shelf is None:
        return [or_(Recommendation.state.not_in(OVER_WORDS), late_promise(today))]
    if shelf is Shelf.LATE:
        return [Recommendation.state.in_(OPEN_WORDS), Recommendation.due_on < today]
    if shelf is Shelf.PROMISES:
        return [late_promise(today)]
    if shelf is Shelf.OVER:
        return [Recommendation.state.in_(OVER_WORDS)]
    return [Recommendation.state == shelf.value]


def _mine(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that it is the official's work, as supervision.permissions.has_it says."""
    own = Recommendation.official_id == actor.id
    departments = Recommendation.department_id.in_(sorted(actor.department_ids))
    return or_(own, and_(Recommendation.official_id.is_(None), departments))


def _line(found: Any, *, today: date) -> DeskLine:
    row: Recommendation = found.Recommendation
    runs = row.state in OPEN_WORDS or row.answered_on is not None
    return DeskLine(
        id=row.id, code=row.code, state=row.state, body=row.body, organisation=row.organisation, title=row.title,
        document=row.document, received_on=row.received_on, due_on=row.due_on, answered_on=row.answered_on,
        round_number=row.round_number, promise_late=bool(found.promise_late),
        late=days_late(due_on=row.due_on, answered_on=row.answered_on, today=today) if runs else 0,
        official=found.full_name or "", department=found.department or "", department_en=found.department_en or "",
    )  # fmt: skip


def _round(row: RecommendationRound, *, today: date, locale: str) -> RoundView:
    open_promise = row.answered_on is not None and row.promise_on is not None and not row.promise_state
    return RoundView(
        number=row.number, started_on=row.started_on, due_on=row.due_on,
        why_this_day=tuple(explain(Proof.from_dict(row.proof), locale)), again_reason=row.again_reason, accepted=row.accepted,
        refused=row.refused, why=row.why, promised=row.promised, promise_on=row.promise_on, answered_on=row.answered_on,
        late=days_late(due_on=row.due_on, answered_on=row.answered_on, today=today), verdict=row.verdict,
        verdict_words=row.verdict_words, promise_state=row.promise_state, promise_words=row.promise_words,
        settled_on=row.settled_on, promise_late=bool(open_promise and row.promise_on and row.promise_on < today),
    )  # fmt: skip


def _entries(row: Recommendation) -> tuple[EntryView, ...]:
    query = select(RecommendationEntry).where(RecommendationEntry.recommendation_id == row.id)
    entries = db.session.scalars(query.order_by(RecommendationEntry.id.desc())).all()
    named = [fact for entry in entries if (fact := entry.facts.get("official_id"))]
    names = official_names(row.unit_id, [*(entry.actor_id for entry in entries), *named])
    departments = dict(
        db.session.execute(select(Department.id, Department.name).where(Department.unit_id == row.unit_id)).tuples().all()
    )
    return tuple(
        EntryView(
            at=entry.at, step=entry.step, who=names.get(entry.actor_id, ""), words=entry.words,
            facts={
                **entry.facts, "to": names.get(entry.facts.get("official_id") or 0, "")
                or departments.get(entry.facts.get("department_id") or 0, ""),
            },
        )
        for entry in entries
    )  # fmt: skip
