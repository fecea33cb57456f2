"""Finds requests that end with rows changed and not committed: what a person was shown as done would be lost."""

from __future__ import annotations

import threading
from typing import Any

from flask import Flask, request, request_tearing_down
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from core.extensions import db

WRITING = ("insert", "update", "delete", "replace")


class Leftovers:
    """Watches every engine of the process; ``found`` lists the requests that left something uncommitted."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._open = threading.local()

    def watch(self, app: Flask) -> None:
        """Look at the end of every request of this application."""
        for name, listener in self._listeners().items():
            event.listen(Engine, name, listener)
        request_tearing_down.connect(self._at_the_end, app)

    def leave(self, app: Flask) -> None:
        """Stop watching."""
        for name, listener in self._listeners().items():
            event.remove(Engine, name, listener)
        request_tearing_down.disconnect(self._at_the_end, app)

    def _listeners(self) -> dict[str, Any]:
        return {"before_cursor_execute": self._saw_statement, "commit": self._ended, "rollback": self._ended}

    def _written(self) -> set[int]:
        if not hasattr(self._open, "connections"):
            self._open.connections = set()
        return self._open.connections

    def _saw_statement(self, connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().lower().startswith(WRITING):
            self._written().add(id(connection))

    def _ended(self, connection: Connection) -> None:
        self._written().discard(id(connection))

    def _at_the_end(self, _sender: Flask, **_facts: Any) -> None:
        session = db.session()
        pending = [*session.new, *session.dirty, *session.deleted]
        if pending or self._written():
            names = sorted({type(row).__name__ for row in pending}) or ["a statement"]
            self.found.append(f"{request.method} {request.path} left {', '.join(names)} uncommitted")
            self._written().clear()
