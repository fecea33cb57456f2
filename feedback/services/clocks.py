"""The legal periods of a case: promised at receipt, started, extended, ended, and counted anew when calendar or term change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, select

from accounts.models import Field
from core.extensions import db
from deadlines import queries as legal_time
from deadlines.engine import Due, due_on
from deadlines.terms import Term
from feedback.models import Case, CaseClock
from feedback.queries.complaint_facts import clock_start, suspensions_of, traits_of
from feedback.states import CaseKind, ClockState

NOTIFY, NOTIFY_ANY, SETTLE = "KNPA.NOTIFY", "ALL.RECEPTION.NOTIFY", "KNPA.SETTLE"
ACCEPT_COMPLAINT, SETTLE_COMPLAINT = "KN.ACCEPT", "KN.SETTLE1"
STANDING_STILL = frozenset({ClockState.ENDED, ClockState.STOPPED})


@dataclass(frozen=True, kw_only=True)
class Move:
    """A due date that moved: local dates before and after."""

    case_id: int
    code: str
    term_code: str
    before: date
    after: date


def notify_code(kind: str) -> str:
    """Return the term of the first answer (taken on, or not): Law on Citizen Reception 2013, Art. 28.1."""
    return NOTIFY_ANY if kind == CaseKind.OTHER else NOTIFY


def promise(case: Case, *, fresh: bool = False) -> None:
    """Start the clock of the first answer and plan the clock of the settlement behind it, for the receipt.

    An anonymous reflection has no statutory clock (setting allow_anonymous_reflection). A ``fresh`` case has none to replace.
    A complaint is accepted or not within KN.ACCEPT; while its signature is awaited (setting kn_clock_starts), only the general
    answer time runs.
    """
    if case.anonymous:
        case.due_on = None
        return
    if not fresh:
        db.session.execute(delete(CaseClock).where(CaseClock.case_id == case.id, CaseClock.round == case.round))
    complaint = case.kind == CaseKind.COMPLAINT
    signed = clock_start(case) if complaint else case.received_on
    if signed is None:
        case.due_on = start_clock(case, NOTIFY_ANY, start=case.received_on).due_on
        return
    notify = start_clock(case, ACCEPT_COMPLAINT if complaint else notify_code(case.kind), start=signed)
    start_clock(case, SETTLE_COMPLAINT if complaint else SETTLE, start=notify.due_on, state=ClockState.PLANNED)
    case.due_on = notify.due_on


def start_settlement(case: Case, *, on: date) -> date | None:
    """End the clock of the first answer and start the settlement's on the day the case was taken on; return the due date."""
    if case.anonymous:
        return None
    end_running(case, on=on)
    db.session.execute(delete(CaseClock).where(CaseClock.case_id == case.id, CaseClock.state == ClockState.PLANNED.value))
    clock = start_clock(case, SETTLE_COMPLAINT if case.kind == CaseKind.COMPLAINT else SETTLE, start=on)
    case.due_on = clock.due_on
    return clock.due_on


def end_running(case: Case, *, on: date) -> bool | None:
    """End the running clock and drop planned ones; return whether it ended in time (None: there was no clock)."""
    in_time: bool | None = None
    for clock in clocks_of(case):
        if clock.state == ClockState.RUNNING:
            clock.state, clock.ended_on = ClockState.ENDED.value, on
            in_time = on <= clock.due_on
        elif clock.state == ClockState.PLANNED:
            db.session.delete(clock)
    db.session.flush()
    return in_time


def extend(case: Case, *, days: int) -> tuple[date | None, date | None]:
    """Give the running clock ``days`` more working days; return the due date before and after."""
    clock = next((item for item in clocks_of(case) if item.state == ClockState.RUNNING), None)
    if clock is None:
        return None, None
    before = clock.due_on
    clock.extension_days += days
    _count(clock, case)
    case.due_on, case.extended = clock.due_on, True
    return before, clock.due_on


def recount(case: Case) -> list[Move]:
    """Count running and planned clocks anew with the present calendar and terms; return what moved."""
    moves, started = [], None
    for clock in clocks_of(case):
        if clock.state in STANDING_STILL:
            continue
        if clock.state == ClockState.PLANNED and started is not None:
            clock.started_on = started
        before = clock.due_on
        _count(clock, case)
        if clock.state != ClockState.TRACKED:
            started = clock.due_on
        if clock.state == ClockState.RUNNING:
            case.due_on = clock.due_on
        if clock.due_on != before and clock.state != ClockState.TRACKED:
            moves.append(Move(case_id=case.id, code=case.code, term_code=clock.term_code, before=before, after=clock.due_on))
    db.session.flush()
    return moves


def clocks_of(case: Case) -> list[CaseClock]:
    """Return the clocks of the case in the order they were made."""
    return list(db.session.scalars(select(CaseClock).where(CaseClock.case_id == case.id).order_by(CaseClock.id)))


def start_clock(case: Case, term_code: str, *, start: date, state: ClockState = ClockState.RUNNING) -> CaseClock:
    """Start a clock of a term on a day; what it is counted by is chosen by the case's receipt date (or by the act's day).

    Raises deadlines.calendar.CalendarNotCovered when the calendar does not reach so far, and deadlines.terms.NotInForce.
    """
    clock = CaseClock(
        unit_id=case.unit_id, case_id=case.id, round=case.round, term_code=term_code, state=state.value, started_on=start,
        extension_days=0,
    )  # fmt: skip
    _count(clock, case)
    db.session.add(clock)
    return clock


def _count(clock: CaseClock, case: Case) -> None:
    due = _due(clock, case)
    clock.raw_on, clock.due_on, clock.proof = due.raw_on, due.due_on, due.proof.to_dict()
    clock.term_code = due.proof.term


def _due(clock: CaseClock, case: Case) -> Due:
    calendar = legal_time.calendar_for(case.unit_id)
    term = _term(clock.term_code, case, event_on=clock.started_on)
    stops = suspensions_of(case.id) if term.family == SETTLE_COMPLAINT else ()
    return due_on(term, clock.started_on, calendar, suspensions=stops, extension=clock.extension_days)


def _term(code: str, case: Case, *, event_on: date) -> Term:
    if case.kind == CaseKind.COMPLAINT:
        traits = traits_of(case)
        return legal_time.term(
            code, case.received_on, unit_id=case.unit_id, event_on=event_on, complex_case=traits.is_complex,
            remote_area=traits.remote,
        )  # fmt: skip
    term = legal_time.term(code, case.received_on, unit_id=case.unit_id)
    if code == SETTLE and case.field_id is not None:
        field = db.session.get(Field, case.field_id)
        if field is not None and field.answer_days:
            return replace(term, number=field.answer_days, local=True)
    return term
