"""Headers that every answer carries, and the check that a write came from our own page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_from_bytes, urlsplit

from flask import Flask, Request, Response, current_app, request

from core.errors import DomainError

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
INERT = "default-src 'none'; sandbox"
"""The policy of a file that somebody opens: nothing in it may act or load."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def policy_with_tiles(tiles_url: str) -> str:
    """Return the policy with images of the tile server allowed (scheme and host only); tiles of this server need nothing."""
    parts = urlsplit(tiles_url)
    return (
        POLICY.replace("img-src 'self' data:", f"img-src 'self' data: {parts.scheme}://{parts.netloc}")
        if parts.netloc
        else POLICY
    )


def let_forms_lead_to(response: Response, origin: str) -> Response:
    """Let the forms of this one page end, by a redirect, at another origin (Chromium holds ``form-action`` against redirects)."""
    policy = current_app.extensions.get("gandan.headers", HEADERS)["Content-Security-Policy"]
    response.headers["Content-Security-Policy"] = policy.replace("form-action 'self'", f"form-action 'self' {origin}")
    return response


class PatientRequest(Request):
    """A request whose query may hold bytes that are no UTF-8: they are read as if they had been sent percent-encoded.

    Werkzeug reads such a query as an error that nothing maps, and on the error page again.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        try:
            self.query_string.decode()
        except UnicodeDecodeError:
            self.query_string = quote_from_bytes(self.query_string, safe="%&=+;/?:@!$'()*,~-._").encode()


class ForeignOrigin(DomainError):
    """A write that another site's page sent."""

    status = 403
    code = "foreign_origin"


def check_origin() -> None:
    """Before each request: refuse a write that the browser says came from another site. Raises ForeignOrigin."""
    if request.method in READING:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        raise ForeignOrigin()
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        raise ForeignOrigin()


def add_headers(response: Response) -> Response:
    """After each request: set what is not set; pages that are not declared public are never stored.

    A page whose own policy says who may frame it carries no X-Frame-Options: that header knows all or nobody.
    """
    framed = "frame-ancestors" in response.headers.get("Content-Security-Policy", "")
    for name, value in current_app.extensions.get("gandan.headers", HEADERS).items():
        response.headers.setdefault(name, value)
    if framed:
        response.headers.remove("X-Frame-Options")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _tiles_url(app: Flask) -> str:
    settings = app.config.get("SETTINGS")
    return settings.tiles_url if settings else ""


def install(app: Flask) -> None:
    """Read requests, check writes and set headers for the whole application."""
    app.request_class = PatientRequest
    app.extensions["gandan.headers"] = HEADERS | {"Content-Security-Policy": policy_with_tiles(_tiles_url(app))}
    app.before_request(check_origin)
    app.after_request(add_headers)
