"""Large text for those who see less: asked for by ?chu=to, kept in a cookie that says nothing else, given up by ?chu=thuong.

It works without a script; a script only changes the size on the spot, so that a form that is being filled in stays as it is.
"""

from __future__ import annotations

from flask import Flask, Response, g, has_request_context, request

ARGUMENT = COOKIE = "chu"
LARGE, USUAL = "to", "thuong"
YEAR_SECONDS = 365 * 24 * 3600


def is_large() -> bool:
    """Return whether this page is to be large; pages that are kept are kept in both sizes."""
    if not has_request_context():
        return False
    known = g.get("gandan_large")
    if known is None:
        asked = request.args.get(ARGUMENT)
        known = g.gandan_large = (asked if asked in (LARGE, USUAL) else request.cookies.get(COOKIE)) == LARGE
    return known


def keep_choice(response: Response) -> Response:
    """After each request: a size that was asked for is kept; the usual one needs no cookie."""
    asked = request.args.get(ARGUMENT)
    if asked == LARGE and request.cookies.get(COOKIE) != LARGE:
        response.set_cookie(COOKIE, LARGE, max_age=YEAR_SECONDS, path="/", samesite="Lax", secure=request.is_secure)
    if asked == USUAL and COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path="/")
    return response


def install(app: Flask) -> None:
    """Let every page know its size, and keep what was asked for."""
    app.after_request(keep_choice)
    app.context_processor(lambda: {"large_text": is_large()})
