"""Finds requests that read rows of communes without naming one: a statement built on tables is not filtered by the session.

Those that say ``all_units`` do so on purpose (who signs in, before it is known where; the page of all communes). A row that was
read in its commune is read again by its number.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from flask import Flask, has_request_context, request
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from core.database import UnitScoped
from core.extensions import db

HARMLESS = ("WHERE 0 = 1", "WHERE false", "SELECT max(coalesce((SELECT max(cases.id)", "public_cases_found(")
"""What no row comes of; the highest number that a case has in the installation (a new one gets one behind it); a function that
is told the commune as a parameter.
"""


class ForeignReads:
    """Watches every engine of the process; ``found`` lists the requests that read the rows of all communes."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def watch(self, _app: Flask) -> None:
        """Look at every statement of a request."""
        event.listen(Engine, "before_cursor_execute", self._saw)

    def leave(self, _app: Flask) -> None:
        """Stop watching."""
        event.remove(Engine, "before_cursor_execute", self._saw)

    def _saw(self, _connection: Connection, _cursor: Any, statement: str, _values: Any, context: Any, *_rest: Any) -> None:
        options = {} if context is None else context.execution_options
        again = getattr(options.get("_sa_orm_load_options"), "_refresh_state", None) is not None
        if has_request_context() and not again and not options.get("all_units") and reads_all_communes(statement):
            self.found.append(f"{request.method} {request.path} reads the rows of all communes: {statement[:200]}")


@cache
def reads_all_communes(statement: str) -> bool:
    """Return whether a statement reads a table of communes' rows and names no commune behind its columns."""
    if not statement.startswith(("SELECT", "WITH")) or any(words in statement for words in HARMLESS):
        return False
    return bool(_tables().search(statement)) and "unit_id" not in statement.partition(" \nFROM ")[2]


@cache
def _tables() -> re.Pattern[str]:
    scoped = {mapper.local_table.name for mapper in db.Model.registry.mappers if issubclass(mapper.class_, UnitScoped)}
    return re.compile(rf"\b(?:FROM|JOIN) \(*(?:{'|'.join(sorted(scoped))})\b")
