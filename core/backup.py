"""Copies of one installation: the database as it stood at one moment and the files that it names, with their checksums.

The database comes first and the files after it: what a row names is on the disk before the row is kept, so a copy holds every
file that its rows name, but for those that were deleted in between, and these shall be gone. A running server need not stop.
Files in a bucket are copied as those of a folder are, under the same names, so a copy of the one comes back in the other; what
is still on its way is left out, phones begin again. The keys are not in it: without them names, telephone numbers and the sealed
register stay shut. Nor is the file of marks (core.gone), which says what had gone before a copy came back (core.returning).

A copy is a folder, or, with BACKUP_RECIPIENTS, one encrypted file (core.encrypted_copies). Then nothing of it lies in the clear,
but for the database while it is read, in INSTANCE_DIR.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app
from sqlalchemy import inspect, text

from core import encrypted_copies, gone
from core.encrypted_copies import SUFFIX
from core.errors import NoBackup
from core.extensions import db
from core.migrating import expected_tables
from core.objects import BLOCK, Missing, copy_in, copy_out, store
from core.returning import FLAG, LAY_FLAG, TAKE_FLAG, UNSETTLED, is_unsettled

MANIFEST, FILES = "manifest.json", "files"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What a copy holds: when it was made, the release of its tables, the checksums by path, and how many rows were gone then."""

    made_at: str
    tables: str
    sums: dict[str, str]
    marks: int = 0


class _Summed:
    """A stream that is summed up while it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.sum = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        data = self._stream.read(size)
        self.sum.update(data)
        return data


def name_of(folder: Path, *, encrypted: bool) -> Path:
    """Return where the copy that was asked for under a name lies: there, or with the ending of an encrypted one."""
    return folder.with_name(folder.name + SUFFIX) if encrypted and folder.suffix != SUFFIX else folder


def create(folder: Path, *, at: datetime, recipients: tuple[str, ...] = ()) -> Copy:
    """Make a copy under a name that is not there yet, encrypted for ``recipients`` if there are any. Raises NoBackup."""
    target = name_of(folder, encrypted=bool(recipients))
    if target.exists():
        raise NoBackup(f"{target} is there already; a copy gets a {'name' if recipients else 'folder'} of its own.")
    tables = _tables()
    if not tables:
        raise NoBackup("The database has no tables yet.")
    if is_unsettled():
        raise NoBackup(UNSETTLED)
    if recipients:
        return _create_encrypted(target, encrypted_copies.recipients(recipients), tables=tables, at=at)
    growing = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(growing, ignore_errors=True)
    growing.mkdir(mode=0o700, parents=True)
    _copy_database(growing / DATABASES[db.engine.dialect.name])
    for item in store().listed():
        copy_out(item.name, growing / FILES / item.name)
    made = Copy(made_at=at.isoformat(), tables=tables, sums=_sums(growing), marks=len(gone.marks() or ()))
    (growing / MANIFEST).write_text(json.dumps(asdict(made), indent=1), encoding="utf-8")
    growing.rename(folder)
    return made


def _create_encrypted(target: Path, keys: list[Any], *, tables: str, at: datetime) -> Copy:
    made = Copy(made_at=at.isoformat(), tables=tables, sums={})

    def fill(archive: tarfile.TarFile) -> None:
        nonlocal made
        with _dumped() as stream:
            name = DATABASES[db.engine.dialect.name]
            made.sums[name] = _add(archive, name, stream, os.fstat(stream.fileno()).st_size)
        for item in store().listed():
            try:
                opened = store().open(item.name)
            except Missing:
                continue
            with opened.stream as stream:
                made.sums[f"{FILES}/{item.name}"] = _add(archive, f"{FILES}/{item.name}", stream, opened.size)
        made = replace(made, marks=len(gone.marks() or ()))
        facts = json.dumps(asdict(made), indent=1).encode()
        _add(archive, MANIFEST, BytesIO(facts), len(facts))

    encrypted_copies.pack(target, keys, fill)
    return made


def _add(archive: tarfile.TarFile, name: str, stream: BinaryIO, size: int) -> str:
    """Put one file into an archive and return its checksum."""
    entry, summed = tarfile.TarInfo(name), _Summed(stream)
    entry.size, entry.mode = size, 0o600
    archive.addfile(entry, summed)  # type: ignore[arg-type]
    return summed.sum.hexdigest()


@contextmanager
def _room() -> Iterator[Path]:
    """Give the block a folder for what may not lie beside a copy: nobody else's to read, and emptied before and after."""
    folder = current_app.config["SETTINGS"].instance / "copying"
    folder.mkdir(mode=0o700, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NoBackup("Another copy is being made or put back.") from None
        try:
            _empty(folder)
            yield folder
        finally:
            _empty(folder)
    finally:
        os.close(lock)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _dumped() -> BinaryIO:
    """Return the database as it stands now, as a file that has no name any more: it is gone when it is closed."""
    with _room() as folder:
        path = folder / DATABASES[db.engine.dialect.name]
        _copy_database(path)
        return path.open("rb")


def verify(folder: Path, *, identity: Path | None = None) -> Copy:
    """Return what a copy holds after reading every byte of it. Raises NoBackup when something is missing, new or changed.

    ``identity``: the file with a secret key, for an encrypted copy.
    """
    facts, found = "", {}
    if folder.is_file():
        with encrypted_copies.opened(folder, _keys(folder, identity)) as members:
            for name, stream in members:
                if name == MANIFEST:
                    facts = stream.read().decode("utf-8", "replace")
                else:
                    found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    else:
        manifest, found = folder / MANIFEST, _sums(folder)
        facts = manifest.read_text(encoding="utf-8", errors="replace") if manifest.is_file() else ""
    try:
        copy = Copy(**json.loads(facts))
    except (ValueError, TypeError):
        raise NoBackup(f"{folder} is no finished copy: {MANIFEST} is missing or damaged.") from None
    wrong = sorted(path for path in {*found, *copy.sums} if found.get(path) != copy.sums.get(path))
    if wrong:
        raise NoBackup(f"{len(wrong)} files are missing, new or changed, the first one: {wrong[0]}.")
    return copy


def _keys(copy: Path, identity: Path | None) -> list[Any]:
    if identity is None:
        raise NoBackup(f"{copy} is encrypted: --identity FILE, with the secret key of one of BACKUP_RECIPIENTS.")
    return encrypted_copies.identities(identity)


def restore(folder: Path, *, without_marks: bool = False, identity: Path | None = None) -> Copy:
    """Put a verified copy into an installation that has neither tables nor files. Raises NoBackup; nothing is overwritten.

    Files come first, the database last: one that broke off has no tables and is begun again. Nobody can work with it before
    core.returning.settle is done. ``without_marks``: the file of marks is lost. Where nothing had gone when the copy was made
    there may be no file.
    """
    copy = verify(folder, identity=identity)
    _check_place(copy)
    if copy.marks and gone.marks() is None and not without_marks:
        raise NoBackup(
            f"{gone.marks_file()} is missing. It marks what was moved to the sealed register or erased after {copy.made_at}. "
            "Lay it there (MARKS_FILE); nothing was changed. Only when it is lost: --without-marks."
        )
    _put_flag()
    if folder.is_file():
        _put_encrypted(folder, _keys(folder, identity))
        return copy
    for path in sorted((folder / FILES).rglob("*")):
        if path.is_file():
            copy_in(path.relative_to(folder / FILES).as_posix(), path)
    _put_database(folder / DATABASES[db.engine.dialect.name])
    return copy


def _put_encrypted(copy: Path, keys: list[Any]) -> None:
    """Put what was verified there, one file after the other; the database, the first of them, waits for the others."""
    database = DATABASES[db.engine.dialect.name]
    with _room() as room, encrypted_copies.opened(copy, keys) as members:
        for name, stream in members:
            path = room / (database if name == database else "member")
            with path.open("wb") as target:
                shutil.copyfileobj(stream, target, BLOCK)
            if name.startswith(f"{FILES}/"):
                copy_in(name.removeprefix(f"{FILES}/"), path)
        _put_database(room / database)


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
    tables = set(inspect(db.engine).get_table_names())
    if tables - {FLAG}:
        raise NoBackup("The database that DATABASE_URL names is not empty; nothing was changed.")
    if FLAG not in tables and _holds_files():
        raise NoBackup("The place that STORAGE_URL names is not empty; nothing was changed.")


def _holds_files() -> bool:
    """Return whether there are files; those that a broken restore left are written again under their names."""
    return any(path.is_file() for path in store().passage.rglob("*")) or next(iter(store().listed()), None) is not None


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
