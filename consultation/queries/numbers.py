"""How many agreed, disagreed or said something else, by question and by the way it came; portal and paper apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from consultation.models import (
    Consultation,
    ConsultationAnswer,
    ConsultationCount,
    ConsultationOpinion,
    ConsultationPoint,
    ConsultationQuestion,
    ConsultationSheet,
)
from consultation.states import Choice, State, Verdict, Way
from core.extensions import db
from deadlines.clock import local_date


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Numbers of one way."""

    way: str
    agree: int
    disagree: int
    other: int

    @property
    def total(self) -> int:
        """All who said something."""
        return self.agree + self.disagree + self.other


@dataclass(frozen=True, kw_only=True)
class QuestionNumbers:
    """Numbers of one question, by the ways that brought any."""

    number: int
    text: str
    ways: Sequence[Tally]

    @property
    def whole(self) -> Tally:
        """All ways together."""
        return Tally(
            way="", agree=sum(item.agree for item in self.ways), disagree=sum(item.disagree for item in self.ways),
            other=sum(item.other for item in self.ways),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class HeldNumbers:
    """The consultations that closed in a period: opinions on them, points of the published summaries, and those taken up."""

    held: int
    opinions: int
    points: int
    taken_up: int


def held_numbers(unit_id: int, *, first_on: date, last_on: date) -> HeldNumbers:
    """Return the numbers of the consultations whose last day lies in a period, as they stood at its end.

    Opinions on a consultation are those on the question that most people answered. A point is taken up in whole or in part.
    """
    query = select(Consultation.id, Consultation.published_at).where(
        Consultation.unit_id == unit_id, Consultation.closes_on.between(first_on, last_on), Consultation.opened_at.is_not(None),
        Consultation.state != State.CANCELLED.value,
    )  # fmt: skip
    held = db.session.execute(query).all()
    published = [row.id for row in held if row.published_at is not None and local_date(row.published_at) <= last_on]
    points = _points(published)
    return HeldNumbers(
        held=len(held), opinions=_opinions([row.id for row in held]), points=sum(points.values()),
        taken_up=points[Verdict.ACCEPTED] + points[Verdict.PARTLY],
    )  # fmt: skip


def _opinions(ids: Sequence[int]) -> int:
    by_question: Counter[int] = Counter()
    for (question_id, _way), said in [*_portal(ids).items(), *_paper(ids).items()]:
        by_question[question_id] += sum(said)
    owners = select(ConsultationQuestion.id, ConsultationQuestion.consultation_id)
    most: dict[int, int] = {}
    for question_id, owner in db.session.execute(owners.where(ConsultationQuestion.consultation_id.in_(ids))):
        most[owner] = max(most.get(owner, 0), by_question[question_id])
    return sum(most.values())


def _points(ids: Sequence[int]) -> Counter[str]:
    query = select(ConsultationPoint.verdict, func.count()).where(ConsultationPoint.consultation_id.in_(ids))
    return Counter(dict(db.session.execute(query.group_by(ConsultationPoint.verdict)).tuples().all()))


def numbers_of(consultation_id: int) -> list[QuestionNumbers]:
    """Return the numbers of every question of a consultation; corrected rows count no more."""
    questions = db.session.execute(
        select(ConsultationQuestion.id, ConsultationQuestion.number, ConsultationQuestion.text)
        .where(ConsultationQuestion.consultation_id == consultation_id)
        .order_by(ConsultationQuestion.number)
    ).all()
    found = {**_portal([consultation_id]), **_paper([consultation_id])}
    return [
        QuestionNumbers(
            number=number, text=text,
            ways=[
                Tally(way=way.value, agree=said[0], disagree=said[1], other=said[2])
                for way in Way
                if (said := found.get((question_id, way.value))) and sum(said)
            ],
        )
        for question_id, number, text in questions
    ]  # fmt: skip


Said = tuple[int, int, int]


def _portal(ids: Sequence[int]) -> dict[tuple[int, str], Said]:
    question, choice = ConsultationAnswer.question_id, ConsultationAnswer.choice
    query = (
        select(question, choice, func.count())
        .join(ConsultationOpinion, ConsultationOpinion.id == ConsultationAnswer.opinion_id)
        .where(ConsultationOpinion.consultation_id.in_(ids))
        .group_by(question, choice)
    )
    rows = db.session.execute(query).all()
    counted = {(question_id, word): number for question_id, word, number in rows}
    asked = {question_id for question_id, _word, _number in rows}
    return {(item, Way.PORTAL.value): _three(counted, item) for item in asked}


def _three(counted: dict[tuple[int, str], int], question_id: int) -> Said:
    agree, disagree, other = (counted.get((question_id, choice.value), 0) for choice in Choice)
    return agree, disagree, other


def _paper(ids: Sequence[int]) -> dict[tuple[int, str], Said]:
    counts = ConsultationCount
    query = (
        select(
            counts.question_id, ConsultationSheet.way, func.sum(counts.agree), func.sum(counts.disagree), func.sum(counts.other)
        )
        .join(ConsultationSheet, ConsultationSheet.id == counts.sheet_id)
        .where(ConsultationSheet.consultation_id.in_(ids), ConsultationSheet.replaced_by_id.is_(None))
        .group_by(counts.question_id, ConsultationSheet.way)
    )
    rows = db.session.execute(query)
    return {(question_id, way): (int(agree), int(no), int(other)) for question_id, way, agree, no, other in rows}
