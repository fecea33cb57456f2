"""Stages at 49, 50, 51, 79, 80, 99, 100 and 101 percent, for terms in working and in calendar days; days around the ceiling."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from feedback.escalation import BEFORE_CEILING, STAGES, ceiling_stage, share_used, stage_of
from tests.makers_deadlines import day, make_calendar, special

PLAIN = make_calendar(years=(2026, 2027))
TET = make_calendar(
    *(special(text) for text in ("Fri 05/02/2027", "Mon 08/02/2027", "Tue 09/02/2027", "Wed 10/02/2027", "Thu 11/02/2027")),
    special("Sat 20/02/2027", kind="working"),
    special("Fri 12/02/2027", kind="swap_off"),
    years=(2026, 2027),
)

# A term of 100 working days from Monday 04/01/2027, without holidays: twenty weeks, due on Monday 24/05/2027.
HUNDRED = [
    ("Mon 04/01/2027", 0, 0, "the day it began"),
    ("Tue 05/01/2027", 1, 0, "one of a hundred"),
    ("Thu 11/03/2027", 48, 0, "forty-eight"),
    ("Fri 12/03/2027", 49, 0, "forty-nine: not yet half"),
    ("Sun 14/03/2027", 49, 0, "a weekend uses nothing"),
    ("Mon 15/03/2027", 50, 50, "half: the officer"),
    ("Tue 16/03/2027", 51, 50, "fifty-one: told already"),
    ("Fri 23/04/2027", 79, 50, "seventy-nine: not yet four fifths"),
    ("Sat 24/04/2027", 79, 50, "Saturday"),
    ("Mon 26/04/2027", 80, 80, "four fifths: the head too"),
    ("Tue 27/04/2027", 81, 80, "eighty-one"),
    ("Fri 21/05/2027", 99, 80, "ninety-nine: the day before the last"),
    ("Sun 23/05/2027", 99, 80, "the Sunday before the last day"),
    ("Mon 24/05/2027", 100, 100, "the last day: the leaders"),
    ("Tue 25/05/2027", 100, 100, "one day late would be 101: it stays at 100"),
    ("Fri 31/12/2027", 100, 100, "half a year late"),
]


@pytest.mark.parametrize(("today", "share", "stage", "why"), HUNDRED, ids=[row[3] for row in HUNDRED])
def test_percent_are_working_days_of_a_hundred(today: str, share: int, stage: int, why: str):
    began, due = day("Mon 04/01/2027"), day("Mon 24/05/2027")
    assert (share_used(began, due, day(today), PLAIN), stage_of(began, due, day(today), PLAIN)) == (share, stage), why


# A term of 100 calendar days from Monday 04/01/2027: due on Wednesday 14/04/2027, with 72 working days in it.
CALENDAR_DAYS = [
    ("Mon 22/02/2027", 48, 0, "35 of 72"),
    ("Tue 23/02/2027", 50, 50, "36 of 72 is just half"),
    ("Wed 24/03/2027", 79, 50, "57 of 72"),
    ("Thu 25/03/2027", 80, 80, "58 of 72 is more than four fifths"),
    ("Tue 13/04/2027", 98, 80, "71 of 72"),
    ("Wed 14/04/2027", 100, 100, "the last day"),
    ("Thu 15/04/2027", 100, 100, "late"),
]


@pytest.mark.parametrize(("today", "share", "stage", "why"), CALENDAR_DAYS, ids=[row[3] for row in CALENDAR_DAYS])
def test_term_in_calendar_days_is_used_by_working_days(today: str, share: int, stage: int, why: str):
    began, due = day("Mon 04/01/2027"), day("Wed 14/04/2027")
    assert (share_used(began, due, day(today), PLAIN), stage_of(began, due, day(today), PLAIN)) == (share, stage), why


# Ten working days over Tết 2027 from Mon 01/02: 05/02 and 08–12/02 are off, Saturday 20/02 is worked; due Mon 22/02/2027.
OVER_TET = [
    ("Thu 04/02/2027", 30, 0, "three of ten before the holidays"),
    ("Wed 10/02/2027", 30, 0, "in the middle of Tết nothing is used"),
    ("Sun 14/02/2027", 30, 0, "the last day of rest"),
    ("Mon 15/02/2027", 40, 0, "four of ten"),
    ("Tue 16/02/2027", 50, 50, "five of ten"),
    ("Thu 18/02/2027", 70, 50, "seven of ten"),
    ("Fri 19/02/2027", 80, 80, "eight of ten"),
    ("Sat 20/02/2027", 90, 80, "a Saturday that is worked counts"),
    ("Sun 21/02/2027", 90, 80, "its Sunday does not"),
    ("Mon 22/02/2027", 100, 100, "the last day"),
]


@pytest.mark.parametrize(("today", "share", "stage", "why"), OVER_TET, ids=[row[3] for row in OVER_TET])
def test_holidays_use_nothing_and_a_worked_saturday_does(today: str, share: int, stage: int, why: str):
    began, due = day("Mon 01/02/2027"), day("Mon 22/02/2027")
    assert (share_used(began, due, day(today), TET), stage_of(began, due, day(today), TET)) == (share, stage), why


SHORT = [
    ("Mon 04/01/2027", "Tue 05/01/2027", "Mon 04/01/2027", 0, "one day: none used"),
    ("Mon 04/01/2027", "Tue 05/01/2027", "Tue 05/01/2027", 100, "one day: the last at once, without 50 and 80"),
    ("Fri 08/01/2027", "Mon 11/01/2027", "Sun 10/01/2027", 0, "one day over a weekend"),
    ("Fri 08/01/2027", "Sat 09/01/2027", "Fri 08/01/2027", 100, "no working day at all: no time is left"),
    ("Fri 08/01/2027", "Sun 10/01/2027", "Fri 08/01/2027", 100, "a weekend only"),
    ("Mon 04/01/2027", "Mon 04/01/2027", "Mon 04/01/2027", 100, "due on the day it began"),
    ("Mon 04/01/2027", "Fri 01/01/2027", "Fri 01/01/2027", 100, "due before it began"),
    ("Mon 04/01/2027", "Wed 06/01/2027", "Tue 05/01/2027", 50, "one of two"),
    ("Mon 04/01/2027", "Thu 07/01/2027", "Tue 05/01/2027", 0, "one of three"),
    ("Mon 04/01/2027", "Thu 07/01/2027", "Wed 06/01/2027", 50, "two of three"),
    ("Mon 04/01/2027", "Mon 11/01/2027", "Fri 08/01/2027", 80, "four of five is just four fifths"),
    ("Mon 04/01/2027", "Mon 11/01/2027", "Thu 07/01/2027", 50, "three of five"),
    ("Mon 04/01/2027", "Mon 11/01/2027", "Wed 06/01/2027", 0, "two of five"),
]


@pytest.mark.parametrize(("began", "due", "today", "stage", "why"), SHORT, ids=[row[4] for row in SHORT])
def test_clocks_of_a_few_days(began: str, due: str, today: str, stage: int, why: str):
    assert stage_of(day(began), day(due), day(today), PLAIN) == stage, why


EXTENDED = [
    ("Mon 18/01/2027", "Fri 15/01/2027", 80, "nine of ten before it was extended"),
    ("Mon 25/01/2027", "Fri 15/01/2027", 50, "nine of fifteen with five more days"),
    ("Mon 01/02/2027", "Fri 15/01/2027", 0, "nine of twenty with ten more"),
    ("Mon 01/02/2027", "Mon 18/01/2027", 50, "the old last day is half of the new time"),
    ("Mon 01/02/2027", "Tue 26/01/2027", 80, "sixteen of twenty"),
    ("Mon 01/02/2027", "Mon 01/02/2027", 100, "the new last day"),
]


@pytest.mark.parametrize(("due", "today", "stage", "why"), EXTENDED, ids=[row[3] for row in EXTENDED])
def test_extended_clock_is_measured_by_its_new_last_day(due: str, today: str, stage: int, why: str):
    assert stage_of(day("Mon 04/01/2027"), day(due), day(today), PLAIN) == stage, why


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))


@given(DAYS, DAYS, DAYS)
def test_share_lies_between_nothing_and_all_and_stage_is_the_last_below_it(began: date, due: date, today: date):
    share = share_used(began, due, today, TET)
    assert 0 <= share <= 100
    assert stage_of(began, due, today, TET) == (0, *STAGES)[(share >= 50) + (share >= 80) + (share >= 100)]
    assert (share == 100) >= (today >= due)


@given(DAYS, DAYS, DAYS)
def test_time_never_runs_back_and_only_the_last_day_is_all_of_it(began: date, due: date, today: date):
    tomorrow = min(today + timedelta(days=1), date(2027, 12, 31))
    assert share_used(began, due, today, TET) <= share_used(began, due, tomorrow, TET)
    if TET.working_days_between(began, due) and TET.is_working(due) and today < due:
        assert share_used(began, due, today, TET) < 100


@given(DAYS, DAYS, DAYS, st.integers(min_value=0, max_value=60))
def test_more_time_never_raises_the_stage(began: date, due: date, today: date, more: int):
    later = min(due + timedelta(days=more), date(2027, 12, 31))
    assert stage_of(began, later, today, TET) <= stage_of(began, due, today, TET)


@pytest.mark.parametrize(
    ("began", "due", "today"),
    [
        (date(2025, 12, 31), date(2026, 2, 2), date(2026, 1, 5)),
        (date(2027, 12, 1), date(2028, 1, 3), date(2027, 12, 2)),
    ],
)
def test_clock_beyond_the_calendar_is_not_guessed(began: date, due: date, today: date):
    with pytest.raises(CalendarNotCovered):
        stage_of(began, due, today, PLAIN)


# A letter received on Tuesday 01/12/2026; the ceiling of Decree 154/2026, Art. 41.3b is 45 calendar days.
CEILING = [
    ("Tue 01/12/2026", 0, "day 0"),
    ("Wed 30/12/2026", 0, "day 29"),
    ("Thu 31/12/2026", 30, "day 30: fifteen days are left"),
    ("Fri 01/01/2027", 30, "day 31, a holiday counts like any calendar day"),
    ("Sat 09/01/2027", 30, "day 39"),
    ("Sun 10/01/2027", 40, "day 40, a Sunday: five days are left"),
    ("Mon 11/01/2027", 40, "day 41"),
    ("Fri 15/01/2027", 40, "day 45, the ceiling"),
    ("Sat 16/01/2027", 40, "day 46, beyond it"),
    ("Fri 31/12/2027", 40, "a year later"),
    ("Mon 30/11/2026", 0, "the day before it came"),
]


@pytest.mark.parametrize(("today", "alarm", "why"), CEILING, ids=[row[2] for row in CEILING])
@pytest.mark.parametrize("neglected", [True, False])
def test_ceiling_counts_calendar_days_from_receipt_of_what_is_neglected(neglected: bool, today: str, alarm: int, why: str):
    found = ceiling_stage(day("Tue 01/12/2026"), day(today), days=45, neglected=neglected)
    assert found == (alarm if neglected else 0), why


@pytest.mark.parametrize(
    ("days", "lies", "alarm", "why"),
    [
        (45, 29, 0, "day 29"),
        (60, 44, 0, "a longer ceiling alarms later"),
        (60, 45, 45, "fifteen days before sixty"),
        (60, 55, 55, "five before sixty"),
        (15, 0, 0, "the first alarm would be on day 0, which names no stage"),
        (15, 10, 10, "five before fifteen"),
    ],
)
def test_alarm_stands_fifteen_and_five_days_before_any_ceiling(days: int, lies: int, alarm: int, why: str):
    received = day("Tue 01/12/2026")
    assert ceiling_stage(received, received + timedelta(days=lies), days=days, neglected=True) == alarm, why


@given(st.integers(min_value=16, max_value=120), st.integers(min_value=-5, max_value=400))
def test_alarm_is_never_before_its_day(days: int, lies: int):
    received = date(2026, 6, 1)
    alarm = ceiling_stage(received, received + timedelta(days=lies), days=days, neglected=True)
    assert alarm in (0, *(days - before for before in BEFORE_CEILING))
    assert alarm <= max(lies, 0)


def test_calendars_of_these_tables_work_the_days_they_say():
    worked: WorkingCalendar = TET
    assert [worked.is_working(day(text)) for text in ("Fri 12/02/2027", "Sat 20/02/2027", "Mon 15/02/2027")] == [
        False,
        True,
        True,
    ]
