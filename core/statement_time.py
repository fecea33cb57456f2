"""A short time limit for what anybody may ask of the database."""

from __future__ import annotations

from flask import has_request_context
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core.database import limit_connections
from core.extensions import db
from core.reading import in_command
from core.transaction import end_reads

POSTGRESQL = "postgresql"
QUERY_CANCELED = "57014"


def limit_statements(milliseconds: int) -> None:
    """Let PostgreSQL end every statement that takes longer (0: never); SQLite has no such limit.

    It holds for what a request reads from now on. In a command, and outside of requests, it holds for this transaction.
    """
    if db.engine.dialect.name != POSTGRESQL:
        return
    if has_request_context() and not in_command(db.session):
        end_reads(db.session)
        limit_connections(milliseconds)
    else:
        db.session.connection().execute(text(f"SET LOCAL statement_timeout = {int(milliseconds)}"))


def was_stopped(error: OperationalError) -> bool:
    """Return whether the database ended a statement because it took too long, and is well otherwise."""
    return getattr(error.orig, "sqlstate", "") == QUERY_CANCELED
