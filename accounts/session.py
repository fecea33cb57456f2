"""The signed-in session of an official, and the commune that each request belongs to; the only place that touches the cookie.

A session ends after 30 minutes without a request, after 12 hours in any case, and at once when its official signs out (no copy of
the cookie opens anything then) or the official's epoch has moved (password or second factor changed or reset, account closed).
The cookie holds an opaque id, a random number, the epoch and two moments, and a third one where the password was typed again for
a room that asks for it.

Between a right password and its code it holds the id, the epoch and one moment under other names, and opens nothing. While a
second factor is set up it holds, sealed, what the page shows; nothing else, but for what ``provider_session`` leaves in it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import current_user, login_user
from werkzeug import Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from accounts import queries
from accounts.code_rules import HALF_SIGNED_IN, Duty, must_have_factor
from accounts.read_models import SignedIn
from accounts.rules import LONGEST_SESSION
from accounts.services.signing_in import CodeNeeded, SessionOpened
from core import access
from core.database import current_unit_id, set_current_unit
from core.errors import Misconfigured
from core.extensions import login_manager
from core.permissions import Permission
from core.sealing import sealer
from deadlines.clock import local_date, now_utc

IDLE = timedelta(minutes=30)
REFRESH = timedelta(minutes=1)
WITHOUT_COMMUNE = ("health.", "static")
WITH_OLD_PASSWORD = frozenset({"accounts.change_password"})
WITHOUT_FACTOR = frozenset({"accounts.second_factor", "accounts.second_factor_begin"})
ENDED, UNSENT = "1", "2"
"""What sign-in says when a session is over: while reading, or with a form that was not taken."""
ENTRUSTED = "gandan.entrusted"
"""Rooms above say here who is entrusted with more than his posts tell: functions of the official."""


def install_tenancy(app: Flask) -> None:
    """Let every request know its commune by the host name, and forget it afterwards; nobody goes on who owes us something."""
    app.extensions.setdefault(ENTRUSTED, [])
    app.before_request(_choose_commune)
    app.before_request(_insist)
    app.teardown_request(_forget_commune)


def install(app: Flask) -> None:
    """Load officials from sessions and send strangers to sign-in."""
    login_manager.user_loader(load_official)
    login_manager.unauthorized_handler(send_to_sign_in)
    login_manager.session_protection = None


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


def renew_session(opened: SessionOpened, *, at: datetime) -> None:
    """Go on as the same official after his other sessions were ended; forms that this browser has open still hold."""
    token = session.get("csrf_token")
    open_session(opened, at=at)
    if token is not None:
        session["csrf_token"] = token


def open_half(needed: CodeNeeded, *, at: datetime) -> None:
    """Remember for five minutes whose password was right; nobody is signed in by it, and whoever was is no more."""
    session.clear()
    session["half"] = [needed.public_id, needed.session_epoch, int(at.timestamp())]


def half_open(*, at: datetime) -> tuple[str, int] | None:
    """Return whose password was right in this browser at most five minutes ago, and the epoch of then; or None."""
    half = session.get("half")
    if not isinstance(half, list) or not 0 <= at.timestamp() - half[2] < HALF_SIGNED_IN.total_seconds():
        return None
    return half[0], half[1]


def keep_sealed(name: str, facts: dict[str, Any], *, at: datetime) -> None:
    """Lay something into the cookie that only we can read there."""
    session[name] = sealer.seal(json.dumps({**facts, "at": int(at.timestamp())}))


def kept_sealed(name: str, *, at: datetime, longest: timedelta) -> dict[str, Any] | None:
    """Return what was laid into the cookie under this name at most ``longest`` ago, or None."""
    try:
        facts: dict[str, Any] = json.loads(sealer.open(session[name]))
    except (KeyError, Misconfigured):
        return None
    return facts if 0 <= at.timestamp() - facts["at"] < longest.total_seconds() else None


def drop(name: str) -> None:
    """Take something out of the cookie."""
    session.pop(name, None)


def close_session() -> None:
    """Forget what the cookie holds; ``session_mark`` names a session that is to be ended for every copy of it."""
    session.clear()


def session_mark() -> str:
    """Return what this session is known by where sessions are ended: the hash of its random number."""
    return hashlib.sha256(str(session.get("nonce", "")).encode()).hexdigest()


def keep_proof(*, at: datetime) -> None:
    """Remember that the official who sits here proved it, or used what he proved it for, at this moment."""
    session["proved"] = int(at.timestamp())


def proof_holds(*, at: datetime, minutes: int) -> bool:
    """Return whether the password was typed again in this session and what it opened was used since, at most ``minutes`` ago."""
    proved = session.get("proved")
    return isinstance(proved, int) and 0 <= at.timestamp() - proved < minutes * 60


def began_lately(*, at: datetime, within: timedelta) -> bool:
    """Return whether this session began, and so the password was typed in it, a short while ago."""
    began = session.get("began")
    return isinstance(began, int) and 0 <= at.timestamp() - began < within.total_seconds()


def load_official(public_id: str) -> SignedIn | None:
    """Return the official of the session, or None when it is over, revoked, or of another commune. One query.

    Who has still to set his password or the second factor that he must have here holds no permission until it is done.
    """
    at = now_utc()
    if not _in_time(at):
        return None
    official = queries.signed_in(public_id, on=local_date(at), mark=session_mark())
    if official is None or official.session_epoch != session.get("epoch") or official.unit_id != current_unit_id():
        return None
    if at.timestamp() - session["seen"] >= REFRESH.total_seconds():
        session["seen"] = int(at.timestamp())
    owes = not official.second_factor and must_have(official)
    unsettled = owes or official.must_change_password
    return replace(official, owes_factor=owes, permissions=frozenset()) if unsettled else official


def must_have(official: SignedIn) -> bool:
    """Return whether an official must have a second factor in this installation."""
    duty = Duty(current_app.config["SETTINGS"].second_factor)
    if duty is Duty.OPTIONAL:
        return False
    entrusted = duty is Duty.LEADERS and any(asked(official) for asked in current_app.extensions[ENTRUSTED])
    return must_have_factor(duty, roles=official.roles, entrusted=entrusted)


def _in_time(at: datetime) -> bool:
    began, seen = session.get("began"), session.get("seen")
    if not isinstance(began, int) or not isinstance(seen, int):
        return False
    now = at.timestamp()
    return now - began < LONGEST_SESSION.total_seconds() and now - seen < IDLE.total_seconds()


def send_to_sign_in() -> Response:
    """Answer a stranger on an official's page: sign-in, and afterwards back to the page, or to the page of the form."""
    reading = request.method == "GET"
    ended = (ENDED if reading else UNSENT) if "_user_id" in session else None
    here = request.full_path.rstrip("?") if reading else _page_of_form() if ended else None
    return redirect(url_for("accounts.sign_in", next=here, ended=ended), code=303)


def _page_of_form() -> str | None:
    """Return the page that a form was sent from: as the browser says, else what can be read at or above its address."""
    came = urlsplit(request.referrer or "")
    from_here = urlunsplit(("", "", came.path, came.query, "")) if came.netloc == request.host else ""
    above = request.path.rpartition("/")[0]
    return next((path for typed in (from_here, request.path, above) if (path := own_path(typed))), None)


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


def _insist() -> Response | None:
    """Before every request: lead whoever has a one-time password, or lacks the factor he must have, to where he can mend it."""
    if request.endpoint is None or access.declared(current_app, request.endpoint) in (access.PUBLIC, access.MACHINE, None):
        return None
    if not current_user.is_authenticated:
        return None
    if current_user.must_change_password:
        return _led_to("accounts.change_password", WITH_OLD_PASSWORD)
    return _led_to("accounts.second_factor", WITHOUT_FACTOR) if current_user.owes_factor else None


def _led_to(page: str, open_pages: frozenset[str]) -> Response | None:
    return None if request.endpoint in open_pages else redirect(url_for(page), code=303)
