"""Tells a disk that takes nothing more from every other fault, whoever met it: the system, SQLite or PostgreSQL.

Files are refused before it is full, as if it were: what is left belongs to the words of letters.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from enum import StrEnum
from pathlib import Path

from flask import current_app
from sqlalchemy.exc import DBAPIError

from core.errors import StorageFull
from core.extensions import db

OF_SYSTEM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EACCES, errno.EPERM})
"""Full, over its quota, read-only, a file larger than is allowed, broken, not ours to write."""
OF_SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR})
OF_POSTGRESQL = frozenset({"53100", "58030", "25006"})
"""disk_full, io_error, read_only_sql_transaction."""

AMPLE = 2 * 1024**3
"""So much free room is enough, however small a share of a large disk it is."""
WORDS_LEAST = 128 * 1024**2
"""So much is left for what was begun already: officials go on, and the database writes down what it has in its log."""


class Room(StrEnum):
    """What a disk takes: everything; everything, but not for long; words without files; no new letter either."""

    AMPLE = "ample"
    LOW = "low"
    WORDS = "words"
    NONE = "none"


def room_of(*, free: int, total: int, reserve: int) -> Room:
    """Return what a disk takes still: below ``reserve`` percent no files, at twice that it is told, at half of it no new letters.

    Shares of a large disk are much room, so each step has an amount that is always enough.
    """
    share = total * reserve / 100
    if free < min(share / 2, WORDS_LEAST):
        return Room.NONE
    if free < min(share, AMPLE):
        return Room.WORDS
    return Room.LOW if free < min(2 * share, 2 * AMPLE) else Room.AMPLE


def room_in(folder: Path, *, reserve: int) -> Room:
    """Return what the disk of a folder takes still."""
    disk = shutil.disk_usage(folder)
    return room_of(free=disk.free, total=disk.total, reserve=reserve)


def leave_room(folder: Path, *, reserve: int) -> None:
    """Raise OSError, as a full disk does, where a file more would take what is kept for words."""
    if room_in(folder, reserve=reserve) in (Room.WORDS, Room.NONE):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def look_for_room() -> None:
    """Raise StorageFull where the disk of a database on this machine keeps the rest for work that was begun: before a new letter.

    The disk of a PostgreSQL server is its own matter: only its machine can tell.
    """
    settings = current_app.config["SETTINGS"]
    if settings.on_sqlite and room_in(Path(str(db.engine.url.database)).parent, reserve=settings.disk_reserve) is Room.NONE:
        raise StorageFull()


def cannot_be_written(error: BaseException) -> bool:
    """Return whether an error says that a disk is full, broken or may only be read."""
    if isinstance(error, DBAPIError):
        error = error.orig or error
    if isinstance(error, OSError):
        return error.errno in OF_SYSTEM
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in OF_SQLITE
    return getattr(error, "sqlstate", None) in OF_POSTGRESQL
