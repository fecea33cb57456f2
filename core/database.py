"""What every table is made of: the declarative base, column types, public ids, and the filter that keeps communes apart."""

from __future__ import annotations

import secrets
import select
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, MetaData, Text, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, declared_attr, mapped_column, with_loader_criteria
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TypeDecorator

from core.errors import DomainError
from core.sealing import sealer

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

POSTGRESQL_OPTIONS = "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000 -c jit=off"
"""Nobody waits longer than a person would, and a connection that was forgotten in a transaction holds no lock for long."""

PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON", "secure_delete=ON", "cache_size=-300",
    "mmap_size=134217728", "journal_size_limit=67108864",
)  # fmt: skip
"""Not trusted_schema=OFF: the triggers that keep the words of public cases write into FTS5, which SQLite then refuses."""


class Base(DeclarativeBase):
    """The one declarative base; constraint names follow NAMING, check constraints are sentences."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC on both databases. A naive datetime is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give back an aware UTC moment (SQLite forgets the zone)."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SealedText(TypeDecorator[str]):
    """Text that lies encrypted in the database (name, phone, email of a sender)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Seal on the way in."""
        return None if value is None else sealer.seal(value)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        """Open on the way out."""
        return None if value is None else sealer.open(value)


JsonDict = JSON().with_variant(JSONB(), "postgresql")
_unit: ContextVar[int | None] = ContextVar("unit", default=None)


class TenantMissing(DomainError):
    """A tenant table was read without saying for which commune."""

    status = 500
    code = "tenant_missing"


class UnitScoped:
    """A row that belongs to one commune; ORM reads of it are filtered by the current unit.

    The column has no index of its own: where a commune's rows are many, a table has indexes that begin with it and go on,
    and SQLite without statistics would take the bare one for as good as that of the case, and read the whole commune.
    """

    @declared_attr
    def unit_id(cls) -> Mapped[int]:  # noqa: N805 - SQLAlchemy hands over the class
        """The commune the row belongs to."""
        return mapped_column(ForeignKey("units.id"))


def current_unit_id() -> int | None:
    """Return the commune that reads are limited to now, or None."""
    return _unit.get()


def set_current_unit(unit_id: int | None) -> None:
    """Limit the reads of this request to one commune (edges only; see use_unit for blocks)."""
    _unit.set(unit_id)


@contextmanager
def use_unit(unit_id: int) -> Iterator[None]:
    """Limit ORM reads inside the block to one commune."""
    token = _unit.set(unit_id)
    try:
        yield
    finally:
        _unit.reset(token)


def new_public_id() -> str:
    """Return 32 random hex digits: an id that can stand in a URL and cannot be guessed or counted."""
    return secrets.token_hex(16)


def _scoped(state: ORMExecuteState) -> bool:
    """Whether tenant rows are read or written anywhere in a statement: what it selects, joins, counts, or asks inside."""
    if any(issubclass(mapper.class_, UnitScoped) for mapper in state.all_mappers):
        return True
    owners = (getattr(part, "_annotations", {}).get("parententity") for part in iterate(state.statement))
    return any(issubclass(owner.mapper.class_, UnitScoped) for owner in owners if owner is not None)


def filter_by_unit(state: ORMExecuteState) -> None:
    """Add the commune to every ORM statement, for tenant rows anywhere in it. Raises TenantMissing when none is set.

    A statement on bare tables (``Model.__table__``) is not seen here and has to name the commune itself.
    """
    if state.is_column_load or state.is_relationship_load or state.execution_options.get("all_units"):
        return
    if not (state.is_select or state.is_update or state.is_delete):
        return
    unit_id = _unit.get()
    if unit_id is None:
        if _scoped(state):
            raise TenantMissing()
    elif state.is_orm_statement:
        state.statement = state.statement.options(_of_unit(unit_id))


@lru_cache(maxsize=1024)
def _of_unit(unit_id: int) -> Any:
    """Return the filter of one commune; kept, because SQLAlchemy takes a new one to pieces for every statement."""
    return with_loader_criteria(UnitScoped, lambda cls: cls.unit_id == unit_id, include_aliases=True)


def _on_connect(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _on_begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _on_checkout(connection: Any, _record: object, _proxy: object) -> None:
    """Let the pool open another connection in place of one that the server has ended.

    A server says nothing on an idle connection but goodbye, so there is something to read only on a dead one. Asking each
    time (`pool_pre_ping`) is a journey to the server and back before every page.
    """
    if isinstance(connection, sqlite3.Connection):
        return
    asked = select.poll()
    asked.register(connection.fileno(), select.POLLIN | select.POLLHUP)
    if asked.poll(0):
        raise DisconnectionError


def bind_events() -> None:
    """Listen to engines and sessions; safe to call for every application that is made.

    Before whoever listens already: a connection that is dead is replaced before anybody tells it something.
    """
    for target, name, handler in (
        (Engine, "connect", _on_connect),
        (Engine, "checkout", _on_checkout),
        (Engine, "begin", _on_begin),
        (Session, "do_orm_execute", filter_by_unit),
    ):
        if not event.contains(target, name, handler):
            event.listen(target, name, handler, insert=True)
