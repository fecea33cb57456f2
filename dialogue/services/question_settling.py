"""What was not answered on the day becomes a case by itself, with its clock, in the asker's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.exc import SQLAlchemyError

from accounts.permissions import Actor
from core.bus import publish
from core.database import use_unit
from core.errors import DomainError, NotFound, WrongState
from core.extensions import db
from core.permissions import Permission
from core.structured import structlog
from core.transaction import transaction
from deadlines.clock import local_date
from deadlines.engine import due_on
from deadlines.queries import calendar_for, term
from dialogue.models import Dialogue
from dialogue.queries.question_links import standing_promise
from dialogue.question_events import QuestionBecameCase
from dialogue.question_models import DialogueQuestion
from dialogue.question_rules import case_key
from dialogue.question_states import UNANSWERED, QuestionChannel, QuestionOutcome, QuestionState
from dialogue.rules import PARTY_RESULT, result_terms
from dialogue.services.question_steps import changed
from dialogue.services.steps import locked, must
from dialogue.states import DialogueKind, DialogueState
from feedback.rules import NAME_LEAST, NewCase
from feedback.services.intake import register_case
from feedback.services.upkeep import tenant_ids
from feedback.states import CaseKind, Channel

log = structlog.get_logger("dialogues")
CHANNELS = {
    QuestionChannel.WEB: Channel.WEB, QuestionChannel.VILLAGE_HEAD: Channel.PAPER, QuestionChannel.FRONT: Channel.PAPER,
    QuestionChannel.PAPER: Channel.PAPER, QuestionChannel.HALL: Channel.WALK_IN,
}  # fmt: skip
NOBODY = {
    QuestionChannel.VILLAGE_HEAD: "Người dân (qua trưởng thôn)", QuestionChannel.FRONT: "Người dân (qua Mặt trận Tổ quốc)",
    QuestionChannel.PAPER: "Người dân (phiếu giấy)", QuestionChannel.HALL: "Người dân (hỏi tại hội trường)",
    QuestionChannel.WEB: "Người dân",
}  # fmt: skip
OVER = frozenset({DialogueState.IN_SESSION, DialogueState.HELD, DialogueState.CONCLUDED})


def settle_unanswered(dialogue_id: int, *, actor: Actor | None, at: datetime) -> list[int]:
    """Make a case of each accepted question that got no answer and no promise; return the ids of the new cases.

    A second call makes nothing new. The case holds the asker's words, name and contacts and names the question's code; who
    asked, and who follows by a merge, is told. ``actor`` None is the worker, in the commune it is in. Event: QuestionBecameCase
    for each. Raises NotAllowed, NotFound, WrongState before the day. Source: Law on Grassroots Democracy 2022, Art. 14, 28
    (opinions are answered and reported on).
    """
    if actor is not None:
        must(actor, Permission.DIALOGUE_PLAN)
    dialogue = locked(dialogue_id, actor=actor) if actor is not None else _held(dialogue_id)
    if DialogueState(dialogue.state) not in OVER:
        raise WrongState("dialogue_not_held", state=dialogue.state)
    return settle_rest(dialogue, actor=actor, at=at)


def settle_rest(dialogue: Dialogue, *, actor: Actor | None, at: datetime) -> list[int]:
    """Make the cases, inside a command that holds the dialogue; return their ids.

    Once the results are published, a promise that stands in no commitment, or in withdrawn ones alone, is none: its question
    becomes a case too.
    """
    over = dialogue.state == DialogueState.CONCLUDED
    query = select(DialogueQuestion).where(DialogueQuestion.dialogue_id == dialogue.id, *_left(concluded=over))
    questions = db.session.scalars(query.order_by(DialogueQuestion.id).with_for_update()).all()
    return [_case_of(question, dialogue, actor=actor, at=at) for question in questions]


def _left(*, concluded: bool = False) -> list[ColumnElement[bool]]:
    left = DialogueQuestion.outcome.in_([outcome.value for outcome in UNANSWERED])
    if concluded:
        left = or_(left, and_(DialogueQuestion.outcome == QuestionOutcome.PROMISED.value, ~standing_promise()))
    fresh = DialogueQuestion.case_id.is_(None), DialogueQuestion.text != ""  # without its words it had a case, and that was moved
    return [DialogueQuestion.state == QuestionState.ACCEPTED.value, *fresh, left]


def keys_of(dialogue_id: int, *, unit_id: int) -> list[str]:
    """Return the keys of the cases that would be made now: whoever hashes them before the command spares it the time."""
    query = select(DialogueQuestion.code).where(
        DialogueQuestion.unit_id == unit_id, DialogueQuestion.dialogue_id == dialogue_id, *_left(concluded=True)
    )
    return [case_key(code) for code in db.session.scalars(query.order_by(DialogueQuestion.id))]


def _held(dialogue_id: int) -> Dialogue:
    dialogue = db.session.scalars(select(Dialogue).where(Dialogue.id == dialogue_id).with_for_update()).one_or_none()
    if dialogue is None:
        raise NotFound()
    return dialogue


def _case_of(question: DialogueQuestion, dialogue: Dialogue, *, actor: Actor | None, at: datetime) -> int:
    channel = QuestionChannel(question.channel)
    came_by = CHANNELS[channel]
    when = f"{dialogue.held_on:%d/%m/%Y}"
    new = NewCase(
        kind=CaseKind.PETITION, subject=question.public_text,
        story=f"{question.text}\n\n(Câu hỏi mã {question.code} gửi tới buổi đối thoại ngày {when}, chưa được trả lời tại buổi.)",
        field_id=question.field_id, village_id=question.village_id, name=_name(question, channel),
        phone=question.phone or "", email=question.email or "", hide_name=question.hide_name, locale=question.locale,
        channel=came_by,
    )  # fmt: skip
    receipt = register_case(new, unit_id=question.unit_id, idempotency_key=case_key(question.code), at=at)
    question.case_id, question.outcome, question.settled_at = receipt.case_id, QuestionOutcome.FOLLOW_UP.value, at
    changed(question, at=at)
    publish(
        QuestionBecameCase(
            unit_id=question.unit_id, at=at, actor_id=actor.id if actor else None, question_id=question.id,
            dialogue_id=dialogue.id, case_id=receipt.case_id,
        )
    )  # fmt: skip
    return receipt.case_id


def _name(question: DialogueQuestion, channel: QuestionChannel) -> str:
    """Return who asks; of who left no name, or less than a letter must hold, only how the question came."""
    name = question.name or ""
    return name if len(name) >= NAME_LEAST else NOBODY[channel]


def settle_due(at: datetime) -> int:
    """Settle, in every commune, the dialogues whose conclusion is published or whose time for it is over; return the new cases.

    Until then the office may still answer or promise. One that cannot be settled is written into the log and tried again the
    next time; the others do not wait for it. Source: Law on Local Government 72/2025, Art. 43 (term DLG.CQDP.RESULT), or the
    office's own time (DLG.PARTY.CONCLUSION), also where nothing names one.
    """
    made = 0
    for unit_id in tenant_ids():
        with use_unit(unit_id):
            made += sum(_settled_if_due(dialogue, unit_id=unit_id, at=at) for dialogue in _waiting(unit_id))
    return made


def _settled_if_due(dialogue: Row[tuple[int, str, date, list[str]]], *, unit_id: int, at: datetime) -> int:
    try:
        with transaction():
            if dialogue.state != DialogueState.CONCLUDED and local_date(at) <= _result_on(dialogue, unit_id=unit_id):
                return 0
            return len(settle_unanswered(dialogue.id, actor=None, at=at))
    except (DomainError, SQLAlchemyError) as fault:
        log.error("dialogue_not_settled", dialogue=dialogue.id, why=type(fault).__name__)
        return 0


def _waiting(unit_id: int) -> Sequence[Row[tuple[int, str, date, list[str]]]]:
    over = [
        and_(
            Dialogue.state == state.value,
            Dialogue.id.in_(select(DialogueQuestion.dialogue_id).where(*_left(concluded=state is DialogueState.CONCLUDED))),
        )
        for state in (DialogueState.HELD, DialogueState.CONCLUDED)
    ]
    columns = select(Dialogue.id, Dialogue.state, Dialogue.held_on, Dialogue.satisfies)
    query = columns.where(Dialogue.unit_id == unit_id, or_(*over))
    return db.session.execute(query.order_by(Dialogue.id)).all()


def _result_on(dialogue: Row[tuple[int, str, date, list[str]]], *, unit_id: int) -> date:
    codes = result_terms([DialogueKind(kind) for kind in dialogue.satisfies]) or (PARTY_RESULT,)
    terms = [term(code, dialogue.held_on, unit_id=unit_id) for code in codes]
    return min(due_on(item, dialogue.held_on, calendar_for(unit_id)).due_on for item in terms)
