"""The address of a short-message gateway: https://token@host/path, taken to pieces. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

EXAMPLE = "https://token@sms.example.vn/v1/messages"
PLACE = re.compile(r"(https?)://([!-~]+)@([A-Za-z0-9.-]+|\[::1\])(:\d{1,5})?(/[!-~]*)?")
HERE = ("localhost", "127.0.0.1", "[::1]")
SENDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{1,10}")


@dataclass(frozen=True, kw_only=True)
class SmsAddress:
    """Where messages are handed in. ``token`` is a secret and never shown."""

    url: str
    token: str

    def __repr__(self) -> str:
        """Show nothing that could reach a log."""
        return "SmsAddress(…)"


def sms_address(address: str) -> SmsAddress:
    """Return the pieces of SMS_URL. Raises ValueError for what is none; http is for this machine alone."""
    found = PLACE.fullmatch(address)
    parts = urlsplit(address)
    if not found or "#" in address or parts.password is not None or parts.port == 0:
        raise ValueError
    token = unquote(parts.username or "")
    if not re.fullmatch(r"[!-~]+", token) or (found[1] == "http" and found[3] not in HERE):
        raise ValueError
    return SmsAddress(url=f"{found[1]}://{found[3]}{found[4] or ''}{found[5] or '/'}", token=token)


def is_sender(name: str) -> bool:
    """Return whether a name can stand as the sender of a message: 2 to 11 Latin letters, digits, and . _ - or blanks between."""
    return bool(SENDER.fullmatch(name)) and not name.endswith(" ")
