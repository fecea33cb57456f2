"""A short time limit for what anybody may ask of the database."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import g, has_app_context, has_request_context
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from core.extensions import db
from core.reading import in_command
from core.transaction import end_reads

POSTGRESQL = "postgresql"
QUERY_CANCELED = "57014"
LIMIT = "gandan.statement_limit"
"""Where a connection keeps how many milliseconds its statements may take, when it was told something else than the options."""


def limit_statements(milliseconds: int) -> None:
    """Let PostgreSQL end every statement that takes longer (0: never); SQLite has no such limit.

    It holds for what a request reads from now on. In a command, and outside of requests, it holds for this transaction.
    """
    if db.engine.dialect.name != POSTGRESQL:
        return
    if has_request_context() and not in_command(db.session):
        end_reads(db.session)
        g.gandan_statement_limit = milliseconds
    else:
        db.session.connection().execute(text(f"SET LOCAL statement_timeout = {int(milliseconds)}"))


@event.listens_for(Engine, "checkout")
def _keep_limit(connection: Any, record: Any, _proxy: object) -> None:
    """Tell a connection that is taken how long statements may take, where it was told something else before.

    A limit that ends with its transaction (SET LOCAL) is three journeys to the database around the one that is wanted.
    """
    wanted = g.get("gandan_statement_limit") if has_app_context() else None
    if isinstance(connection, sqlite3.Connection) or record.info.get(LIMIT) == wanted:
        return
    connection.autocommit = True
    connection.execute("RESET statement_timeout" if wanted is None else f"SET statement_timeout = {int(wanted)}")
    connection.autocommit = False
    record.info[LIMIT] = wanted


def was_stopped(error: OperationalError) -> bool:
    """Return whether the database ended a statement because it took too long, and is well otherwise."""
    return getattr(error.orig, "sqlstate", "") == QUERY_CANCELED
