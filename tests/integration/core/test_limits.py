"""Rate limits count together over workers, in a file of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from core.limit_storage import SharedFileStorage


@pytest.fixture
def two_workers(tmp_path: Path) -> list[FixedWindowRateLimiter]:
    return [FixedWindowRateLimiter(SharedFileStorage(f"limitfile://{tmp_path / 'limits.sqlite3'}")) for _ in range(2)]


def test_workers_count_together(two_workers: list[FixedWindowRateLimiter]):
    limit = parse("4 per minute")
    answers = [worker.hit(limit, "10.0.0.1") for _ in range(3) for worker in two_workers]
    assert answers == [True, True, True, True, False, False]


def test_addresses_are_counted_apart(two_workers: list[FixedWindowRateLimiter]):
    limit = parse("1 per minute")
    assert [two_workers[0].hit(limit, "a"), two_workers[1].hit(limit, "b"), two_workers[1].hit(limit, "a")] == [True, True, False]


def test_a_window_that_has_passed_is_forgotten(tmp_path: Path):
    storage = SharedFileStorage(f"limitfile://{tmp_path / 'limits.sqlite3'}")
    assert storage.incr("k", -1) == 1
    assert storage.incr("k", 60) == 1
    assert storage.incr("k", 60) == 2
    assert storage.get("k") == 2
    storage.clear("k")
    assert (storage.get("k"), storage.check()) == (0, True)
    storage.incr("x", 60)
    storage.reset()
    assert storage.get("x") == 0
