"""Addresses that programs of other people read: errors in the one JSON shape, open to pages of every site, never a cookie.

Only what is public for everybody may stand behind such an address: whoever asks is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Flask, Response, current_app, request

from core.extensions import limiter

PLACE = "gandan.open_doors"
READING = ("GET", "HEAD", "OPTIONS")
EXPOSED = "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"


def open_door(app: Flask, pattern: str) -> None:
    """Declare the paths that match ``pattern`` from their beginning as open to programs."""
    if PLACE not in app.extensions:
        app.extensions[PLACE] = []
        app.after_request(add_headers)
    app.extensions[PLACE].append(re.compile(pattern))


def is_open() -> bool:
    """Return whether this request came to such an address."""
    doors: Sequence[re.Pattern[str]] = current_app.extensions.get(PLACE, ())
    return any(door.match(request.path) for door in doors)


def add_headers(response: Response) -> Response:
    """After each request to an open address: let pages of other sites read it, and say how much may still be asked."""
    if not is_open():
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
