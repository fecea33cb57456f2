"""Headers that every answer carries, and the check that a write came from our own page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_from_bytes, urlsplit

from flask import Flask, Request, Response, request

from core.errors import DomainError

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
READING = frozenset({"GET", "HEAD", "OPTIONS"})


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
    """After each request: set what is not set; pages that are not declared public are never stored."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def install(app: Flask) -> None:
    """Read requests, check writes and set headers for the whole application."""
    app.request_class = PatientRequest
    app.before_request(check_origin)
    app.after_request(add_headers)
