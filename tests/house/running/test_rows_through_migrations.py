"""Rows that are there when a migration comes: what they say is kept, and what named nothing is let go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Connection, Engine

from app import create_app
from core.extensions import db
from tests.infra.databases import Database
from tests.infra.settings import settings_for

MORNING, NOON = datetime(2026, 1, 5, 8, tzinfo=UTC), datetime(2026, 1, 5, 12, tzinfo=UTC)
PLAIN: dict[type, Any] = {sa.Boolean: False, sa.Integer: 1, sa.DateTime: MORNING, sa.Date: date(2026, 1, 5), sa.JSON: []}


@pytest.fixture
def app(empty_database: Database, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(settings_for(database_url=empty_database.url, instance=tmp_path / "instance"))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def engine(empty_database: Database) -> Iterator[Engine]:
    """Return a way to the database that asks for no people and no commune behind a row."""
    made = sa.create_engine(empty_database.url)
    if made.dialect.name == "sqlite":
        sa.event.listen(made, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys = OFF"))
    yield made
    made.dispose()


def table_in(connection: Connection, name: str) -> sa.Table:
    """Return a table as it stands at this step."""
    return sa.Table(name, sa.MetaData(), autoload_with=connection, resolve_fks=False)


def put(connection: Connection, name: str, row_id: int, **values: object) -> None:
    """Write a row; what may not be empty and is not named gets a plain value of its type."""
    table = table_in(connection, name)
    needed = [column for column in table.columns if not column.nullable and column.name not in values]
    plain = {column.name: plain_value(column.type, f"{column.name[:6]}{row_id}") for column in needed}
    connection.execute(table.insert().values(plain | {"id": row_id} | values))


def plain_value(kind: sa.types.TypeEngine[Any], word: str) -> Any:
    return next((value for known, value in PLAIN.items() if isinstance(kind, known)), word[: getattr(kind, "length", None) or 40])


def said(connection: Connection, table: str, column: str) -> dict[int, Any]:
    """Return what stands in a column, by the number of the row."""
    found = table_in(connection, table)
    return dict(connection.execute(sa.select(found.c.id, found.c[column])).tuples().all())


def test_questions_of_minutes_turns_and_promises_become_keys_and_numbers_again(app: Flask, engine: Engine):
    flask_migrate.upgrade(revision="0020")
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        put(connection, "units", 1, kind="commune")
        for dialogue in (1, 2):
            put(connection, "dialogues", dialogue, state="planned", ends_at=NOON)
        for question, dialogue in ((11, 1), (12, 1), (21, 2)):
            put(connection, "dialogue_questions", question, dialogue_id=dialogue, state="waiting", outcome="open")
        for row, question in ((1, 11), (2, 21), (3, 99), (4, None)):
            put(connection, "minute_items", row, dialogue_id=1, question_id=question)
            put(connection, "speaking_turns", row, dialogue_id=1, question_id=question, number=row, state="waiting")
        for row, questions in ((1, [12, 11, 11]), (2, [21, 99]), (3, [])):
            put(connection, "commitments", row, dialogue_id=1, state="draft", question_ids=questions)
    flask_migrate.upgrade(revision="0021")
    with engine.connect() as connection:
        links = table_in(connection, "commitment_questions")
        assert connection.execute(sa.select(links.c.commitment_id, links.c.question_id).order_by(links.c.id)).all() == [
            (1, 11), (1, 12),
        ]  # fmt: skip
        for table in ("minute_items", "speaking_turns"):
            assert said(connection, table, "question_id") == {1: 11, 2: None, 3: None, 4: None}
        assert said(connection, "minute_items", "outcome") == dict.fromkeys(range(1, 5), "")
    flask_migrate.downgrade(revision="0020")
    with engine.connect() as connection:
        assert said(connection, "commitments", "question_ids") == {1: [11, 12], 2: [], 3: []}
        for table in ("minute_items", "speaking_turns"):
            assert said(connection, table, "question_id") == {1: 11, 2: None, 3: None, 4: None}
