"""The only place that commits: one command, one transaction, with its audit entry and its letters."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any, TypeVar

from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session

from core.errors import DomainError, StorageFull
from core.extensions import db
from core.full_disk import cannot_be_written
from core.interpreter import interpreter
from core.reading import IN_COMMAND, PageSession, in_command, reads_of_a_request
from core.write_queue import queue_of

LAST_ACTS = "last_acts"
Seen = TypeVar("Seen")
TWIN_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")


class NestedTransaction(DomainError):
    """A command was started inside another command."""

    status = 500
    code = "nested_transaction"


class OutsideCommand(DomainError):
    """Something was to be done at the end of a command, but no command is running."""

    status = 500
    code = "outside_command"


class UncommittedChanges(DomainError):
    """Rows were changed outside a command."""

    status = 500
    code = "uncommitted_changes"


def end_reads(session: scoped_session[Session]) -> None:
    """End what a request has open for reading; objects read in it stay usable. Raises UncommittedChanges."""
    if not session.registry.has():
        return
    if session.new or session.dirty or session.deleted:
        raise UncommittedChanges()
    session.commit()


@event.listens_for(PageSession, "before_flush")
def _refuse_outside(session: Session, *_: object) -> None:
    """Refuse what a request writes outside a command: there is no transaction that could take it back (core.reading)."""
    if reads_of_a_request(session):
        raise UncommittedChanges()


@contextmanager
def transaction() -> Iterator[scoped_session[Session]]:
    """Run a command: everything in the block is kept, or nothing is.

    On SQLite the block begins with BEGIN IMMEDIATE, so that two writers wait for each other instead of failing when the
    second one turns from reading to writing. A read transaction that the request has open is ended first; objects read
    in it stay usable, but a command loads what it changes afresh. Raises StorageFull when the database's disk takes nothing.
    """
    session = db.session
    if in_command(session):
        raise NestedTransaction()
    end_reads(session)
    with _turn(), interpreter.handed_on_at_once():
        session.info[IN_COMMAND] = True
        try:
            session.connection(execution_options={"write": True})
            yield session
            _do_last_acts(session)
            session.commit()
        except BaseException as error:
            session.rollback()
            if isinstance(error, DBAPIError) and cannot_be_written(error):
                raise StorageFull() from error
            raise
        finally:
            session.info.pop(IN_COMMAND, None)
            session.info.pop(LAST_ACTS, None)


class _TakenBack(Exception):
    """A rehearsal is over."""


def rehearse(command: Callable[[], Seen]) -> Seen:
    """Run a command, let it say what came of it, and keep nothing: neither rows nor audit nor letters.

    For a command that writes to the database alone; a file that it lays down would stay. Raises what the command raises.
    """
    seen: list[Seen] = []
    with suppress(_TakenBack), transaction() as session:
        seen.append(command())
        session.flush()
        raise _TakenBack
    return seen[0]


def before_commit(act: Callable[[list[Any]], None]) -> list[Any]:
    """Return the running command's list for ``act``, which is called with it as the last thing before the commit.

    For rows that everybody writes to (the head of the audit trail, the number of the public version): commands wait for
    each other there, so they come to them when everything else is written, and all in one order, that of the acts' names:
    two commands never wait for each other crosswise. What an act lays down for another is done after it. Raises OutsideCommand.
    """
    if not in_command(db.session):
        raise OutsideCommand()
    lists: dict[Callable[[list[Any]], None], list[Any]] = db.session.info.setdefault(LAST_ACTS, {})
    return lists.setdefault(act, [])


def _do_last_acts(session: scoped_session[Session]) -> None:
    while lists := session.info.pop(LAST_ACTS, None):
        session.flush()
        for act in sorted(lists, key=_name):
            act(lists[act])


def _name(act: Callable[[list[Any]], None]) -> str:
    return f"{act.__module__}.{act.__qualname__}"


def wait_for_twin(key: str) -> None:
    """Let the same thing done twice at the same moment be done one after the other: inside a command, until it ends.

    On SQLite the command holds the turn to write already; on PostgreSQL commands with the same ``key`` wait for each other.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(TWIN_LOCK, {"key": key})


def key_of(what: str, *, unit_id: int, key: str) -> str:
    """Return the key of a form as the row keeps it that the form makes once in its commune."""
    return hashlib.sha256(f"{what}:{unit_id}:{key}".encode()).hexdigest()


def _turn() -> AbstractContextManager[None]:
    """Return the turn to write: a queue before an SQLite file, nothing to wait for on PostgreSQL."""
    url = db.engine.url
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return nullcontext()
    return queue_of(url.database).turn()
