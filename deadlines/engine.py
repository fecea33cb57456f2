"""From an event to its due date with the proof, and from a due date to what is left of it. Pure; no clock inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deadlines.calendar import WorkingCalendar
from deadlines.counting import ClockStopped, CountedDay, DayRole, NotComputable, counting_days
from deadlines.proof import Proof, Suspension
from deadlines.terms import Direction, Term, TermUnit

__all__ = [
    "ClockStopped", "Due", "NotComputable", "Urgency", "aim_on", "count_back", "due_on", "is_overdue", "remaining", "urgency",
]  # fmt: skip

SOON = 3
MOST_KEPT = 2_000


@dataclass(frozen=True, kw_only=True)
class Due:
    """The answer: ``raw_on`` the last day by the number alone, ``due_on`` the day that counts, and the proof."""

    raw_on: date
    due_on: date
    proof: Proof


class Urgency(StrEnum):
    """How a due date stands today; computed, never stored."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    ON_TIME = "on_time"


def due_on(
    term: Term, start: date, calendar: WorkingCalendar, *, suspensions: Sequence[Suspension] = (), extension: int = 0
) -> Due:
    """Compute the day a duty ends that began with an event on ``start`` (local date, itself not counted).

    ``extension`` is in the term's unit and is one period with it (30 + 30 days are counted as 60 from the start).
    ``suspensions`` are not counted; the clock goes on after the resumption. For a term "before" an event this counts back.
    Raises NotComputable, ClockStopped, CalendarNotCovered, ValueError. Source: BLDS 2015 Art. 147–148.

    All letters of a day end on the same dates: an answer without suspension or extension is kept with its calendar.
    """
    if suspensions or extension:
        return _computed(term, start, calendar, suspensions=suspensions, extension=extension)
    known = calendar.kept_dues.get((term, start))
    if known is None:
        if len(calendar.kept_dues) >= MOST_KEPT:
            calendar.kept_dues.clear()
        known = calendar.kept_dues[term, start] = _computed(term, start, calendar, suspensions=(), extension=0)
    return known


def _computed(
    term: Term, start: date, calendar: WorkingCalendar, *, suspensions: Sequence[Suspension], extension: int
) -> Due:  # fmt: skip
    lines = counting_days(term, start, calendar, suspensions=suspensions, extension=extension)
    raw = next(line for line in lines if line.number == term.number + extension)
    proof = Proof(
        term=term.code,
        number=term.number,
        unit=term.unit,
        direction=term.direction,
        extension=extension,
        by_office=term.set_by_office,
        clock_vi=term.clock_vi,
        clock_en=term.clock_en,
        article_vi=term.basis_vi,
        article_en=term.basis_en,
        start_on=start,
        calendar=calendar.version,
        first_counted_on=_first_counted(term, lines),
        skipped=tuple(line.off for line in lines if line.off and line.role is DayRole.SKIPPED),
        rolled=tuple(line.off for line in lines if line.off and line.role in (DayRole.RAW, DayRole.ROLLED)),
        worked=tuple(line.on for line in lines if line.number and line.on in calendar.working_saturdays),
        suspensions=tuple(sorted(suspensions, key=lambda stop: stop.stopped_on)),
        raw_on=raw.on,
        due_on=lines[-1].on,
        aim_on=min(lines[-1].on, _aim(raw.on, calendar)) if raw.number else raw.on,
        provisional=tuple(sorted({day.year for day in _rests_on(term, lines)} & calendar.provisional_years)),
        uncertain=tuple(day for day in _rests_on(term, lines) if calendar.is_uncertain(day)),
    )
    return Due(raw_on=proof.raw_on, due_on=proof.due_on, proof=proof)


def count_back(term: Term, event: date, calendar: WorkingCalendar) -> Due:
    """Compute the latest day for something that must be done before ``event``; a day off moves the answer earlier.

    Raises ValueError when the term does not run backwards, else what due_on raises.
    """
    if term.direction is not Direction.BEFORE:
        raise ValueError(f"{term.code} runs forward")
    return due_on(term, event, calendar)


def aim_on(due: Due) -> date:
    """Return the safe day: the last working day on or before the raw one."""
    return due.proof.aim_on


def remaining(due: date, today: date, calendar: WorkingCalendar) -> int:
    """Return the working days left after ``today`` up to ``due``: 0 on the last day, negative when late.

    Late means the day after ``due`` or later; then at least −1, even if no working day has passed since.
    """
    if today <= due:
        return calendar.working_days_between(today, due)
    return -max(1, calendar.working_days_between(due, today))


def is_overdue(due: date, today: date) -> bool:
    """True from the day after the due date on; the due date itself lasts until midnight (BLDS 2015 Art. 148.6)."""
    return today > due


def urgency(due: date, today: date, calendar: WorkingCalendar, *, soon: int = SOON) -> Urgency:
    """Say how urgent a due date is today; ``soon`` is the number of working days from which it is due soon."""
    if is_overdue(due, today):
        return Urgency.OVERDUE
    if today == due:
        return Urgency.DUE_TODAY
    return Urgency.DUE_SOON if remaining(due, today, calendar) <= soon else Urgency.ON_TIME


def _first_counted(term: Term, lines: Sequence[CountedDay]) -> date | None:
    if term.unit not in (TermUnit.WORKING_DAY, TermUnit.CALENDAR_DAY):
        return None
    return next((line.on for line in lines if line.number == 1), None)


def _aim(raw: date, calendar: WorkingCalendar) -> date:
    return calendar.on_or_before(raw)


def _rests_on(term: Term, lines: Sequence[CountedDay]) -> list[date]:
    """Return the days whose place in the calendar could have changed the answer."""
    if len(lines) == 1:
        return []
    if term.unit is TermUnit.WORKING_DAY:
        return [line.on for line in lines[1:]]
    end = next(index for index, line in enumerate(lines) if line.role in (DayRole.RAW, DayRole.DUE))
    return [line.on for line in lines[end:]]
