"""Doors for other people's programs (feeds, sitemap): readable from any page, no cookie, errors in one JSON shape."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, jsonify

machine_pages = Blueprint("machines", __name__)
FEEDS = r"/(.+\.atom$|sitemap(\.xml$|/)|robots\.txt$|nhung/the$)"
"""Feeds, maps of the site, and the card that other sites show: there is nothing in them that is not public."""


def machine_error(status: int, *, code: str, message: str, hint: str = "") -> Response:
    """Return what is wrong, and what would be right, in the shape that every door for programs uses."""
    response = jsonify(error={"status": status, "code": code, "message": message, "hint": hint})
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def known(values: Iterable[str], *, most: int = 60) -> str:
    """Return the values that an argument may have, as a hint."""
    return ", ".join(list(values)[:most])
