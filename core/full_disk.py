"""Tells a disk that takes nothing more from every other fault, whoever met it: the system, SQLite or PostgreSQL.

Files are refused before it is full, as if it were: what is left belongs to the words of letters.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

OF_SYSTEM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EACCES, errno.EPERM})
"""Full, over its quota, read-only, a file larger than is allowed, broken, not ours to write."""
OF_SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR})
OF_POSTGRESQL = frozenset({"53100", "58030", "25006"})
"""disk_full, io_error, read_only_sql_transaction."""

AMPLE = 2 * 1024**3
"""So much free room is enough, however small a share of a large disk it is."""


def keeps_files(*, free: int, total: int, reserve: int) -> bool:
    """Return whether a disk takes files still: ``reserve`` percent of it is left, or ample room."""
    return free >= min(total * reserve / 100, AMPLE)


def leave_room(folder: Path, *, reserve: int) -> None:
    """Raise OSError, as a full disk does, where a file more would take what is kept for words."""
    disk = shutil.disk_usage(folder)
    if not keeps_files(free=disk.free, total=disk.total, reserve=reserve):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def cannot_be_written(error: BaseException) -> bool:
    """Return whether an error says that a disk is full, broken or may only be read."""
    if isinstance(error, DBAPIError):
        error = error.orig or error
    if isinstance(error, OSError):
        return error.errno in OF_SYSTEM
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in OF_SQLITE
    return getattr(error, "sqlstate", None) in OF_POSTGRESQL
