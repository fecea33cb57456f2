"""Totals that leave the room: never below five, never early, and no two answers that could be subtracted."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denunciation.rules import shown_totals

LAST, LATE = date(2026, 12, 31), date(2027, 1, 30)
CELLS = ("received", "accepted", "transferred", "concluded")
NUMBERS = st.fixed_dictionaries(dict.fromkeys(CELLS, st.integers(0, 40)))


@pytest.mark.parametrize(
    ("number", "shown"), [(0, None), (1, None), (4, None), (5, 5), (6, 6), (500, 500)],
    ids=["nobody", "one", "four", "five", "six", "many"],
)  # fmt: skip
def test_a_single_total_is_shown_from_five_on(number: int, shown: int | None):
    assert shown_totals({"received": number}, last_on=LAST, today=LATE) == {"received": shown}


@pytest.mark.parametrize("counts", list(product((4, 5, 6), repeat=4)))
def test_four_totals_are_shown_together_or_not_at_all(counts: tuple[int, ...]):
    shown = shown_totals(dict(zip(CELLS, counts, strict=True)), last_on=LAST, today=LATE)
    assert tuple(shown.values()) == (counts if 4 not in counts else (None,) * 4)


@pytest.mark.parametrize(
    ("today", "shown", "why"),
    [
        (date(2026, 12, 31), None, "the period is not over"),
        (date(2027, 1, 1), None, "over, for a day"),
        (date(2027, 1, 29), None, "29 days"),
        (date(2027, 1, 30), 9, "30 days"),
        (date(2027, 12, 31), 9, "for ever after"),
        (date(2026, 6, 1), None, "a period of the future"),
    ],
)
def test_totals_wait_thirty_days(today: date, shown: int | None, why: str):
    assert shown_totals({"received": 9}, last_on=LAST, today=today) == {"received": shown}, why


@given(counts=NUMBERS)
def test_no_shown_total_is_small_and_no_hidden_one_stands_beside_a_shown_one(counts: dict[str, int]):
    shown = list(shown_totals(counts, last_on=LAST, today=LATE).values())
    assert [number for number in shown if number is not None and number < 5] == []
    assert len({number is None for number in shown}) == 1


@given(counts=NUMBERS, days=st.integers(-400, 400))
def test_what_is_shown_is_the_truth(counts: dict[str, int], days: int):
    shown = shown_totals(counts, last_on=LAST, today=LAST + timedelta(days))
    assert (set(shown), [name for name in CELLS if shown[name] not in (None, counts[name])]) == (set(CELLS), [])


@given(counts=NUMBERS, days=st.integers(0, 29))
def test_before_thirty_days_many_and_few_look_the_same(counts: dict[str, int], days: int):
    shown = shown_totals(counts, last_on=LAST, today=LAST + timedelta(days))
    assert shown == dict.fromkeys(CELLS)


def test_a_commune_with_nothing_looks_like_one_with_four():
    nothing = shown_totals(dict.fromkeys(CELLS, 0), last_on=LAST, today=LATE)
    four = shown_totals(dict.fromkeys(CELLS, 4), last_on=LAST, today=LATE)
    assert nothing == four == dict.fromkeys(CELLS)


def test_no_totals_of_no_names():
    assert shown_totals({}, last_on=LAST, today=LATE) == {}
