"""A stand-in lives on as an ordinary letter would: guided or answered within its time, closed later, recounted with others.

A complaint has an end of its own: what was decided is sent, what was in hand is discontinued as a withdrawn one is. Of every
complaint that is settled late a reason is asked, so one that stands in has one too.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.queries import setting
from core import page_cache
from core.database import use_unit
from core.errors import DomainError
from core.extensions import db
from core.transaction import transaction
from deadlines import queries as legal_time
from deadlines.clock import local_date
from feedback import public_news
from feedback.event_days import end_round
from feedback.late_reasons import PLAINEST
from feedback.models import Case, PublicCase
from feedback.queries.stand_ins import KeptClock, kept_clocks, kept_days
from feedback.services.clocks import STANDING_STILL, due_of
from feedback.services.upkeep import tenant_ids
from feedback.stand_in_models import StandIn
from feedback.states import (
    OPEN_STATES,
    SIDE_CLOCKS,
    WAITING_TO_BE_ACCEPTED,
    CaseKind,
    CaseState,
    ClockState,
    Evidence,
    Outcome,
)

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
                with public_news.watched(row.id, at=at):
                    _end(row, on=local_date(at))
            answered = select(StandIn).where(
                StandIn.unit_id == unit_id, StandIn.state == CaseState.ANSWERED.value, StandIn.answered_on <= last
            )
            for row in session.scalars(answered.with_for_update()):
                with public_news.watched(row.id, at=at):
                    row.state, row.closed_on = CaseState.CLOSED.value, local_date(at)
                    _show(row)
    return 0


def _end(row: StandIn, *, on: date) -> None:
    """Guided, where it was not taken on yet; answered, where it was: what happens to most letters, on time."""
    waiting = CaseState(row.state) in WAITING_TO_BE_ACCEPTED
    if row.kind == CaseKind.COMPLAINT and not waiting:
        _end_complaint(row, on=on)
        return
    _keep(row, _ended(row, on=on))
    row.state = (CaseState.GUIDED if waiting else CaseState.ANSWERED).value
    row.answered_on, row.ends_at = on, None
    row.closed_on = on if waiting else None
    _show(row, answered=not waiting)


def _end_complaint(row: StandIn, *, on: date) -> None:
    """Send what was decided (LKN Art. 32); discontinue what was in hand (Art. 10, 11a): no decision has to be made up."""
    days, remote = kept_days(row), any("REMOTE" in clock.term_code for clock in kept_clocks(row))
    if row.state == CaseState.DECIDED:
        in_time, appeal = row.on_time, "KN.APPEAL2.REMOTE" if remote else "KN.APPEAL2"
        kept = [*_ended(row, on=on), *_begun(row, appeal, on=on), *_begun(row, "KN.COURT", on=on)]
        row.state, row.on_time, days = CaseState.SENT.value, in_time, replace(days, sent_on=on)
    else:
        kept = _ended(row, on=on, states=frozenset({ClockState.RUNNING, ClockState.STOPPED, ClockState.TRACKED}))
        kept += _begun(row, "KN.SUSPEND.SEND", on=on, ended_on=on)
        row.state, row.closed_on = CaseState.DISCONTINUED.value, on
        days = replace(days, resumed_on=on) if days.stopped_on and not days.resumed_on else days
    _keep(row, kept)
    row.days, row.due_on, row.answered_on, row.ends_at = days.to_dict(), None, on, None
    _show(row)


def _ended(row: StandIn, *, on: date, states: frozenset[ClockState] = frozenset({ClockState.RUNNING})) -> list[KeptClock]:
    """Return its clocks, those in ``states`` ended; it was on time when each running one was."""
    kept = kept_clocks(row)
    for clock in kept:
        if clock.state in states:
            if clock.state == ClockState.RUNNING:
                row.on_time = on <= clock.due_on
            clock.state, clock.ended_on = ClockState.ENDED.value, on
    return kept


def _begun(row: StandIn, code: str, *, on: date, ended_on: date | None = None) -> list[KeptClock]:
    """Return a clock of a day that binds somebody else, ended or not; none where the calendar does not reach so far."""
    state = ClockState.TRACKED if ended_on is None else ClockState.ENDED
    clock = KeptClock(
        unit_id=row.unit_id, round=row.round, term_code=code, state=state.value, started_on=on, raw_on=on, due_on=on,
        extension_days=0, ended_on=ended_on, proof={},
    )  # fmt: skip
    try:
        _count(clock, row)
    except DomainError:
        return []
    return [clock]


def _count(clock: KeptClock, row: StandIn) -> None:
    due = due_of(clock, row)
    clock.raw_on, clock.due_on, clock.proof = due.raw_on, due.due_on, due.proof.to_dict()
    clock.term_code = due.proof.term


def _keep(row: StandIn, kept: list[KeptClock]) -> None:
    row.clocks = [clock.to_dict() for clock in kept if clock.state != ClockState.PLANNED]


def _show(row: StandIn, *, answered: bool = False) -> None:
    public = db.session.get(PublicCase, row.id)
    if public is None:
        return
    for name in ("state", "answered_on", "closed_on", "on_time", "due_on"):
        setattr(public, name, getattr(row, name))
    if answered:
        public.outcome, public.evidence = Outcome.DECLINED.value, Evidence.NONE.value
    end_round(public)
    if row.kind == CaseKind.COMPLAINT and public.in_time is False and not public.late_reason:
        public.late_reason = PLAINEST
    page_cache.raise_version(row.unit_id)


def recount_stand_ins(unit_id: int) -> None:
    """Count open ones anew when calendar or terms change, as every open case is; inside that command, with its unit set."""
    open_states = [state.value for state in OPEN_STATES]
    for row in db.session.scalars(select(StandIn).where(StandIn.unit_id == unit_id, StandIn.state.in_(open_states))).all():
        kept, started = kept_clocks(row), None
        for clock in kept:
            if clock.state in STANDING_STILL:
                continue
            if clock.state == ClockState.PLANNED and started is not None:
                clock.started_on = started
            _count(clock, row)
            if clock.state != ClockState.TRACKED and clock.term_code not in SIDE_CLOCKS:
                started = clock.due_on
        row.due_on = min((clock.due_on for clock in kept if clock.state == ClockState.RUNNING), default=row.due_on)
        row.clocks = [clock.to_dict() for clock in kept]
        _show(row)
