"""When a case is told further up: shares of the running time in working days, and the alarms before the ceiling."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from feedback.escalation import LEVELS, STAGES, Level, Mark, ceiling_stage, share_used, stage_of
from tests.makers_deadlines import make_calendar, special

FRIDAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    return make_calendar(special("Tue 24/11/2026"))


# A case taken on Friday 20/11/2026 and due on Friday 04/12/2026; Tuesday 24/11 (Viet Nam Culture Day) is off: nine working days.
NINE_DAYS = [
    (date(2026, 11, 20), 0, 0, "the day it was taken on"),
    (date(2026, 11, 21), 0, 0, "Saturday uses nothing"),
    (date(2026, 11, 23), 11, 0, "Monday, one of nine"),
    (date(2026, 11, 24), 11, 0, "a day off uses nothing"),
    (date(2026, 11, 27), 44, 0, "Friday, four of nine"),
    (date(2026, 11, 29), 44, 0, "Sunday"),
    (date(2026, 11, 30), 55, 50, "Monday, five of nine: half is over"),
    (date(2026, 12, 1), 66, 50, "six of nine"),
    (date(2026, 12, 2), 77, 50, "seven of nine, not yet four fifths"),
    (date(2026, 12, 3), 88, 80, "eight of nine"),
    (date(2026, 12, 4), 100, 100, "the last day"),
    (date(2026, 12, 5), 100, 100, "late"),
    (date(2026, 12, 31), 100, 100, "very late stays at 100"),
]


@pytest.mark.parametrize(("today", "share", "stage", "why"), NINE_DAYS, ids=[row[3] for row in NINE_DAYS])
def test_share_and_stage_follow_the_working_days(calendar: WorkingCalendar, today: date, share: int, stage: int, why: str):
    due = date(2026, 12, 4)
    assert share_used(FRIDAY, due, today, calendar) == share
    assert stage_of(FRIDAY, due, today, calendar) == stage


@pytest.mark.parametrize(
    ("due", "today", "stage"),
    [
        (FRIDAY, FRIDAY, 100),  # due on the day it began
        (date(2026, 11, 22), FRIDAY, 100),  # a Sunday after it: no working day between
        (date(2026, 11, 23), FRIDAY, 0),  # one working day, none used
        (date(2026, 11, 23), date(2026, 11, 23), 100),
        (date(2026, 11, 25), date(2026, 11, 23), 50),  # one of two
    ],
)
def test_short_times_have_few_stages(calendar: WorkingCalendar, due: date, today: date, stage: int):
    assert stage_of(FRIDAY, due, today, calendar) == stage


def test_the_day_before_it_began_uses_nothing(calendar: WorkingCalendar):
    assert share_used(FRIDAY, date(2026, 12, 4), date(2026, 11, 18), calendar) == 0


def test_days_that_the_calendar_does_not_know_are_not_guessed(calendar: WorkingCalendar):
    with pytest.raises(CalendarNotCovered):
        share_used(FRIDAY, date(2031, 1, 1), date(2026, 12, 1), calendar)


def test_an_extension_lowers_the_stage(calendar: WorkingCalendar):
    today = date(2026, 12, 3)
    assert stage_of(FRIDAY, date(2026, 12, 4), today, calendar) == 80
    assert stage_of(FRIDAY, date(2026, 12, 11), today, calendar) == 50


def test_stage_never_falls_while_time_passes(calendar: WorkingCalendar):
    days = [FRIDAY + timedelta(days=number) for number in range(40)]
    stages = [stage_of(FRIDAY, date(2026, 12, 14), day, calendar) for day in days]
    assert stages == sorted(stages)
    assert list(dict.fromkeys(stages)) == [0, *STAGES]


CEILING = [
    (0, False, 0), (29, True, 0), (30, True, 30), (39, True, 30), (40, True, 40), (44, True, 40), (45, True, 40), (400, True, 40),
    (30, False, 0), (400, False, 0),
]  # fmt: skip


@pytest.mark.parametrize(("lies", "neglected", "alarm"), CEILING)
def test_alarm_is_raised_at_day_thirty_and_forty_of_forty_five(lies: int, neglected: bool, alarm: int):
    received = date(2026, 11, 20)
    assert ceiling_stage(received, received + timedelta(days=lies), days=45, neglected=neglected) == alarm


@pytest.mark.parametrize(("lies", "alarm"), [(14, 0), (15, 15), (25, 25), (30, 25)])
def test_alarms_move_with_the_ceiling(lies: int, alarm: int):
    received = date(2026, 11, 20)
    assert ceiling_stage(received, received + timedelta(days=lies), days=30, neglected=True) == alarm


def test_every_stage_tells_one_more_level():
    assert [LEVELS[stage] for stage in STAGES] == [Level.OFFICER, Level.HEAD, Level.LEADER]
    assert Mark() == Mark(stage=0, ceiling=0)
