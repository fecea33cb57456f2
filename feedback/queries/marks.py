"""What the rules of escalation need from the database: the ceiling of discipline, and when a case's running time began."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, select

from deadlines.calendar import WorkingCalendar
from deadlines.proof import Suspension
from deadlines.queries import all_terms
from feedback.escalation import Mark, ceiling_stage, stage_of
from feedback.link_models import CaseMark
from feedback.models import Case, CaseClock
from feedback.states import OPEN_STATES, WAITING_TO_BE_ACCEPTED, CaseState, ClockState

CEILING = "ALL.OVERDUE.DISCIPLINE"


def ceiling_days(unit_id: int) -> int:
    """Return the ceiling in calendar days from receipt, as the newest row of the term says; older letters are watched too."""
    rows = [item for item in all_terms(unit_id) if item.code == CEILING]
    return max(rows, key=lambda item: item.valid_from or date.min).number


def started_on() -> ScalarSelect[date]:
    """Return, as SQL, the day on which the running clock that the case shows began."""
    return (
        select(func.max(CaseClock.started_on))
        .where(CaseClock.case_id == Case.id, CaseClock.state == ClockState.RUNNING.value, CaseClock.due_on == Case.due_on)
        .correlate(Case)
        .scalar_subquery()
    )


def is_urgent() -> ColumnElement[bool]:
    """Return, as SQL, the condition that the case was marked as an emergency."""
    return exists().where(CaseMark.case_id == Case.id, CaseMark.urgent_on.is_not(None)).correlate(Case)


def urgent_ids(unit_id: int) -> Select[tuple[int]]:
    """Return, as SQL, the few cases that were marked as emergencies: a filter starts from them."""
    return select(CaseMark.case_id).where(CaseMark.unit_id == unit_id, CaseMark.urgent_on.is_not(None))


def mark_of(row: Any, *, today: date, calendar: WorkingCalendar, ceiling: int, stops: Sequence[Suspension] = ()) -> Mark:
    """Return the marks of a row that has state, received_on, due_on and started_on; ``stops``: when its clock stood still."""
    state = CaseState(row.state)
    if state not in OPEN_STATES:
        return Mark()
    late = row.due_on is not None and row.due_on < today
    neglected = state in WAITING_TO_BE_ACCEPTED or late
    running = row.due_on is not None and row.started_on is not None
    return Mark(
        stage=stage_of(row.started_on, row.due_on, today, calendar, stops=stops) if running else 0,
        ceiling=ceiling_stage(row.received_on, today, days=ceiling, neglected=neglected),
    )
