"""What the desk reads beside the numbers: rows from paper with their corrections, residents' words, points of the summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from accounts.queries import official_names, villages
from consultation.models import (
    ConsultationAnswer,
    ConsultationCount,
    ConsultationOpinion,
    ConsultationPoint,
    ConsultationQuestion,
    ConsultationSheet,
)
from core.extensions import db
from core.paging import Page

SHEETS_SIZE = WORDS_SIZE = 30


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Counts from paper; ``replaced``: a later row corrects it, and it counts no more. ``reason``: why it corrects another."""

    id: int
    way: str
    held_on: date
    village: str
    village_id: int | None
    minutes: str
    counts: Mapping[int, tuple[int, int, int]]
    replaced: bool
    reason: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody wrote on the portal, question by question; the desk alone reads it."""

    opinion_id: int
    name: str
    village: str
    given_at: datetime
    lines: Sequence[tuple[int, str, str]]


@dataclass(frozen=True, kw_only=True)
class PointView:
    """A point of the summary."""

    id: int
    text: str
    people: int
    verdict: str
    explanation: str


def sheets(unit_id: int, consultation_id: int, *, page: int = 1) -> Page[Sheet]:
    """Return a page of the rows from paper, the latest first, with those that were corrected."""
    query = _sheets(unit_id, consultation_id).order_by(ConsultationSheet.id.desc())
    rows = db.session.scalars(query.offset((page - 1) * SHEETS_SIZE).limit(SHEETS_SIZE + 1)).all()
    return Page(items=_shown(rows[:SHEETS_SIZE], unit_id), number=page, size=SHEETS_SIZE, has_next=len(rows) > SHEETS_SIZE)


def one_sheet(unit_id: int, consultation_id: int, sheet_id: int) -> Sheet | None:
    """Return a row from paper, or None."""
    rows = db.session.scalars(_sheets(unit_id, consultation_id).where(ConsultationSheet.id == sheet_id)).all()
    return next(iter(_shown(rows, unit_id)), None)


def _sheets(unit_id: int, consultation_id: int) -> Select[tuple[ConsultationSheet]]:
    return select(ConsultationSheet).where(
        ConsultationSheet.unit_id == unit_id, ConsultationSheet.consultation_id == consultation_id
    )


def _shown(rows: Sequence[ConsultationSheet], unit_id: int) -> list[Sheet]:
    counts = _counts([row.id for row in rows])
    places = {item.id: item.name for item in villages(unit_id)} if rows else {}
    people = official_names(unit_id, [row.recorded_by for row in rows]) if rows else {}
    return [
        Sheet(
            id=row.id, way=row.way, held_on=row.held_on, village=places.get(row.village_id or 0, ""), village_id=row.village_id,
            minutes=row.minutes, counts=counts.get(row.id, {}), replaced=row.replaced_by_id is not None, reason=row.reason,
            recorded_by=people.get(row.recorded_by, ""), recorded_at=row.recorded_at,
        )
        for row in rows
    ]  # fmt: skip


def _counts(ids: Sequence[int]) -> dict[int, dict[int, tuple[int, int, int]]]:
    query = (
        select(ConsultationCount, ConsultationQuestion.number)
        .join(ConsultationQuestion, ConsultationQuestion.id == ConsultationCount.question_id)
        .where(ConsultationCount.sheet_id.in_(ids))
        .order_by(ConsultationQuestion.number)
    )
    found: dict[int, dict[int, tuple[int, int, int]]] = {}
    for row, number in db.session.execute(query):
        found.setdefault(row.sheet_id, {})[number] = (row.agree, row.disagree, row.other)
    return found


def words_page(unit_id: int, consultation_id: int, *, page: int) -> Page[Words]:
    """Return the opinions that hold words, the earliest first."""
    worded = select(ConsultationAnswer.opinion_id).where(ConsultationAnswer.words != "")
    query = select(ConsultationOpinion).where(
        ConsultationOpinion.unit_id == unit_id, ConsultationOpinion.consultation_id == consultation_id,
        ConsultationOpinion.id.in_(worded),
    )  # fmt: skip
    query = query.order_by(ConsultationOpinion.id).offset((page - 1) * WORDS_SIZE).limit(WORDS_SIZE + 1)
    rows = db.session.scalars(query).all()
    lines = _said([row.id for row in rows[:WORDS_SIZE]])
    places = {item.id: item.name for item in villages(unit_id)} if rows else {}
    items = [
        Words(
            opinion_id=row.id, name=row.name or "", village=places.get(row.village_id or 0, ""), given_at=row.given_at,
            lines=lines.get(row.id, []),
        )
        for row in rows[:WORDS_SIZE]
    ]  # fmt: skip
    return Page(items=items, number=page, size=WORDS_SIZE, has_next=len(rows) > WORDS_SIZE)


def _said(ids: Sequence[int]) -> dict[int, list[tuple[int, str, str]]]:
    query = (
        select(ConsultationAnswer.opinion_id, ConsultationQuestion.number, ConsultationAnswer.choice, ConsultationAnswer.words)
        .join(ConsultationQuestion, ConsultationQuestion.id == ConsultationAnswer.question_id)
        .where(ConsultationAnswer.opinion_id.in_(ids), ConsultationAnswer.words != "")
        .order_by(ConsultationQuestion.number)
    )
    found: dict[int, list[tuple[int, str, str]]] = {}
    for opinion_id, number, choice, words in db.session.execute(query):
        found.setdefault(opinion_id, []).append((number, choice, words))
    return found


def points(unit_id: int, consultation_id: int) -> list[PointView]:
    """Return the points of the summary, in the order in which they were written."""
    query = select(ConsultationPoint).where(
        ConsultationPoint.unit_id == unit_id, ConsultationPoint.consultation_id == consultation_id
    )
    return [
        PointView(id=row.id, text=row.text, people=row.people, verdict=row.verdict, explanation=row.explanation)
        for row in db.session.scalars(query.order_by(ConsultationPoint.id))
    ]
