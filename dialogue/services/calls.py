"""Calls for a dialogue are written down and answered: a dialogue is planned, or no, because. Nothing is scheduled by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput, NotFound, WrongState
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from dialogue.duty_rules import RECORDED, CallSource
from dialogue.events import DialogueCallAnswered, DialogueCalled
from dialogue.planning_models import DialogueCall
from dialogue.services.steps import must

OLDEST = timedelta(days=366)
SUBJECT_MOST = 200
COUNTED = frozenset({CallSource.VOTERS, CallSource.GROUP})
PLAN, NO = "plan", "no"


def record_call(source: CallSource, *, subject: str, number: int | None, called_on: date, actor: Actor, at: datetime) -> int:
    """Write down that somebody calls for a dialogue; return its id. Event: DialogueCalled.

    ``number``: voters who signed, or people of the group. Raises NotAllowed, BadInput (choice_unknown, subject_missing,
    number_missing, done_later, called_long_ago).
    """
    must(actor, Permission.DIALOGUE_PLAN)
    faults = {}
    if source not in RECORDED:
        faults["source"] = "choice_unknown"
    if not clean_line(subject):
        faults["subject"] = "subject_missing"
    if source in COUNTED and not number:
        faults["number"] = "number_missing"
    if called_on > local_date(at):
        faults["called_on"] = "done_later"
    elif called_on < local_date(at) - OLDEST:
        faults["called_on"] = "called_long_ago"
    if faults:
        raise BadInput(faults)
    call = DialogueCall(
        unit_id=actor.unit_id, source=source.value, subject=clean_line(subject)[:SUBJECT_MOST], number=number or None,
        called_on=called_on, recorded_by=actor.id, recorded_at=at,
    )  # fmt: skip
    db.session.add(call)
    db.session.flush()
    publish(
        DialogueCalled(unit_id=actor.unit_id, at=at, actor_id=actor.id, call_id=call.id, source=source.value, number=call.number)
    )
    return call.id


def answer_call(call_id: int, *, answer: str, reason: str, actor: Actor, at: datetime) -> None:
    """Answer a recorded call. Event: DialogueCallAnswered.

    Raises NotAllowed, NotFound, WrongState (it has its answer), BadInput (answer_missing, reason_missing).
    """
    must(actor, Permission.DIALOGUE_DECIDE)
    _check_answer(answer, reason)
    query = select(DialogueCall).where(DialogueCall.id == call_id, DialogueCall.unit_id == actor.unit_id).with_for_update()
    call = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if call is None:
        raise NotFound()
    if call.answer is not None:
        raise WrongState("call_answered")
    _answer(call, answer=answer, reason=reason, actor=actor, at=at)


def answer_letters(topic: str, *, subject: str, number: int, answer: str, reason: str, actor: Actor, at: datetime) -> int:
    """Answer the alert that similar letters raise; those received until today count no more. Event: DialogueCallAnswered.

    Raises NotAllowed, BadInput (answer_missing, reason_missing).
    """
    must(actor, Permission.DIALOGUE_DECIDE)
    _check_answer(answer, reason)
    call = DialogueCall(
        unit_id=actor.unit_id, source=CallSource.LETTERS.value, topic=topic, subject=clean_line(subject)[:SUBJECT_MOST],
        number=number, called_on=local_date(at), recorded_by=actor.id, recorded_at=at,
    )  # fmt: skip
    _answer(call, answer=answer, reason=reason, actor=actor, at=at)
    return call.id


def _check_answer(answer: str, reason: str) -> None:
    if answer not in (PLAN, NO):
        raise BadInput({"answer": "answer_missing"})
    if answer == NO and not reason.strip():
        raise BadInput({"reason": "reason_missing"})


def _answer(call: DialogueCall, *, answer: str, reason: str, actor: Actor, at: datetime) -> None:
    call.answer, call.reason, call.answered_by, call.answered_at = answer, clean_text(reason), actor.id, at
    db.session.add(call)
    db.session.flush()
    publish(
        DialogueCallAnswered(unit_id=actor.unit_id, at=at, actor_id=actor.id, call_id=call.id, source=call.source, answer=answer)
    )
