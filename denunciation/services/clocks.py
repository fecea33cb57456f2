"""The legal periods of an entry: started, ended, stopped by a suspension and counted on after it, lengthened by a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from core.extensions import db
from deadlines import queries as legal_time
from deadlines.calendar import CalendarNotCovered
from deadlines.engine import due_on
from deadlines.proof import Suspension
from denunciation.models import RegisterClock, RegisterEntry, RegisterStep
from denunciation.rules import POSTING
from denunciation.states import SETTLE, SETTLE_COMPLEX, SETTLE_VERY_COMPLEX, Act

SETTLING = (SETTLE, SETTLE_COMPLEX, SETTLE_VERY_COMPLEX)


def clocks_of(entry: RegisterEntry) -> list[RegisterClock]:
    """Return the clocks in the order they were started."""
    query = select(RegisterClock).where(RegisterClock.entry_id == entry.id).order_by(RegisterClock.place)
    return list(db.session.scalars(query))


def running(entry: RegisterEntry) -> dict[str, date]:
    """Return code and start of every clock that has not ended."""
    return {clock.term_code: clock.started_on for clock in clocks_of(entry) if clock.ended_on is None}


def start(entry: RegisterEntry, code: str, *, on: date, suspensions: Sequence[Suspension] = ()) -> RegisterClock:
    """Start a period with the event of a day."""
    clock = RegisterClock(
        unit_id=entry.unit_id, entry_id=entry.id, place=len(clocks_of(entry)) + 1, term_code=code, started_on=on, stopped=False
    )
    _count(clock, entry, suspensions)
    db.session.add(clock)
    db.session.flush()
    return clock


def end(entry: RegisterEntry, codes: Iterable[str], *, on: date) -> None:
    """End the running clocks of these codes."""
    for clock in clocks_of(entry):
        if clock.term_code in codes and clock.ended_on is None:
            clock.ended_on, clock.stopped = on, False
    db.session.flush()


def replace(entry: RegisterEntry, code: str, *, on: date) -> None:
    """Let a longer period of the same family take the place of the running one, counted from the same start."""
    old = next(clock for clock in clocks_of(entry) if clock.term_code in SETTLING and clock.ended_on is None)
    started, old.ended_on = old.started_on, on
    db.session.flush()
    start(entry, code, on=started, suspensions=suspensions_of(entry))


def stop(entry: RegisterEntry) -> None:
    """Stop the settlement's clock; its date stands still until it is counted on."""
    for clock in clocks_of(entry):
        clock.stopped = clock.stopped or (clock.term_code in SETTLING and clock.ended_on is None)
    db.session.flush()


def go_on(entry: RegisterEntry) -> None:
    """Count the settlement's clock on, without the days of every suspension (Law on Denunciations 2018, Art. 34.2)."""
    for clock in clocks_of(entry):
        if clock.term_code in SETTLING and clock.ended_on is None:
            clock.stopped = False
            _count(clock, entry, suspensions_of(entry))
    db.session.flush()


def recount(entry: RegisterEntry) -> list[str]:
    """Count the running clocks anew with the present calendar and terms; return what moved, for the trail.

    One that stands still is counted when it goes on. One that the calendar does not reach any more keeps its date: a refusal
    would tell whoever changes the calendar that there is an entry.
    """
    moved = []
    for clock in clocks_of(entry):
        if clock.ended_on is not None or clock.stopped:
            continue
        before = clock.due_on
        try:
            _count(clock, entry, suspensions_of(entry) if clock.term_code in SETTLING else ())
        except CalendarNotCovered:
            continue
        if clock.due_on != before:
            moved.append(f"{clock.term_code} {before.isoformat()} → {clock.due_on.isoformat()}")
    db.session.flush()
    return moved


def suspensions_of(entry: RegisterEntry) -> tuple[Suspension, ...]:
    """Return the suspensions that were ended by a decision to go on."""
    query = (
        select(RegisterStep.act, RegisterStep.on)
        .where(RegisterStep.entry_id == entry.id, RegisterStep.act.in_((Act.SUSPEND.value, Act.RESUME.value)))
        .order_by(RegisterStep.place)
    )
    days = [on for _act, on in db.session.execute(query)]
    return tuple(Suspension(stop_on, go_on_) for stop_on, go_on_ in zip(days[::2], days[1::2], strict=False))


def posting_days(entry: RegisterEntry) -> int:
    """Return for how many days in a row the conclusion on an entry is published (LTC Art. 40, Decree 31/2019 Art. 6)."""
    return legal_time.term(POSTING, entry.received_on, unit_id=entry.unit_id).number


def _count(clock: RegisterClock, entry: RegisterEntry, suspensions: Sequence[Suspension]) -> None:
    term = legal_time.term(clock.term_code, entry.received_on, unit_id=entry.unit_id)
    due = due_on(term, clock.started_on, legal_time.calendar_for(entry.unit_id), suspensions=suspensions)
    clock.due_on, clock.proof = due.due_on, due.proof.to_dict()
