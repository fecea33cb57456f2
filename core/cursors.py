"""Marks that say where a walk through a long list goes on: numbers, sealed so that nobody can read, make or change one.

The same numbers always give the same mark, so that an answer that holds one is the same bytes in every process.
"""

from __future__ import annotations

import base64
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from core.errors import DomainError
from core.sealing import sealer

LAYOUT = struct.Struct(">QII")
LENGTH = 43
PURPOSE = "cursors"


class BadCursor(DomainError):
    """The mark was not made here."""

    status = 400
    code = "bad_cursor"


def sealed_cursor(row: int, day: int, place: int) -> str:
    """Return 43 letters for three numbers (a row's number, a day's, and a place in the walk)."""
    return base64.urlsafe_b64encode(_cipher().encrypt(LAYOUT.pack(row, day, place), [])).decode().rstrip("=")


def opened_cursor(mark: str) -> tuple[int, int, int]:
    """Return the numbers that were sealed. Raises BadCursor."""
    try:
        sealed = base64.b64decode(mark.encode("ascii") + b"=", altchars=b"-_", validate=True)
        row, day, place = LAYOUT.unpack(_cipher().decrypt(sealed, []))
    except (ValueError, InvalidTag, struct.error):
        raise BadCursor() from None
    if len(mark) != LENGTH or sealed_cursor(row, day, place) != mark:
        raise BadCursor()
    return row, day, place


def _cipher() -> AESSIV:
    return AESSIV(sealer.derive(PURPOSE, ""))
