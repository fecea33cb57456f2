"""Rows of a single statement, for pages that ask nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import has_request_context
from sqlalchemy import Executable, Row

from core.extensions import db
from core.reading import reading_engine


def rows_of(statement: Executable, values: Mapping[str, object]) -> Sequence[Row[Any]]:
    """Return the rows of a statement that is told its values, and the commune among them (the session filters it not).

    On PostgreSQL a request that has no session yet is not given one for it: to begin and to end it is a twentieth of what
    a page of the search needs of the processor. One that has a session reads in it, so that no thread waits for a second
    connection.
    """
    if db.session.registry.has() or not has_request_context() or db.engine.dialect.name != "postgresql":
        return db.session.connection().execute(statement, values).all()
    with reading_engine(db.engine).connect() as connection:
        return connection.execute(statement, values).all()


def row_of(statement: Executable, values: Mapping[str, object]) -> Row[Any] | None:
    """Return the first of ``rows_of``, or None."""
    return next(iter(rows_of(statement, values)), None)
