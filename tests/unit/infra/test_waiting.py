"""Waiting ends when what is waited for is there, and gives up after enough looks, not because a clock went on."""

from __future__ import annotations

import time_machine

from tests.infra.waiting import wait_until


def test_it_ends_at_once_when_it_is_there():
    looks: list[int] = []
    assert wait_until(lambda: looks.append(1) or len(looks) == 3, seconds=0.01, look=0.001)
    assert len(looks) == 3


def test_it_gives_up_after_enough_looks_and_one_more():
    looks: list[int] = []
    assert not wait_until(lambda: looks.append(1), seconds=0.01, look=0.001)
    assert len(looks) == 11


def test_a_machine_that_stood_still_has_not_waited():
    with time_machine.travel(0) as clock:
        looks: list[int] = []

        def stands_still_and_looks() -> bool:
            clock.shift(3600)
            looks.append(1)
            return len(looks) == 5

        assert wait_until(stands_still_and_looks, seconds=0.01, look=0.001)
