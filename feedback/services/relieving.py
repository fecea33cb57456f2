"""An officer asks to be relieved of a case (xin giao lại); whoever assigns gives it to somebody else, or back with a word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.leave_queries import covered_by
from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput, WrongState
from core.extensions import db
from core.text import clean_text
from deadlines.clock import local_date
from feedback.events import ReliefAsked
from feedback.models import Answer, Case
from feedback.permissions import wrote_for
from feedback.relief_models import CaseRelief
from feedback.reliefs import NOTE_MOST, ReliefOutcome, missing_for_relief
from feedback.services.steps import enter, load_for_change
from feedback.states import Action, AnswerState

WITH_LEADER = (AnswerState.SUBMITTED, AnswerState.APPROVED)


def ask_relief(case_id: int, *, actor: Actor, at: datetime, version: int, reason: str, note: str = "") -> None:
    """Ask whoever assigns to give the case to somebody else. The officer keeps it until then, and the due date stays.

    For the case's officer, and who stands in for them that day. Raises WrongState (relief_other, relief_submitted, relief_waits)
    and BadInput (relief_reason_missing, relief_note_missing, text_long). Event: ReliefAsked; head and clerks are told.
    """
    case = load_for_change(case_id, actor=actor, action=Action.RELIEVE, version=version)
    _may_ask(case, actor, at=at)
    note = clean_text(note)
    faults = missing_for_relief(reason, note) or ({"note": "text_long"} if len(note) > NOTE_MOST else {})
    if faults:
        raise BadInput(faults)
    db.session.add(CaseRelief(unit_id=case.unit_id, case_id=case.id, reason=reason, note=note, asked_by=actor.id, asked_at=at))
    enter(case, "relief_asked", at=at, actor=actor, text=note, facts={"reason": reason})
    publish(ReliefAsked(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, reason=reason))


def waiting_request(case: Case) -> CaseRelief | None:
    """Return the request of a case on which nobody has decided."""
    return db.session.scalars(select(CaseRelief).where(CaseRelief.case_id == case.id, CaseRelief.outcome == "")).one_or_none()


def settle(request: CaseRelief, outcome: ReliefOutcome, *, actor: Actor, at: datetime) -> None:
    """Write down what became of a request."""
    request.outcome, request.settled_by, request.settled_at = outcome.value, actor.id, at


def drop(case: Case, *, actor: Actor, at: datetime) -> None:
    """Close a request that was overtaken: the answer goes to the leader after all."""
    request = waiting_request(case)
    if request is not None:
        settle(request, ReliefOutcome.DROPPED, actor=actor, at=at)


def _may_ask(case: Case, actor: Actor, *, at: datetime) -> None:
    facts = {"case_id": case.id, "action": Action.RELIEVE.value, "state": case.state}
    if case.officer_id is None or not wrote_for(
        actor, case.officer_id, covered=covered_by(case.unit_id, actor.id, on=local_date(at))
    ):
        raise WrongState("relief_other", **facts)
    states = select(Answer.state).where(Answer.case_id == case.id, Answer.round == case.round)
    if db.session.scalars(states).one_or_none() in WITH_LEADER:
        raise WrongState("relief_submitted", **facts)
    if waiting_request(case) is not None:
        raise WrongState("relief_waits", **facts)
