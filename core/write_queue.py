"""One writer at a time on SQLite, in the order they came: writers wait in a queue instead of asking again and again.

SQLite's own waiting sleeps and asks anew, longer each time; sixteen senders at once would spend most of their time asleep.
A lock between threads and locks on files beside the database between processes hand the turn over at once. Before the turn
lies a gate: who waits for the turn holds it, so a process that has just given its turn back stands behind those that waited.
Whoever does not know the queue (another program) still meets SQLite's own lock.
"""

from __future__ import annotations

import fcntl
import os
import threading
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
    """The queue before one database file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._gate = path.with_name(f"{path.name}.next")
        self._threads = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the turn inside the block; a process that dies gives its turn back. Raises QueueTooLong."""
        if not self._threads.acquire(timeout=WAIT_SECONDS):
            raise QueueTooLong()
        try:
            with self._file_locked():
                yield
        finally:
            self._threads.release()

    @contextmanager
    def _file_locked(self) -> Iterator[None]:
        with _held(self._gate):
            turn = _locked(self._path)
        try:
            yield
        finally:
            os.close(turn)


def _locked(path: Path) -> int:
    """Wait for the lock on a file and return its handle; closing it, or dying, gives the lock back."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except BaseException:
        os.close(handle)
        raise
    return handle


@contextmanager
def _held(path: Path) -> Iterator[None]:
    handle = _locked(path)
    try:
        yield
    finally:
        os.close(handle)


_queues: dict[str, WriteQueue] = {}
_making = threading.Lock()


def queue_of(database: str) -> WriteQueue:
    """Return this process's queue before a database file."""
    with _making:
        return _queues.setdefault(database, WriteQueue(Path(f"{database}.queue")))
