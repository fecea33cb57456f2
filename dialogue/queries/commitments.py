"""Reads commitments: the public list with its counts, one with its history, the desk's lists, what opens the next dialogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from accounts.models import Department, Official
from accounts.permissions import Actor
from core.attachments import Picture, pictures
from core.extensions import db
from core.paging import Page
from deadlines.explain import explain
from deadlines.proof import Proof
from dialogue.commitment_models import Commitment, CommitmentEntry, CommitmentVoice, SupervisionRemark
from dialogue.commitment_rules import standing
from dialogue.commitment_states import PUBLIC, RUNNING, CommitmentState, VoiceState
from dialogue.models import Dialogue
from dialogue.queries.question_links import QuestionRef, questions_of
from dialogue.states import DialogueState
from feedback.models import PublicCase

SIZE = 20
RUNNING_WORDS = [state.value for state in RUNNING]
PUBLIC_WORDS = [state.value for state in PUBLIC]


class Shelf(StrEnum):
    """How the lists are narrowed: still owed, overdue, kept with evidence, disputed, withdrawn."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class CommitmentLine:
    """A commitment in a list; ``reason`` is the last word on why it is late (a moved date, or the last progress)."""

    id: int
    code: str
    dialogue_id: int
    dialogue_title: str
    held_on: date
    state: str
    text: str
    department: str
    post: str
    due_on: date | None
    first_due_on: date | None
    overdue: bool
    soon: bool
    days_late: int
    done_on: date | None
    official_id: int | None
    reason: str = ""
    department_en: str = ""

    @property
    def look(self) -> str:
        """The word whose colour and icon it wears."""
        return "overdue" if self.overdue and self.state == CommitmentState.OPEN else self.state


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """A line of the history; ``from_on`` and ``to_on`` for a moved date; ``unread``: words that the office has not read."""

    kind: str
    at: datetime
    text: str
    from_on: date | None = None
    to_on: date | None = None
    unread: bool = False


@dataclass(frozen=True, kw_only=True)
class RemarkLine:
    """A remark of the Front, its last day, and the answer."""

    id: int
    at: datetime
    text: str
    due_on: date
    answer: str
    answered_at: datetime | None
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class CommitmentPage:
    """One commitment, whole: what everybody may read, and the version for who works on it."""

    line: CommitmentLine
    version: int
    department_id: int | None
    official_name: str
    evidence_required: str
    budget_note: str
    done_text: str
    evidence: str
    document: str
    no_evidence_reason: str
    why: tuple[str, ...]
    entries: tuple[EntryLine, ...]
    remarks: tuple[RemarkLine, ...]
    photos: tuple[Picture, ...]
    dialogue_code: str
    case_codes: tuple[str, ...]
    questions: tuple[QuestionRef, ...]


def counts(unit_id: int, *, today: date) -> dict[str, int]:
    """Return how many commitments stand on each shelf, and ``all`` of them."""
    shelves = {shelf.value: func.sum(case((_on(shelf, today=today), 1), else_=0)).label(shelf.value) for shelf in Shelf}
    query = select(func.count(Commitment.id).label("all"), *shelves.values()).where(*_public(unit_id))
    row = db.session.execute(query).one()
    return {name: int(getattr(row, name) or 0) for name in ("all", *shelves)}


def public_list(unit_id: int, *, shelf: Shelf | None, page: int, today: date) -> Page[CommitmentLine]:
    """Return a page of everybody's list: overdue first, then by date; nothing of a draft."""
    conditions = [*_public(unit_id), *([_on(shelf, today=today)] if shelf else [])]
    return _page(_lines().where(*conditions), unit_id=unit_id, page=page, today=today)


def desk_list(actor: Actor, *, mine: bool, shelf: Shelf | None, page: int, today: date) -> Page[CommitmentLine]:
    """Return a page of the desk's list; ``mine``: those that the official or a department of his answers for."""
    conditions = [*_public(actor.unit_id), *([_on(shelf, today=today)] if shelf else [])]
    if mine:
        conditions.append(or_(Commitment.official_id == actor.id, Commitment.department_id.in_(actor.department_ids)))
    return _page(_lines().where(*conditions), unit_id=actor.unit_id, page=page, today=today)


def lines_of(unit_id: int, dialogue_id: int, *, drafts: bool, today: date) -> list[CommitmentLine]:
    """Return the commitments of one dialogue, or its drafts."""
    states = [CommitmentState.DRAFT.value] if drafts else PUBLIC_WORDS
    query = _lines().where(Commitment.unit_id == unit_id, Commitment.dialogue_id == dialogue_id, Commitment.state.in_(states))
    return _told(db.session.execute(query.order_by(Commitment.id)).all(), unit_id=unit_id, today=today)


def newest_public(unit_id: int, *, before: int | None, most: int, today: date) -> list[tuple[CommitmentLine, str]]:
    """Return at most so many public commitments with the codes of their dialogues, newest first, numbers below ``before``."""
    query = _lines().where(*_public(unit_id), *([Commitment.id < before] if before is not None else []))
    rows = db.session.execute(query.order_by(Commitment.id.desc()).limit(most)).all()
    return list(zip(_told(rows, unit_id=unit_id, today=today), (row.dialogue_code for row in rows), strict=True))


def opening_of(unit_id: int, *, before: date, today: date | None = None) -> list[CommitmentLine]:
    """Return what a dialogue on ``before`` opens with: all commitments of the last one, and what is still owed of earlier ones.

    Lateness is as of ``today`` (that day if it is not given).
    """
    last = db.session.scalar(
        select(Dialogue.id)
        .where(Dialogue.unit_id == unit_id, Dialogue.state == DialogueState.CONCLUDED.value, Dialogue.held_on < before)
        .order_by(Dialogue.held_on.desc(), Dialogue.id.desc())
        .limit(1)
    )
    if last is None:
        return []
    owed = and_(Commitment.state.in_(RUNNING_WORDS), Dialogue.held_on < before)
    query = _lines().where(*_public(unit_id), or_(Commitment.dialogue_id == last, owed))
    rows = db.session.execute(query.order_by(Dialogue.held_on.desc(), Commitment.id)).all()
    return _told(rows, unit_id=unit_id, today=today or before)


def commitment_page(unit_id: int, commitment_id: int, *, today: date, locale: str) -> CommitmentPage | None:
    """Return one public commitment by its id, or None (a draft is none)."""
    return _whole(unit_id, Commitment.id == commitment_id, today=today, locale=locale)


def commitment_by_code(unit_id: int, code: str, *, today: date, locale: str) -> CommitmentPage | None:
    """Return one public commitment by its code, or None."""
    return _whole(unit_id, Commitment.code == code, today=today, locale=locale)


def draft_row(unit_id: int, commitment_id: int) -> Commitment | None:
    """Return a draft of the commune, or None."""
    query = select(Commitment).where(
        Commitment.unit_id == unit_id, Commitment.id == commitment_id, Commitment.state == CommitmentState.DRAFT.value
    )
    return db.session.scalars(query).one_or_none()


def photo_of(unit_id: int, code: str, public_id: str) -> bool:
    """Return whether a photo is evidence of this public commitment."""
    query = select(Commitment.id).where(*_public(unit_id), Commitment.code == code)
    row_id = db.session.scalar(query)
    return row_id is not None and any(
        item.public_id == public_id for item in pictures(unit_id=unit_id, subject=f"commitment:{row_id}")
    )


def _public(unit_id: int) -> list[ColumnElement[bool]]:
    return [Commitment.unit_id == unit_id, Commitment.state.in_(PUBLIC_WORDS)]


def _on(shelf: Shelf, *, today: date) -> ColumnElement[bool]:
    running = Commitment.state.in_(RUNNING_WORDS)
    return {
        Shelf.OPEN: running, Shelf.OVERDUE: and_(running, Commitment.due_on < today),
        Shelf.DONE: Commitment.state.in_([CommitmentState.DONE.value, CommitmentState.CONFIRMED.value]),
        Shelf.DISPUTED: Commitment.state == CommitmentState.DISPUTED.value,
        Shelf.WITHDRAWN: Commitment.state == CommitmentState.WITHDRAWN.value,
    }[shelf]  # fmt: skip


def _lines() -> Select[Any]:
    return (
        select(
            Commitment, Dialogue.title, Dialogue.held_on, Dialogue.code.label("dialogue_code"),
            Department.name.label("department"), Department.name_en.label("department_en"),
            Official.title.label("post"), Official.full_name,
        )
        .join(Dialogue, Dialogue.id == Commitment.dialogue_id)
        .outerjoin(Department, Department.id == Commitment.department_id)
        .outerjoin(Official, Official.id == Commitment.official_id)
    )  # fmt: skip


def _page(query: Select[Any], *, unit_id: int, page: int, today: date) -> Page[CommitmentLine]:
    late_first = case((and_(Commitment.state.in_(RUNNING_WORDS), Commitment.due_on < today), 0), else_=1)
    owed_first = case((Commitment.state.in_(RUNNING_WORDS), 0), else_=1)
    ordered = query.order_by(late_first, owed_first, Commitment.due_on, Commitment.id)
    rows = db.session.execute(ordered.offset((page - 1) * SIZE).limit(SIZE + 1)).all()
    return Page(items=_told(rows[:SIZE], unit_id=unit_id, today=today), number=page, size=SIZE, has_next=len(rows) > SIZE)


def _told(rows: Sequence[Any], *, unit_id: int, today: date) -> list[CommitmentLine]:
    """Return the lines with what was last said of each."""
    reasons = _reasons(unit_id, [row.Commitment.id for row in rows])
    return [_line(row, today=today, reason=reasons.get(row.Commitment.id, "")) for row in rows]


def _reasons(unit_id: int, ids: Sequence[int]) -> dict[int, str]:
    query = select(CommitmentEntry.commitment_id, CommitmentEntry.text).where(
        CommitmentEntry.unit_id == unit_id, CommitmentEntry.commitment_id.in_(ids), CommitmentEntry.text != "",
        CommitmentEntry.kind.in_(["progress", "move", "dispute", "withdraw"]),
    )  # fmt: skip
    if not ids:
        return {}
    rows = list(db.session.execute(query.add_columns(CommitmentEntry.at).order_by(CommitmentEntry.id)))
    said = select(CommitmentVoice.commitment_id, CommitmentVoice.public_text.label("text"), CommitmentVoice.at).where(
        CommitmentVoice.unit_id == unit_id, CommitmentVoice.commitment_id.in_(ids), CommitmentVoice.public_text != ""
    )
    rows += db.session.execute(said.order_by(CommitmentVoice.id))
    return {row.commitment_id: row.text for row in sorted(rows, key=lambda row: row.at)}


def _line(row: Any, *, today: date, reason: str = "") -> CommitmentLine:
    made: Commitment = row.Commitment
    stands = standing(CommitmentState(made.state), made.due_on, today=today)
    return CommitmentLine(
        id=made.id, code=made.code, dialogue_id=made.dialogue_id, dialogue_title=row.title, held_on=row.held_on,
        state=made.state, text=made.text, department=row.department or "", post=row.post or "", due_on=made.due_on,
        first_due_on=made.first_due_on, overdue=stands.overdue, soon=stands.soon, days_late=stands.days_late,
        done_on=made.done_on,
        official_id=made.official_id, reason=reason, department_en=row.department_en or "",
    )  # fmt: skip


def _whole(unit_id: int, condition: ColumnElement[bool], *, today: date, locale: str) -> CommitmentPage | None:
    row = db.session.execute(_lines().where(*_public(unit_id), condition)).one_or_none()
    if row is None:
        return None
    made: Commitment = row.Commitment
    codes = select(PublicCase.code).where(PublicCase.unit_id == unit_id, PublicCase.id.in_(made.case_ids))
    return CommitmentPage(
        line=_line(row, today=today), version=made.version, department_id=made.department_id, official_name=row.full_name or "",
        evidence_required=made.evidence_required, budget_note=made.budget_note, done_text=made.done_text, evidence=made.evidence,
        document=made.document, no_evidence_reason=made.no_evidence_reason,
        why=tuple(explain(Proof.from_dict(made.proof), locale)) if made.proof else (),
        entries=_entries(made), remarks=_remarks(made, today=today),
        photos=tuple(pictures(unit_id=unit_id, subject=f"commitment:{made.id}")), dialogue_code=row.dialogue_code,
        questions=tuple(questions_of(made.id)),
        case_codes=tuple(db.session.scalars(codes.order_by(PublicCase.id))) if made.case_ids else (),
    )  # fmt: skip


def _entries(made: Commitment) -> tuple[EntryLine, ...]:
    query = select(CommitmentEntry).where(CommitmentEntry.commitment_id == made.id).order_by(CommitmentEntry.id.desc())
    written = [
        EntryLine(
            kind=entry.kind, at=entry.at, text=entry.text, from_on=_day(entry.facts.get("from_on")),
            to_on=_day(entry.facts.get("to_on")),
        )
        for entry in db.session.scalars(query)
    ]  # fmt: skip
    said = select(CommitmentVoice).where(CommitmentVoice.commitment_id == made.id).order_by(CommitmentVoice.id.desc())
    voices = [
        EntryLine(kind=voice.verdict, at=voice.at, text=voice.public_text, unread=voice.state == VoiceState.WAITING)
        for voice in db.session.scalars(said)
    ]
    return tuple(sorted([*voices, *written], key=lambda line: line.at, reverse=True) if voices else written)


def _remarks(made: Commitment, *, today: date) -> tuple[RemarkLine, ...]:
    query = select(SupervisionRemark).where(SupervisionRemark.commitment_id == made.id).order_by(SupervisionRemark.id)
    return tuple(
        RemarkLine(
            id=row.id, at=row.at, text=row.text, due_on=row.due_on, answer=row.answer, answered_at=row.answered_at,
            overdue=row.answered_at is None and row.due_on < today,
        )
        for row in db.session.scalars(query)
    )  # fmt: skip


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
