"""What must leave no trace: files overwritten and removed, deleted rows wiped from the database's own files.

A command lays a task in its own transaction; it is done right after the commit, or by the worker a second later, and again when
a crash came between. A command that fails destroys nothing. Tasks name files and tables, never a person or a text; their marks
go into a file that is in no copy (core.gone).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from core import gone
from core.database import Base, JsonDict, UtcDateTime
from core.errors import StorageAway
from core.extensions import db
from core.objects import PIECES, destroy, names_of, passage, store
from core.structured import structlog
from core.transaction import transaction

log = structlog.get_logger("shredding")
AGAIN_FOR = timedelta(minutes=30)
"""A worker that was re-encoding a photo when it was shredded writes it once more: so long the files are looked for again."""
MARKED = "marked"
"""The fact of a task whose marks stand in their file already; its wiping may have to be tried for long."""
PATIENCE_MS = 1000
"""How long the wiping of an SQLite file waits for readers and writers before it is put off."""


class ShredTask(Base):
    """Files to destroy (public ids of former attachments), tables whose deleted rows must go, and whether words were indexed."""

    __tablename__ = "shred_tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    facts: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    wiped: Mapped[bool] = mapped_column(default=False)


def ask(*, at: datetime, files: Iterable[str], tables: Iterable[str], indexed: bool, marks: Iterable[str] = ()) -> None:
    """Lay a task, inside a command; ``marks`` are lines of core.gone, so that no copy brings back what goes now."""
    facts = {"files": sorted(files), "tables": sorted(tables), "indexed": indexed, "marks": sorted(marks)}
    db.session.add(ShredTask(asked_at=at, facts=facts))


def run(at: datetime) -> int:
    """Do what was asked; always returns 0, so that no log line counts it. Never inside a command."""
    db.session.rollback()
    tasks = [(task.id, task.asked_at, task.wiped, dict(task.facts)) for task in db.session.scalars(select(ShredTask))]
    db.session.rollback()
    try:
        for public_id in [name for _task, _asked, _wiped, facts in tasks for name in facts["files"]]:
            destroy_files(public_id)
    except StorageAway:  # the tasks stay until the store answers again
        return 0
    todo = [facts for _task, _asked, wiped, facts in tasks if not wiped]
    unmarked = {task: facts.get("marks", []) for task, _asked, wiped, facts in tasks if not wiped and MARKED not in facts}
    if not _marked({task: lines for task, lines in unmarked.items() if lines}):
        return 0
    clean = not todo or wipe({name for facts in todo for name in facts["tables"]}, indexed=any(f["indexed"] for f in todo))
    _settle([task for task, _asked, _wiped, _facts in tasks], at=at, clean=clean)
    return 0


def _marked(marks: dict[int, list[str]]) -> bool:
    """Write the marks of tasks down, once; returns False when their file takes none now: the tasks stay until it does."""
    if not marks:
        return True
    try:
        gone.keep([mark for lines in marks.values() for mark in lines])
    except OSError as error:
        log.error("marks_not_kept", kind=type(error).__name__)
        return False
    with transaction() as session:
        for task in session.scalars(select(ShredTask).where(ShredTask.id.in_(marks))):
            task.facts = task.facts | {MARKED: True}
    return True


def _settle(task_ids: list[int], *, at: datetime, clean: bool) -> None:
    if not task_ids or not clean:
        return
    with transaction() as session:
        for task in session.scalars(select(ShredTask).where(ShredTask.id.in_(task_ids))):
            if at - task.asked_at >= AGAIN_FOR or not task.facts["files"]:
                session.delete(task)
            else:
                task.wiped = True


def anything_asked(at: datetime) -> bool:
    """Return whether a task waits that was never done, or whose files may be looked for a last time."""
    tasks = db.session.execute(select(ShredTask.wiped, ShredTask.asked_at)).all()
    return any(not wiped or at - asked_at >= AGAIN_FOR for wiped, asked_at in tasks)


def destroy_files(public_id: str) -> None:
    """Overwrite and remove every file of a former attachment: as received, as shown, as a paper. Raises StorageAway."""
    piece = passage(PIECES) / public_id
    if piece.is_file():
        destroy(piece)
    for name in names_of(public_id):
        store().destroy(name)


def wipe(tables: set[str], *, indexed: bool) -> bool:
    """Wipe deleted rows from the files of the database; returns False when others were in the way (it is tried again).

    SQLite: the full-text index is built anew where words were indexed (a deleted word stays in its segments until then), and
    the log is written back and cut to nothing (secure_delete zeroes what is freed). PostgreSQL: VACUUM of the tables.
    """
    try:
        return _wipe_file(indexed=indexed) if db.engine.dialect.name == "sqlite" else _vacuum(tables)
    except (OperationalError, sqlite3.OperationalError):
        return False


def _vacuum(tables: set[str]) -> bool:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        for name in sorted(tables):
            connection.exec_driver_sql(f"VACUUM {connection.dialect.identifier_preparer.quote(name)}")
        connection.execute(text("RESET statement_timeout"))
    return True


def _wipe_file(*, indexed: bool) -> bool:
    raw = db.engine.raw_connection()  # outside any transaction: a checkpoint cannot run inside one
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        if indexed:
            found = cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'").fetchall()
            for (name,) in found:
                cursor.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608 - a name of our own schema
        busy, _pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.invalidate()  # so that its short patience is nobody else's
    return bool(busy == 0)
