"""Who is to be told about a question or a seat, with nothing more than a letter needs; and who answers in a department."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.queries import commune_profile
from accounts.roles import Role
from core.extensions import db
from dialogue.commitment_models import Commitment, CommitmentQuestion
from dialogue.models import Dialogue
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import QuestionState
from feedback.models import Case
from feedback.queries import people
from feedback.queries.people import Reader


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds a receipt: a question or a seat (``subject``) of a dialogue."""

    subject: str
    code: str
    locale: str
    email: str | None
    path: str
    title: str
    held_on: date
    starts_at: datetime


def office(unit_id: int, *, locale: str) -> str:
    """Return how the commune signs its letters in a language."""
    profile = commune_profile(unit_id)
    if profile is None:
        return ""
    return profile.named("en") if locale == "en" else profile.authority or profile.name


def asker(question_id: int) -> Holder | None:
    """Return who asked a question, or None when there is none."""
    question = db.session.get(DialogueQuestion, question_id)
    dialogue = db.session.get(Dialogue, question.dialogue_id) if question is not None else None
    return _asker(question, dialogue) if question is not None and dialogue is not None else None


def _asker(question: DialogueQuestion, dialogue: Dialogue) -> Holder:
    return Holder(
        subject=f"question:{question.id}", code=question.code, locale=question.locale, email=question.email,
        path=f"/doi-thoai/{dialogue.code}/cau-hoi/{question.code}", title=dialogue.title, held_on=dialogue.held_on,
        starts_at=dialogue.starts_at,
    )  # fmt: skip


def followers(question_id: int) -> list[int]:
    """Return the questions that were merged into one."""
    query = select(DialogueQuestion.id).where(DialogueQuestion.leading_id == question_id).order_by(DialogueQuestion.id)
    return list(db.session.scalars(query))


def askers(dialogue_id: int) -> Iterator[Holder]:
    """Yield everybody whose question still counts for a dialogue."""
    dialogue = db.session.get(Dialogue, dialogue_id)
    counting = (QuestionState.WAITING.value, QuestionState.ACCEPTED.value, QuestionState.MERGED.value)
    query = select(DialogueQuestion).where(DialogueQuestion.dialogue_id == dialogue_id, DialogueQuestion.state.in_(counting))
    if dialogue is not None:
        for question in db.session.scalars(query.order_by(DialogueQuestion.id)):
            yield _asker(question, dialogue)


def asked_for(commitment_id: int) -> list[int]:
    """Return the questions that a promise answers."""
    column = CommitmentQuestion.question_id
    return list(db.session.scalars(select(column).where(CommitmentQuestion.commitment_id == commitment_id).order_by(column)))


def promise_code(commitment_id: int) -> str:
    """Return the code of a commitment."""
    return db.session.scalar(select(Commitment.code).where(Commitment.id == commitment_id)) or ""


def case_code(case_id: int) -> str:
    """Return the code of a case."""
    return db.session.scalar(select(Case.code).where(Case.id == case_id)) or ""


def answerers(unit_id: int, *, department_id: int, officer_id: int | None, on: date) -> list[Reader]:
    """Return who is asked for a draft answer: the officer, and the heads of the department."""
    heads = people.holders(unit_id, Role.DEPARTMENT_HEAD, on=on, department_id=department_id)
    return people.unique([*people.official(unit_id, officer_id), *heads])
