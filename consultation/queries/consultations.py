"""Consultations as pages read them: the desk's list by what is due, everybody's list, and one with all that is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select

from accounts.queries import official_names, setting, villages
from consultation.models import Consultation, ConsultationMove, ConsultationOpinion, ConsultationQuestion
from consultation.rules import SUMMARY_DAYS, phase_of, subject_of, summary_due
from consultation.states import Phase, State
from core.attachments import Picture, pictures
from core.codes import clean_code
from core.extensions import db
from core.paging import Page
from deadlines.clock import local_date

PAGE_SIZE = 20
WORKED_ON, OVER = (State.DRAFT.value, State.OPEN.value), (State.PUBLISHED.value, State.CANCELLED.value)
URGENCY = (Phase.LATE, Phase.CLOSED, Phase.RUNNING, Phase.COMING, Phase.DRAFT)


@dataclass(frozen=True, kw_only=True)
class ConsultationLine:
    """One line of a list. ``days_left`` after today until the last day, ``due_on`` the last day for the summary."""

    id: int
    code: str
    title: str
    matter: str
    phase: Phase
    opens_on: date
    closes_on: date
    days_left: int
    due_on: date
    opinions: int


@dataclass(frozen=True, kw_only=True)
class Move:
    """The last day moved."""

    from_on: date
    to_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConsultationView(ConsultationLine):
    """A consultation with everything that was written into it; ``villages`` empty: it concerns the whole commune."""

    state: str
    version: int
    about: str
    text: str
    ways: tuple[str, ...]
    villages: tuple[str, ...]
    village_ids: tuple[int, ...]
    earliest_on: date
    proof: Mapping[str, Any]
    official_id: int
    official: str
    questions: Sequence[tuple[int, str]]
    moves: Sequence[Move]
    files: Sequence[Picture]
    opened: bool
    cancel_reason: str
    published_on: date | None
    result: str
    document: str


def desk_page(unit_id: int, *, today: date, over: bool, page: int) -> Page[ConsultationLine]:
    """Return what is being worked on, the most urgent first, or what is over, the latest first."""
    query = select(Consultation).where(Consultation.unit_id == unit_id, Consultation.state.in_(OVER if over else WORKED_ON))
    if over:
        return _paged(query.order_by(Consultation.closes_on.desc(), Consultation.id.desc()), unit_id, today=today, page=page)
    settled_by = today - timedelta(days=int(setting(unit_id, SUMMARY_DAYS)))
    standing = (
        (Consultation.state == State.DRAFT.value, Phase.DRAFT), (Consultation.closes_on < settled_by, Phase.LATE),
        (Consultation.closes_on < today, Phase.CLOSED), (Consultation.opens_on <= today, Phase.RUNNING),
    )  # fmt: skip
    urgent = case(*((of, URGENCY.index(phase)) for of, phase in standing), else_=URGENCY.index(Phase.COMING))
    return _paged(query.order_by(urgent, Consultation.closes_on, Consultation.id), unit_id, today=today, page=page)


def open_lines(unit_id: int, *, today: date) -> list[ConsultationLine]:
    """Return what everybody can say something about today or soon, what closes first at the top."""
    query = select(Consultation).where(
        Consultation.unit_id == unit_id, Consultation.state == State.OPEN.value, Consultation.closes_on >= today
    )
    return _lines(
        db.session.scalars(query.order_by(Consultation.closes_on, Consultation.id).limit(50)).all(), unit_id, today=today
    )


def open_now(unit_id: int, *, today: date) -> list[ConsultationLine]:
    """Return the consultations that take opinions today, for the front page."""
    query = select(Consultation).where(
        Consultation.unit_id == unit_id, Consultation.state == State.OPEN.value, Consultation.opens_on <= today,
        Consultation.closes_on >= today,
    )  # fmt: skip
    return _lines(
        db.session.scalars(query.order_by(Consultation.closes_on, Consultation.id).limit(3)).all(), unit_id, today=today
    )


def past_page(unit_id: int, *, today: date, page: int) -> Page[ConsultationLine]:
    """Return what is closed, published or was called off after everybody knew of it; the latest first."""
    query = select(Consultation).where(
        Consultation.unit_id == unit_id, Consultation.opened_at.is_not(None),
        (Consultation.closes_on < today) | (Consultation.state != State.OPEN.value),
    )  # fmt: skip
    return _paged(query.order_by(Consultation.closes_on.desc(), Consultation.id.desc()), unit_id, today=today, page=page)


def all_public(unit_id: int) -> list[tuple[str, date]]:
    """Return code and last change of everything that is or was public, for the sitemap."""
    query = select(Consultation.code, Consultation.touched_at).where(
        Consultation.unit_id == unit_id, Consultation.opened_at.is_not(None)
    )
    return [(code, local_date(at)) for code, at in db.session.execute(query.order_by(Consultation.id).limit(5000))]


def one_consultation(unit_id: int, consultation_id: int, *, today: date) -> ConsultationView | None:
    """Return a consultation for the desk, or None."""
    return _one(select(Consultation).where(Consultation.unit_id == unit_id, Consultation.id == consultation_id), today=today)


def public_consultation(unit_id: int, code: str, *, today: date) -> ConsultationView | None:
    """Return a consultation that everybody may read, or None; drafts are not selected."""
    query = select(Consultation).where(
        Consultation.unit_id == unit_id, Consultation.code == clean_code(code), Consultation.opened_at.is_not(None)
    )
    return _one(query, today=today)


def _paged(query: Select[Any], unit_id: int, *, today: date, page: int) -> Page[ConsultationLine]:
    rows = db.session.scalars(query.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)).all()
    lines = _lines(rows[:PAGE_SIZE], unit_id, today=today)
    return Page(items=lines, number=page, size=PAGE_SIZE, has_next=len(rows) > PAGE_SIZE)


def _lines(rows: Sequence[Consultation], unit_id: int, *, today: date) -> list[ConsultationLine]:
    if not rows:
        return []
    given = _opinions([row.id for row in rows])
    days = int(setting(unit_id, SUMMARY_DAYS))
    return [ConsultationLine(**_line(row, given.get(row.id, 0), today=today, summary_days=days)) for row in rows]


def _line(row: Consultation, opinions: int, *, today: date, summary_days: int) -> dict[str, Any]:
    return {
        "id": row.id, "code": row.code, "title": row.title, "matter": row.matter, "opens_on": row.opens_on,
        "closes_on": row.closes_on, "days_left": (row.closes_on - today).days, "opinions": opinions,
        "phase": phase_of(row, today=today, summary_days=summary_days), "due_on": summary_due(row.closes_on, summary_days),
    }  # fmt: skip


def _opinions(ids: Sequence[int]) -> dict[int, int]:
    owner = ConsultationOpinion.consultation_id
    query = select(owner, func.count()).where(owner.in_(ids)).group_by(owner)
    return dict(db.session.execute(query).tuples().all())


def _one(query: Select[Any], *, today: date) -> ConsultationView | None:
    row = db.session.scalars(query).one_or_none()
    if row is None:
        return None
    asked = select(ConsultationQuestion).where(ConsultationQuestion.consultation_id == row.id)
    moved = select(ConsultationMove).where(ConsultationMove.consultation_id == row.id).order_by(ConsultationMove.id)
    names = {item.id: item.name for item in villages(row.unit_id)}
    return ConsultationView(
        **_line(
            row, _opinions([row.id]).get(row.id, 0), today=today, summary_days=int(setting(row.unit_id, SUMMARY_DAYS))
        ),
        state=row.state, version=row.version, about=row.about, text=row.text, ways=tuple(row.ways),
        villages=tuple(names[item] for item in row.village_ids if item in names), village_ids=tuple(row.village_ids),
        earliest_on=row.earliest_on, proof=row.proof, official_id=row.official_id,
        official=official_names(row.unit_id, [row.official_id]).get(row.official_id, ""),
        questions=[(item.number, item.text) for item in db.session.scalars(asked.order_by(ConsultationQuestion.number))],
        moves=[Move(from_on=item.from_on, to_on=item.to_on, reason=item.reason) for item in db.session.scalars(moved)],
        files=pictures(unit_id=row.unit_id, subject=subject_of(row.id)), opened=row.opened_at is not None,
        cancel_reason=row.cancel_reason, published_on=_day(row.published_at), result=row.result, document=row.document,
    )  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return local_date(moment) if moment else None
