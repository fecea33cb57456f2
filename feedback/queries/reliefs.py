"""Reads of requests to be relieved of a case: the one that waits, as conditions and columns for many cases."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, select

from accounts.leave_queries import covered_by
from accounts.permissions import Actor
from core.extensions import db
from feedback.models import Case
from feedback.permissions import may, wrote_for
from feedback.relief_models import CaseRelief
from feedback.states import BEING_HANDLED, Action, AnswerState

HANDLED = sorted(state.value for state in BEING_HANDLED)


def waiting_reason(case: Case) -> str:
    """Return why the officer of a case asks to be relieved, a word of feedback.reliefs, or an empty text."""
    if case.state not in BEING_HANDLED:
        return ""
    query = select(CaseRelief.reason).where(CaseRelief.case_id == case.id, CaseRelief.outcome == "")
    return db.session.scalars(query).one_or_none() or ""


def impossible_relief(actor: Actor, case: Case, *, waits: str, answer: str, today: date) -> set[Action]:
    """Return the step of asking, where it cannot be: one waits, the answer is with the leader, or it is somebody else's case."""
    hidden = {Action.RELIEVE}
    if waits or case.officer_id is None or answer in (AnswerState.SUBMITTED, AnswerState.APPROVED):
        return hidden
    if not may(actor, Action.RELIEVE, case):
        return hidden
    own = case.officer_id == actor.id or wrote_for(actor, case.officer_id, covered=covered_by(case.unit_id, actor.id, on=today))
    return set() if own else hidden


def relief_waits() -> ColumnElement[bool]:
    """Return the condition that the officer of a case that is handled asks to be relieved."""
    asked = exists().where(CaseRelief.case_id == Case.id, CaseRelief.outcome == "")
    return and_(Case.state.in_(HANDLED), asked)


def with_waiting_relief(unit_id: int) -> Select[tuple[int]]:
    """Return the cases of which somebody asks to be relieved."""
    return select(CaseRelief.case_id).where(CaseRelief.unit_id == unit_id, CaseRelief.outcome == "")


def relief_reason() -> ColumnElement[str | None]:
    """Return the reason of the request that waits, as a column; null without one."""
    query = select(CaseRelief.reason).where(CaseRelief.case_id == Case.id, CaseRelief.outcome == "")
    return query.correlate(Case).scalar_subquery()
