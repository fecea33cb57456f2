"""Accepted questions of all public dialogues, for programs and files. Nothing names an asker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from core.extensions import db
from dialogue.models import Dialogue
from dialogue.queries.question_links import cases_of, promises_of, public_case_codes
from dialogue.queries.questions import supports_of, together_with
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import QuestionState
from dialogue.states import PUBLIC_STATES


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """An accepted question; ``together`` counts those merged into it, ``promises`` are codes of public commitments."""

    id: int
    code: str
    dialogue_code: str
    held_on: date
    text: str
    field_id: int | None
    village_id: int | None
    supports: int
    together: int
    outcome: str
    answer: str
    case_code: str
    promises: tuple[str, ...]


def public_question_ids(unit_id: int) -> list[int]:
    """Return the numbers of all questions whose words everybody can read, in rising order."""
    query = select(DialogueQuestion.id).join(Dialogue, Dialogue.id == DialogueQuestion.dialogue_id).where(*_public(unit_id))
    return list(db.session.scalars(query.order_by(DialogueQuestion.id)))


def _public(unit_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        DialogueQuestion.unit_id == unit_id, DialogueQuestion.state == QuestionState.ACCEPTED.value,
        Dialogue.state.in_([state.value for state in PUBLIC_STATES]),
    )  # fmt: skip


def newest_questions(unit_id: int, *, before: int | None, most: int) -> list[OpenQuestion]:
    """Return at most so many questions, newest first, those with numbers below ``before``: five statements for any number."""
    query = (
        select(
            DialogueQuestion.id, DialogueQuestion.unit_id, DialogueQuestion.code, DialogueQuestion.text,
            DialogueQuestion.public_text, DialogueQuestion.field_id,
            DialogueQuestion.village_id, DialogueQuestion.outcome, DialogueQuestion.answer, DialogueQuestion.case_id,
            Dialogue.code.label("dialogue_code"), Dialogue.held_on,
        )
        .join(Dialogue, Dialogue.id == DialogueQuestion.dialogue_id)
        .where(*_public(unit_id))
    )  # fmt: skip
    if before is not None:
        query = query.where(DialogueQuestion.id < before)
    rows = db.session.execute(query.order_by(DialogueQuestion.id.desc()).limit(most)).all()
    ids = [row.id for row in rows]
    supports, together, promises = supports_of(ids), together_with(ids), promises_of(ids)
    cases = cases_of(rows)
    codes = public_case_codes(cases.values())
    return [
        OpenQuestion(
            id=row.id, code=row.code, dialogue_code=row.dialogue_code, held_on=row.held_on, text=row.public_text,
            field_id=row.field_id, village_id=row.village_id, supports=supports.get(row.id, 0), together=together.get(row.id, 0),
            outcome=row.outcome, answer=row.answer, case_code=codes.get(cases.get(row.id, 0), ""),
            promises=tuple(item.code for item in promises.get(row.id, ())),
        )
        for row in rows
    ]  # fmt: skip
