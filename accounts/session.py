"""The signed-in session of an official, and the commune that each request belongs to; the only place that touches the cookie.

A session ends after 30 minutes without a request, after 12 hours in any case, and at once when the official's epoch has moved
(password changed or reset, account closed). The cookie holds an opaque id, the epoch and two moments, and a third one where
the password was typed again for a room that asks for it; nothing else, but for what ``provider_session`` leaves in it.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import current_user, login_user
from werkzeug import Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from accounts import queries
from accounts.read_models import SignedIn
from accounts.services.signing_in import SessionOpened
from core import access
from core.database import current_unit_id, set_current_unit
from core.extensions import login_manager
from core.permissions import Permission
from deadlines.clock import local_date, now_utc

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
REFRESH = timedelta(minutes=1)
WITHOUT_COMMUNE = ("health.", "static")
WITH_OLD_PASSWORD = frozenset({"accounts.change_password", "accounts.sign_out", "accounts.sign_in"})


def install_tenancy(app: Flask) -> None:
    """Let every request know its commune by the host name, and forget it afterwards."""
    app.before_request(_choose_commune)
    app.teardown_request(_forget_commune)


def install(app: Flask) -> None:
    """Load officials from sessions, send strangers to sign-in, and insist on changing a one-time password."""
    login_manager.user_loader(load_official)
    login_manager.unauthorized_handler(send_to_sign_in)
    login_manager.session_protection = None
    app.before_request(_insist_on_new_password)


def _choose_commune() -> None:
    if (request.endpoint or "").startswith(WITHOUT_COMMUNE):
        return
    g.commune_before = current_unit_id()
    set_current_unit(queries.unit_for_host(request.host))


def _forget_commune(_error: BaseException | None) -> None:
    if "commune_before" in g:
        set_current_unit(g.pop("commune_before"))


def open_session(opened: SessionOpened, *, at: datetime) -> SignedIn:
    """Begin a fresh session (nothing of an earlier one survives) for an official whose password was right."""
    session.clear()
    session["nonce"] = secrets.token_urlsafe(12)
    session["epoch"] = opened.session_epoch
    session["began"] = session["seen"] = int(at.timestamp())
    official = queries.signed_in(opened.public_id, on=local_date(at))
    if official is None:
        raise LookupError("a session was opened for an official who is not active")
    login_user(official)
    return official


def close_session() -> None:
    """End this session."""
    session.clear()


def keep_proof(*, at: datetime) -> None:
    """Remember that the official who sits here proved it, or used what he proved it for, at this moment."""
    session["proved"] = int(at.timestamp())


def proof_holds(*, at: datetime, minutes: int) -> bool:
    """Return whether the password was typed again in this session and what it opened was used since, at most ``minutes`` ago."""
    proved = session.get("proved")
    return isinstance(proved, int) and 0 <= at.timestamp() - proved < minutes * 60


def load_official(public_id: str) -> SignedIn | None:
    """Return the official of the session, or None when it is over, revoked, or of another commune. One query."""
    at = now_utc()
    if not _in_time(at):
        return None
    official = queries.signed_in(public_id, on=local_date(at))
    if official is None or official.session_epoch != session.get("epoch") or official.unit_id != current_unit_id():
        return None
    if at.timestamp() - session["seen"] >= REFRESH.total_seconds():
        session["seen"] = int(at.timestamp())
    return official


def _in_time(at: datetime) -> bool:
    began, seen = session.get("began"), session.get("seen")
    if not isinstance(began, int) or not isinstance(seen, int):
        return False
    now = at.timestamp()
    return now - began < LONGEST.total_seconds() and now - seen < IDLE.total_seconds()


def send_to_sign_in() -> Response:
    """Answer a stranger on an official's page: sign-in, and afterwards back to the page when it was only read."""
    ended = "1" if "_user_id" in session else None
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=here, ended=ended), code=303)


def own_path(typed: str | None) -> str | None:
    """Return ``typed`` when it is the path of one of our own pages that can be read, or None (open redirects)."""
    if not typed or len(typed) > 500 or not typed.startswith("/") or typed.startswith(("//", "/\\")):
        return None
    if any(ord(char) < 33 or char == "\\" for char in typed):
        return None
    parts = urlsplit(typed)
    if parts.scheme or parts.netloc:
        return None
    try:
        current_app.url_map.bind("").match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def first_page(official: SignedIn) -> str:
    """Return where an official begins: the desk; who reads no letters, as a helper of a village or in the administration."""
    if Permission.CASE_READ in official.permissions:
        return "/can-bo"
    return "/can-bo/giup-dan" if Permission.ASSIST_ENTER in official.permissions else url_for("accounts.overview")


def _insist_on_new_password() -> Response | None:
    if request.endpoint is None or request.endpoint in WITH_OLD_PASSWORD:
        return None
    if access.declared(current_app, request.endpoint) in (access.PUBLIC, access.MACHINE, None):
        return None
    if current_user.is_authenticated and current_user.must_change_password:
        return redirect(url_for("accounts.change_password"), code=303)
    return None
