"""The line before the pages: in order, a few at a time, and nobody waits for ever."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterable
from typing import Any

import pytest

from core.page_turns import SHORT, PageTurns, Turns
from tests.infra.waiting import wait_until


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
    assert wait_until(true, seconds=seconds, look=0.002), "it did not happen"


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


def _asked(line: PageTurns, method: str, **more: object) -> list[bytes]:
    return list(line({"REQUEST_METHOD": method, **more}, lambda *_: None))  # type: ignore[arg-type, return-value, typeddict-item]


@pytest.mark.parametrize(
    ("method", "length", "lines"),
    [
        ("GET", None, (1, 2)), ("HEAD", None, (1, 2)), ("GET", "70000", (1, 2)),
        ("POST", "0", (2, 1)), ("POST", "5", (2, 1)), ("POST", str(SHORT), (2, 1)), ("PATCH", "5", (2, 2)),
        ("POST", str(SHORT + 1), (2, 2)), ("POST", None, (2, 2)), ("POST", "", (2, 2)), ("POST", "-1", (2, 2)),
        ("POST", "many", (2, 2)), ("POST", "²", (2, 2)), ("OPTIONS", None, (2, 2)), ("DELETE", None, (2, 2)),
    ],
)  # fmt: skip
def test_pages_wait_in_one_line_and_short_forms_in_another(method: str, length: str | None, lines: tuple[int, int]):
    free: list[tuple[int, int]] = []

    def application(_environ: dict[str, Any], _start: object) -> Iterable[bytes]:
        free.append((line._pages._free, line._forms._free))
        return [b"a", b"b"]

    line = PageTurns(application)  # type: ignore[arg-type]
    more = {} if length is None else {"CONTENT_LENGTH": length}
    answer = _asked(line, method, **more, **{"wsgi.input": io.BytesIO(b"x" * 9)})
    assert (answer, free, line._pages._free, line._forms._free) == ([b"a", b"b"], [lines], 2, 2)


def test_a_form_is_taken_in_before_it_takes_a_place():
    seen: list[tuple[bytes, int]] = []

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            seen.append((b"still on its way", line._forms._free))
            return super().read(size)

    def application(environ: dict[str, Any], _start: object) -> Iterable[bytes]:
        seen.append((environ["wsgi.input"].read(), line._forms._free))
        return []

    line = PageTurns(application)  # type: ignore[arg-type]
    _asked(line, "POST", CONTENT_LENGTH="6", **{"wsgi.input": Slow(b"letter and the next request")})
    assert seen == [(b"still on its way", 2), (b"letter", 1)]


def test_an_answer_sent_piece_by_piece_holds_no_place():
    line = PageTurns(lambda _environ, _start: (piece for piece in (b"a", b"b")))
    answer = line({"REQUEST_METHOD": "GET"}, lambda *_: None)  # type: ignore[arg-type, return-value]
    assert line._pages._free == 2
    assert list(answer) == [b"a", b"b"]
