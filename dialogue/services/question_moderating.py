"""The moderator decides on questions: accept with public words, refuse with a public reason, lead elsewhere, merge openly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from accounts.permissions import Actor
from accounts.services.returning import by
from core import shredding
from core.bus import publish
from core.errors import BadInput, WrongState
from core.extensions import db
from core.gone import line
from core.permissions import Permission
from core.text import clean_text
from deadlines.clock import local_date
from denunciation.services.receive import MovedLetter, receive
from dialogue.question_events import QuestionAccepted, QuestionLed, QuestionMerged, QuestionRefused, QuestionUnmerged
from dialogue.question_models import DialogueQuestion, DialogueQuestionDraft, DialogueQuestionSupport
from dialogue.question_rules import REASON_LEAST, TEXT_LEAST, TEXT_MOST
from dialogue.question_states import Procedure, QuestionOutcome, QuestionState, QuestionStep, RefusalReason
from dialogue.services.question_steps import changed, load_question, place_faults, question_locked, refuse
from dialogue.services.steps import must

MOST_AT_ONCE = 30
KIND = "question"
"""What a mark calls a question (core.gone)."""


def accept(
    question_id: int, *, actor: Actor, at: datetime, version: int, public_text: str, field_id: int | None,
    village_id: int | None,
) -> None:  # fmt: skip
    """Accept a question with the words that everybody reads; accepting it again changes them. Event: QuestionAccepted.

    Raises NotAllowed, NotFound, StaleVersion, WrongState, BadInput (public_text_short, public_text_long, field_unknown, …).
    """
    question = load_question(question_id, actor=actor, step=QuestionStep.ACCEPT, version=version)
    words = clean_text(public_text)
    faults = place_faults(unit_id=actor.unit_id, field_id=field_id, village_id=village_id)
    if not TEXT_LEAST <= len(words) <= TEXT_MOST:
        faults["public_text"] = "public_text_short" if len(words) < TEXT_LEAST else "public_text_long"
    refuse(faults)
    again = question.state == QuestionState.ACCEPTED
    question.state, question.public_text = QuestionState.ACCEPTED.value, words
    question.field_id, question.village_id = field_id, village_id
    question.reason_code, question.reason = "", ""
    changed(question, at=at)
    publish(QuestionAccepted(**_who(question, actor, at), again=again))


def turn_down(question_id: int, *, actor: Actor, at: datetime, version: int, reason_code: str, reason: str) -> None:
    """Refuse a question for a reason that everybody can read. Event: QuestionRefused.

    Raises NotAllowed, NotFound, StaleVersion, WrongState (question_leads_others, question_has_case), BadInput (reason_unknown,
    reason_short).
    """
    question = load_question(question_id, actor=actor, step=QuestionStep.REFUSE, version=version)
    words, faults = clean_text(reason), {}
    if reason_code not in set(RefusalReason):
        faults["reason_code"] = "reason_unknown"
    if len(words) < REASON_LEAST:
        faults["reason"] = "reason_short"
    refuse(faults)
    _alone(question)
    question.state, question.outcome = QuestionState.REFUSED.value, QuestionOutcome.OPEN.value
    question.reason_code, question.reason = reason_code, words
    changed(question, at=at)
    publish(QuestionRefused(**_who(question, actor, at), reason=reason_code))


def lead_elsewhere(question_id: int, *, actor: Actor, at: datetime, version: int, procedure: Procedure) -> None:
    """Lead a question to its own procedure: neither its words nor its asker stay here. Event: QuestionLed.

    A denunciation goes into the sealed register in the same command; of a complaint the asker learns how to make it, with a
    signature, within its time. The row, its event and its letter are the same for both, so that nobody can tell a
    denunciation by them. A question that became a case is led from there: WrongState (question_has_case).
    Source: Law on Denunciation 2018, Art. 8, 56; Law on Complaints 2011, Art. 8.
    """
    question = load_question(question_id, actor=actor, step=QuestionStep.LEAD, version=version)
    if procedure is Procedure.DENUNCIATION:
        must(actor, Permission.DENUNCIATION_SEAL)
    _alone(question)
    lead_out(question, actor=actor, at=at, procedure=procedure)


def lead_out(question: DialogueQuestion, *, actor: Actor, at: datetime, procedure: Procedure) -> None:
    """Do what `lead_elsewhere` asks for, without asking whether the actor may: for a copy that came back, too."""
    if procedure is Procedure.DENUNCIATION:
        _hand_over(question, actor=actor, at=at)
    publish(QuestionLed(**_who(question, actor, at)))
    question.state, question.outcome = QuestionState.LED_ELSEWHERE.value, QuestionOutcome.OPEN.value
    question.text = question.public_text = question.reason = question.reason_code = question.answer = ""
    question.name = question.phone = question.email = question.field_id = question.village_id = None
    changed(question, at=at)
    for model in (DialogueQuestionDraft, DialogueQuestionSupport):
        db.session.execute(model.__table__.delete().where(model.__table__.c.question_id == question.id))
    tables = [DialogueQuestion.__tablename__, DialogueQuestionDraft.__tablename__]
    mark = line(KIND, question.code, by(actor.id), procedure.value)
    shredding.ask(at=at, files=(), tables=tables, indexed=False, marks=[mark])


def _hand_over(question: DialogueQuestion, *, actor: Actor, at: datetime) -> None:
    moved = MovedLetter(
        code=question.code, received_on=local_date(question.asked_at), content={"subject": "", "story": question.text}, rows={},
        identity={"name": question.name or "", "phone": question.phone or "", "email": question.email or ""},
    )  # fmt: skip
    receive(moved, actor=actor, at=at)


def merge(question_ids: Sequence[int], *, into_id: int, actor: Actor, at: datetime) -> None:
    """Let several questions go on in one that leads; everybody who asked sees where theirs went. Event: QuestionMerged for each.

    What followed a merged question follows the leading one. Raises BadInput (picks_missing, picks_many, leading_state,
    leading_elsewhere), NotFound, WrongState (also of a question that became a case).
    """
    must(actor, Permission.DIALOGUE_PLAN)
    followers = [number for number in dict.fromkeys(question_ids) if number != into_id]
    if not followers or len(followers) > MOST_AT_ONCE:
        raise BadInput({"picks": "picks_missing" if not followers else "picks_many"})
    leading = question_locked(into_id, unit_id=actor.unit_id)
    if leading.state != QuestionState.ACCEPTED:
        raise BadInput({"into": "leading_state"})
    for number in sorted(followers):
        _follow(load_question(number, actor=actor, step=QuestionStep.MERGE), leading, actor=actor, at=at)
    changed(leading, at=at)


def _follow(question: DialogueQuestion, leading: DialogueQuestion, *, actor: Actor, at: datetime) -> None:
    if question.dialogue_id != leading.dialogue_id:
        raise BadInput({"into": "leading_elsewhere"})
    question.state_before, question.state = question.state, QuestionState.MERGED.value
    question.outcome, question.leading_id = QuestionOutcome.OPEN.value, leading.id
    changed(question, at=at)
    db.session.flush()
    own = DialogueQuestion.leading_id == question.id
    db.session.execute(update(DialogueQuestion).where(own).values(leading_id=leading.id))
    publish(QuestionMerged(**_who(question, actor, at), leading_id=leading.id))


def unmerge(question_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Let a merged question stand alone again, where it stood before. Event: QuestionUnmerged."""
    question = load_question(question_id, actor=actor, step=QuestionStep.UNMERGE, version=version)
    leading_id = question.leading_id or 0
    question.state, question.leading_id, question.state_before = question.state_before, None, ""
    changed(question, at=at)
    publish(QuestionUnmerged(**_who(question, actor, at), leading_id=leading_id))


def _alone(question: DialogueQuestion) -> None:
    """Raise WrongState while others follow this question: who follows must not be lost with it."""
    query = select(DialogueQuestion.id).where(DialogueQuestion.leading_id == question.id).limit(1)
    if db.session.scalar(query) is not None:
        raise WrongState("question_leads_others", step="refuse", state=question.state)


def _who(question: DialogueQuestion, actor: Actor, at: datetime) -> dict[str, object]:
    return {
        "unit_id": actor.unit_id, "at": at, "actor_id": actor.id, "question_id": question.id,
        "dialogue_id": question.dialogue_id,
    }  # fmt: skip
