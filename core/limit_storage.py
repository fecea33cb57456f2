"""Counters of the rate limits in a small SQLite file of their own, so that all workers of a server count together."""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import Any

from limits.storage import Storage


class SharedFileStorage(Storage):
    """A ``limits`` storage for ``limitfile:///path``. Losing the file only forgets counts, so it is never synced."""

    STORAGE_SCHEME = ["limitfile"]

    def __init__(self, uri: str | None = None, **options: Any) -> None:
        super().__init__(uri, **options)
        self._path = (uri or "").removeprefix("limitfile://")
        self._local = threading.local()
        self._calls = 0

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the storage may raise."""
        return sqlite3.Error

    def _connection(self) -> sqlite3.Connection:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, isolation_level=None, timeout=2, check_same_thread=False)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS hits (key TEXT PRIMARY KEY, count INTEGER, expires REAL) WITHOUT ROWID"
            )
            self._local.connection = connection
        return connection

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count ``amount`` under ``key`` and return the count of the running window (``expiry`` in seconds)."""
        now = time.time()
        self._calls += 1
        if self._calls % 500 == 0:
            self._connection().execute("DELETE FROM hits WHERE expires < ?", (now,))
        row = self._connection().execute(
            "INSERT INTO hits VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE SET "
            "count = CASE WHEN expires < ?4 THEN ?2 ELSE count + ?2 END, "
            "expires = CASE WHEN expires < ?4 THEN ?3 ELSE expires END RETURNING count",
            (key, amount, now + expiry, now),
        )
        return int(row.fetchone()[0])

    def get(self, key: str) -> int:
        """Return the count under ``key``."""
        row = self._connection().execute("SELECT count FROM hits WHERE key = ? AND expires >= ?", (key, time.time())).fetchone()
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window of ``key`` ends (seconds of the epoch)."""
        row = self._connection().execute("SELECT expires FROM hits WHERE key = ?", (key,)).fetchone()
        return float(row[0]) if row else time.time()

    def check(self) -> bool:
        """Return whether the file can be written."""
        self._connection().execute("SELECT 1")
        return True

    def reset(self) -> int | None:
        """Forget all counts."""
        return self._connection().execute("DELETE FROM hits").rowcount

    def clear(self, key: str) -> None:
        """Forget one count."""
        self._connection().execute("DELETE FROM hits WHERE key = ?", (key,))
