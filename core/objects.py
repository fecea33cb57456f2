"""Where photos and papers lie: a folder, or a bucket of an S3-compatible store; the same names in both.

A name is "incoming/…" (as received), "photos/…" (as shown) or "documents/…" (kept whole). What is on its way, and what a program
works on, lies on the machine's own disk (`passage`), under the names it will have: for a folder that is the place itself.
Whoever looks for a file has asked before whether its reader may see it (core.attachments.find): the store knows no communes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol

from flask import Flask, current_app

from core.config import Settings
from core.errors import Misconfigured, NotFound
from core.full_disk import leave_room

BLOCK = 64 * 1024
PIECES = "pieces"
"""A folder of the passage that belongs to core.pieces."""
SUFFIXES = {"incoming": ("", ".part"), "documents": ("",), "photos": (".large.jpg", ".small.jpg")}


class Missing(NotFound):
    """There is no object of this name."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An object as a list of them names it; ``modified`` in seconds since 1970."""

    name: str
    modified: float


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An object that can be read from its beginning; whoever asked for it closes ``stream``."""

    stream: BinaryIO
    size: int
    modified: datetime

    @property
    def tag(self) -> str:
        """What tells this state of the object from another one."""
        return f"{int(self.modified.timestamp()):x}-{self.size:x}"


class Store(Protocol):
    """A place of objects. Everything may raise StorageAway, or OSError where the machine's own disk fails."""

    passage: Path

    def take(self, name: str, path: Path) -> None:
        """Make a file of the passage the object; it is there for good when this returns, and the file is gone."""

    def add(self, name: str, path: Path) -> None:
        """The same, but ``path`` stays."""

    def open(self, name: str) -> Opened:
        """Return an object to be read. Raises Missing."""

    def local(self, name: str) -> Iterator[Path]:
        """Give the object a name on the machine's own disk inside the block. Raises Missing."""

    def listed(self, folder: str = "") -> Iterator[Listed]:
        """Yield the objects of a folder, or all of them, without what is still on its way."""

    def delete(self, name: str) -> None:
        """Delete an object, if it is there."""

    def destroy(self, name: str) -> None:
        """Delete an object so that its bytes are gone too, as far as the store can do that."""

    def tidy(self, *, older_than: float) -> int:
        """Delete what a process that died left on its way, older than these seconds since 1970; return how many files."""

    def fault(self) -> str:
        """Return a sentence for the operator when the place cannot be used, else ""."""


class Folder:
    """A folder of the machine's own disk, or of one that several machines share."""

    def __init__(self, passage: Path) -> None:
        self.passage = passage

    def take(self, name: str, path: Path) -> None:  # noqa: D102 - what they promise stands at Store
        target = self._at(name)
        _sync_file(path)
        os.replace(path, target)
        sync_folder(target.parent)

    def add(self, name: str, path: Path) -> None:  # noqa: D102
        target = self._at(name)
        target.unlink(missing_ok=True)
        try:
            os.link(path, target)
        except OSError:  # another file system, or one without second names; where nothing can be written, copying says so
            copy = target.with_name(f"{target.name}.part")
            shutil.copyfile(path, copy)
            self.take(name, copy)
        sync_folder(target.parent)

    def open(self, name: str) -> Opened:  # noqa: D102
        try:
            stream = self._at(name).open("rb")
        except FileNotFoundError:
            raise Missing() from None
        facts = os.fstat(stream.fileno())
        return Opened(stream=stream, size=facts.st_size, modified=datetime.fromtimestamp(int(facts.st_mtime), tz=UTC))

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:  # noqa: D102
        path = self._at(name)
        if not path.is_file():
            raise Missing()
        yield path

    def listed(self, folder: str = "") -> Iterator[Listed]:  # noqa: D102
        for path in sorted((self.passage / folder).rglob("*")):
            name = path.relative_to(self.passage)
            if name.parts[0] != PIECES and path.is_file():
                yield Listed(name=name.as_posix(), modified=path.stat().st_mtime)

    def delete(self, name: str) -> None:  # noqa: D102
        self._at(name).unlink(missing_ok=True)

    def destroy(self, name: str) -> None:  # noqa: D102
        path = self._at(name)
        if path.is_file():
            destroy(path)

    def tidy(self, *, older_than: float) -> int:  # noqa: D102 - the passage is the place itself, and is swept
        return 0

    def fault(self) -> str:  # noqa: D102
        return "" if os.access(self.passage, os.W_OK) else "The folder that STORAGE_URL names cannot be written to."

    def _at(self, name: str) -> Path:
        path = self.passage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def install(app: Flask, settings: Settings) -> None:
    """Open the store of this installation. Raises Misconfigured when a bucket is asked for and boto3 is not installed."""
    settings.storage.mkdir(parents=True, exist_ok=True)
    app.extensions["gandan.objects"] = made(settings)


def made(settings: Settings) -> Store:
    """Return the store that STORAGE_URL names. A bucket's code and boto3 (25 MB) are loaded where there is a bucket."""
    if settings.bucket is None:
        return Folder(settings.storage)
    try:
        import_module("boto3")
    except ModuleNotFoundError:
        raise Misconfigured(
            "STORAGE_URL names a bucket, but boto3 is not installed. Type: .venv/bin/pip install -r requirements-s3.txt"
        ) from None
    return import_module("core.bucket").Bucket(settings.bucket, passage=settings.storage)


def store() -> Store:
    """Return the store of the running application."""
    found: Store = current_app.extensions["gandan.objects"]
    return found


def passage(folder: str) -> Path:
    """Return a folder on the machine's own disk: what is on its way to the store, and pieces."""
    path = store().passage / folder
    path.mkdir(parents=True, exist_ok=True)
    return path


def landing(folder: str) -> Path:
    """Return the same for a file that comes from outside. Raises OSError where the disk keeps what it has left for words."""
    path = passage(folder)
    leave_room(path, reserve=current_app.config["SETTINGS"].disk_reserve)
    return path


def names_of(public_id: str) -> list[str]:
    """Return every name that something of an attachment may have: as received, while it was written, as shown, as a paper."""
    return [f"{folder}/{public_id}{suffix}" for folder, suffixes in SUFFIXES.items() for suffix in suffixes]


def copy_out(name: str, target: Path) -> bool:
    """Write an object into a file, block by block; False when it was deleted meanwhile."""
    try:
        opened = store().open(name)
    except Missing:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with opened.stream as source, target.open("xb") as copy:
        shutil.copyfileobj(source, copy, BLOCK)
    return True


def copy_in(name: str, source: Path) -> None:
    """Make an object of a file that lies anywhere and stays as it is."""
    on_the_way = store().passage / f"{name}.part"
    on_the_way.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, on_the_way)
    store().take(name, on_the_way)


def destroy(path: Path) -> None:
    """Overwrite a file with zeros, bring them to the disk, and remove it."""
    with path.open("r+b") as target:
        left = path.stat().st_size
        while left > 0:
            left -= target.write(bytes(min(BLOCK, left)))
        target.flush()
        os.fsync(target.fileno())
    path.unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
