"""A short time limit for what anybody may ask of the database."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import TextClause, text
from sqlalchemy.exc import OperationalError

from core.extensions import db
from core.transaction import read_in_transaction

POSTGRESQL = "postgresql"
QUERY_CANCELED = "57014"


def limit_statements(milliseconds: int) -> None:
    """Let PostgreSQL end every statement of this transaction that takes longer (0: never); SQLite has no such limit."""
    if db.engine.dialect.name == POSTGRESQL:
        read_in_transaction()
        db.session.connection().execute(_limit(milliseconds))


@lru_cache(maxsize=16)
def _limit(milliseconds: int) -> TextClause:
    return text(f"SET LOCAL statement_timeout = {int(milliseconds)}")


def was_stopped(error: OperationalError) -> bool:
    """Return whether the database ended a statement because it took too long, and is well otherwise."""
    return getattr(error.orig, "sqlstate", "") == QUERY_CANCELED
