"""Shares of running time by the calendar that is shipped, 2026 and 2027; every row counted by hand on a wall calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.calendar import CalendarNotCovered
from deadlines.proof import Suspension
from deadlines.reference import shipped_calendar
from feedback.escalation import Level, share_used, stage_of
from tests.makers_deadlines import day

CALENDAR = shipped_calendar()


def stop(stopped: str, resumed: str) -> Suspension:
    return Suspension(day(stopped), day(resumed))


# From Mon 17/08/2026, fifteen working days: Sat 22/08 is worked for Mon 31/08; 01 and 02/09 are off.
NATIONAL_DAY = [
    ("Fri 21/08/2026", 26, 0, "four of fifteen"),
    ("Sat 22/08/2026", 33, 0, "a Saturday that is worked: five"),
    ("Sun 23/08/2026", 33, 0, "its Sunday uses nothing"),
    ("Tue 25/08/2026", 46, 0, "seven"),
    ("Wed 26/08/2026", 53, 50, "eight: more than half"),
    ("Fri 28/08/2026", 66, 50, "ten"),
    ("Mon 31/08/2026", 66, 50, "the day given for the Saturday"),
    ("Wed 02/09/2026", 66, 50, "National Day"),
    ("Thu 03/09/2026", 73, 50, "eleven"),
    ("Fri 04/09/2026", 80, 80, "twelve: just four fifths"),
    ("Tue 08/09/2026", 93, 80, "fourteen"),
    ("Wed 09/09/2026", 100, 100, "the last day"),
]
# The same clock, stopped on Fri 21/08 after four days and resumed on Thu 03/09: seven working days stood still.
NATIONAL_DAY_STOPPED = [
    ("Fri 21/08/2026", 26, 0, "the day of the decision to stop counts"),
    ("Sat 22/08/2026", 26, 0, "the worked Saturday stood still"),
    ("Thu 03/09/2026", 26, 0, "the day of the decision to go on does not count"),
    ("Fri 04/09/2026", 33, 0, "five"),
    ("Tue 08/09/2026", 46, 0, "seven"),
    ("Wed 09/09/2026", 53, 50, "eight, on the day that would have been the last"),
    ("Mon 14/09/2026", 73, 50, "eleven"),
    ("Tue 15/09/2026", 80, 80, "twelve"),
    ("Thu 17/09/2026", 93, 80, "fourteen"),
    ("Fri 18/09/2026", 100, 100, "seven working days later than without the stop"),
]
# From Mon 23/11/2026 to Mon 30/11/2026: Viet Nam Culture Day is Tuesday 24/11, so four working days.
CULTURE_DAY = [
    ("Tue 24/11/2026", 0, 0, "a day off uses nothing"),
    ("Wed 25/11/2026", 25, 0, "one of four"),
    ("Thu 26/11/2026", 50, 50, "two"),
    ("Fri 27/11/2026", 75, 50, "three: the head hears nothing before the last day"),
    ("Sun 29/11/2026", 75, 50, "Sunday"),
    ("Mon 30/11/2026", 100, 100, "the last day"),
]
# From Fri 11/12/2026, twenty working days over New Year.
NEW_YEAR = [
    ("Thu 24/12/2026", 45, 0, "nine of twenty"),
    ("Fri 25/12/2026", 50, 50, "ten: Christmas is worked"),
    ("Thu 31/12/2026", 70, 50, "fourteen"),
    ("Fri 01/01/2027", 70, 50, "New Year uses nothing"),
    ("Sun 03/01/2027", 70, 50, "nor its weekend"),
    ("Tue 05/01/2027", 80, 80, "sixteen"),
    ("Fri 08/01/2027", 95, 80, "nineteen"),
    ("Mon 11/01/2027", 100, 100, "the last day"),
]
# From Mon 25/01/2027, ten working days over Tết: 04 to 10/02 are off.
TET = [
    ("Mon 01/02/2027", 50, 50, "five of ten"),
    ("Wed 03/02/2027", 70, 50, "seven, the evening before"),
    ("Sat 06/02/2027", 70, 50, "the first morning of the year"),
    ("Wed 10/02/2027", 70, 50, "the last day in lieu"),
    ("Thu 11/02/2027", 80, 80, "eight"),
    ("Fri 12/02/2027", 90, 80, "nine"),
    ("Mon 15/02/2027", 100, 100, "the last day"),
]
# The same, stopped on Thu 28/01 after three days and resumed on Thu 11/02: five working days stood still.
TET_STOPPED = [
    ("Thu 28/01/2027", 30, 0, "three of ten"),
    ("Wed 10/02/2027", 30, 0, "holidays inside a stop are not taken off twice"),
    ("Thu 11/02/2027", 30, 0, "the decision to go on"),
    ("Fri 12/02/2027", 40, 0, "four"),
    ("Mon 15/02/2027", 50, 50, "five"),
    ("Wed 17/02/2027", 70, 50, "seven"),
    ("Thu 18/02/2027", 80, 80, "eight"),
    ("Fri 19/02/2027", 90, 80, "nine"),
    ("Mon 22/02/2027", 100, 100, "the last day"),
]
# From Mon 12/04/2027, fifteen working days; off are Fri 16/04, Fri 30/04 and, for Sat 01/05, Mon 03/05.
SPRING = [
    ("Thu 15/04/2027", 20, 0, "three of fifteen"),
    ("Fri 16/04/2027", 20, 0, "Hùng Kings' Day"),
    ("Thu 22/04/2027", 46, 0, "seven"),
    ("Fri 23/04/2027", 53, 50, "eight"),
    ("Wed 28/04/2027", 73, 50, "eleven"),
    ("Thu 29/04/2027", 80, 80, "twelve"),
    ("Mon 03/05/2027", 80, 80, "four days later, still twelve"),
    ("Tue 04/05/2027", 86, 80, "thirteen"),
    ("Wed 05/05/2027", 93, 80, "fourteen"),
    ("Thu 06/05/2027", 100, 100, "the last day"),
]
# From Mon 30/08/2027, ten working days; Thu 02 and Fri 03/09 are off.
NEXT_NATIONAL_DAY = [
    ("Wed 01/09/2027", 20, 0, "two of ten"),
    ("Fri 03/09/2027", 20, 0, "the day beside it"),
    ("Mon 06/09/2027", 30, 0, "three"),
    ("Wed 08/09/2027", 50, 50, "five"),
    ("Fri 10/09/2027", 70, 50, "seven"),
    ("Mon 13/09/2027", 80, 80, "eight"),
    ("Wed 15/09/2027", 100, 100, "the last day"),
]
CLOCKS = [
    ("Mon 17/08/2026", "Wed 09/09/2026", (), NATIONAL_DAY),
    ("Mon 17/08/2026", "Fri 18/09/2026", (stop("Fri 21/08/2026", "Thu 03/09/2026"),), NATIONAL_DAY_STOPPED),
    ("Mon 23/11/2026", "Mon 30/11/2026", (), CULTURE_DAY),
    ("Fri 11/12/2026", "Mon 11/01/2027", (), NEW_YEAR),
    ("Mon 25/01/2027", "Mon 15/02/2027", (), TET),
    ("Mon 25/01/2027", "Mon 22/02/2027", (stop("Thu 28/01/2027", "Thu 11/02/2027"),), TET_STOPPED),
    ("Mon 12/04/2027", "Thu 06/05/2027", (), SPRING),
    ("Mon 30/08/2027", "Wed 15/09/2027", (), NEXT_NATIONAL_DAY),
]
ROWS = [(began, due, stops, *row) for began, due, stops, rows in CLOCKS for row in rows]


@pytest.mark.parametrize(
    ("began", "due", "stops", "today", "share", "stage", "why"), ROWS, ids=[f"{row[0]}-{row[3]}-{len(row[2])}" for row in ROWS]
)
def test_share_and_stage_by_the_shipped_calendar(
    began: str, due: str, stops: tuple[Suspension, ...], today: str, share: int, stage: int, why: str
):
    days = (day(began), day(due), day(today), CALENDAR)
    assert (share_used(*days, stops=stops), stage_of(*days, stops=stops)) == (share, stage), why


@pytest.mark.parametrize(("began", "due", "stops", "rows"), CLOCKS, ids=[f"{row[0]}-{len(row[2])}" for row in CLOCKS])
def test_on_its_first_day_nothing_is_used_and_after_its_last_all(
    began: str, due: str, stops: tuple[Suspension, ...], rows: list[tuple[str, int, int, str]]
):
    first, last = day(began), day(due)
    assert share_used(first, last, first, CALENDAR, stops=stops) == 0
    assert stage_of(first, last, last + timedelta(days=1), CALENDAR, stops=stops) == 100
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)


STARTS = st.dates(min_value=date(2026, 1, 5), max_value=date(2027, 5, 31))
LENGTHS = st.integers(0, 60)


@settings(max_examples=60)
@given(STARTS, LENGTHS, LENGTHS, LENGTHS)
def test_while_it_stands_still_the_share_stands_still(start: date, before: int, length: int, after: int):
    stopped = start + timedelta(days=before)
    resumed, due = stopped + timedelta(days=length), stopped + timedelta(days=length + after + 7)
    stops = (Suspension(stopped, resumed),)
    shares = {
        share_used(start, due, stopped + timedelta(days=number), CALENDAR, stops=stops) for number in range(length + 1)
    }  # fmt: skip
    assert len(shares) == 1


@settings(max_examples=60)
@given(STARTS, LENGTHS, LENGTHS, LENGTHS)
def test_two_stops_that_touch_are_one(start: date, before: int, one: int, two: int):
    stopped = start + timedelta(days=before)
    between, resumed = stopped + timedelta(days=one), stopped + timedelta(days=one + two)
    due = resumed + timedelta(days=20)
    whole = (Suspension(stopped, resumed),)
    parts = (Suspension(stopped, between), Suspension(between, resumed))
    for today in (between, resumed, resumed + timedelta(days=10)):
        assert share_used(start, due, today, CALENDAR, stops=parts) == share_used(start, due, today, CALENDAR, stops=whole)


@settings(max_examples=60)
@given(STARTS, LENGTHS, st.integers(1, 60), LENGTHS)
def test_a_stop_never_makes_a_clock_that_ends_on_the_same_day_look_older_before_it(
    start: date, before: int, length: int, later: int
):
    """A shorter running time in the same frame: before the stop the share is at least as high as without it."""
    stopped = start + timedelta(days=before)
    due = stopped + timedelta(days=length + 10)
    stops = (Suspension(stopped, stopped + timedelta(days=length)),)
    today = min(start + timedelta(days=later), stopped)
    assert share_used(start, due, today, CALENDAR, stops=stops) >= share_used(start, due, today, CALENDAR)


def test_the_calendar_ends_with_2027_and_no_share_is_guessed_beyond():
    assert share_used(day("Mon 20/12/2027"), day("Fri 31/12/2027"), day("Mon 27/12/2027"), CALENDAR) == 55  # five of nine
    with pytest.raises(CalendarNotCovered):
        share_used(day("Mon 20/12/2027"), date(2028, 1, 3), day("Mon 27/12/2027"), CALENDAR)


def test_three_levels_are_told_in_their_order():
    assert [level.value for level in Level] == ["officer", "head", "leader"]
