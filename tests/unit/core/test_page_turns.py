"""The line before the pages: in order, a few at a time, and nobody waits for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Any

import pytest

from core.page_turns import PageTurns, Turns


class Crowd:
    """Threads that each take a turn and stay until they are told to go."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.inside, self.done = turns, [], []
        self.go: dict[int, threading.Event] = {}
        self.threads: list[threading.Thread] = []

    def come(self, number: int) -> None:
        """Let one more come, and wait until it is inside or in the line."""
        self.go[number] = threading.Event()
        before = len(self.turns._line) + len(self.inside)
        thread = threading.Thread(target=self._stay, args=(number,))
        self.threads.append(thread)
        thread.start()
        until(lambda: len(self.turns._line) + len(self.inside) > before)

    def _stay(self, number: int) -> None:
        with self.turns.turn() as placed:
            self.inside.append((number, placed))
            self.go[number].wait(5)
        self.done.append(number)

    def leave(self) -> None:
        """Send everybody home."""
        for event in self.go.values():
            event.set()
        for thread in self.threads:
            thread.join(5)


def until(true: Any, seconds: float = 3.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.002)


@pytest.mark.parametrize("places", [1, 2, 3])
def test_no_more_go_in_than_there_are_places_and_the_rest_follow_in_the_order_they_came(places: int):
    crowd = Crowd(Turns(places, wait=5))
    for number in range(6):
        crowd.come(number)
    assert [number for number, _ in crowd.inside] == list(range(places))
    for number in range(6):
        crowd.go[number].set()
        until(lambda number=number: number in crowd.done and len(crowd.inside) >= min(6, number + places + 1))
    crowd.leave()
    assert crowd.inside == [(number, True) for number in range(6)]


def test_who_has_waited_long_enough_goes_in_without_a_place_and_takes_none_away():
    crowd = Crowd(Turns(1, wait=0.05))
    crowd.come(0)
    crowd.come(1)
    until(lambda: (1, False) in crowd.inside)
    crowd.leave()
    turns = crowd.turns
    assert (turns._free, len(turns._line)) == (1, 0)
    with turns.turn() as placed:
        assert (placed, turns._free) == (True, 0)


def test_a_page_that_fails_gives_its_place_back():
    turns = Turns(1, wait=0.05)

    def fail() -> None:
        with turns.turn() as placed:
            raise ZeroDivisionError(placed)

    for _ in range(3):
        with pytest.raises(ZeroDivisionError, match="True"):
            fail()
    assert turns._free == 1


def test_no_place_is_lost_when_hundreds_come_and_many_lose_patience():
    turns, counted = Turns(2, wait=0.004), []

    def come() -> None:
        for _ in range(20):
            with turns.turn() as placed:
                counted.append(placed)
                time.sleep(0.0005)

    threads = [threading.Thread(target=come) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(counted), turns._free, len(turns._line)) == (240, 2, 0)


@pytest.mark.parametrize(
    ("method", "waits"), [("GET", True), ("HEAD", True), ("POST", False), ("PUT", False), ("OPTIONS", False), ("DELETE", False)]
)
def test_only_reading_waits_in_the_line(method: str, waits: bool):
    free: list[int] = []

    def application(_environ: dict[str, Any], _start: object) -> Iterable[bytes]:
        free.append(line._turns._free)
        return [b"a", b"b"]

    line = PageTurns(application)  # type: ignore[arg-type]
    whole = line._turns._free
    answer = line({"REQUEST_METHOD": method}, lambda *_: None)  # type: ignore[arg-type, return-value]
    assert (list(answer), free, line._turns._free) == ([b"a", b"b"], [whole - 1 if waits else whole], whole)


def test_an_answer_sent_piece_by_piece_holds_no_place():
    line = PageTurns(lambda _environ, _start: (piece for piece in (b"a", b"b")))
    answer = line({"REQUEST_METHOD": "GET"}, lambda *_: None)  # type: ignore[arg-type, return-value]
    assert line._turns._free == 2
    assert list(answer) == [b"a", b"b"]
