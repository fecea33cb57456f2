"""A QR code of one of our addresses as a path of SVG; it holds the locator, never the secret words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask import request

from core.letters import public_address
from core.qr import QrDrawing, draw


@dataclass(frozen=True, kw_only=True)
class Qr(QrDrawing):
    """``url`` is what the code says."""

    url: str


def qr_of(path: str) -> Qr:
    """Return the code of a page's whole address (PUBLIC_URL, or in development the host that was asked)."""
    base = public_address("") or request.host_url
    return _drawn(base.rstrip("/") + path)


@lru_cache(maxsize=256)
def _drawn(url: str) -> Qr:
    drawing = draw(url)
    return Qr(url=url, size=drawing.size, path=drawing.path)
