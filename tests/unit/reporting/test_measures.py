"""What each number counts: one table of cases, the same that the database is held against in tests/integration/reporting."""

from __future__ import annotations

from datetime import date

import pytest

from reporting.measures import COUNTS, Facts, Tally, counts_in_order, counts_of, is_overdue, months_until, percent, share, total
from tests.makers_board import FIRST_ON, TABLE, TODAY, Example, by_name


@pytest.mark.parametrize("example", TABLE, ids=lambda example: example.name)
def test_counts_of_one_case_are_those_of_the_table(example: Example):
    assert counted(counts_of(example.facts, first_on=FIRST_ON, today=TODAY)) == example.counts


def counted(tally: Tally) -> set[str]:
    """Return the names of what a group of one case counts for."""
    return {name for name in COUNTS if getattr(tally, name)}


def test_total_of_the_table_is_the_sum_of_its_rows():
    whole = total(counts_of(example.facts, first_on=FIRST_ON, today=TODAY) for example in TABLE)
    assert counts_in_order(whole) == tuple(sum(name in example.counts for example in TABLE) for name in COUNTS)


def test_total_of_nothing_is_nothing():
    assert total([]) == Tally()


def test_tallies_add_up_count_by_count():
    assert Tally(received=2, open=1) + Tally(received=3, overdue=1) == Tally(received=5, open=1, overdue=1)


# ------------------------------------------------------------------ shares


def test_on_time_share_counts_the_waiting_late_ones_against_the_commune():
    assert Tally(timed=6, on_time=6, waiting_late=2).on_time_share == 0.75


def test_on_time_share_leaves_out_what_has_no_legal_limit():
    assert Tally(settled=20, timed=5, on_time=5).on_time_share == 1.0


def test_reopened_share_counts_cases_that_are_open_again():
    assert Tally(answered=7, answered_before=3, reopened=5).reopened_share == 0.5


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
        counts_of(Facts(state=answered.state, received_on=day, on_time=True), first_on=FIRST_ON, today=TODAY).received
        for day in (date(2025, 12, 1), date(2025, 11, 30))
    )
    assert (inside, outside) == (1, 0)
