"""Migrations go up, down and up again on both databases, and end where the models stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, create_engine, inspect, text

from app import create_app
from core.database import Base
from core.extensions import db
from tests.house import tree
from tests.infra.databases import Database
from tests.infra.settings import settings_for

VERSIONS = tree.ROOT / "migrations" / "versions"
SEARCH = ("public_cases_search", "search_vector", "ix_public_cases_search")


@pytest.fixture
def app(empty_database: Database, tmp_path: Path) -> Iterator[Flask]:
    """Return the application on an empty database, inside its context (the template database of a run is made by
    `flask db upgrade` itself)."""
    made = create_app(settings_for(database_url=empty_database.url, instance=tmp_path / "instance"))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def engine(empty_database: Database):
    made = create_engine(empty_database.url)
    yield made
    made.dispose()


def tables(engine: Engine) -> set[str]:
    """Return the names of all tables but Alembic's own."""
    inspector = inspect(engine)
    inspector.clear_cache()
    return set(inspector.get_table_names()) - {"alembic_version"}


def shape(engine: Engine) -> dict[str, Any]:
    """Return tables with their columns, keys and indexes, as the database tells them."""
    inspector = inspect(engine)
    return {
        table: {
            "columns": sorted(
                (column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(table)
            ),
            "indexes": sorted(str(index["name"]) for index in inspector.get_indexes(table)),
            "foreign": sorted(str(key["constrained_columns"]) for key in inspector.get_foreign_keys(table)),
        }
        for table in inspector.get_table_names()
    }


def test_migrations_go_up_down_and_up(app: Flask, engine: Engine):
    flask_migrate.upgrade()
    first = shape(engine)
    flask_migrate.downgrade(revision="base")
    left = tables(engine)
    flask_migrate.upgrade()
    assert (left, shape(engine)) == (set(), first)


def test_every_step_of_the_migrations_can_be_walked(app: Flask, engine: Engine):
    for _ in VERSIONS.glob("*.py"):
        flask_migrate.upgrade(revision="+1")
        flask_migrate.downgrade(revision="-1")
        flask_migrate.upgrade(revision="+1")
    assert set(Base.metadata.tables) - tables(engine) == set()


NOTING = (
    "CREATE TABLE noted (allowed text)",
    """CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO noted VALUES (current_setting('statement_timeout')); END $$""",
    "CREATE EVENT TRIGGER note ON ddl_command_start EXECUTE FUNCTION note()",
)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_no_step_is_cut_off_by_the_time_that_a_page_may_take(app: Flask, engine: Engine):
    with engine.begin() as connection:
        for statement in NOTING:
            connection.exec_driver_sql(statement)
    flask_migrate.upgrade()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT DISTINCT allowed FROM noted").scalars().all() == ["0"]
    assert db.session.scalar(text("SHOW statement_timeout")) == "5s"


def test_models_equal_the_migrated_schema(app: Flask, engine: Engine):
    flask_migrate.upgrade()
    with engine.connect() as connection:
        options = {"include_object": is_of_the_models, "compare_type": True, "render_as_batch": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []


def is_of_the_models(_thing: object, name: str | None, *_facts: object) -> bool:
    """Return whether the comparison should look at a thing; the full-text index is made by a migration alone."""
    return not (name or "").startswith(SEARCH)


def test_there_is_one_line_of_migrations():
    assert len(ScriptDirectory(str(VERSIONS.parent)).get_heads()) == 1


def test_check_constraints_of_the_models_stand_in_the_database(app: Flask, engine: Engine):
    flask_migrate.upgrade()
    inspector = inspect(engine)
    missing = [
        f"{table.name}: {constraint.name}"
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if type(constraint).__name__ == "CheckConstraint"
        and str(constraint.name) not in {found["name"] for found in inspector.get_check_constraints(table.name)}
    ]
    assert missing == []
