"""Counting day by day: which day gets which number, which is passed over and why, and where a period may end. Pure.

Civil Code 2015: the day of the event is not counted (Art. 147.2); a period ends at midnight of its last day, and when that is
a weekend day or a holiday, at the end of the next working day (Art. 148.5). Counting back from a dialogue the day moves
earlier instead, so that "at least five days before" stays true.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.errors import DomainError
from deadlines.calendar import ONE_DAY, CalendarNotCovered, DayOff, Why, WorkingCalendar
from deadlines.proof import Suspension
from deadlines.terms import Direction, Term, TermUnit

LONGEST = 3660


class NotComputable(DomainError):
    """The term says how often, or counts hours: it has no last day. ``facts``: term, unit, number."""

    status = 409
    code = "term_not_computable"


class ClockStopped(DomainError):
    """The clock stands still: no due date until it runs again. ``facts``: term, stopped_on, counted, left (in the unit)."""

    status = 409
    code = "clock_stopped"


class DayRole(StrEnum):
    """What a day is in the count.

    ``event`` day zero · ``counted`` · ``skipped`` inside the count · ``raw`` the last number, on a day that may not be the
    end · ``rolled`` passed over after it · ``due`` the day itself.
    """

    EVENT = "event"
    COUNTED = "counted"
    SKIPPED = "skipped"
    RAW = "raw"
    ROLLED = "rolled"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One line of the count: the day, its number (None: not counted), and why it is passed over (None: it is not)."""

    on: date
    role: DayRole
    number: int | None = None
    off: DayOff | None = None


def counting_days(
    term: Term, start: date, calendar: WorkingCalendar, *, suspensions: Sequence[Suspension] = (), extension: int = 0
) -> list[CountedDay]:
    """Return the whole count, beginning with the day of the event and ending with the due day.

    ``start`` is the local day of the event, ``extension`` is in the term's own unit and belongs to the same period.
    Terms in months or years show only the event and the end.
    Raises NotComputable, ClockStopped, CalendarNotCovered; ValueError for an impossible extension or suspension.
    """
    _check(term, suspensions=suspensions, extension=extension)
    total = term.number + extension
    if total == 0:
        return [CountedDay(start, DayRole.DUE, 0)]
    backwards = term.direction is Direction.BEFORE
    if start < calendar.first if backwards else start > calendar.last:
        raise CalendarNotCovered(start, first=calendar.first, last=calendar.last)
    step = -ONE_DAY if backwards else ONE_DAY
    lines = [CountedDay(start, DayRole.EVENT)]
    if term.unit in (TermUnit.MONTH, TermUnit.YEAR):
        raw = _months_later(start, total * (12 if term.unit is TermUnit.YEAR else 1))
        lines.append(CountedDay(raw, DayRole.COUNTED, total))
    else:
        lines.extend(_count(term, total, start, calendar, suspensions=suspensions))
    return _ended(lines, calendar, step=step)


def _check(term: Term, *, suspensions: Sequence[Suspension], extension: int) -> None:
    if not term.computable:
        raise NotComputable(term=term.code, unit=term.unit.value, number=term.number)
    if extension < 0 or term.number + extension > LONGEST:
        raise ValueError("an extension is a number of days that can be added")
    if term.direction is not Direction.AFTER and (suspensions or extension):
        raise ValueError("only a period after an event can be extended or suspended")
    if term.unit in (TermUnit.MONTH, TermUnit.YEAR) and suspensions:
        raise NotComputable(term=term.code, unit=term.unit.value, number=term.number)


def _count(
    term: Term, total: int, start: date, calendar: WorkingCalendar, *, suspensions: Sequence[Suspension]
) -> Iterator[CountedDay]:
    step = -ONE_DAY if term.direction is Direction.BEFORE else ONE_DAY
    day, number = start, 0
    while number < total:
        day += step
        off = _suspended(day, suspensions, term=term, counted=number, total=total)
        if off is None and term.unit is TermUnit.WORKING_DAY:
            off = calendar.why_off(day)
        if off is None:
            number += 1
            yield CountedDay(day, DayRole.COUNTED, number)
        else:
            yield CountedDay(day, DayRole.SKIPPED, None, off)


def _suspended(day: date, suspensions: Sequence[Suspension], *, term: Term, counted: int, total: int) -> DayOff | None:
    for stop in suspensions:
        if stop.stops(day):
            if stop.resumed_on is None:
                raise ClockStopped(term=term.code, stopped_on=stop.stopped_on.isoformat(), counted=counted, left=total - counted)
            return DayOff(day, Why.SUSPENDED)
    return None


def _ended(lines: list[CountedDay], calendar: WorkingCalendar, *, step: timedelta) -> list[CountedDay]:
    last = lines[-1]
    off = calendar.why_off(last.on)
    if off is None:
        lines[-1] = CountedDay(last.on, DayRole.DUE, last.number)
        return lines
    lines[-1] = CountedDay(last.on, DayRole.RAW, last.number, off)
    day = last.on + step
    while (off := calendar.why_off(day)) is not None:
        lines.append(CountedDay(day, DayRole.ROLLED, None, off))
        day += step
    lines.append(CountedDay(day, DayRole.DUE))
    return lines


def _months_later(start: date, months: int) -> date:
    """Return the corresponding day, or the last day of that month when there is none (BLDS 2015 Art. 148.3–4)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
