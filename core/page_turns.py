"""Pages are made a few at a time, in the order they were asked for.

A process has a thread for every slow phone, and one interpreter. Threads that make pages all at once take turns at every
half millisecond, so each is done when nearly all are: the wait of the unlucky ones is twice that of a queue. Here a few make
their page to its end while the others wait in line. It is a courtesy, not a limit: who has waited WAIT_SECONDS begins anyway,
so nothing that is slow, an export of a hundred thousand rows, stands in anybody's way.

Short forms wait in a line of their own: what a phone sends is taken in whole before its turn comes.
"""

from __future__ import annotations

import io
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PLACES = 2
WAIT_SECONDS = 0.3
READING = frozenset({"GET", "HEAD"})
SHORT = 64 * 1024
"""Bytes of a form that is taken in before it waits: any letter without photos. A longer one is read on its way, in no line."""


class Turns:
    """Places and the line before them; ``wait`` is in seconds."""

    def __init__(self, places: int = PLACES, wait: float = WAIT_SECONDS) -> None:
        self._free = places
        self._wait = wait
        self._line: deque[threading.Lock] = deque()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Hold a place inside the block; False for one who waited too long and goes on without."""
        placed = self._take()
        try:
            yield placed
        finally:
            if placed:
                self._give()

    def _take(self) -> bool:
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            mine = threading.Lock()
            mine.acquire()
            self._line.append(mine)
        if mine.acquire(timeout=self._wait):
            return True
        with self._lock:
            if mine in self._line:
                self._line.remove(mine)
                return False
        return True  # the place was handed over while the waiting ended

    def _give(self) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().release()
            else:
                self._free += 1


class PageTurns:
    """The application behind two lines: one for pages, one for short forms, so that no reader stands behind who writes."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._pages, self._forms = Turns(), Turns()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; what is sent piece by piece afterwards holds no place."""
        line = self._line_for(environ)
        if line is None:
            return self._application(environ, start_response)
        if line is self._forms:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        with line.turn():
            return self._application(environ, start_response)

    def _line_for(self, environ: WSGIEnvironment) -> Turns | None:
        """Return the line in which a request waits; None for what is long or of a length nobody told."""
        if environ["REQUEST_METHOD"] in READING:
            return self._pages
        length = environ.get("CONTENT_LENGTH") or ""
        short = environ["REQUEST_METHOD"] == "POST" and length.isdecimal() and int(length) <= SHORT
        return self._forms if short else None
