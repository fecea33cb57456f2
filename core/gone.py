"""What left the ordinary tables for good, by marks in a file beside the keys: so that a copy made before cannot bring it back.

A line is an HMAC of the row by the last data key, and HMACs of what has to be known to move it again (who moved it, who is
named in it), filled up with random ones: all lines look the same, and without the keys and the row nothing can be read in them.
The file is in no copy (docs/adr/0053).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from flask import current_app

from core.objects import sync_folder
from core.sealing import sealer

FACTS = 3
"""How many facts a line has room for."""


def line(kind: str, key: str, *facts: str) -> str:
    """Return the line of a row: ``key`` is what it is called by in every copy, never a number that is given twice."""
    if len(facts) > FACTS:
        raise ValueError(f"a line has room for {FACTS} facts")
    mark = _mark(kind, key)
    said = [_said(mark, fact) for fact in facts]
    filled = [token_hex(32) for _place in range(FACTS - len(facts))]
    return " ".join([mark, *sorted(said + filled)])


@dataclass(frozen=True, kw_only=True)
class Gone:
    """What one row's lines say, the oldest first."""

    mark: str
    lines: tuple[frozenset[str], ...]

    def says(self, fact: str) -> bool:
        """Return whether a fact was written down with the row."""
        return self.last_said([fact]) is not None

    def last_said(self, facts: Iterable[str]) -> str | None:
        """Return which of some facts was written down last, None where none of them was."""
        known = {_said(self.mark, fact): fact for fact in facts}
        return next((known[each] for said in reversed(self.lines) for each in said if each in known), None)


class Marks:
    """The lines of a file, by their rows."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._said: dict[str, list[frozenset[str]]] = {}
        for mark, *facts in (each.split() for each in lines if each.strip()):
            self._said.setdefault(mark, []).append(frozenset(facts))

    def __len__(self) -> int:
        return len(self._said)

    def find(self, kind: str, key: str) -> Gone | None:
        """Return what is said of a row, None when it may be where it is."""
        mark = _mark(kind, key)
        return Gone(mark=mark, lines=tuple(self._said[mark])) if mark in self._said else None


def keep(lines: Iterable[str]) -> None:
    """Write lines down for good; twice the same does no harm. Raises OSError.

    Each begins with its line break, so that one that a power cut ended spoils no other.
    """
    path = marks_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not path.exists()
    body = "".join(f"\n{each}" for each in lines).encode()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(handle, body) < len(body):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        sync_folder(path.parent)


def marks() -> Marks | None:
    """Return what the file says, None when there is none. Raises OSError."""
    try:
        return Marks(marks_file().read_text(encoding="ascii", errors="replace").splitlines())
    except FileNotFoundError:
        return None


def marks_file() -> Path:
    """Return where the file lies (MARKS_FILE)."""
    return Path(current_app.config["SETTINGS"].marks)


def _mark(kind: str, key: str) -> str:
    return sealer.fingerprint("gone", f"{kind}|{key}")


def _said(mark: str, fact: str) -> str:
    return sealer.fingerprint("gone-fact", f"{mark}|{fact}")
