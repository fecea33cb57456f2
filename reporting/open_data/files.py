"""Where the files of data lie, and the small list that says which of them are whole: the last thing written, so never half."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reporting.open_data.writers import Written

FOLDER, LIST = "open_data", "files.json"
KEPT = 2
"""Builds that stay: the present one, and the one before for who is still reading it."""


@dataclass(frozen=True, kw_only=True)
class Build:
    """Finished files of one commune: of which public version and day, when, how long it took, and each file.

    ``trail`` is the commune's last audit entry of that moment; None in lists of before it was written down.
    """

    name: str
    version: int
    today: str
    as_of: str
    seconds: float
    files: Mapping[str, Written]
    trail: int | None = None


def folder_of(instance: Path, unit_id: int) -> Path:
    """Return the folder of a commune's files."""
    return instance / FOLDER / str(unit_id)


def present(folder: Path) -> Build | None:
    """Return the last finished build, or None. The worker asks every second for every commune, so a list is read once."""
    try:
        state = (folder / LIST).stat()
        return _listed(folder, state.st_ino, state.st_mtime_ns, state.st_size)
    except (FileNotFoundError, ValueError):
        return None


@lru_cache(maxsize=256)
def _listed(folder: Path, *_state: int) -> Build:
    """Return the build of a list; ``_state`` tells one list of a folder from the next, which is a new file."""
    facts = json.loads((folder / LIST).read_text(encoding="utf-8"))
    files = {name: Written(**written) for name, written in facts.pop("files").items()}
    return Build(**facts, files=files)


def path_of(folder: Path, build: Build, name: str) -> Path:
    """Return where a file of a build lies."""
    return folder / build.name / name


def finish(folder: Path, build: Build) -> None:
    """Make a build the present one, and forget older ones."""
    facts: dict[str, Any] = {**asdict(build), "files": {name: asdict(written) for name, written in build.files.items()}}
    waiting = folder / f"{LIST}.new"
    with waiting.open("w", encoding="utf-8") as place:
        json.dump(facts, place, ensure_ascii=False)
        place.flush()
        os.fsync(place.fileno())
    os.replace(waiting, folder / LIST)
    forget_older(folder, KEPT)


def forget_older(folder: Path, kept: int) -> None:
    """Remove all builds but the last ``kept``, and what an interrupted one left behind."""
    builds = sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: path.name)
    for path in builds[: len(builds) - kept]:
        shutil.rmtree(path, ignore_errors=True)


def withdraw(folder: Path) -> None:
    """Take everything away at once: nothing is given out until the next build is finished."""
    (folder / LIST).unlink(missing_ok=True)
    forget_older(folder, 0)
