"""A QR code of one of our addresses as a path of SVG; it holds the locator, never the secret words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from flask import request

from core.letters import public_address


@dataclass(frozen=True, kw_only=True)
class Qr:
    """``size`` in modules on each side; ``path`` draws them with a stroke of one module; ``url`` is what it says."""

    url: str
    size: int
    path: str


def qr_of(path: str) -> Qr:
    """Return the code of a page's whole address (PUBLIC_URL, or in development the host that was asked)."""
    base = public_address("") or request.host_url
    return _drawn(base.rstrip("/") + path)


@lru_cache(maxsize=256)
def _drawn(url: str) -> Qr:
    segno = import_module("segno")  # 4 MB of tables that the worker never needs
    rows = [list(row) for row in segno.make_qr(url, error="m").matrix]
    pieces = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 1
            while x + length < len(row) and row[x + length] == row[x]:
                length += 1
            if row[x]:
                pieces.append(f"M{x} {y + 0.5}h{length}")
            x += length
    return Qr(url=url, size=len(rows), path="".join(pieces))
