"""What each number counts: one table of cases, the same that the database is held against in tests/integration/reporting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reporting.measures import (
    COUNTS,
    STOCK,
    Facts,
    Round,
    Tally,
    counts_in_order,
    counts_of,
    is_overdue,
    month_end,
    months_until,
    percent,
    percentile,
    share,
    total,
)
from tests.makers_board import FIRST_ON, TABLE, TODAY, Example, by_name

DAY = timedelta(days=1)


@pytest.mark.parametrize("example", TABLE, ids=lambda example: example.name)
def test_counts_of_one_case_are_those_of_the_table(example: Example):
    assert counts_of(example.facts, first_on=FIRST_ON, today=TODAY) == example.tally


def test_every_count_is_told_by_the_table_and_left_out_by_it():
    whole = total(example.tally for example in TABLE)
    assert [name for name in COUNTS if not 0 < getattr(whole, name) < len(TABLE)] == []


def test_total_of_the_table_is_the_sum_of_its_rows():
    whole = total(example.tally for example in TABLE)
    assert counts_in_order(whole) == tuple(sum(getattr(example.tally, name) for example in TABLE) for name in COUNTS)


@pytest.mark.parametrize("example", TABLE, ids=lambda example: example.name)
def test_what_was_taken_over_came_in_and_reopened_is_what_was_settled_and_is_open(example: Example):
    """Cut the year anywhere: what is open at the end of the first part is what the second part takes over."""
    for cut in (date(2026, 3, 1), date(2026, 11, 8), date(2026, 11, 12), TODAY):
        before = counts_of(example.facts, first_on=date(2025, 1, 1), today=cut - DAY)
        after = counts_of(example.facts, first_on=cut, today=date(2026, 12, 31))
        assert (before.carried, after.carried) == (0, before.open)


@pytest.mark.parametrize("example", TABLE, ids=lambda example: example.name)
def test_months_add_up_to_the_year(example: Example):
    parts = [counts_of(example.facts, first_on=month, today=min(month_end(month), TODAY)) for month in months_until(TODAY)]
    happened = [name for name in COUNTS if name not in (*STOCK, "answered_before")]
    whole = total(parts)
    assert {name: getattr(whole, name) for name in happened} == {name: getattr(example.tally, name) for name in happened}
    assert (parts[-1].open, parts[-1].overdue) == (example.tally.open, example.tally.overdue)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 2), None),  # not received yet
        (date(2026, 11, 3), date(2026, 11, 13)),  # the first answer
        (date(2026, 11, 9), date(2026, 11, 13)),
        (date(2026, 11, 10), date(2026, 11, 20)),  # taken on: the answer itself
        (date(2026, 11, 17), date(2026, 11, 20)),
        (date(2026, 11, 18), date(2026, 12, 10)),  # extended with approval
        (date(2026, 12, 9), date(2026, 12, 10)),
    ],
)
def test_due_date_of_a_day_is_the_one_that_was_in_force(day: date, expected: date | None):
    item = Round(
        number=1, began_on=date(2026, 11, 3), accepted_on=date(2026, 11, 10), notice_due_on=date(2026, 11, 13),
        due_before=date(2026, 11, 20), extended_on=date(2026, 11, 18), due_on=date(2026, 12, 10), settled_on=date(2026, 12, 20),
    )  # fmt: skip
    assert item.due_at(day) == expected or (expected is None and not item.open_at(day))


def test_case_is_overdue_from_the_day_after_until_the_day_before_it_was_settled():
    item = Round(number=1, began_on=date(2026, 11, 3), due_on=date(2026, 11, 10), settled_on=date(2026, 11, 13))
    late = [day for day in range(1, 20) if item.overdue_at(date(2026, 11, day))]
    assert (late, [day for day in range(1, 20) if item.open_at(date(2026, 11, day))]) == ([11, 12], list(range(3, 13)))


# ------------------------------------------------------------------ days


@pytest.mark.parametrize(
    ("days", "median", "most"),
    [
        ({}, None, None),
        ({3: 4}, None, None),  # four answers say nothing yet
        ({3: 5}, 3, 3),
        ({1: 1, 2: 1, 3: 1, 4: 1, 5: 1}, 3, 5),
        ({1: 2, 2: 1, 9: 3}, 2, 9),  # the lower middle of six
        ({10: 9, 60: 1}, 10, 10),
        ({10: 8, 60: 2}, 10, 60),
        ({0: 6}, 0, 0),  # answered on the day it came
    ],
)
def test_days_are_those_within_which_half_and_nine_tenths_were_answered(
    days: dict[int, int], median: int | None, most: int | None
):
    assert (percentile(days, 0.5), percentile(days, 0.9)) == (median, most)


@pytest.mark.parametrize(
    ("first_on", "last_on", "expected"),
    [
        (date(2026, 11, 1), date(2026, 11, 10), False),  # the due date itself
        (date(2026, 11, 1), date(2026, 11, 11), True),
        (date(2026, 11, 11), date(2026, 11, 20), True),  # the first day on which it is late is the first of the period
        (date(2026, 11, 12), date(2026, 11, 20), False),  # it was late before
        (date(2026, 11, 1), date(2026, 11, 25), False),  # settled by then
    ],
)
def test_case_becomes_late_once_on_the_day_after_its_due_date(first_on: date, last_on: date, expected: bool):
    item = Round(number=1, began_on=date(2026, 11, 3), due_on=date(2026, 11, 10), settled_on=date(2026, 11, 25))
    assert item.became_late(first_on=first_on, last_on=last_on) is expected


def test_total_of_nothing_is_nothing():
    assert total([]) == Tally()


def test_tallies_add_up_count_by_count():
    assert Tally(received=2, open=1) + Tally(received=3, overdue=1) == Tally(received=5, open=1, overdue=1)


# ------------------------------------------------------------------ shares


def test_on_time_share_counts_the_waiting_late_ones_against_the_commune():
    assert Tally(timed=6, on_time=6, overdue=9, waiting_late=2).on_time_share == 0.75


def test_on_time_share_leaves_out_what_has_no_legal_limit():
    assert Tally(settled=20, timed=5, on_time=5).on_time_share == 1.0


def test_reopened_share_is_of_answers_that_were_not_accepted():
    assert Tally(answered=10, answered_before=5, reopened=7).reopened_share == 0.5


def test_late_and_waiting_late_are_what_was_not_settled_in_time():
    tally = Tally(received=9, open=4, overdue=3, waiting_late=2, settled=8, timed=6, on_time=5, reopened=1)
    assert (tally.late, tally.owed, tally.carried, tally.handled) == (1, 8, 2, 12)


def test_evidence_share_is_of_the_answered_ones():
    assert Tally(settled=30, answered=8, with_evidence=6).evidence_share == 0.75


def test_satisfied_share_is_of_those_who_spoke():
    assert Tally(answered=100, rated=10, satisfied=9).satisfied_share == 0.9


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(4, 4, None), (0, 0, None), (0, 5, 0.0), (5, 5, 1.0), (3, 6, 0.5)],
)
def test_share_of_fewer_than_five_cases_is_not_told(part: int, whole: int, expected: float | None):
    assert share(part, whole) == expected


def test_share_of_nothing_is_not_told_even_when_one_case_is_enough():
    assert (share(0, 0, least=0), share(1, 1, least=1)) == (None, 1.0)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (None, None), (0.0, 0), (1.0, 100), (0.5, 50), (0.875, 88), (0.333, 33), (0.625, 63),
        (0.9999, 99),  # one case late in ten thousand: not all
        (0.0001, 1),  # one satisfied person in ten thousand: not none
    ],
)  # fmt: skip
def test_percent_says_all_and_none_only_when_it_is_so(part: float | None, expected: int | None):
    assert percent(part) == expected


# ------------------------------------------------------------------ days and months


@pytest.mark.parametrize(
    ("state", "due_on", "expected"),
    [
        ("in_progress", date(2026, 11, 19), True),  # Thursday; today is Friday
        ("in_progress", date(2026, 11, 20), False),  # the due date lasts until midnight
        ("in_progress", None, False),  # an anonymous reflection has no legal limit
        ("received", date(2026, 11, 2), True),
        ("reopened", date(2026, 11, 2), True),
        ("answered", date(2026, 11, 2), False),
        ("closed", date(2026, 11, 2), False),
        ("transferred", date(2026, 11, 2), False),
    ],
)
def test_overdue_begins_the_day_after_and_only_while_open(state: str, due_on: date | None, expected: bool):
    assert is_overdue(state, due_on, today=TODAY) is expected


def test_months_run_over_the_turn_of_the_year():
    assert months_until(date(2026, 2, 28), number=4) == (
        date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1),
    )  # fmt: skip


def test_period_has_twelve_months_with_this_one():
    months = months_until(TODAY)
    assert (len(months), months[0], months[-1]) == (12, date(2025, 12, 1), date(2026, 11, 1))


def test_first_day_of_the_period_belongs_to_it_and_the_day_before_does_not():
    answered = by_name("answered in time with a photo").facts
    inside, outside = (
        counts_of(Facts(state=answered.state, received_on=day, settled_on=TODAY), first_on=FIRST_ON, today=TODAY).received
        for day in (date(2025, 12, 1), date(2025, 11, 30))
    )
    assert (inside, outside) == (1, 0)
