"""Addresses that programs of other people read: errors in the one JSON shape, open to pages of every site, never a cookie.

Only what is public for everybody may stand behind such an address: whoever asks is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, request

from core.extensions import limiter

PLACE = "gandan.open_doors"
READING = ("GET", "HEAD", "OPTIONS")
EXPOSED = "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
Teller = Callable[[Mapping[str, Any]], Response]


@dataclass(frozen=True, kw_only=True)
class Door:
    """Addresses of one interface. ``tell`` writes an error in the shape of its specification, ``start`` is where to begin."""

    pattern: re.Pattern[str]
    start: str = ""
    tell: Teller | None = None


def open_door(app: Flask, pattern: str, *, start: str = "", tell: Teller | None = None) -> None:
    """Declare the paths that match ``pattern`` from their beginning as open to programs."""
    if PLACE not in app.extensions:
        app.extensions[PLACE] = []
        app.after_request(add_headers)
    app.extensions[PLACE].append(Door(pattern=re.compile(pattern), start=start, tell=tell))


def door_here() -> Door | None:
    """Return the door that this request came to, None for a page."""
    doors: Sequence[Door] = current_app.extensions.get(PLACE, ())
    return next((door for door in doors if door.pattern.match(request.path)), None)


def add_headers(response: Response) -> Response:
    """After each request to an open address: let pages of other sites read it, and say how much may still be asked."""
    if door_here() is None:
        return response
    if request.method in READING:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match, Range"
        response.headers["Access-Control-Max-Age"] = "86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    _add_limits(response)
    return response


def _add_limits(response: Response) -> None:
    """Say limit, rest, and seconds until it is full again (draft-ietf-httpapi-ratelimit-headers)."""
    limit = limiter.current_limit
    if limit is None:
        return
    seconds = max(int(limit.reset_at - current_app.config["NOW"]().timestamp()), 1)
    response.headers["RateLimit-Limit"] = str(limit.limit.amount)
    response.headers["RateLimit-Remaining"] = str(max(limit.remaining, 0))
    response.headers["RateLimit-Reset"] = str(seconds)
    if response.status_code == 429:
        response.headers["Retry-After"] = str(seconds)
