"""Copies of one installation: the database as it stood at one moment and the files that it names, with their checksums.

The database comes first and the files after it: what a row names is on the disk before the row is kept, so a copy holds every
file that its rows name, but for those that were deleted in between, and these shall be gone. A running server need not stop.
Files in a bucket are copied as those of a folder are, under the same names, so a copy of the one comes back in the other; what
is still on its way is left out, phones begin again. The keys are not in it: without them names, telephone numbers and the sealed
register stay shut. Nor is the file of marks (core.gone), which says what had gone before a copy came back (core.returning).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect, text

from core import gone
from core.errors import DomainError
from core.extensions import db
from core.migrating import expected_tables
from core.objects import copy_in, copy_out, store
from core.returning import FLAG, LAY_FLAG, TAKE_FLAG, UNSETTLED, is_unsettled

MANIFEST, FILES = "manifest.json", "files"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class NoBackup(DomainError):
    """A copy cannot be made, or not be put back; the message is a whole sentence for the operator."""

    status = 500
    code = "no_backup"

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(None)


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What a copy holds: when it was made, the release of its tables, the checksums by path, and how many rows were gone then."""

    made_at: str
    tables: str
    sums: dict[str, str]
    marks: int = 0


def create(folder: Path, *, at: datetime) -> Copy:
    """Make a copy in a folder that is not there yet. Raises NoBackup."""
    if folder.exists():
        raise NoBackup(f"{folder} is there already; a copy gets a folder of its own.")
    tables = _tables()
    if not tables:
        raise NoBackup("The database has no tables yet.")
    if is_unsettled():
        raise NoBackup(UNSETTLED)
    growing = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(growing, ignore_errors=True)
    growing.mkdir(mode=0o700, parents=True)
    _copy_database(growing / DATABASES[db.engine.dialect.name])
    for item in store().listed():
        copy_out(item.name, growing / FILES / item.name)
    made = Copy(made_at=at.isoformat(), tables=tables, sums=_sums(growing), marks=len(gone.marks() or ()))
    facts = {"made_at": made.made_at, "tables": made.tables, "sums": made.sums, "marks": made.marks}
    (growing / MANIFEST).write_text(json.dumps(facts, indent=1), encoding="utf-8")
    growing.rename(folder)
    return made


def verify(folder: Path) -> Copy:
    """Return what a copy holds after reading every byte of it. Raises NoBackup when something is missing, new or changed."""
    try:
        copy = Copy(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise NoBackup(f"{folder} is no finished copy: {MANIFEST} is missing or damaged.") from None
    found = _sums(folder)
    wrong = sorted(path for path in {*found, *copy.sums} if found.get(path) != copy.sums.get(path))
    if wrong:
        raise NoBackup(f"{len(wrong)} files are missing, new or changed, the first one: {wrong[0]}.")
    return copy


def restore(folder: Path, *, without_marks: bool = False) -> Copy:
    """Put a verified copy into an installation that has neither tables nor files. Raises NoBackup; nothing is overwritten.

    Nobody can work with it before core.returning.settle is done. ``without_marks``: the file of marks is lost. Where nothing had
    gone when the copy was made there may be no file.
    """
    copy = verify(folder)
    _check_place(copy)
    if copy.marks and gone.marks() is None and not without_marks:
        raise NoBackup(
            f"{gone.marks_file()} is missing. It marks what was moved to the sealed register or erased after {copy.made_at}. "
            "Lay it there (MARKS_FILE); nothing was changed. Only when it is lost: --without-marks."
        )
    _put_database(folder / DATABASES[db.engine.dialect.name])
    for path in sorted((folder / FILES).rglob("*")):
        if path.is_file():
            copy_in(path.relative_to(folder / FILES).as_posix(), path)
    return copy


def _check_place(copy: Copy) -> None:
    """Raise NoBackup when this installation cannot take a copy."""
    kind = db.engine.dialect.name
    if DATABASES[kind] not in copy.sums:
        raise NoBackup(f"This copy is not one of {kind}; see DATABASE_URL.")
    if copy.tables > expected_tables():
        raise NoBackup(
            f"This copy has tables of release {copy.tables}, and this program knows those up to {expected_tables()}. Install the "
            "release that the copy was made with, or a newer one; nothing was changed."
        )
    if set(inspect(db.engine).get_table_names()) - {FLAG}:
        raise NoBackup("The database that DATABASE_URL names is not empty; nothing was changed.")
    if any(path.is_file() for path in store().passage.rglob("*")) or next(iter(store().listed()), None) is not None:
        raise NoBackup("The place that STORAGE_URL names is not empty; nothing was changed.")


def _tables() -> str:
    """Return the release of the tables, "" where there are none."""
    if "alembic_version" not in inspect(db.engine).get_table_names():
        return ""
    found = db.session.scalar(text("SELECT version_num FROM alembic_version")) or ""
    db.session.rollback()
    return str(found)


def _copy_database(target: Path) -> None:
    if db.engine.dialect.name == "postgresql":
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        return
    with closing(sqlite3.connect(str(db.engine.url.database))) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def _put_database(source: Path) -> None:
    """Put the tables there, never without the flag that says that they are not ready yet."""
    if db.engine.dialect.name == "postgresql":
        _put_flag()
        _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(source))
        return
    place = Path(str(db.engine.url.database))
    db.session.remove()
    db.engine.dispose()
    for name in (f"{place}-wal", f"{place}-shm"):
        Path(name).unlink(missing_ok=True)
    shutil.copyfile(source, f"{place}.new")
    Path(f"{place}.new").chmod(0o600)
    with closing(sqlite3.connect(f"{place}.new")) as connection:
        connection.execute(LAY_FLAG)
    Path(f"{place}.new").replace(place)


def _put_flag() -> None:
    """Lay the flag down anew: one that a broken restore left is the same."""
    with db.engine.begin() as connection:
        if inspect(connection).has_table(FLAG):
            connection.execute(text(TAKE_FLAG))
        connection.execute(text(LAY_FLAG))


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL; the password goes along in its environment, where no list of processes shows it."""
    url = db.engine.url
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    try:
        done = subprocess.run(
            [program, f"--dbname={plain}", *arguments], env={**os.environ, **secret}, capture_output=True, text=True
        )
    except FileNotFoundError:
        raise NoBackup(f"{program} is missing. Type: apt-get install -y postgresql-client") from None
    if done.returncode:
        raise NoBackup(f"{program} says: {done.stderr.strip()}")


def _sums(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST:
            with path.open("rb") as stream:
                found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found
