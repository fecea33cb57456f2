"""A short time limit for what anybody may ask of the database."""

from __future__ import annotations

from sqlalchemy import text

from core.extensions import db
from core.transaction import read_in_transaction

POSTGRESQL = "postgresql"


def limit_statements(milliseconds: int) -> None:
    """Let PostgreSQL end every statement of this transaction that takes longer (0: never); SQLite has no such limit."""
    if db.engine.dialect.name == POSTGRESQL:
        read_in_transaction()
        db.session.execute(text(f"SET LOCAL statement_timeout = {int(milliseconds)}"))
