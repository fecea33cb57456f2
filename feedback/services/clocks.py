"""The legal periods of a case: promised at receipt, started, extended, ended, and counted anew when calendar or term change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, select

from accounts.models import Field
from core.extensions import db
from deadlines import queries as legal_time
from deadlines.engine import Due, due_on
from deadlines.proof import Proof, Suspension
from deadlines.terms import Term
from feedback.models import Case, CaseClock
from feedback.queries.complaint_facts import clock_start, continued_on, suspensions_of, traits_of
from feedback.queries.handovers import came_back_on
from feedback.queries.stand_ins import KeptClock
from feedback.stand_in_models import StandIn
from feedback.states import FORWARD_CLOCK, SIDE_CLOCKS, WAITING_TO_BE_ACCEPTED, CaseKind, CaseState, ClockState

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
    if kind == CaseKind.REGULATION_FEEDBACK:
        return FORWARD_CLOCK
    return NOTIFY_ANY if kind == CaseKind.OTHER else NOTIFY


def promise(case: Case, *, fresh: bool = False) -> None:
    """Start the clock of the first answer and plan the clock of the settlement behind it, for the receipt (see promised).

    A ``fresh`` case has none to replace. Side clocks run on, and what has ended stays on file. A letter that another commune gave
    back is promised from the day on which it came back, a complaint that goes on after a withdrawal from the day of that.
    """
    back_on = None
    if not fresh and not case.anonymous:
        own = (CaseClock.case_id == case.id, CaseClock.round == case.round, CaseClock.term_code.not_in(SIDE_CLOCKS))
        db.session.execute(delete(CaseClock).where(*own, CaseClock.state != ClockState.ENDED.value))
        back_on = max((day for day in (came_back_on(case.id), continued_on(case.id)) if day), default=None)
    laid = promised(case, begins=back_on)
    db.session.add_all(laid)
    signature_awaited = case.kind == CaseKind.COMPLAINT and len(laid) == 1
    case.due_on = first_date(laid) if fresh or signature_awaited else earliest(case)


def promised(case: Case, *, begins: date | None = None) -> list[CaseClock]:
    """Return the clocks of a letter that came in, the one that is due first at the head; nothing is laid down yet.

    ``begins``: a day before which nothing is counted; None: the day of its receipt.

    An anonymous reflection has no statutory clock (setting allow_anonymous_reflection). A complaint is accepted or not within
    KN.ACCEPT; while its signature is awaited (setting kn_clock_starts), only the general answer time runs. Feedback on a
    regulation is passed on, so no settlement is planned (Decree 20/2008, Art. 9.1d).
    """
    if case.anonymous:
        return []
    complaint, begins = case.kind == CaseKind.COMPLAINT, begins or case.received_on
    signed = clock_start(case) if complaint else case.received_on
    if signed is None:
        return [_counted(case, NOTIFY_ANY, start=begins)]
    notify = _counted(case, ACCEPT_COMPLAINT if complaint else notify_code(case.kind), start=max(signed, begins))
    if case.kind == CaseKind.REGULATION_FEEDBACK:
        return [notify]
    settle = SETTLE_COMPLAINT if complaint else SETTLE
    return [notify, _counted(case, settle, start=notify.due_on, state=ClockState.PLANNED)]


def first_date(laid: Sequence[CaseClock]) -> date | None:
    """Return the date that a case is sorted by when it has no clocks but those that were promised; None without any."""
    return laid[0].due_on if laid else None


def start_settlement(case: Case, *, on: date) -> date | None:
    """End the clock of the first answer and start the settlement's on the day the case was taken on; return the due date."""
    if case.anonymous:
        return None
    end_running(case, on=on, keep=SIDE_CLOCKS)
    db.session.execute(delete(CaseClock).where(CaseClock.case_id == case.id, CaseClock.state == ClockState.PLANNED.value))
    clock = start_clock(case, SETTLE_COMPLAINT if case.kind == CaseKind.COMPLAINT else SETTLE, start=on)
    case.due_on = earliest(case)
    return clock.due_on


def start_beside(case: Case, term_code: str, *, on: date) -> date:
    """Start a clock beside the one of the procedure; return its due date. The case is sorted by the earliest of them."""
    clock = start_clock(case, term_code, start=on)
    case.due_on = earliest(case)
    return clock.due_on


def earliest(case: Case) -> date | None:
    """Return the first due date among the running clocks, or None."""
    return min((clock.due_on for clock in clocks_of(case) if clock.state == ClockState.RUNNING), default=None)


def answer_by(case: Case) -> date | None:
    """Return the first day on which something is due that is more than the first answer: the answer, an emergency, the portal."""
    first_answers = (NOTIFY, NOTIFY_ANY)
    waiting = [clock for clock in clocks_of(case) if clock.state in (ClockState.RUNNING, ClockState.PLANNED)]
    return min((clock.due_on for clock in waiting if clock.term_code not in first_answers), default=None)


def end_running(case: Case, *, on: date, keep: frozenset[str] = frozenset()) -> bool | None:
    """End the running clocks but those of ``keep`` and drop planned ones; return whether all ended in time (None: no clock)."""
    in_time: bool | None = None
    for clock in clocks_of(case):
        if clock.state == ClockState.RUNNING and clock.term_code not in keep:
            clock.state, clock.ended_on = ClockState.ENDED.value, on
            in_time = in_time is not False and on <= clock.due_on
        elif clock.state == ClockState.PLANNED:
            db.session.delete(clock)
    db.session.flush()
    return in_time


def running_ids(case: Case) -> list[int]:
    """Return the ids of the clocks that run: what a step ends that may be taken back."""
    return [clock.id for clock in clocks_of(case) if clock.state == ClockState.RUNNING]


def run_on(case: Case, clock_ids: Sequence[int]) -> None:
    """Let clocks that a step ended run on as if it had not; before acceptance the promise is made anew with its planned clock."""
    for clock in clocks_of(case):
        if clock.id in clock_ids:
            clock.state, clock.ended_on = ClockState.RUNNING.value, None
    db.session.flush()
    if CaseState(case.state) in WAITING_TO_BE_ACCEPTED:
        promise(case)
    recount(case)


def extend(case: Case, *, days: int) -> tuple[date | None, date | None]:
    """Give the running clock ``days`` more working days; return the due date before and after."""
    running = (item for item in clocks_of(case) if item.state == ClockState.RUNNING and item.term_code not in SIDE_CLOCKS)
    clock = next(running, None)
    if clock is None:
        return None, None
    before = clock.due_on
    clock.extension_days += days
    _count(clock, case)
    case.due_on, case.extended = earliest(case), True
    return before, clock.due_on


def recount(case: Case) -> list[Move]:
    """Count running and planned clocks anew with the present calendar and terms; return what moved."""
    moves, started, running = [], None, []
    for clock in clocks_of(case):
        if clock.state in STANDING_STILL:
            continue
        if clock.state == ClockState.PLANNED and started is not None:
            clock.started_on = started
        before = clock.due_on
        _count(clock, case)
        if clock.state != ClockState.TRACKED and clock.term_code not in SIDE_CLOCKS:
            started = clock.due_on
        if clock.state == ClockState.RUNNING:
            running.append(clock.due_on)
        if clock.due_on != before and clock.state != ClockState.TRACKED:
            moves.append(Move(case_id=case.id, code=case.code, term_code=clock.term_code, before=before, after=clock.due_on))
    case.due_on = min(running, default=case.due_on)
    db.session.flush()
    return moves


def clocks_of(case: Case) -> list[CaseClock]:
    """Return the clocks of the case in the order they were made."""
    return list(db.session.scalars(select(CaseClock).where(CaseClock.case_id == case.id).order_by(CaseClock.id)))


def start_clock(case: Case, term_code: str, *, start: date, state: ClockState = ClockState.RUNNING) -> CaseClock:
    """Start a clock of a term on a day; what it is counted by is chosen by the case's receipt date (or by the act's day).

    Raises deadlines.calendar.CalendarNotCovered when the calendar does not reach so far, and deadlines.terms.NotInForce.
    """
    clock = _counted(case, term_code, start=start, state=state)
    db.session.add(clock)
    return clock


def count_from(clock: CaseClock, case: Case, *, start: date) -> None:
    """Count a clock from another day: it began later than was thought."""
    clock.started_on = start
    _count(clock, case)


def _counted(case: Case, term_code: str, *, start: date, state: ClockState = ClockState.RUNNING) -> CaseClock:
    clock = CaseClock(
        unit_id=case.unit_id, case_id=case.id, round=case.round, term_code=term_code, state=state.value, started_on=start,
        extension_days=0,
    )  # fmt: skip
    _count(clock, case)
    return clock


def _count(clock: CaseClock, case: Case) -> None:
    due = due_of(clock, case)
    clock.raw_on, clock.due_on, clock.proof = due.raw_on, due.due_on, due.proof.to_dict()
    clock.term_code = due.proof.term


def due_of(clock: CaseClock | KeptClock, case: Case | StandIn) -> Due:
    """Return when a clock of the case (or of what stands in for it) ends by the present calendar and terms."""
    calendar = legal_time.calendar_for(case.unit_id)
    term = _term(clock.term_code, case, event_on=clock.started_on)
    stops = _stops(clock, case) if term.family == SETTLE_COMPLAINT else ()
    return due_on(term, clock.started_on, calendar, suspensions=stops, extension=clock.extension_days)


def _stops(clock: CaseClock | KeptClock, case: Case | StandIn) -> Sequence[Suspension]:
    """Return when the settlement stood still: as the case has it, or as the proof of a kept clock does."""
    if isinstance(clock, KeptClock):
        return Proof.from_dict(clock.proof).suspensions
    return suspensions_of(case.id)


def _term(code: str, case: Case | StandIn, *, event_on: date) -> Term:
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
            own = field.answer_basis
            basis = {"basis_vi": own, "basis_en": own} if own else {}
            return replace(term, number=field.answer_days, local=True, **basis)
    return term
