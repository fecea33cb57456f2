"""Writes many rows fast: COPY on PostgreSQL, executemany on SQLite; ids are given out beforehand under a lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select, text

from core.extensions import db
from feedback import traces
from feedback.load.rows import COLUMNS, TABLES, Value
from feedback.models import PublicCase
from feedback.trace_models import PublicTrace


def lock_and_next_ids(connection: Connection) -> dict[str, int]:
    """Keep other writers out until the end of the transaction (SQLite does so anyway) and return the next id of each table."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in TABLES)
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL timezone = 'UTC'"))
        connection.execute(text("SET LOCAL gin_pending_list_limit = '512MB'"))  # the search index is brought in order at the end
        connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
    free = {table.name: (connection.scalar(select(func.max(table.c.id))) or 0) + 1 for table in TABLES}
    shown = (connection.scalar(select(func.max(PublicCase.__table__.c.id))) or 0) + 1  # a moved letter keeps its number there
    return free | {"cases": max(free["cases"], shown)}


def write(connection: Connection, rows: Mapping[str, Sequence[tuple[Value, ...]]]) -> None:
    """Insert the rows in the order in which tables need each other, and move the id sequences behind them."""
    for name, columns in COLUMNS.items():
        if rows[name]:
            _write_table(connection, name, columns, rows[name])


def _write_table(connection: Connection, name: str, columns: tuple[str, ...], rows: Sequence[tuple[Value, ...]]) -> None:
    listed = ", ".join(columns)
    if connection.dialect.name == "postgresql":
        with connection.connection.cursor() as cursor, cursor.copy(f"COPY {name} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        if name != "public_cases":
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), {"name": name, "last": rows[-1][0]}
            )
    else:
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {name} ({listed}) VALUES ({marks})", list(rows))  # noqa: S608 - our own names


def trace_published(connection: Connection) -> None:
    """Give what was published its trace, in one statement."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(traces.FILLING)


def refresh_statistics() -> None:
    """Let PostgreSQL look at what it holds now, as its autovacuum would by itself a minute later."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            for table in (*TABLES, PublicTrace.__table__):
                connection.execute(text(f"{'VACUUM ' if table.name == 'public_cases' else ''}ANALYZE {table.name}"))
            connection.invalidate()
