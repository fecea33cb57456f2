"""What comes back from the provider that officials sign in through: whom it vouches for, or why nobody. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

USUAL_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, kw_only=True)
class Vouched:
    """Whom a provider vouches for. ``email`` is "" unless the provider has verified it."""

    issuer: str
    subject: str = field(repr=False)
    email: str = field(default="", repr=False)


class ProviderFault(Exception):
    """No identity. ``code``: away (no answer), answer (a wrong one), stale (the attempt is over), weak (too weak a proof).

    ``detail`` is for the log: what was wrong, and nothing of what was sent.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address ("https://sso.tinh.example"); "" for what has none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.username is not None or not parts.hostname or parts.scheme not in USUAL_PORTS:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != USUAL_PORTS[parts.scheme] else "")
