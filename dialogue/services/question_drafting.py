"""A department is asked for a draft answer, and writes it in versions that nobody overwrites unseen."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from accounts.models import Department
from accounts.permissions import Actor
from accounts.queries import official
from core.bus import publish
from core.errors import BadInput, NotAllowed, StaleVersion
from core.extensions import db
from core.text import clean_text
from deadlines.clock import local_date
from dialogue.question_events import QuestionAssigned, QuestionDrafted
from dialogue.question_models import DialogueQuestion, DialogueQuestionDraft
from dialogue.question_rules import may_draft
from dialogue.question_states import QuestionStep
from dialogue.services.question_steps import changed, load_question, refuse

DRAFT_MOST = 5000


def assign(
    question_id: int, *, actor: Actor, at: datetime, version: int, department_id: int | None, officer_id: int | None,
    due_on: date | None,
) -> None:  # fmt: skip
    """Ask a department (and one of its people) for a draft answer by a day. Event: QuestionAssigned; they are told.

    Raises NotAllowed, NotFound, StaleVersion, WrongState, BadInput (department_unknown, officer_unknown, due_missing, due_past).
    """
    question = load_question(question_id, actor=actor, step=QuestionStep.ASSIGN, version=version)
    faults, today = {}, local_date(at)
    own = Department.unit_id == actor.unit_id
    if department_id is None or db.session.scalar(select(Department.id).where(own, Department.id == department_id)) is None:
        faults["department_id"] = "department_unknown"
    elif officer_id is not None and not _serves(officer_id, department_id, actor=actor, on=today):
        faults["officer_id"] = "officer_unknown"
    if due_on is None or due_on < today:
        faults["due_on"] = "due_missing" if due_on is None else "due_past"
    refuse(faults)
    question.department_id, question.officer_id, question.draft_due_on = department_id, officer_id, due_on
    changed(question, at=at, shown=False)
    publish(
        QuestionAssigned(
            unit_id=actor.unit_id, at=at, actor_id=actor.id, question_id=question.id, dialogue_id=question.dialogue_id,
            department_id=department_id or 0, officer_id=officer_id, due_on=due_on or today,
        )
    )  # fmt: skip


def _serves(official_id: int, department_id: int, *, actor: Actor, on: date) -> bool:
    person = official(actor.unit_id, official_id, on=on)
    return person is not None and person.active and department_id in person.department_ids


def write_draft(question_id: int, *, actor: Actor, at: datetime, based_on: int, text: str) -> int:
    """Keep a version of the draft answer; return its number. ``based_on`` is the version the writer saw (0: none).

    Raises NotAllowed, NotFound, WrongState, StaleVersion (somebody else wrote meanwhile), BadInput (draft_missing, draft_long).
    Event: QuestionDrafted.
    """
    question = load_question(question_id, actor=actor, step=QuestionStep.DRAFT)
    if not may_draft(actor, question):
        raise NotAllowed(action="draft")
    words = clean_text(text)
    if not 2 <= len(words) <= DRAFT_MOST:
        raise BadInput({"text": "draft_missing" if len(words) < 2 else "draft_long"})
    newest = _newest(question)
    if newest != based_on:
        raise StaleVersion(expected=based_on, current=newest)
    db.session.add(
        DialogueQuestionDraft(
            unit_id=actor.unit_id, question_id=question.id, number=newest + 1, text=words, made_by=actor.id, made_at=at
        )
    )
    question.touched_at = at
    publish(
        QuestionDrafted(
            unit_id=actor.unit_id, at=at, actor_id=actor.id, question_id=question.id, dialogue_id=question.dialogue_id,
            number=newest + 1,
        )
    )  # fmt: skip
    return newest + 1


def _newest(question: DialogueQuestion) -> int:
    query = select(func.max(DialogueQuestionDraft.number)).where(DialogueQuestionDraft.question_id == question.id)
    return db.session.scalar(query) or 0
