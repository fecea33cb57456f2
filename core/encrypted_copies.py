"""A copy as one encrypted file: a tar archive, encrypted with age for the public keys of people who are not on this machine.

Nothing is held whole in memory or laid down in the clear: what packs writes into a pipe, and beside it what came out is encrypted
as it comes; opening goes the other way. `age -d -i KEY COPY | tar x` opens it without this product. Encrypting proves nothing of
who did it, so names in an archive are checked like anything that comes from outside. pyrage is loaded where a copy is encrypted.
"""

from __future__ import annotations

import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from core.errors import NoBackup
from core.objects import BLOCK, sync_folder

SUFFIX = ".age"
SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 - the beginning that all of them have, no key
LOCKED = (b"age-encryption.org/", b"-----BEGIN AGE")


class _Beside(threading.Thread):
    """Work that goes on beside the caller; ``error`` is what ended it, None when it came to its end."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._work, self.error = work, None
        self.start()

    error: Exception | None

    def run(self) -> None:
        """Do the work."""
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - whoever waits for the end of the work tells it
            self.error = error


class _Minded:
    """A file that remembers why it could not be written: what encrypts tells its own error only."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.fault = stream, None

    fault: OSError | None

    def write(self, data: bytes) -> int:
        """Write on."""
        try:
            return self._stream.write(data)
        except OSError as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        """Hand on what was written."""
        self._stream.flush()


def recipients(words: tuple[str, ...]) -> list[Any]:
    """Return the public keys that BACKUP_RECIPIENTS names. Raises NoBackup for one that is mistyped."""
    age, found = _age(), []
    for word in words:
        try:
            found.append(age.x25519.Recipient.from_str(word))
        except age.RecipientError:
            raise NoBackup(f"BACKUP_RECIPIENTS: {word[:12]}… is no public key of age; one of its letters is wrong.") from None
    return found


def identities(file: Path) -> list[Any]:
    """Return the secret keys of a file as age-keygen writes it. Raises NoBackup, OSError; no byte of a key is repeated."""
    age, held = _age(), file.read_bytes()
    if held.startswith(LOCKED):
        raise NoBackup(f"{file} is locked with a passphrase. Open it first, on a folder in memory: age -d {file.name}")
    lines = [line.strip() for line in held.decode("ascii", "replace").splitlines()]
    keys = [line for line in lines if line.startswith(SECRET)]
    if not keys:
        raise NoBackup(f"{file} holds no secret key of age; a line of it begins with {SECRET}.")
    try:
        return [age.x25519.Identity.from_str(key) for key in keys]
    except age.IdentityError:
        raise NoBackup(f"{file} holds a key of age that is not whole.") from None


def pack(target: Path, keys: list[Any], fill: Callable[[tarfile.TarFile], None]) -> None:
    """Make the encrypted file out of what ``fill`` adds; under its name it is whole and on the disk, or not there."""
    growing = target.with_name(f".{target.name}.unfinished")
    growing.unlink(missing_ok=True)
    growing.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            _encrypt(_Minded(stream), keys, fill, str(target))
            stream.flush()
            os.fsync(stream.fileno())
        growing.rename(target)
    finally:
        growing.unlink(missing_ok=True)
    sync_folder(target.parent)


def _encrypt(out: _Minded, keys: list[Any], fill: Callable[[tarfile.TarFile], None], name: str) -> None:
    reading, writing = os.pipe()

    def encrypt() -> None:
        with os.fdopen(reading, "rb") as plain:
            _age().encrypt_io(plain, out, keys)

    beside = _Beside(encrypt)
    try:
        with os.fdopen(writing, "wb") as pipe, tarfile.open(fileobj=pipe, mode="w|", format=tarfile.PAX_FORMAT) as archive:
            fill(archive)
    except BrokenPipeError:
        beside.join()
        if beside.error is None:
            raise
    finally:
        beside.join()
    if out.fault is not None:
        raise OSError(out.fault.errno, out.fault.strerror, name)
    if beside.error is not None:
        raise NoBackup(f"The copy could not be encrypted: {beside.error}")


@contextmanager
def opened(path: Path, keys: list[Any]) -> Iterator[Iterator[tuple[str, BinaryIO]]]:
    """Hand the names and contents of an encrypted copy to the block, one after the other.

    Raises NoBackup at the end of the block when a byte of it was changed or is missing: nothing is to be judged before.
    """
    reading, writing = os.pipe()

    def decrypt() -> None:
        with os.fdopen(writing, "wb") as plain, path.open("rb") as source:
            _age().decrypt_io(source, plain, keys)

    beside, whole = _Beside(decrypt), False
    try:
        with os.fdopen(reading, "rb") as pipe, suppress(tarfile.TarError):
            with tarfile.open(fileobj=pipe, mode="r|") as archive:
                yield _members(archive)
            while pipe.read(BLOCK):
                pass
            whole = True
    finally:
        beside.join()
    if isinstance(beside.error, _age().DecryptError):
        raise NoBackup(f"None of these keys opens {path}, or its beginning is damaged.")
    if beside.error is not None or not whole:
        raise NoBackup(f"{path} is damaged: what stands in it was changed, or its end is missing.")


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, BinaryIO]]:
    for member in archive:
        place = PurePosixPath(member.name)
        stream = archive.extractfile(member) if member.isreg() else None
        if stream is None or place.is_absolute() or ".." in place.parts:
            raise NoBackup("This archive was not made by flask backup create; nothing was changed.")
        yield place.as_posix(), stream  # type: ignore[misc]


def _age() -> Any:
    try:
        return import_module("pyrage")
    except ModuleNotFoundError:
        raise NoBackup("pyrage is not installed. Type: .venv/bin/pip install -r requirements.txt") from None
