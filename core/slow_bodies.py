"""Bodies that come over slow lines: read as they come, given up when the line is dead, and never in every thread at once."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from core.errors import DomainError

BLOCK = 1024
"""What is read at once: when a line breaks, at most so much of what came is lost."""
LOOK_SECONDS, IDLE_SECONDS = 2.0, 25.0
"""How often a silent line is looked after, and how long it is waited for."""
PLACES = 80
"""How many threads of a process may wait for bodies; the others are there for pages."""
_places = threading.BoundedSemaphore(PLACES)


class NoPlace(DomainError):
    """Every place for slow bodies is taken."""

    status = 503
    code = "busy"


@contextmanager
def place(environ: Mapping[str, Any]) -> Iterator[None]:
    """Hold one of the places; inside, reading the body wakes up every LOOK_SECONDS. Raises NoPlace."""
    if not _places.acquire(blocking=False):
        raise NoPlace()
    line = environ.get("gunicorn.socket")
    try:
        if line is not None:
            line.settimeout(LOOK_SECONDS)
        yield
    finally:
        if line is not None:
            line.settimeout(None)
        _places.release()


def pour(environ: Mapping[str, Any], *, length: int, write: Callable[[bytes], None], look: Callable[[], None]) -> bytes:
    """Hand ``length`` bytes of the body to ``write`` as they come; return their SHA-256, or nothing when the line broke before.

    ``look`` is called while the line is silent; what it raises ends the waiting.
    """
    source, digest, left, heard = environ["wsgi.input"], hashlib.sha256(), length, time.monotonic()
    while left > 0:
        try:
            block = source.read(min(BLOCK, left))
        except TimeoutError:
            if time.monotonic() - heard > IDLE_SECONDS:
                return b""
            look()
            continue
        except OSError:
            return b""
        if not block:
            return b""
        heard = time.monotonic()
        write(block)
        digest.update(block)
        left -= len(block)
    return digest.digest()
