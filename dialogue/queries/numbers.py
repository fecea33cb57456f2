"""How many dialogues were held in a period, and how many questions were taken up in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core.extensions import db
from dialogue.duty_rules import HELD
from dialogue.models import Dialogue
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import QuestionState

TAKEN_UP = [QuestionState.ACCEPTED.value, QuestionState.MERGED.value]
"""What everybody reads, by itself or together with others. What was led to another procedure is in no number."""


@dataclass(frozen=True, kw_only=True)
class DialogueNumbers:
    """Dialogues of a period, and the questions that were taken up in them."""

    held: int
    questions: int


def dialogue_numbers(unit_id: int, *, first_on: date, last_on: date) -> DialogueNumbers:
    """Return the numbers of the dialogues that were held on a day of the period."""
    held = (
        Dialogue.unit_id == unit_id, Dialogue.held_on.between(first_on, last_on),
        Dialogue.state.in_([state.value for state in HELD]),
    )  # fmt: skip
    asked = select(func.count()).select_from(DialogueQuestion).join(Dialogue, Dialogue.id == DialogueQuestion.dialogue_id)
    return DialogueNumbers(
        held=db.session.execute(select(func.count()).select_from(Dialogue).where(*held)).scalar_one(),
        questions=db.session.execute(asked.where(*held, DialogueQuestion.state.in_(TAKEN_UP))).scalar_one(),
    )
