"""Two short-lived cookies of residents: the secret words on the way to the receipt, and the right to see one case."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from core.database import current_unit_id
from core.errors import Misconfigured
from core.sealing import sealer
from deadlines.clock import now_utc

SECRET_COOKIE, SECRET_SECONDS = "bien-nhan", 30 * 60
GRANT_COOKIE, GRANT_SECONDS = "xem-don", 2 * 3600
GRANT_SALT = "case-grant"


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Whoever carries it proved the secret words ("full") or the phone ("dates") of this case."""

    unit_id: int
    case_id: int
    code: str
    level: str


def lend_secret(response: Response, *, code: str, secret: str, cookie: str = SECRET_COOKIE, path: str = "") -> None:
    """Let the receipt of ``code``, and no other page, show the secret words for half an hour; the cookie is sealed."""
    until = int(now_utc().timestamp()) + SECRET_SECONDS
    value = sealer.seal(json.dumps([code, secret, until]))
    set_cookie(response, cookie, value, seconds=SECRET_SECONDS, path=path or f"/da-nhan/{code}")


def lent_secret(code: str, *, cookie: str = SECRET_COOKIE) -> str:
    """Return the secret words for the receipt of ``code``, or "" when this browser was not lent them."""
    try:
        owner, secret, until = json.loads(sealer.open(request.cookies.get(cookie, "")))
    except (Misconfigured, ValueError, TypeError):
        return ""
    return str(secret) if owner == code and until > now_utc().timestamp() else ""


def forget_secret(response: Response, *, code: str) -> None:
    """Let the receipt of ``code`` show the secret words no more."""
    response.delete_cookie(SECRET_COOKIE, path=f"/da-nhan/{code}")


def give(response: Response, grant: Grant) -> None:
    """Let this browser see the case for two hours."""
    set_cookie(response, GRANT_COOKIE, _signer().dumps(asdict(grant)), seconds=GRANT_SECONDS, path="/")


def given(code: str | None = None) -> Grant | None:
    """Return the grant of this browser in this commune (for ``code``, if named), or None."""
    cookie = request.cookies.get(GRANT_COOKIE)
    if not cookie:
        return None
    try:
        grant = Grant(**_signer().loads(cookie, max_age=GRANT_SECONDS))
    except (BadSignature, TypeError):
        return None
    if grant.unit_id != current_unit_id() or (code is not None and grant.code != code):
        return None
    return grant


def take_back(response: Response) -> None:
    """Let this browser see nothing any more, also not by its back button."""
    response.delete_cookie(GRANT_COOKIE, path="/")
    response.headers["Clear-Site-Data"] = '"cache"'


def set_cookie(response: Response, name: str, value: str, *, seconds: int, path: str) -> None:
    """Give a browser a cookie that no script reads and no other site's form brings along."""
    response.set_cookie(
        name, value, max_age=seconds, path=path, httponly=True, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=GRANT_SALT)
