"""Reads of a page need no transaction on PostgreSQL: it would be two journeys to the database more, before and after."""

from __future__ import annotations

from typing import Any

from flask import current_app, has_request_context
from flask_sqlalchemy.session import Session
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import scoped_session

ENGINE = "gandan.reading_engine"
IN_COMMAND = "in_command"
"""Stands in ``info`` of a session while a command is running in it."""


def reads_of_a_request(session: OrmSession) -> bool:
    """Whether this session serves a request and no command is running in it."""
    return has_request_context() and IN_COMMAND not in session.info


def in_command(session: scoped_session[Any]) -> bool:
    """Whether a command is running; asking makes no session where there is none."""
    return session.registry.has() and bool(session.info.get(IN_COMMAND))


def reading_engine(engine: Engine | Connection) -> Engine | Connection:
    """Return what reads without BEGIN and ROLLBACK; it shares its pool with ``engine``, the application's own."""
    kept: Engine | Connection | None = current_app.extensions.get(ENGINE)
    if kept is None:
        kept = current_app.extensions[ENGINE] = engine.execution_options(isolation_level="AUTOCOMMIT")
    return kept


class PageSession(Session):
    """The session of the house. What a request reads outside a command, it reads without BEGIN and ROLLBACK.

    Nothing else changes by it: under READ COMMITTED each statement sees what is committed when it begins, with a transaction
    around several of them or not. Commands (core.transaction) have theirs, and so has everything outside of requests, where the
    files of open data are read as of one moment. SQLite is read in a transaction; there it costs no journey.
    """

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kwargs: Any) -> Engine | Connection:
        """Return the engine for a statement; the one for reading shares its pool with the other."""
        found = super().get_bind(mapper=mapper, clause=clause, bind=bind, **kwargs)
        if found.dialect.name != "postgresql" or not reads_of_a_request(self):
            return found
        return reading_engine(found)
