"""Invented cases have the shape of real ones: when they come, and how long they take."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from feedback.load.shapes import CLOSING_DAYS, OFFSET, arrivals, closing_days, pick, weighted

LAST = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def days() -> list[float]:
    """Return how long twenty thousand invented requests took, in order; those that never ended are left out."""
    rng = random.Random(1)
    drawn = [closing_days(rng) for _ in range(20_000)]
    return sorted(each for each in drawn if each is not None)


@pytest.fixture(scope="module")
def moments() -> list[datetime]:
    return arrivals(random.Random(1), number=20_000, first=date(2024, 11, 20), last=LAST)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 5.66), (0.75, 31.9), (0.9, 310.1), (0.1, 0.092)])
def test_closing_days_have_the_quantiles_of_the_table(days: list[float], share: float, expected: float):
    assert days[int(share * len(days))] == pytest.approx(expected, rel=0.2)


def test_closing_days_never_come_for_a_few(days: list[float]):
    assert 0.03 < 1 - len(days) / 20_000 < 0.045


def test_closing_table_rises_from_nought_to_one():
    assert [share for share, _ in CLOSING_DAYS] == sorted({share for share, _ in CLOSING_DAYS})
    assert [number for _, number in CLOSING_DAYS] == sorted(number for _, number in CLOSING_DAYS)
    assert (CLOSING_DAYS[0][0], CLOSING_DAYS[-1][0]) == (0.0, 1.0)


def test_arrivals_are_in_order_and_inside_the_span(moments: list[datetime]):
    assert moments == sorted(moments)
    assert (moments[0] + OFFSET).date() >= date(2024, 11, 20)
    assert moments[-1] < LAST


def test_arrivals_are_fewer_at_weekends(moments: list[datetime]):
    local = [(moment + OFFSET).weekday() for moment in moments]
    weekday, weekend = (sum(day in part for day in local) / len(part) for part in (range(5), (5, 6)))
    assert 0.5 < weekend / weekday < 0.7


def test_arrivals_come_mostly_by_day(moments: list[datetime]):
    by_day = sum(8 <= (moment + OFFSET).hour < 18 for moment in moments)
    assert 0.68 < by_day / len(moments) < 0.76


def test_arrivals_are_the_same_for_the_same_seed():
    again, other = (arrivals(random.Random(seed), number=50, first=date(2026, 1, 1), last=LAST) for seed in (5, 6))
    assert arrivals(random.Random(5), number=50, first=date(2026, 1, 1), last=LAST) == again != other


def test_arrivals_of_today_lie_before_now():
    drawn = arrivals(random.Random(2), number=200, first=date(2026, 11, 20), last=LAST)
    assert max(drawn) == LAST - timedelta(minutes=5)


def test_pick_follows_the_weights():
    table = weighted((("often", 9), ("seldom", 1)))
    rng = random.Random(3)
    often = sum(pick(rng, table) == "often" for _ in range(5000))
    assert 0.87 < often / 5000 < 0.93
