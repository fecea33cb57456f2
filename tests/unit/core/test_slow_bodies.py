"""A body over a slow line: what came is kept, a silent line is looked after, and threads stay free for pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest

from core import slow_bodies
from core.errors import DomainError


class Line:
    """A body that comes in the parts of a script: bytes come, an exception is raised, a number of bytes is the most at once."""

    def __init__(self, *script: bytes | Exception) -> None:
        self.script = list(script)
        self.timeouts: list[float | None] = []

    def read(self, most: int) -> bytes:
        if not self.script:
            return b""
        part = self.script.pop(0)
        if isinstance(part, Exception):
            raise part
        if len(part) > most:
            self.script.insert(0, part[most:])
        return part[:most]

    def settimeout(self, seconds: float | None) -> None:
        self.timeouts.append(seconds)


def poured(line: Line, length: int, *, look: Callable[[], None] = lambda: None) -> tuple[bytes, bytes]:
    """Return what was written and what the pouring said."""
    written: list[bytes] = []
    said = slow_bodies.pour({"wsgi.input": line}, length=length, write=written.append, look=look)
    return b"".join(written), said


BODY = bytes(range(256)) * 20


@pytest.mark.parametrize(
    ("script", "kept", "whole"),
    [
        ((BODY,), BODY, True),
        ((BODY[:100], BODY[100:]), BODY, True),
        ((BODY[:100], TimeoutError(), TimeoutError(), BODY[100:]), BODY, True),
        ((BODY[:3000],), BODY[:3000], False),
        ((BODY[:3000], ConnectionResetError()), BODY[:3000], False),
        ((ConnectionResetError(),), b"", False),
        ((BODY + b"more than was said",), BODY, True),
        ((), b"", False),
    ],
    ids=["at once", "in two parts", "with silence", "closed", "reset", "reset at once", "too much", "nothing"],
)
def test_pouring_keeps_what_came(script: tuple[bytes | Exception, ...], kept: bytes, whole: bool):
    assert poured(Line(*script), len(BODY)) == (kept, hashlib.sha256(BODY).digest() if whole else b"")


def test_an_empty_body_is_whole():
    assert poured(Line(), 0) == (b"", hashlib.sha256(b"").digest())


def test_a_silent_line_is_left_when_somebody_else_goes_on():
    class Elsewhere(DomainError):
        pass

    def look() -> None:
        raise Elsewhere()

    with pytest.raises(Elsewhere):
        poured(Line(BODY[:50], TimeoutError(), BODY[50:]), len(BODY), look=look)


def test_a_dead_line_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(slow_bodies, "IDLE_SECONDS", -1.0)
    assert poured(Line(BODY[:50], TimeoutError(), BODY[50:]), len(BODY)) == (BODY[:50], b"")


def test_places_run_out_and_come_back():
    environ: dict[str, Any] = {}
    with ExitStack() as stack:
        for _ in range(slow_bodies.PLACES):
            stack.enter_context(slow_bodies.place(environ))
        with pytest.raises(slow_bodies.NoPlace) as refused, slow_bodies.place(environ):
            pass
        assert (refused.value.status, refused.value.code) == (503, "busy")
    with slow_bodies.place(environ):
        pass


def test_the_line_wakes_up_while_its_body_is_read_and_is_left_as_it_was():
    line = Line()
    with slow_bodies.place({"gunicorn.socket": line}):
        assert line.timeouts == [slow_bodies.LOOK_SECONDS]
    assert line.timeouts == [slow_bodies.LOOK_SECONDS, None]
