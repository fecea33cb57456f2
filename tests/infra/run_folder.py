"""The folder of one test run, shared by its worker processes, and what must be ended when the run ends.

The first process of a run makes the folder and removes it; the workers of pytest-xdist find it in the environment. It
lies in memory where the machine has room there, because the tests commit (and SQLite syncs) thousands of times and a server's
processes stand still while a busy disk takes their log lines.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "GANDAN_TEST_RUN"
PREFIX = "gandan-tests-"
MEMORY = Path("/dev/shm")
ROOM_NEEDED = 2 * 1024**3


def base() -> Path:
    """Return where run folders are made: in memory when at least 2 GiB are free there, else the temporary folder."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_NEEDED:
        return MEMORY
    return Path(tempfile.gettempdir())


def make() -> Path:
    """Make the folder of a new run and tell it to the processes that this one starts."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base()))
    folder.chmod(0o755)  # PostgreSQL may run as a user of its own
    (folder / "pid").write_text(str(os.getpid()), encoding="ascii")
    os.environ[VARIABLE] = str(folder)
    return folder


def current() -> Path:
    """Return the folder of this run."""
    return Path(os.environ[VARIABLE])


def static() -> Path:
    """Return the folder of the static files that most applications of this run share."""
    return current() / "static"


def with_static(instance: Path) -> Path:
    """Make the folder of an installation that shares the compressed static files: making them once per run is enough."""
    static().mkdir(exist_ok=True)
    instance.mkdir(exist_ok=True)
    (instance / "static").symlink_to(static())
    return instance


def abandoned() -> list[Path]:
    """Return folders of runs whose first process is gone (killed, or the machine was switched off)."""
    return [folder for folder in base().glob(f"{PREFIX}*") if not _alive(folder / "pid")]


def remove(folder: Path) -> None:
    """Delete a run's folder."""
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Let one process of this run at a time into the block."""
    with (current() / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def once(name: str, make_it: Callable[[], str]) -> str:
    """Return what ``make_it`` returned the first time any process of this run asked for ``name``.

    When it failed the first time, it is not tried again: every later caller gets RuntimeError with the same words.
    """
    note, failure = current() / f"{name}.note", current() / f"{name}.failure"
    with locked(name):
        if failure.exists():
            raise RuntimeError(failure.read_text(encoding="utf-8"))
        if not note.exists():
            try:
                note.write_text(make_it(), encoding="utf-8")
            except Exception as error:
                failure.write_text(f"{name} could not be made: {error}", encoding="utf-8")
                raise
    return note.read_text(encoding="utf-8")


def noted(folder: Path, name: str) -> str | None:
    """Return what ``once`` kept under ``name`` in a run's folder, or None."""
    note = folder / f"{name}.note"
    return note.read_text(encoding="utf-8") if note.exists() else None


def _alive(pid_file: Path) -> bool:
    try:
        os.kill(int(pid_file.read_text(encoding="ascii")), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True
