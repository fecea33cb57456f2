"""Which statements an answer takes, and how SQLite means to read them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from flask import Flask
from sqlalchemy import event

from core.extensions import db


def statements_of(ask: Callable[[], Any], *, app: Flask | None = None) -> list[tuple[str, Any]]:
    """Return the statements, with their values, that an answer takes; outside of an application it is named."""
    told: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        told.append((statement, values))

    with app.app_context() if app else nullcontext():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return told


def selects_of(read: Callable[[], Any]) -> list[str]:
    """Return the SELECTs that a read sends."""
    return [statement for statement, _ in statements_of(read) if statement.lstrip().upper().startswith(("SELECT", "WITH"))]


def plan_of(app: Flask, statement: str, values: Any) -> str:
    """Return how SQLite reads a statement, on one line."""
    with app.app_context(), db.engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("EXPLAIN QUERY PLAN " + statement, values)
        return " · ".join(str(row[-1]) for row in raw.fetchall())
