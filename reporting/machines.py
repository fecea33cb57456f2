"""Doors for other people's programs (feeds, sitemap): readable from any page, no cookie, errors in one JSON shape."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, jsonify

machine_pages = Blueprint("machines", __name__)


@machine_pages.after_request
def _for_everybody(response: Response) -> Response:
    """Let any page and any program read it: there is nothing in it that is not public, and no cookie is looked at."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


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
