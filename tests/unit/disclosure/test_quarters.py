"""Quarters of the year and their names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from disclosure.quarters import Quarter, named, quarter_of


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "2026-q1"),
        (date(2026, 3, 31), "2026-q1"),
        (date(2026, 4, 1), "2026-q2"),
        (date(2026, 9, 30), "2026-q3"),
        (date(2026, 10, 1), "2026-q4"),
        (date(2026, 12, 31), "2026-q4"),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, name: str):
    assert quarter_of(day).name == name
    assert named(name) == quarter_of(day)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026-q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2024-q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2026-q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_has_its_first_and_last_day(name: str, first: date, last: date):
    quarter = named(name)
    assert quarter is not None
    assert (quarter.first_on, quarter.last_on) == (first, last)


def test_quarters_follow_each_other_without_a_gap():
    quarter = Quarter(year=2023, number=1)
    for _ in range(40):
        after = quarter.following
        assert (after.first_on - quarter.last_on, after.preceding) == (timedelta(days=1), quarter)
        quarter = after


@pytest.mark.parametrize(
    "name",
    ["", "2026-q0", "2026-q5", "2026q1", "26-q1", "2022-q4", "2026-Q1", "2026-q11", "9999-q1", "٢٠٢٦-q1", "2026-q1\n", "\x00"],
)
def test_another_name_is_no_quarter(name: str):
    assert named(name) is None


def test_quarters_are_ordered_by_time():
    assert sorted([Quarter(year=2026, number=1), Quarter(year=2025, number=4)])[0].year == 2025
