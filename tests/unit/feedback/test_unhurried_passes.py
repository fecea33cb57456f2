"""A pass of the worker over many cases works in small parts and rests between them, so that people's writing goes first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from feedback.services import upkeep


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Return the rests that were taken, on a clock that goes on by 0.1 s whenever it is read."""
    taken: list[float] = []
    clock = iter(range(10**6))
    monkeypatch.setattr(upkeep.time, "monotonic", lambda: next(clock) * 0.1)
    monkeypatch.setattr(upkeep.time, "sleep", taken.append)
    return taken


def test_everything_is_done_once_and_in_order(rests: list[float]):
    parts = list(upkeep.unhurried(range(12)))
    assert ([number for part in parts for number in part], [len(part) for part in parts]) == (list(range(12)), [5, 5, 2])


def test_a_rest_is_nine_times_as_long_as_the_part_took_and_none_follows_the_last(rests: list[float]):
    list(upkeep.unhurried(range(12)))
    assert rests == pytest.approx([0.9, 0.9])


@pytest.mark.parametrize("number", [0, 1, 5])
def test_little_work_is_done_without_a_rest(rests: list[float], number: int):
    assert [len(part) for part in upkeep.unhurried(range(number))] == [number] * bool(number)
    assert rests == []


def test_no_rest_is_longer_than_its_limit(rests: list[float], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(upkeep, "LONGEST_REST", 0.1)
    list(upkeep.unhurried(range(15)))
    assert rests == [0.1, 0.1]


def test_who_waits_for_the_end_of_a_pass_waits_for_no_rest(rests: list[float], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(upkeep, "may_rest", lambda: False)
    assert [len(part) for part in upkeep.unhurried(range(12))] == [5, 5, 2]
    assert rests == []
