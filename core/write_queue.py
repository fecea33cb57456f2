"""One writer at a time on SQLite, in the order they came: writers wait in a line instead of asking again and again.

SQLite's own waiting sleeps and asks anew, longer each time; sixteen senders at once would spend most of their time asleep.
A lock between threads and a line between processes hand the turn over at once. A place in the line is a locked byte of a file
beside the database, its number the time of coming; the turn comes when no byte before it is locked. So a process that has just
given its turn back stands behind all that waited, and one that dies leaves the line, wherever it stood.
Whoever does not know the line (another program) still meets SQLite's own lock.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import DomainError

WAIT_SECONDS = 10.0


class QueueTooLong(DomainError):
    """The turn did not come within WAIT_SECONDS; nothing was stored, the sender may try again."""

    status = 503
    code = "busy"


class WriteQueue:
    """The line before one database file; a process has one for each file (`queue_of`), for the kernel counts its locks as one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the turn inside the block; a process that dies gives its turn back. Raises QueueTooLong."""
        if not self._threads.acquire(timeout=WAIT_SECONDS):
            raise QueueTooLong()
        try:
            with self._processes_behind():
                yield
        finally:
            self._threads.release()

    @contextmanager
    def _processes_behind(self) -> Iterator[None]:
        line = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.lockf(line, fcntl.LOCK_SH, _place_in(line), 0)
            yield
        finally:
            os.close(line)


def _place_in(line: int) -> int:
    """Return where this process now stands in a line: behind everybody who has come, before everybody who will."""
    while True:
        place = time.monotonic_ns()
        try:
            fcntl.lockf(line, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except BlockingIOError:  # who came after this moment already has the turn
            continue
        return place


_queues: dict[str, WriteQueue] = {}
_making = threading.Lock()


def queue_of(database: str) -> WriteQueue:
    """Return this process's queue before a database file."""
    with _making:
        return _queues.setdefault(database, WriteQueue(Path(f"{database}.queue")))
