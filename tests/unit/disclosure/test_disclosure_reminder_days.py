"""On which days whoever answers for an item is reminded."""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.reference import shipped_calendar
from disclosure.reminders import next_working, reminder_of


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 19), date(2026, 11, 20)),  # Thursday
        (date(2026, 11, 20), date(2026, 11, 23)),  # Friday
        (date(2026, 11, 21), date(2026, 11, 23)),  # Saturday
        (date(2026, 12, 31), date(2027, 1, 4)),  # New Year is a Friday that is off
    ],
)
def test_the_next_working_day_passes_over_days_off(day: date, following: date):
    assert next_working(day, shipped_calendar()) == following


def test_where_the_calendar_ends_the_next_day_is_the_day_after():
    calendar = shipped_calendar()
    assert (next_working(calendar.last, calendar) - calendar.last).days == 1


@pytest.mark.parametrize(
    ("due_on", "letter"),
    [
        (date(2026, 11, 19), "late"),
        (date(2026, 11, 20), "soon"),
        (date(2026, 11, 21), "soon"),
        (date(2026, 11, 23), "soon"),
        (date(2026, 11, 24), ""),
    ],
)
def test_a_friday_reminds_of_monday_and_of_what_is_late(due_on: date, letter: str):
    assert reminder_of(due_on, today=date(2026, 11, 20), soon_on=date(2026, 11, 23)) == letter
