"""A stand-in lives on as an ordinary letter would: guided or answered within its time, closed later, recounted with others."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.queries import setting
from core import page_cache
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines import queries as legal_time
from deadlines.clock import local_date
from feedback.models import Case, PublicCase
from feedback.queries.stand_ins import kept_clocks
from feedback.services.clocks import due_of
from feedback.services.upkeep import tenant_ids
from feedback.stand_in_models import StandIn
from feedback.states import OPEN_STATES, WAITING_TO_BE_ACCEPTED, CaseState, ClockState, Evidence, Outcome

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE_HOURS = (8 * 60, 16 * 60 + 30)
MOST_DAYS = 15


def when_to_end(case: Case, *, at: datetime) -> datetime | None:
    """Return a random moment of office hours on a random working day before the case's due date, as people would work.

    None when it has ended already. Where no day is left (late, or no statutory clock) it is one of the next working days.
    """
    if CaseState(case.state) not in OPEN_STATES:
        return None
    calendar, today = legal_time.calendar_for(case.unit_id), local_date(at)
    room = calendar.working_days_between(today, case.due_on) if case.due_on is not None and case.due_on > today else 5
    day = calendar.add_working(today, 1 + secrets.randbelow(max(1, min(room, MOST_DAYS))))
    minute = OFFICE_HOURS[0] + secrets.randbelow(OFFICE_HOURS[1] - OFFICE_HOURS[0])
    return datetime.combine(day, time(minute // 60, minute % 60), LOCAL).astimezone(UTC)


def end_stand_ins(at: datetime) -> int:
    """End those whose moment has come, and close answered ones when other cases close; always 0, so that no log counts it."""
    for unit_id in tenant_ids():
        last = local_date(at) - timedelta(days=int(setting(unit_id, "reopen_days")) + 1)
        with use_unit(unit_id), transaction() as session:
            open_rows = select(StandIn).where(StandIn.unit_id == unit_id, StandIn.ends_at <= at).order_by(StandIn.id)
            for row in session.scalars(open_rows.with_for_update()):
                _end(row, on=local_date(at))
            answered = select(StandIn).where(
                StandIn.unit_id == unit_id, StandIn.state == CaseState.ANSWERED.value, StandIn.answered_on <= last
            )
            for row in session.scalars(answered.with_for_update()):
                row.state, row.closed_on = CaseState.CLOSED.value, local_date(at)
                _show(row)
    return 0


def _end(row: StandIn, *, on: date) -> None:
    """Guided, where it was not taken on yet; answered, where it was: what happens to most letters, on time."""
    kept = kept_clocks(row)
    for clock in kept:
        if clock.state == ClockState.RUNNING:
            clock.state, clock.ended_on = ClockState.ENDED.value, on
            row.on_time = on <= clock.due_on
    row.clocks = [clock.to_dict() for clock in kept if clock.state != ClockState.PLANNED]
    waiting = CaseState(row.state) in WAITING_TO_BE_ACCEPTED
    row.state = (CaseState.GUIDED if waiting else CaseState.ANSWERED).value
    row.answered_on, row.ends_at = on, None
    row.closed_on = on if waiting else None
    _show(row, answered=not waiting)


def _show(row: StandIn, *, answered: bool = False) -> None:
    public = db.session.get(PublicCase, row.id)
    if public is None:
        return
    for name in ("state", "answered_on", "closed_on", "on_time", "due_on"):
        setattr(public, name, getattr(row, name))
    if answered:
        public.outcome, public.evidence = Outcome.DECLINED.value, Evidence.NONE.value
    page_cache.raise_version(row.unit_id)


def recount_stand_ins(unit_id: int) -> None:
    """Count open ones anew when calendar or terms change, as every open case is; inside that command, with its unit set."""
    open_states = [state.value for state in OPEN_STATES]
    for row in db.session.scalars(select(StandIn).where(StandIn.unit_id == unit_id, StandIn.state.in_(open_states))).all():
        kept, started = kept_clocks(row), None
        for clock in kept:
            if clock.state == ClockState.ENDED:
                continue
            if clock.state == ClockState.PLANNED and started is not None:
                clock.started_on = started
            due = due_of(clock, row)
            clock.raw_on, clock.due_on, clock.proof = due.raw_on, due.due_on, due.proof.to_dict()
            started = clock.due_on
            if clock.state == ClockState.RUNNING:
                row.due_on = clock.due_on
        row.clocks = [clock.to_dict() for clock in kept]
        _show(row)
