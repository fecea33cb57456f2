"""After a copy came back: questions that had been led elsewhere since are led there again, words and asker with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from accounts.permissions import Actor
from accounts.services.returning import once_more
from core.extensions import db
from core.gone import Gone, Marks
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import Procedure, QuestionState
from dialogue.services.question_moderating import KIND, lead_out
from dialogue.services.question_steps import question_locked


def lead_again(at: datetime, marks: Marks) -> int:
    """Lead every question elsewhere that the marks name."""
    model = DialogueQuestion
    rows = select(model.unit_id, model.id, model.code).where(model.state != QuestionState.LED_ELSEWHERE).order_by(model.id)

    def act(question_id: int, gone: Gone, actor: Actor) -> None:
        _lead(question_locked(question_id, unit_id=actor.unit_id), gone, actor=actor, at=at)

    return once_more(rows, KIND, marks, at=at, act=act)


def _lead(question: DialogueQuestion, gone: Gone, *, actor: Actor, at: datetime) -> None:
    """Lead one; those that follow it in the copy stand alone again, as they did when it was led."""
    follows = DialogueQuestion.leading_id == question.id
    alone = {"state": DialogueQuestion.state_before, "leading_id": None, "state_before": ""}
    db.session.execute(update(DialogueQuestion).where(follows).values(alone).execution_options(synchronize_session=False))
    question.leading_id, question.state_before = None, ""
    procedure = Procedure.DENUNCIATION if gone.says(Procedure.DENUNCIATION.value) else Procedure.COMPLAINT
    lead_out(question, actor=actor, at=at, procedure=procedure)
