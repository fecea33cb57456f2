"""The saved lists of the desk: what stands in each of them, as a condition on cases."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, false, not_, or_, select, union

from accounts.leave_queries import covered_by
from accounts.permissions import Actor
from accounts.work_queries import idle_on
from core.permissions import Permission
from feedback.models import Answer, Case, ExtensionRequest
from feedback.queries.apologies import apology_waits, with_waiting_apology
from feedback.queries.complaint_facts import ready_for_chair
from feedback.queries.forwardings import with_waiting_report
from feedback.queries.reliefs import relief_waits, with_waiting_relief
from feedback.queries.waiting import answer_is, complaint_waits_for_leader, extension_is_open
from feedback.states import BEING_HANDLED, OPEN_STATES, WAITING_TO_BE_ACCEPTED, AnswerState, CaseKind, CaseState

others = Case.__table__.alias("others").c


class Tab(StrEnum):
    """The saved lists of the desk."""

    TODO = "todo"
    UNCLASSIFIED = "unclassified"
    APPROVAL = "approval"
    OVERDUE = "overdue"
    OPEN = "open"
    ALL = "all"


def values(states: frozenset[CaseState]) -> list[str]:
    """Return the words of states as they are stored."""
    return sorted(state.value for state in states)


def _brought_to_the_leader(unit_id: int) -> CompoundSelect[tuple[int]]:
    """Return the few cases that may wait for the leader, so that not every open case has to be asked."""
    requests = select(ExtensionRequest.case_id).where(ExtensionRequest.unit_id == unit_id, ExtensionRequest.approved.is_(None))
    complaints = select(others.id).where(
        others.unit_id == unit_id, others.kind == CaseKind.COMPLAINT.value,
        others.state.in_([CaseState.CLASSIFIED.value, CaseState.ACCEPTED.value, CaseState.VERIFYING.value]),
    )  # fmt: skip
    return union(_submitted(unit_id), requests, complaints, with_waiting_apology(unit_id))


def _in_the_hands_of(actor: Actor, *, today: date) -> CompoundSelect[tuple[int]]:
    """Return the cases in the actor's own hands, in those of a person they stand in for, or in nobody's of their departments."""
    handled = values(BEING_HANDLED)
    people = [actor.id, *covered_by(actor.unit_id, actor.id, on=today)]
    known = select(others.id).where(others.unit_id == actor.unit_id, others.state.in_(handled))
    of_department = known.where(others.department_id.in_(actor.department_ids or [0]))
    return union(
        known.where(others.officer_id.in_(people)), of_department.where(others.officer_id.is_(None)),
        of_department.where(others.officer_id.in_(idle_on(actor.unit_id, today))),
    )  # fmt: skip


def _submitted(unit_id: int) -> Select[tuple[int]]:
    """Return the cases whose answer lies with the leader; only the answer of the present round can."""
    return select(Answer.case_id).where(Answer.unit_id == unit_id, Answer.state == AnswerState.SUBMITTED.value)


def in_tab(tab: Tab, actor: Actor, *, today: date) -> ColumnElement[bool]:
    """Return what a saved list holds of the actor's commune; ALL is not asked for here."""
    match tab:
        case Tab.UNCLASSIFIED:
            return _unclassified()
        case Tab.APPROVAL:
            return _for_approval(actor.unit_id)
        case Tab.OVERDUE:
            return and_(Case.state.in_(values(OPEN_STATES)), Case.due_on < today)
        case Tab.OPEN:
            return Case.state.in_(values(OPEN_STATES))
    return _todo(actor, today=today)


def _unclassified() -> ColumnElement[bool]:
    """What has to be classified, prepared or given; a prepared complaint waits for the chair alone."""
    early, new = Case.state.in_(values(WAITING_TO_BE_ACCEPTED)), Case.state == CaseState.RECEIVED.value
    return and_(early, or_(new, Case.kind != CaseKind.COMPLAINT.value, not_(ready_for_chair())))


def _for_approval(unit_id: int) -> ColumnElement[bool]:
    asked_for = or_(answer_is(AnswerState.SUBMITTED), extension_is_open(), apology_waits())
    waits = or_(and_(Case.state.in_(values(BEING_HANDLED)), asked_for), complaint_waits_for_leader())
    return and_(Case.id.in_(_brought_to_the_leader(unit_id)), waits)


def _todo(actor: Actor, *, today: date) -> ColumnElement[bool]:
    """What the actor can do now; an official who stands in for somebody absent sees that person's cases too."""
    parts: list[ColumnElement[bool]] = []
    if Permission.CASE_CLASSIFY in actor.permissions:
        parts.append(_unclassified())
    if Permission.CASE_APPROVE in actor.permissions:
        parts.append(_for_approval(actor.unit_id))
    if Permission.CASE_HANDLE in actor.permissions:
        in_hand = Case.id.in_(_in_the_hands_of(actor, today=today))
        elsewhere = union(_submitted(actor.unit_id), with_waiting_relief(actor.unit_id))
        parts.append(and_(in_hand, Case.id.not_in(elsewhere)))
    if Permission.CASE_ASSIGN in actor.permissions:
        parts.append(_to_be_given_again(actor))
        parts.append(_to_be_reported(actor))
    return or_(*parts) if parts else false()


def _to_be_given_again(actor: Actor) -> ColumnElement[bool]:
    """Cases whose officer asks to be relieved: for reception, and for the head of the department."""
    asked = and_(Case.id.in_(with_waiting_relief(actor.unit_id)), relief_waits())
    if Permission.CASE_REGISTER in actor.permissions:
        return asked
    return and_(asked, Case.department_id.in_(actor.department_ids or [0]))


def _to_be_reported(actor: Actor) -> ColumnElement[bool]:
    """Cases whose outcome somebody waits for who forwarded them: for reception, and for the head of the department."""
    owed = Case.id.in_(with_waiting_report(actor.unit_id))
    if Permission.CASE_REGISTER in actor.permissions:
        return owed
    return and_(owed, Case.department_id.in_(actor.department_ids or [0]))
