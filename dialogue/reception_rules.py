"""The rules of citizen reception: which days are suggested, when they are published, how many there must be. Pure.

Sources: Law on Citizen Reception 2013, Art. 15 (as amended by Law 136/2025), 18.3, 24.4, 29; Decree 154/2026, Art. 4.3, 23.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.text import clock_time
from deadlines.calendar import WorkingCalendar
from deadlines.terms import Term, TermUnit
from dialogue.reception_states import WRITTEN_NOTICE, Ground, ReceptionKind
from dialogue.rules import OPEN, Gate
from feedback.complaint_rules import most_representatives, needs_representatives

POST = "TCD.SCHEDULE.POST"
ONLINE = "TCD.ONLINE.NOTIFY"
REFUSE = "ALL.RECEPTION.REFUSE"
FREQUENCY = {ReceptionKind.CHAIR: "TCD.CHAIR.FREQ", ReceptionKind.SECRETARY: "TCD.SECRETARY.FREQ"}
MONDAY = 0


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A day of the plan: ``fixed_on`` as the setting says, ``on`` after moving off days that are not worked."""

    fixed_on: date
    on: date

    @property
    def moved(self) -> bool:
        """Whether the fixed day was off."""
        return self.fixed_on != self.on


def fixed_days(setting: str) -> tuple[int, ...]:
    """Return the days of the month in a setting such as "10,25", in order; what is no day of a month is left out.

    >>> fixed_days("25; 10, x, 40")
    (10, 25)
    """
    parts = "".join(char if char.isascii() and char.isdigit() else " " for char in setting).split()
    return tuple(sorted({int(part) for part in parts if len(part) < 3 and 1 <= int(part) <= 31}))


def suggested_days(year: int, month: int, *, setting: str, calendar: WorkingCalendar) -> tuple[Suggestion, ...]:
    """Return the fixed days of a month, each on the first working day from it on; never two on one day.

    A day that a month does not have (30 February) is its last one. Raises CalendarNotCovered.
    """
    last = month_end(date(year, month, 1))
    found: dict[date, Suggestion] = {}
    for number in fixed_days(setting):
        fixed = date(year, month, min(number, last.day))
        on = calendar.on_or_after(fixed)
        found.setdefault(on, Suggestion(fixed_on=fixed, on=on))
    return tuple(found.values())


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return next_month(day) - timedelta(days=1)


def next_month(day: date) -> date:
    """Return the first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_back(day: date, *, months: int) -> date:
    """Return the first day of the month so many months ago."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def post_gate(*, today: date, latest_on: date, kind: ReceptionKind, reason: str) -> Gate:
    """Answer whether a day may be published today; ``latest_on`` is counted back from it by TCD.SCHEDULE.POST.

    Only an ad hoc day with its reason is published later (Law on Citizen Reception, Art. 18.3).
    """
    if today <= latest_on or (kind is ReceptionKind.AD_HOC and reason.strip()):
        return OPEN
    return Gate(open=False, code="reception_too_late", term=POST, on=latest_on)


def least_days(month: date, *, rule: Term | None) -> int:
    """Return how many days of reception a month owes; ``rule`` is the term in force on its first day, None before there was one.

    So many days a week, as the chair received until 30 June 2026, are so many for every week that begins in the month.
    """
    if rule is None:
        return 0
    if rule.unit is TermUnit.DAYS_PER_WEEK:
        return rule.number * sum(1 for day in days_of_month(month) if day.weekday() == MONDAY)
    return rule.number


def days_of_month(month: date) -> Iterator[date]:
    """Yield the days of a month."""
    first = month.replace(day=1)
    return (first + timedelta(days=index) for index in range(month_end(first).day))


def slots(starts_at: datetime, ends_at: datetime, *, minutes: int) -> tuple[datetime, ...]:
    """Return the beginnings of the slots of ``minutes`` that fit whole between two moments."""
    step, found, at = timedelta(minutes=minutes), [], starts_at
    while at + step <= ends_at:
        found.append(at)
        at += step
    return tuple(found)


def overlaps(first: tuple[datetime, datetime], second: tuple[datetime, datetime]) -> bool:
    """Return whether two times share a moment; that one ends when the other begins is no overlap."""
    return first[0] < second[1] and second[0] < first[1]


def group_faults(people: int, representatives: Sequence[str]) -> dict[str, str]:
    """Return what is wrong with the representatives of a group: field → code (empty: nothing).

    The rule is that of complaints: one law for who comes and who writes (Law on Citizen Reception, Art. 29).
    """
    named = [name for name in representatives if name.strip()]
    if not named and needs_representatives(people):
        return {"representatives": "representatives_missing"}
    if len(named) > most_representatives(people):
        return {"representatives": "representatives_many"}
    return {}


def in_writing(ground: Ground) -> bool:
    """Return whether a refusal on this ground is told in writing within ALL.RECEPTION.REFUSE."""
    return ground in WRITTEN_NOTICE


def hours(text: str) -> tuple[time, time] | None:
    """Return begin and end of hours such as "8:00-11:30" (None: it reads as none).

    >>> hours("08:00 – 11:30")
    (datetime.time(8, 0), datetime.time(11, 30))
    """
    times = [clock_time(part) for part in text.replace("–", "-").replace(" ", "").split("-")]
    if len(times) != 2:
        return None
    first, last = times
    return (first, last) if first and last and first < last else None


def held_in(days: Iterable[date], month: date) -> int:
    """Return how many of the days lie in a month; two receptions on one day are one day."""
    return len({day for day in days if (day.year, day.month) == (month.year, month.month)})
