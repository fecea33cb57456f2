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
from feedback.queries.stand_ins import KeptClock
from feedback.stand_in_models import StandIn
from feedback.states import CaseKind, ClockState

NOTIFY, NOTIFY_ANY, SETTLE = "KNPA.NOTIFY", "ALL.RECEPTION.NOTIFY", "KNPA.SETTLE"


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
    """
    if case.anonymous:
        case.due_on = None
        return
    if not fresh:
        db.session.execute(delete(CaseClock).where(CaseClock.case_id == case.id, CaseClock.round == case.round))
    notify = _clock(case, notify_code(case.kind), start=case.received_on, state=ClockState.RUNNING)
    _clock(case, SETTLE, start=notify.due_on, state=ClockState.PLANNED)
    case.due_on = notify.due_on


def start_settlement(case: Case, *, on: date) -> date | None:
    """End the clock of the first answer and start the settlement's on the day the case was taken on; return the due date."""
    if case.anonymous:
        return None
    end_running(case, on=on)
    db.session.execute(delete(CaseClock).where(CaseClock.case_id == case.id, CaseClock.state == ClockState.PLANNED.value))
    clock = _clock(case, SETTLE, start=on, state=ClockState.RUNNING)
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
        if clock.state == ClockState.ENDED:
            continue
        if clock.state == ClockState.PLANNED and started is not None:
            clock.started_on = started
        before = clock.due_on
        _count(clock, case)
        started = clock.due_on
        if clock.state == ClockState.RUNNING:
            case.due_on = clock.due_on
        if clock.due_on != before:
            moves.append(Move(case_id=case.id, code=case.code, term_code=clock.term_code, before=before, after=clock.due_on))
    db.session.flush()
    return moves


def clocks_of(case: Case) -> list[CaseClock]:
    """Return the clocks of the case in the order they were made."""
    return list(db.session.scalars(select(CaseClock).where(CaseClock.case_id == case.id).order_by(CaseClock.id)))


def _clock(case: Case, term_code: str, *, start: date, state: ClockState) -> CaseClock:
    clock = CaseClock(
        unit_id=case.unit_id, case_id=case.id, round=case.round, term_code=term_code, state=state.value, started_on=start,
        extension_days=0,
    )  # fmt: skip
    _count(clock, case)
    db.session.add(clock)
    return clock


def _count(clock: CaseClock, case: Case) -> None:
    due = due_of(clock, case)
    clock.raw_on, clock.due_on, clock.proof = due.raw_on, due.due_on, due.proof.to_dict()


def due_of(clock: CaseClock | KeptClock, case: Case | StandIn) -> Due:
    """Return when a clock of the case (or of what stands in for it) ends by the present calendar and terms."""
    calendar = legal_time.calendar_for(case.unit_id)
    return due_on(_term(clock.term_code, case), clock.started_on, calendar, extension=clock.extension_days)


def _term(code: str, case: Case | StandIn) -> Term:
    term = legal_time.term(code, case.received_on, unit_id=case.unit_id)
    if code == SETTLE and case.field_id is not None:
        field = db.session.get(Field, case.field_id)
        if field is not None and field.answer_days:
            return replace(term, number=field.answer_days, local=True)
    return term
