"""Reads what those who asked may say of a promise, and which of their words wait for the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.extensions import db
from dialogue.commitment_models import Commitment, CommitmentEntry, CommitmentQuestion, CommitmentVoice
from dialogue.commitment_states import PUBLIC, VERDICTS, CommitmentState, CommitmentStep, Verdict, VoiceState, leads_to


@dataclass(frozen=True, kw_only=True)
class PromiseToJudge:
    """A promise on the page of who asked: what may be said of it now, and what was said since the last report."""

    code: str
    text: str
    state: str
    done_text: str
    verdicts: tuple[Verdict, ...]
    said: str
    unread: bool


@dataclass(frozen=True, kw_only=True)
class WaitingVoice:
    """Words of who asked that nobody has read yet."""

    id: int
    at: datetime
    verdict: str
    text: str


def promises_to_judge(question_id: int, leading_id: int | None) -> list[PromiseToJudge]:
    """Return the public promises that answer a question, or the one it was merged into, for who asked it."""
    tied = select(CommitmentQuestion.commitment_id).where(CommitmentQuestion.question_id == (leading_id or question_id))
    states = [state.value for state in PUBLIC]
    query = select(Commitment).where(Commitment.id.in_(tied), Commitment.state.in_(states)).order_by(Commitment.id)
    return [_judged(row, question_id) for row in db.session.scalars(query)]


def _judged(row: Commitment, question_id: int) -> PromiseToJudge:
    reported = select(func.max(CommitmentEntry.at)).where(
        CommitmentEntry.commitment_id == row.id, CommitmentEntry.kind == CommitmentStep.DONE.value
    )
    query = select(CommitmentVoice).where(
        CommitmentVoice.commitment_id == row.id, CommitmentVoice.question_id == question_id,
        CommitmentVoice.at >= reported.scalar_subquery(),
    )  # fmt: skip
    said = db.session.scalars(query.order_by(CommitmentVoice.id.desc())).first()
    state = CommitmentState(row.state)
    verdicts = tuple(verdict for verdict, step in VERDICTS.items() if leads_to(step, state) is not None)
    return PromiseToJudge(
        code=row.code, text=row.text, state=row.state, done_text=row.done_text, verdicts=() if said else verdicts,
        said=said.verdict if said else "", unread=said is not None and said.state == VoiceState.WAITING,
    )  # fmt: skip


def waiting_voices(unit_id: int, commitment_id: int) -> list[WaitingVoice]:
    """Return the words of a commitment that wait to be read, the oldest first."""
    query = select(CommitmentVoice).where(
        CommitmentVoice.unit_id == unit_id, CommitmentVoice.commitment_id == commitment_id,
        CommitmentVoice.state == VoiceState.WAITING.value,
    )  # fmt: skip
    return [
        WaitingVoice(id=row.id, at=row.at, verdict=row.verdict, text=row.text)
        for row in db.session.scalars(query.order_by(CommitmentVoice.id))
    ]
