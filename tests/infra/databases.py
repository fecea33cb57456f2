"""Fresh databases: one is migrated per run and backend by the real commands, every test gets a copy of it.

Measured with two hundred tables on two slow cores, in memory: a copy on PostgreSQL is 1,200 files, which cost 27 ms to make and
12 ms to delete again; on SQLite it is one file and costs 2 ms. Writing the copy through the log instead (WAL_LOG) takes 42 ms,
and a template that was vacuumed is no faster.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.infra import postgresql, run_folder
from tests.infra.settings import environment_for, settings_for

ROOT = Path(__file__).resolve().parent.parent.parent
BACKENDS = ("sqlite", "postgresql")
PREPARATION = (("db", "upgrade"), ("deadline", "load"))


@dataclass(frozen=True, kw_only=True)
class Database:
    """A database of one test. ``backend`` is "sqlite" or "postgresql"."""

    backend: str
    name: str
    url: str


def empty(backend: str, name: str) -> Database:
    """Return a database without a single table, called ``name`` within this run."""
    if backend == "sqlite":
        path = _sqlite_path(name)
        _remove_sqlite(path)
        return Database(backend=backend, name=name, url=f"sqlite:///{path}")
    postgresql.create(name)
    return Database(backend=backend, name=name, url=postgresql.url(name))


def migrated(backend: str, name: str) -> Database:
    """Return a database with all tables and the legal reference data, and nothing else."""
    return copy_of(template(backend), name)


def template(backend: str) -> Database:
    """Return the migrated database of this run that copies are made of; nobody may write to it."""
    name = f"template_{backend}"
    url = run_folder.once(name, lambda: _prepare(empty(backend, name)))
    return Database(backend=backend, name=name, url=url)


def copy_of(source: Database, name: str) -> Database:
    """Return a copy of a database that nobody is connected to."""
    if source.backend == "sqlite":
        path = _sqlite_path(name)
        _remove_sqlite(path)
        shutil.copyfile(_sqlite_path(source.name), path)
        return Database(backend=source.backend, name=name, url=f"sqlite:///{path}")
    with run_folder.locked(f"copy_{source.name}"):
        postgresql.create(name, template=source.name)
    return Database(backend=source.backend, name=name, url=postgresql.url(name))


def discard(database: Database) -> None:
    """Delete a database."""
    if database.backend == "sqlite":
        _remove_sqlite(_sqlite_path(database.name))
    else:
        postgresql.drop(database.name)


def flask(*arguments: str, settings: dict[str, object], input_text: str = "") -> str:
    """Run a command of the product as an operator would; returns what it printed, raises RuntimeError when it failed."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment_for(settings)},
        input=input_text,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"flask {' '.join(arguments)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def settle(database: Database) -> None:
    """Bring everything that was written into the one file that copies are made of (SQLite keeps new pages beside it)."""
    if database.backend == "sqlite":
        connection = sqlite3.connect(_sqlite_path(database.name))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def _prepare(database: Database) -> str:
    instance = run_folder.current() / f"instance_{database.name}"
    settings = settings_for(database_url=database.url, instance=instance)
    for command in PREPARATION:
        flask(*command, settings=settings)
    settle(database)
    return database.url


def _sqlite_path(name: str) -> Path:
    return run_folder.current() / f"{name}.sqlite3"


def _remove_sqlite(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
