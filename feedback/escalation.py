"""When a case is told further up: at 50, 80 and 100 % of its running time, and near the ceiling of discipline. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deadlines.calendar import WorkingCalendar
from deadlines.proof import Suspension

STAGES = (50, 80, 100)
BEFORE_CEILING = (15, 5)
"""Calendar days before the ceiling on which alarm is raised: day 30 and day 40 of the 45."""


class Level(StrEnum):
    """Who is told at a stage: the officer, also the head of the department, also the leaders."""

    OFFICER = "officer"
    HEAD = "head"
    LEADER = "leader"


LEVELS: dict[int, Level] = {50: Level.OFFICER, 80: Level.HEAD, 100: Level.LEADER}


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What a list shows of a case: ``stage`` 0, 50, 80 or 100 (percent); ``ceiling`` 0, 30 or 40 (calendar days)."""

    stage: int = 0
    ceiling: int = 0


def share_used(
    started_on: date, due_on: date, today: date, calendar: WorkingCalendar, *, stops: Sequence[Suspension] = ()
) -> int:
    """Return how much of a running period is used, in percent from 0 to 100; 100 from the last day on.

    Counted in working days whatever the unit of the term, because only working days can be used. The days of ``stops``, in
    which the clock stood still, belong neither to the period nor to what is used of it (Decree 124/2020 Art. 28b.2, added by
    Decree 155/2026). Nothing that has no length has time left. Raises CalendarNotCovered outside the years the calendar knows.
    """
    whole = _days_run(started_on, due_on, calendar, stops)
    if whole <= 0 or today >= due_on:
        return 100
    return 100 * _days_run(started_on, today, calendar, stops) // whole


def _days_run(started_on: date, until: date, calendar: WorkingCalendar, stops: Sequence[Suspension]) -> int:
    """Return the working days after the start up to ``until`` on which the clock ran."""
    days = calendar.working_days_between(started_on, until)
    for stop in stops:
        first, last = max(stop.stopped_on, started_on), min(stop.resumed_on or until, until)
        days -= calendar.working_days_between(first, last) if first < last else 0
    return days


def stage_of(started_on: date, due_on: date, today: date, calendar: WorkingCalendar, *, stops: Sequence[Suspension] = ()) -> int:
    """Return the last stage that is reached: 0, 50, 80 or 100."""
    used = share_used(started_on, due_on, today, calendar, stops=stops)
    return max((stage for stage in STAGES if used >= stage), default=0)


def ceiling_stage(received_on: date, today: date, *, days: int, neglected: bool) -> int:
    """Return which alarm before the ceiling has been reached: 0, or the day (30 or 40 of 45), calendar days from receipt.

    Whoever lets a letter lie beyond the ceiling of ``days`` without good reason may be disciplined (term
    ALL.OVERDUE.DISCIPLINE: Decree 154/2026/ND-CP, Art. 41.3b, in force from 1 July 2026). Only a letter that is ``neglected``,
    not taken on yet or past its due date, can get there.
    """
    if not neglected:
        return 0
    lies = (today - received_on).days
    return max((days - before for before in BEFORE_CEILING if lies >= days - before), default=0)
