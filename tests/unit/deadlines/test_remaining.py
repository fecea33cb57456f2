"""What is left of a due date: computed, never stored, and the same table that SQL is held against."""

from datetime import date
from itertools import pairwise

import pytest

from deadlines.calendar import CalendarNotCovered
from deadlines.engine import Urgency, is_overdue, remaining, urgency
from tests.makers_deadlines import day

# due, today, working days left, urgency
TABLE = [
    ("Wed 02/12/2026", "Fri 20/11/2026", 7, Urgency.ON_TIME, "the worked example on the day of receipt"),
    ("Wed 02/12/2026", "Mon 23/11/2026", 6, Urgency.ON_TIME, "Culture Day is no working day"),
    ("Wed 02/12/2026", "Tue 24/11/2026", 6, Urgency.ON_TIME, "on Culture Day as much is left as the day before"),
    ("Wed 02/12/2026", "Thu 26/11/2026", 4, Urgency.ON_TIME, "one more than soon"),
    ("Wed 02/12/2026", "Fri 27/11/2026", 3, Urgency.DUE_SOON, "three working days are soon"),
    ("Wed 02/12/2026", "Sat 28/11/2026", 3, Urgency.DUE_SOON, "Saturday takes nothing away"),
    ("Wed 02/12/2026", "Sun 29/11/2026", 3, Urgency.DUE_SOON, "Sunday neither"),
    ("Wed 02/12/2026", "Mon 30/11/2026", 2, Urgency.DUE_SOON, "two left"),
    ("Wed 02/12/2026", "Tue 01/12/2026", 1, Urgency.DUE_SOON, "tomorrow"),
    ("Wed 02/12/2026", "Wed 02/12/2026", 0, Urgency.DUE_TODAY, "the last day lasts until midnight"),
    ("Wed 02/12/2026", "Thu 03/12/2026", -1, Urgency.OVERDUE, "late is the next day"),
    ("Wed 02/12/2026", "Fri 04/12/2026", -2, Urgency.OVERDUE, "two working days late"),
    ("Wed 02/12/2026", "Mon 07/12/2026", -3, Urgency.OVERDUE, "the weekend is not counted against the office"),
    ("Fri 04/12/2026", "Sat 05/12/2026", -1, Urgency.OVERDUE, "late from Saturday on, though no working day has passed"),
    ("Fri 04/12/2026", "Sun 06/12/2026", -1, Urgency.OVERDUE, "still one"),
    ("Fri 04/12/2026", "Mon 07/12/2026", -1, Urgency.OVERDUE, "still one on Monday"),
    ("Fri 04/12/2026", "Tue 08/12/2026", -2, Urgency.OVERDUE, "two on Tuesday"),
    ("Mon 04/01/2027", "Thu 31/12/2026", 1, Urgency.DUE_SOON, "over New Year one working day is left"),
    ("Mon 04/01/2027", "Fri 01/01/2027", 1, Urgency.DUE_SOON, "on New Year's Day as well"),
    ("Mon 23/02/2026", "Fri 13/02/2026", 1, Urgency.DUE_SOON, "ten days over Tết are one working day"),
    ("Fri 13/02/2026", "Mon 23/02/2026", -1, Urgency.OVERDUE, "and one working day late after it"),
    ("Sat 22/08/2026", "Fri 21/08/2026", 1, Urgency.DUE_SOON, "due on a worked Saturday"),
    ("Sat 22/08/2026", "Sat 22/08/2026", 0, Urgency.DUE_TODAY, "the worked Saturday is the last day"),
    ("Sat 22/08/2026", "Sun 23/08/2026", -1, Urgency.OVERDUE, "late on Sunday"),
    ("Mon 24/08/2026", "Fri 21/08/2026", 2, Urgency.DUE_SOON, "the worked Saturday is left, and Monday"),
    ("Thu 03/09/2026", "Fri 28/08/2026", 1, Urgency.DUE_SOON, "National Day takes five days"),
]


@pytest.mark.parametrize(
    ("due", "today", "left", "state", "why"), TABLE, ids=[f"{row[0]} on {row[1]}: {row[4]}" for row in TABLE]
)
def test_what_is_left_of_a_due_date(calendar, due, today, left, state, why):
    answers = (
        remaining(day(due), day(today), calendar),
        urgency(day(due), day(today), calendar),
        is_overdue(day(due), day(today)),
    )
    assert answers == (left, state, state is Urgency.OVERDUE)


@pytest.mark.parametrize(
    ("soon", "state"),
    [(0, Urgency.ON_TIME), (2, Urgency.ON_TIME), (3, Urgency.DUE_SOON), (10, Urgency.DUE_SOON)],
)
def test_soon_is_what_the_caller_says(calendar, soon, state):
    assert urgency(day("Wed 02/12/2026"), day("Fri 27/11/2026"), calendar, soon=soon) is state


def test_overdue_needs_no_calendar_but_days_left_do(calendar):
    assert urgency(date(2027, 12, 31), date(2030, 1, 1), calendar) is Urgency.OVERDUE
    assert is_overdue(date(2027, 12, 31), date(2030, 1, 1))
    with pytest.raises(CalendarNotCovered):
        remaining(date(2027, 12, 31), date(2030, 1, 1), calendar)


def test_days_left_fall_by_one_on_each_working_day_and_not_between(calendar):
    due = day("Fri 18/12/2026")
    days = [date(2026, 11, number) for number in range(16, 31)]
    left = [remaining(due, today, calendar) for today in days]
    falls = [calendar.is_working(today) for today in days[1:]]
    assert [before - after for before, after in pairwise(left)] == [int(fall) for fall in falls]
