"""What a case waits for now: the same word as a column of SQL and of a row that was read."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy import case as when

from feedback.complaint_models import Complaint
from feedback.models import Answer, Case, CaseQuestion, ExtensionRequest
from feedback.queries.apologies import apology_waits
from feedback.queries.complaint_facts import ready_for_chair
from feedback.queries.forwardings import report_is_owed
from feedback.queries.reliefs import HANDLED, relief_waits
from feedback.states import BEING_HANDLED, AnswerState, CaseKind, CaseState


class Waiting(StrEnum):
    """What a case waits for now."""

    CLASSIFY = "classify"
    ACCEPT = "accept"
    PREPARATION = "preparation"
    CHAIR = "chair"
    ANSWER = "answer"
    SENDER = "sender"
    REASSIGN = "reassign"
    EXTENSION = "extension"
    APOLOGY = "apology"
    APPROVAL = "approval"
    ISSUE = "issue"
    REPORT_BACK = "report_back"
    RATING = "rating"
    VERIFICATION = "verification"
    REPORT = "report"
    RESUMPTION = "resumption"
    SENDING = "sending"
    NOTHING = "nothing"


COMPLAINT_WAITS = {
    CaseState.ACCEPTED: Waiting.VERIFICATION, CaseState.VERIFYING: Waiting.REPORT, CaseState.SUSPENDED: Waiting.RESUMPTION,
    CaseState.DECIDED: Waiting.SENDING,
}  # fmt: skip


def answer_is(*states: AnswerState) -> ColumnElement[bool]:
    """Return the condition that the answer of the case's round is in one of the states."""
    return exists().where(
        Answer.case_id == Case.id, Answer.round == Case.round, Answer.state.in_([state.value for state in states])
    )


def extension_is_open() -> ColumnElement[bool]:
    """Return the condition that a request for more time in the case's round waits for the leader."""
    return exists().where(
        ExtensionRequest.case_id == Case.id, ExtensionRequest.round == Case.round, ExtensionRequest.approved.is_(None)
    )


def complaint_waits_for_leader() -> ColumnElement[bool]:
    """Return the condition that a complaint waits for the chair: to be accepted, verified, or decided on its report."""
    reported = exists().where(Complaint.case_id == Case.id, Complaint.reported_on.is_not(None))
    early = Case.state.in_([CaseState.CLASSIFIED.value, CaseState.ACCEPTED.value])
    return and_(Case.kind == CaseKind.COMPLAINT.value, or_(early, and_(Case.state == CaseState.VERIFYING.value, reported)))


def waiting_word() -> ColumnElement[str]:
    """Return what a case waits for as SQL; says the same as ``waiting_of`` a row."""
    complaint = Case.kind == CaseKind.COMPLAINT.value
    return when(
        (relief_waits(), Waiting.REASSIGN.value),
        *((and_(complaint, Case.state == state.value), word.value) for state, word in COMPLAINT_WAITS.items()),
        (Case.state == CaseState.RECEIVED.value, Waiting.CLASSIFY.value),
        (and_(complaint, Case.state == CaseState.CLASSIFIED.value, ready_for_chair()), Waiting.CHAIR.value),
        (and_(complaint, Case.state == CaseState.CLASSIFIED.value), Waiting.PREPARATION.value),
        (Case.state == CaseState.CLASSIFIED.value, Waiting.ACCEPT.value),
        (report_is_owed(), Waiting.REPORT_BACK.value),
        (Case.state == CaseState.ANSWERED.value, Waiting.RATING.value),
        (Case.state.not_in(HANDLED), Waiting.NOTHING.value),
        (answer_is(AnswerState.SUBMITTED), Waiting.APPROVAL.value),
        (extension_is_open(), Waiting.EXTENSION.value),
        (apology_waits(), Waiting.APOLOGY.value),
        (answer_is(AnswerState.APPROVED), Waiting.ISSUE.value),
        (question_is_open(), Waiting.SENDER.value),
        else_=Waiting.ANSWER.value,
    )


def question_is_open() -> ColumnElement[bool]:
    """Return the condition that the sender was asked something and has not answered."""
    return exists().where(CaseQuestion.case_id == Case.id, CaseQuestion.reply.is_(None))


def waiting_of(row: object) -> Waiting:
    """Return what a row of the work list waits for."""
    if row.relief and row.state in BEING_HANDLED:
        return Waiting.REASSIGN
    if row.kind == CaseKind.COMPLAINT and row.state in COMPLAINT_WAITS:
        return COMPLAINT_WAITS[CaseState(row.state)]
    if row.state == CaseState.RECEIVED:
        return Waiting.CLASSIFY
    if row.state == CaseState.CLASSIFIED and row.kind == CaseKind.COMPLAINT:
        return Waiting.CHAIR if row.prepared else Waiting.PREPARATION
    if row.state == CaseState.CLASSIFIED:
        return Waiting.ACCEPT
    if row.report_owed:
        return Waiting.REPORT_BACK
    if row.state == CaseState.ANSWERED:
        return Waiting.RATING
    if row.state not in BEING_HANDLED:
        return Waiting.NOTHING
    found = (
        (row.submitted, Waiting.APPROVAL), (row.extension, Waiting.EXTENSION), (row.apology, Waiting.APOLOGY),
        (row.approved, Waiting.ISSUE), (row.asked, Waiting.SENDER),
    )  # fmt: skip
    return next((waiting for true, waiting in found if true), Waiting.ANSWER)
