"""After a copy came back: questions that had been led elsewhere since are led there again, words and asker with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from accounts.services.returning import who_moved
from core import shredding
from core.database import use_unit
from core.extensions import db
from core.gone import Gone, Marks
from core.transaction import transaction
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import Procedure, QuestionState
from dialogue.services.question_moderating import KIND, lead_out
from dialogue.services.question_steps import question_locked


def lead_again(at: datetime, marks: Marks) -> int:
    """Lead every question elsewhere that the marks name."""
    model = DialogueQuestion
    query = select(model.unit_id, model.id, model.code).where(model.state != QuestionState.LED_ELSEWHERE).order_by(model.id)
    rows = db.session.execute(query, execution_options={"all_units": True}).all() if len(marks) else []
    db.session.rollback()
    done = 0
    for unit_id, question_id, code in rows:
        gone = marks.find(KIND, code)
        if gone is None:
            continue
        with use_unit(unit_id), transaction():
            _lead(question_locked(question_id, unit_id=unit_id), gone, at=at)
        done += 1
    if done:
        shredding.run(at)
    return done


def _lead(question: DialogueQuestion, gone: Gone, *, at: datetime) -> None:
    """Lead one; those that follow it in the copy stand alone again, as they did when it was led."""
    follows = DialogueQuestion.leading_id == question.id
    alone = {"state": DialogueQuestion.state_before, "leading_id": None, "state_before": ""}
    db.session.execute(update(DialogueQuestion).where(follows).values(alone).execution_options(synchronize_session=False))
    question.leading_id, question.state_before = None, ""
    procedure = Procedure.DENUNCIATION if gone.says(Procedure.DENUNCIATION.value) else Procedure.COMPLAINT
    lead_out(question, actor=who_moved(gone, unit_id=question.unit_id), at=at, procedure=procedure)
