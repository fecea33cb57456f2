"""What everybody reads: how many came and were answered, year by year, and what body and leader agreed to publish.

Of a published recommendation only answered rounds are selected, and names, phones and addresses are masked in every word of it.
Who wrote, who answered, the log and the words of withdrawn ones are not selected.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, extract, func, or_, select

from core.extensions import db
from core.paging import Page
from deadlines.explain import explain
from deadlines.proof import Proof
from feedback.redaction import mask
from supervision.models import Recommendation, RecommendationRound
from supervision.rules import days_late, points_of
from supervision.states import UNANSWERED, PromiseState, State

SIZE = 20
OPEN_WORDS = [state.value for state in UNANSWERED]


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Recommendations received in a period. One counts once, as late when any of its answers came late."""

    received: int
    on_time: int
    answered_late: int
    waiting: int
    waiting_late: int


@dataclass(frozen=True, kw_only=True)
class YearNumbers(Numbers):
    """The recommendations received in a year."""

    year: int


@dataclass(frozen=True, kw_only=True)
class PromiseNumbers:
    """Promises in answers: said to be kept or broken in a period; ``open`` at its end, ``overdue`` of them past their day."""

    kept: int
    broken: int
    open: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class PublicLine:
    """A published recommendation in a list."""

    code: str
    body: str
    organisation: str
    title: str
    received_on: date
    published_on: date
    answered: bool


@dataclass(frozen=True, kw_only=True)
class PublicRound:
    """A round that was answered; ``asked_again`` is why it was asked once more. ``late``: days after the last day."""

    number: int
    due_on: date
    why_this_day: tuple[str, ...]
    asked_again: str
    accepted: str
    refused: str
    why: str
    answered_on: date
    late: int
    verdict: str
    promised: str
    promise_on: date | None
    promise_state: str
    promise_words: str
    settled_on: date | None
    promise_late: bool


@dataclass(frozen=True, kw_only=True)
class PublicRecommendation:
    """A published recommendation, whole. ``waits``: it was asked again and the second answer is not out."""

    line: PublicLine
    subject: str
    points: tuple[str, ...]
    rounds: tuple[PublicRound, ...]
    waits: bool


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """What is left of one that was taken back."""

    code: str
    published_on: date
    taken_back_on: date
    reason: str


def numbers_by_year(unit_id: int, *, today: date) -> list[YearNumbers]:
    """Return the numbers of every year in which a recommendation came, the last one first; withdrawn ones do not count."""
    year = extract("year", Recommendation.received_on)
    query = select(year.label("year"), *_columns(today)).where(*_counted(unit_id)).group_by(year)
    rows = [YearNumbers(**{name: int(value) for name, value in row._mapping.items()}) for row in db.session.execute(query)]
    return sorted(rows, key=lambda row: -row.year)


def numbers_between(unit_id: int, *, first_on: date, last_on: date) -> Numbers:
    """Return the numbers of what was received in a period, as it stood at the end of its last day."""
    query = select(*_columns(last_on)).where(*_counted(unit_id), Recommendation.received_on.between(first_on, last_on))
    row = db.session.execute(query).one()
    return Numbers(**{name: int(value or 0) for name, value in row._mapping.items()})


def promise_numbers(unit_id: int, *, first_on: date, last_on: date) -> PromiseNumbers:
    """Return what became of promises in a period, and what was still owed at the end of its last day."""
    kept = RecommendationRound
    within = kept.settled_on.between(first_on, last_on)
    waits = and_(kept.answered_on <= last_on, or_(kept.settled_on.is_(None), kept.settled_on > last_on))
    query = select(
        _count(and_(within, kept.promise_state == PromiseState.DONE.value)).label("kept"),
        _count(and_(within, kept.promise_state == PromiseState.NOT_DONE.value)).label("broken"),
        _count(waits).label("open"), _count(and_(waits, kept.promise_on < last_on)).label("overdue"),
    ).where(kept.unit_id == unit_id, kept.promise_on.is_not(None))  # fmt: skip
    row = db.session.execute(query).one()
    return PromiseNumbers(**{name: int(value or 0) for name, value in row._mapping.items()})


def _counted(unit_id: int) -> list[ColumnElement[bool]]:
    return [Recommendation.unit_id == unit_id, Recommendation.state != State.WITHDRAWN.value]


def _columns(day: date) -> list[Any]:
    """Return how recommendations stood at the end of a day, by the rounds that had begun and been answered by then."""
    kept = RecommendationRound
    own = kept.recommendation_id == Recommendation.id
    runs = (own, kept.started_on <= day, or_(kept.answered_on.is_(None), kept.answered_on > day))
    waits, waits_late = exists().where(*runs), exists().where(*runs, kept.due_on < day)
    was_late = exists().where(own, kept.answered_on > kept.due_on, kept.answered_on <= day)
    return [
        func.count().label("received"), _count(and_(~waits, ~was_late)).label("on_time"),
        _count(and_(~waits, was_late)).label("answered_late"), _count(and_(waits, ~waits_late)).label("waiting"),
        _count(waits_late).label("waiting_late"),
    ]  # fmt: skip


def public_list(unit_id: int, *, page: int = 1) -> Page[PublicLine]:
    """Return a page of what is before everybody, the newest first."""
    query = (
        select(Recommendation).where(*_published(unit_id)).order_by(Recommendation.published_on.desc(), Recommendation.id.desc())
    )
    rows = db.session.scalars(query.offset((page - 1) * SIZE).limit(SIZE + 1)).all()
    return Page(items=[_line(row) for row in rows[:SIZE]], number=page, size=SIZE, has_next=len(rows) > SIZE)


def all_published(unit_id: int) -> list[tuple[str, date]]:
    """Return code and day of publication of everything that is before everybody, for the map of the site."""
    query = select(Recommendation.code, Recommendation.published_on).where(*_published(unit_id))
    return [(row.code, row.published_on) for row in db.session.execute(query.order_by(Recommendation.id))]


def public_recommendation(unit_id: int, code: str, *, today: date, locale: str) -> PublicRecommendation | None:
    """Return one published recommendation, or None."""
    row = db.session.scalars(select(Recommendation).where(*_published(unit_id), Recommendation.code == code)).one_or_none()
    if row is None:
        return None
    kept = RecommendationRound
    rounds = select(kept).where(kept.recommendation_id == row.id, kept.answered_on.is_not(None)).order_by(kept.number)
    return PublicRecommendation(
        line=_line(row), subject=_masked(row.subject),
        points=tuple(_masked(line) for line in points_of(row.asked)),
        rounds=tuple(_round(item, today=today, locale=locale) for item in db.session.scalars(rounds)),
        waits=row.state in OPEN_WORDS,
    )  # fmt: skip


def taken_back(unit_id: int, code: str) -> TakenBack | None:
    """Return what is left of a recommendation that was taken back, or None."""
    query = select(
        Recommendation.code, Recommendation.published_on, Recommendation.taken_back_on,
        Recommendation.take_back_reason.label("reason"),
    )  # fmt: skip
    gone = (Recommendation.unit_id == unit_id, Recommendation.code == code, Recommendation.taken_back_on.is_not(None))
    row = db.session.execute(query.where(*gone)).one_or_none()
    if row is None:
        return None
    left = TakenBack(**row._mapping)
    return TakenBack(
        code=left.code, published_on=left.published_on, taken_back_on=left.taken_back_on, reason=_masked(left.reason)
    )  # fmt: skip


def _published(unit_id: int) -> list[ColumnElement[bool]]:
    return [
        Recommendation.unit_id == unit_id, Recommendation.published_on.is_not(None), Recommendation.taken_back_on.is_(None),
        Recommendation.state != State.WITHDRAWN.value,
    ]  # fmt: skip


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _masked(text: str) -> str:
    return mask(text).text


def _line(row: Recommendation) -> PublicLine:
    return PublicLine(
        code=row.code, body=row.body, organisation=_masked(row.organisation), title=_masked(row.title),
        received_on=row.received_on, published_on=row.published_on or row.received_on, answered=row.state not in OPEN_WORDS,
    )  # fmt: skip


def _round(row: RecommendationRound, *, today: date, locale: str) -> PublicRound:
    answered_on = row.answered_on or today
    return PublicRound(
        number=row.number, due_on=row.due_on, why_this_day=tuple(explain(Proof.from_dict(row.proof), locale)),
        asked_again=_masked(row.again_reason), accepted=_masked(row.accepted), refused=_masked(row.refused), why=_masked(row.why),
        answered_on=answered_on, late=days_late(due_on=row.due_on, answered_on=answered_on, today=today), verdict=row.verdict,
        promised=_masked(row.promised), promise_on=row.promise_on, promise_state=row.promise_state,
        promise_words=_masked(row.promise_words), settled_on=row.settled_on,
        promise_late=row.promise_on is not None and not row.promise_state and row.promise_on < today,
    )  # fmt: skip
