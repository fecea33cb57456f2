"""Which days a period has, and what an address may ask for."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from reporting.periods import MOST_DAYS, SPANS, Period, asked, both_ends, last_months, month, named, report, reports_until

TODAY = date(2026, 11, 20)


def days(period: Period) -> tuple[str, str]:
    """Return first and last day as texts."""
    return period.first_on.isoformat(), period.last_on.isoformat()


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        # Circular 01/2024/TT-TTCP: data from the 15th to the 14th, the year from 15 December of the year before
        ("q1", "2025-12-15", "2026-03-14"),
        ("q2", "2026-03-15", "2026-06-14"),
        ("6t", "2025-12-15", "2026-06-14"),
        ("q3", "2026-06-15", "2026-09-14"),
        ("9t", "2025-12-15", "2026-09-14"),
        ("q4", "2026-09-15", "2026-12-14"),
        ("nam", "2025-12-15", "2026-12-14"),
    ],
)
def test_reporting_periods_are_cut_on_the_fourteenth(span: str, first: str, last: str):
    assert days(report(2026, span)) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, ("", "")),
        (date(2026, 1, 5), date(2026, 2, 5), ("2026-01-05", "2026-02-05")),
        (None, date(2026, 10, 14), ("2025-11-01", "2026-10-14")),  # twelve months until the named day
        (None, date(2000, 1, 1), ("2000-01-01", "2000-01-01")),  # not before what can be told
        (None, date(1, 1, 5), ("0001-01-05", "0001-01-05")),  # refused as a day, not missing
        (date(2026, 1, 5), None, ("2026-01-05", "2026-11-20")),
        (
            date(2000, 1, 1),
            None,
            ("2000-01-01", (date(2000, 1, 1) + timedelta(days=MOST_DAYS - 1)).isoformat()),
        ),  # five years and no more
        (date(2026, 11, 20), None, ("2026-11-20", "2026-11-20")),
        (date(9999, 12, 31), None, ("9999-12-31", "9999-12-31")),  # not yet: refused
    ],
)
def test_a_period_of_which_one_end_is_named(first: date | None, last: date | None, expected: tuple[str, str]):
    assert both_ends(first, last, today=TODAY) == expected


def test_quarters_follow_each_other_without_a_gap_over_the_turn_of_the_year():
    quarters = [report(year, span) for year in (2025, 2026) for span in ("q1", "q2", "q3", "q4")]
    gaps = [(after.first_on - before.last_on).days for before, after in pairwise(quarters)]
    assert gaps == [1] * 7


@pytest.mark.parametrize(
    ("year", "number", "first", "last"),
    [
        (2026, 2, "2026-02-01", "2026-02-28"),
        (2028, 2, "2028-02-01", "2028-02-29"),
        (2026, 12, "2026-12-01", "2026-12-31"),
        (2026, 4, "2026-04-01", "2026-04-30"),
    ],
)
def test_month_has_all_its_days(year: int, number: int, first: str, last: str):
    assert days(month(year, number)) == (first, last)


def test_usual_period_is_the_last_twelve_months_until_today():
    assert days(last_months(TODAY)) == ("2025-12-01", "2026-11-20")


@pytest.mark.parametrize(
    ("day", "last"), [(TODAY, "2026-11-20"), (date(2026, 12, 24), "2026-11-30"), (date(2026, 10, 1), "2026-11-01")]
)
def test_period_ends_on_the_day_that_was_asked_for_and_has_one_day_at_least(day: date, last: str):
    assert month(2026, 11).until(day).last_on.isoformat() == last


@pytest.mark.parametrize(
    ("today", "names"),
    [
        (date(2026, 12, 14), ["2026-q1", "2026-q2", "2026-q3", "2026-q4", "2026-6t", "2026-9t", "2026-nam", "2025-nam"]),
        (date(2026, 12, 15), ["2027-q1", "2027-6t", "2027-9t", "2027-nam", "2026-nam"]),
        (date(2027, 3, 14), ["2027-q1", "2027-6t", "2027-9t", "2027-nam", "2026-nam"]),
        (date(2027, 3, 15), ["2027-q1", "2027-q2", "2027-6t", "2027-9t", "2027-nam", "2026-nam"]),
    ],
)
def test_periods_that_are_offered_have_begun(today: date, names: list[str]):
    assert [period.name for period in reports_until(today)] == names


@pytest.mark.parametrize("span", SPANS)
def test_name_of_a_period_leads_back_to_it(span: str):
    assert named(report(2026, span).name) == report(2026, span)
    assert named(month(2026, 7).name) == month(2026, 7)


@pytest.mark.parametrize(
    "name", ["", "2026", "2026-00", "2026-13", "1999-12", "9999-12", "2026-q5", "2026-1", "2026-11 ", "20२६-11", "2026-q1x"]
)
def test_name_that_means_nothing_is_no_period(name: str):
    assert named(name) is None


@pytest.mark.parametrize(
    ("address", "faults"),
    [
        ({}, ()),
        ({"name": "2026-11"}, ()),
        ({"name": "2026-q4"}, ()),
        ({"name": "2026-12"}, (("ky", "period_later"),)),
        ({"name": "hôm qua"}, (("ky", "period_unknown"),)),
        ({"name": "2000-q1"}, (("ky", "period_unknown"),)),  # it began in 1999
        ({"first": "2026-01-01", "last": "2026-01-31"}, ()),
        ({"first": "2026-01-01"}, ()),
        ({"first": "2026-01-01", "last": "2026-12-31"}, ()),  # a day to come is cut off
        ({"last": "2026-01-31"}, (("tu", "day_missing"),)),
        ({"first": "2026-01-31", "last": "2026-01-01"}, (("den", "days_reversed"),)),
        ({"first": "2026-11-21"}, (("tu", "day_later"),)),
        ({"first": "1999-12-31"}, (("tu", "day_bad"),)),
        ({"first": "2026-02-29"}, (("tu", "day_bad"),)),
        ({"first": "2026-01-01", "last": "31/01/2026"}, (("den", "day_bad"),)),
        ({"first": "20260101", "last": "x"}, (("tu", "day_bad"), ("den", "day_bad"))),
        ({"as_of": "2026-11-19"}, ()),
        ({"as_of": "2026-11-21"}, (("ngay", "day_later"),)),
        ({"as_of": "0001-01-01"}, (("ngay", "day_bad"),)),
        ({"as_of": "2026-10-31", "name": "2026-11"}, (("ngay", "day_before_period"),)),
        ({"as_of": "2026-10-31", "first": "2026-11-01"}, (("tu", "day_later"),)),
    ],
)  # fmt: skip
def test_address_is_taken_or_told_what_is_wrong(address: dict[str, str], faults: tuple[tuple[str, str], ...]):
    assert asked(**address, today=TODAY).faults == faults


def test_longest_period_is_five_years():
    last = date(2026, 11, 1)
    for length, faults in ((MOST_DAYS - 1, ()), (MOST_DAYS, (("den", "days_many"),))):
        first = last - timedelta(days=length)
        assert asked(first=first.isoformat(), last=last.isoformat(), today=TODAY).faults == faults


def test_typed_days_go_before_a_name():
    found = asked(name="2026-10", first="2026-01-05", last="2026-01-06", today=TODAY)
    assert (days(found.period), found.period.name) == (("2026-01-05", "2026-01-06"), "")


def test_usual_period_as_of_a_past_day_is_the_twelve_months_before_it():
    found = asked(as_of="2026-03-02", today=TODAY)
    assert (days(found.period), found.as_of) == (("2025-04-01", "2026-03-02"), date(2026, 3, 2))


def test_address_that_is_refused_leaves_the_usual_period():
    found = asked(name="2026-99", as_of="2026-11-01", today=TODAY)
    assert (found.period, found.as_of) == (last_months(TODAY), TODAY)
