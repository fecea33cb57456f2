"""When the calendar or a term changes, open cases are counted anew, every move is listed, and whoever it concerns is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from core import audit
from core.bus import publish
from core.database import use_unit
from core.extensions import db
from deadlines.events import CalendarChanged, TermChanged, change_subject
from feedback.events import CaseDueMoved
from feedback.models import Case, CaseClock
from feedback.services.clocks import Move, recount
from feedback.services.stand_ins import recount_stand_ins
from feedback.services.steps import enter
from feedback.services.upkeep import tenant_ids
from feedback.states import OPEN_STATES, ClockState

ACTION = "feedback:clocks:recounted"


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What changed legal time, in the words of the audit trail."""

    why: str
    change_id: str
    at: datetime
    actor_id: int | None


def on_calendar_changed(event: CalendarChanged) -> None:
    """Count anew the open cases whose clocks run over one of the changed days."""
    cause = Cause(why="calendar", change_id=event.change_id, at=event.at, actor_id=event.actor_id)
    first, last = event.span
    for unit_id in _units(event.unit_id):
        recompute_open(unit_id, cause=cause, only=(CaseClock.started_on <= last) & (CaseClock.due_on >= first))


def on_term_changed(event: TermChanged) -> None:
    """Count anew the open cases that were received while the changed rows are in force; older cases keep their rule."""
    cause = Cause(why="term", change_id=event.change_id, at=event.at, actor_id=event.actor_id)
    for unit_id in _units(event.unit_id):
        recompute_open(unit_id, cause=cause, only=Case.received_on >= (event.valid_from or date.min))


def recompute_open(unit_id: int, *, cause: Cause, only: ColumnElement[bool]) -> list[Move]:
    """Recount running and planned clocks of open cases by the rule of their receipt date; return what moved.

    Side effects when something moved: clocks, a line in each timeline, CaseDueMoved for each case, and one audit entry that
    lists every move under the change's own subject.
    """
    with use_unit(unit_id):
        moves: list[Move] = []
        for case in _open_cases(unit_id, only):
            moved = recount(case)
            if moved:
                _tell(case, moved, cause=cause)
            moves += moved
        recount_stand_ins(unit_id)
    if moves:
        listed = [
            {"code": move.code, "term": move.term_code, "before": move.before.isoformat(), "after": move.after.isoformat()}
            for move in moves
        ]
        audit.record(
            unit_id=unit_id, at=cause.at, actor_id=cause.actor_id, action=ACTION, subject=change_subject(cause.change_id),
            facts={"why": cause.why, "moves": listed},
        )  # fmt: skip
    return moves


def _open_cases(unit_id: int, only: ColumnElement[bool]) -> Iterable[Case]:
    query = (
        select(Case)
        .where(
            Case.unit_id == unit_id, Case.state.in_([state.value for state in OPEN_STATES]),
            Case.id.in_(
                select(CaseClock.case_id).where(
                    CaseClock.unit_id == unit_id, CaseClock.state != ClockState.ENDED.value, CaseClock.case_id == Case.id, only
                )
            ),
        )
        .order_by(Case.id)
        .with_for_update()
    )  # fmt: skip
    return db.session.scalars(query).all()


def _tell(case: Case, moved: list[Move], *, cause: Cause) -> None:
    """Say it once for a case: the clock that runs now, or the promised one when only that moved."""
    move = next((item for item in moved if item.after == case.due_on), moved[-1])
    facts = {"due_before": move.before.isoformat(), "due_on": move.after.isoformat(), "why": cause.why}
    enter(case, "due_moved", at=cause.at, actor=None, for_sender=True, facts=facts)
    publish(
        CaseDueMoved(
            unit_id=case.unit_id, at=cause.at, actor_id=cause.actor_id, case_id=case.id, due_before=move.before,
            due_on=move.after, why=cause.why,
        )
    )  # fmt: skip


def _units(unit_id: int | None) -> list[int]:
    return tenant_ids() if unit_id is None else [unit_id]
