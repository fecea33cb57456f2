"""Runs migrations on the application's own database, each inside one transaction."""

from __future__ import annotations

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app

from core.database import JsonDict, SealedText, UtcDateTime

OWN_TABLES = ("public_cases_search",)
OWN_COLUMNS = ("search_vector",)
OWN_INDEXES = ("ix_public_cases_search",)


def include(thing: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave out what the search migration makes by hand: SQLite's full-text tables, PostgreSQL's inverted index."""
    if kind == "table":
        return not (name or "").startswith(OWN_TABLES)
    return not ((kind == "column" and name in OWN_COLUMNS) or (kind == "index" and name in OWN_INDEXES))


def render(kind: str, item: object, autogen: AutogenContext) -> str | bool:
    """Write our column types as what the database sees, so that a migration does not move with the code."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, SealedText):
        return "sa.Text()"
    if item is JsonDict:
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def run() -> None:
    """Upgrade or downgrade; on SQLite tables are rebuilt where it cannot alter them.

    The time that a statement of a page may take is no measure here: an index over a hundred thousand cases takes longer.
    """
    database = current_app.extensions["migrate"].db
    engine = database.engine
    with engine.connect() as connection:
        postgresql = engine.dialect.name == "postgresql"
        if postgresql:
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.commit()
        context.configure(
            connection=connection, target_metadata=database.metadata, render_as_batch=engine.dialect.name == "sqlite",
            include_object=include, render_item=render, compare_type=False, transaction_per_migration=True,
        )  # fmt: skip
        with context.begin_transaction():
            context.run_migrations()
        if postgresql:
            connection.exec_driver_sql("RESET statement_timeout")
            connection.commit()


run()
