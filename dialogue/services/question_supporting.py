"""“Tôi cũng hỏi”: an anonymous counter on a public question, once for each browser, with limits against abuse.

Nothing personal is kept: a browser is a keyed hash of a random cookie that it got with its first press.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core import page_cache
from core.codes import clean_code
from core.errors import NotFound
from core.extensions import db
from core.sealing import sealer
from deadlines.clock import local_date
from dialogue.models import Dialogue
from dialogue.question_models import DialogueQuestion, DialogueQuestionSupport
from dialogue.question_states import QuestionState
from dialogue.states import DialogueState

BROWSER_DAY = 20
QUESTION_DAY = 300


class QuestionSupport(StrEnum):
    """What became of a press of the button."""

    COUNTED = "counted"
    KNOWN = "known"
    OVER = "over"
    TOO_MANY = "too_many"


def support(code: str, *, unit_id: int, browser: str, at: datetime) -> QuestionSupport:
    """Count a browser for an accepted question of an announced dialogue: once for ever, within the limits of a day.

    A press on a merged question counts for the one that leads. Raises NotFound when there is no such public question.
    """
    question = _public(code, unit_id=unit_id)
    state = db.session.scalar(select(Dialogue.state).where(Dialogue.id == question.dialogue_id))
    if state not in (DialogueState.ANNOUNCED, DialogueState.IN_SESSION):
        return QuestionSupport.OVER
    mark, today = sealer.fingerprint("question-support", browser), local_date(at)
    here = DialogueQuestionSupport.unit_id == unit_id
    own, of_it = DialogueQuestionSupport.browser == mark, DialogueQuestionSupport.question_id == question.id
    if db.session.scalar(select(DialogueQuestionSupport.id).where(here, own, of_it)) is not None:
        return QuestionSupport.KNOWN
    mine = select(func.count()).where(here, own, DialogueQuestionSupport.supported_on == today)
    theirs = select(func.count()).where(here, of_it, DialogueQuestionSupport.supported_on == today)
    if (db.session.scalar(mine) or 0) >= BROWSER_DAY or (db.session.scalar(theirs) or 0) >= QUESTION_DAY:
        return QuestionSupport.TOO_MANY
    try:
        with db.session.begin_nested():
            db.session.add(DialogueQuestionSupport(unit_id=unit_id, question_id=question.id, browser=mark, supported_on=today))
    except IntegrityError:
        return QuestionSupport.KNOWN
    page_cache.raise_version(unit_id)
    return QuestionSupport.COUNTED


def _public(code: str, *, unit_id: int) -> DialogueQuestion:
    query = select(DialogueQuestion).where(DialogueQuestion.unit_id == unit_id, DialogueQuestion.code == clean_code(code))
    question = db.session.scalars(query).one_or_none()
    if question is not None and question.leading_id is not None:
        question = db.session.get(DialogueQuestion, question.leading_id)
    if question is None or question.state != QuestionState.ACCEPTED:
        raise NotFound()
    return question
