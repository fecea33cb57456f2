"""What every command on a question begins with: it is this commune's, the actor may, the version is fresh, the step allowed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.models import Field, Village
from accounts.permissions import Actor
from core import page_cache
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.extensions import db
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import BEFORE_A_CASE, STEPS, QuestionState, QuestionStep, question_leads_to
from dialogue.services.steps import must


def question_locked(question_id: int, *, unit_id: int) -> DialogueQuestion:
    """Return the question of the commune, locked and fresh. Raises NotFound."""
    query = select(DialogueQuestion).where(DialogueQuestion.id == question_id, DialogueQuestion.unit_id == unit_id)
    question = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if question is None:
        raise NotFound()
    return question


def load_question(question_id: int, *, actor: Actor, step: QuestionStep, version: int | None = None) -> DialogueQuestion:
    """Return the question, ready for the step; ``version`` None: whoever calls holds the screen of the day.

    Raises NotAllowed, NotFound, StaleVersion, WrongState (question_wrong_state, question_has_case).
    """
    must(actor, STEPS[step][2])
    question = question_locked(question_id, unit_id=actor.unit_id)
    if version is not None and question.version != version:
        raise StaleVersion(expected=version, current=question.version)
    if question_leads_to(step, QuestionState(question.state)) is None:
        raise WrongState("question_wrong_state", step=step.value, state=question.state)
    if step in BEFORE_A_CASE and (question.case_id is not None or not question.text):
        raise WrongState("question_has_case", step=step.value, state=question.state)
    return question


def changed(question: DialogueQuestion, *, at: datetime, shown: bool = True) -> None:
    """Count one version more; ``shown``: something that everybody reads has changed."""
    question.version += 1
    question.touched_at = at
    if shown:
        page_cache.raise_version(question.unit_id)


def place_faults(*, unit_id: int, field_id: int | None, village_id: int | None) -> dict[str, str]:
    """Return what is wrong with a field and a village that somebody chose: they must be this commune's."""
    faults = {}
    if field_id is not None and not _own(Field, field_id, unit_id):
        faults["field_id"] = "field_unknown"
    if village_id is not None and not _own(Village, village_id, unit_id):
        faults["village_id"] = "village_unknown"
    return faults


def _own(model: type[Field] | type[Village], row_id: int, unit_id: int) -> bool:
    query = select(model.id).where(model.id == row_id, model.unit_id == unit_id)
    return 0 < row_id < 2**31 and db.session.scalar(query) is not None


def refuse(faults: dict[str, str]) -> None:
    """Raise BadInput when there is a fault."""
    if faults:
        raise BadInput(faults)
