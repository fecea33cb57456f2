"""Files on their way in: what has come of one lies in the data folder, is brought to the disk, taken over by the next piece.

A file is written by whoever holds its lock. A line that died without a word leaves a writer that waits; the next piece does not
wait for it: it copies what came into a file of its own and goes on there, and what the old writer still gets is lost with the old
file. Nothing that came is cut off because it comes again: browsers send a request a second time by themselves when the line they
used before breaks. So a file is always one run of bytes from its beginning, and its size is what has come.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from core.attachments import CHUNK
from core.errors import DomainError
from core.objects import PIECES, landing, passage, sync_folder

PIECE_MOST = 256 * 1024
SWEPT_AFTER = timedelta(hours=72)


class WrongOffset(DomainError):
    """The piece does not go on where the file ends. ``facts``: current (bytes)."""

    status = 409
    code = "offset"


class TakenOver(DomainError):
    """Another request goes on with this file."""

    status = 409
    code = "taken_over"


class PieceFile:
    """A file that this request writes from ``position`` on; ``size`` is what it holds."""

    def __init__(self, handle: int, path: Path, *, position: int, size: int) -> None:
        self._handle, self.path, self.position, self.size = handle, path, position, size

    def write(self, block: bytes) -> None:
        """Write the next block. Raises TakenOver."""
        os.pwrite(self._handle, block, self.position)
        before, self.position = self.position // CHUNK, self.position + len(block)
        self.size = max(self.size, self.position)
        if before != self.position // CHUNK:
            self.check()

    def check(self) -> None:
        """Raise TakenOver when the file of this name is another one by now."""
        if not _same(self._handle, self.path):
            raise TakenOver()

    def cut(self, size: int) -> None:
        """Forget what lies behind ``size``."""
        os.ftruncate(self._handle, size)
        self.size = self.position = size

    def sync(self) -> None:
        """Bring what was written to the disk; whoever acknowledges a byte has been here before. Raises TakenOver."""
        os.fsync(self._handle)
        self.check()

    def sha256(self) -> str:
        """Return the hash of all of it, in hex."""
        digest, position = hashlib.sha256(), 0
        while block := os.pread(self._handle, CHUNK, position):
            digest.update(block)
            position += len(block)
        return digest.hexdigest()

    def content(self) -> bytes:
        """Return all of it; a file is at most core.attachments.MAX_BYTES."""
        return os.pread(self._handle, self.size, 0)


@contextmanager
def writing(public_id: str, *, offset: int, stored: int) -> Iterator[PieceFile]:
    """Hold the file and go on at ``offset``: where it ends, or what was acknowledged last (``stored``).

    Raises WrongOffset with where it stands, and OSError where the disk is nearly full: the rest stays on the phone.
    """
    path = landing(PIECES) / public_id
    handle = _locked(path)
    try:
        size = os.fstat(handle).st_size
        if offset > size or offset not in (stored, size):
            if not size:
                path.unlink(missing_ok=True)
            raise WrongOffset(current=size)
        yield PieceFile(handle, path, position=offset, size=size)
    finally:
        os.close(handle)


def _locked(path: Path) -> int:
    """Return a handle of the file that nobody else writes to; a new one begins empty."""
    while True:
        fresh = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return _taken_over(path, handle)
        if _same(handle, path):
            if fresh:
                sync_folder(path.parent)
            return handle
        os.close(handle)


def _taken_over(path: Path, old: int) -> int:
    """Put a copy in the place of a file that somebody still writes to; return its handle."""
    copy = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(copy, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    os.pwrite(handle, os.pread(old, os.fstat(old).st_size, 0), 0)
    os.close(old)
    os.fsync(handle)
    os.replace(copy, path)
    sync_folder(path.parent)
    return handle


def _same(handle: int, path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return there.st_ino == os.fstat(handle).st_ino


def size_on_disk(public_id: str) -> int:
    """Return how many bytes of a file have come, after bringing them to the disk; 0 when there is no file."""
    try:
        handle = os.open(passage(PIECES) / public_id, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return 0
    try:
        os.fsync(handle)
        return os.fstat(handle).st_size
    finally:
        os.close(handle)


def forget(public_id: str) -> None:
    """Remove what came of a file."""
    (passage(PIECES) / public_id).unlink(missing_ok=True)


def on_disk(*, older_than: datetime) -> list[str]:
    """Return the names of files that nobody has written to since ``older_than``."""
    return [path.name for path in passage(PIECES).iterdir() if path.stat().st_mtime < older_than.timestamp()]
