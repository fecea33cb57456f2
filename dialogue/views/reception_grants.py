"""What a resident's browser is lent for a while: the secret words on the way to the booking slip, and the right to see it."""

from __future__ import annotations

import json

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from core.database import current_unit_id
from core.errors import Misconfigured
from core.sealing import sealer
from deadlines.clock import now_utc

COOKIE, SECONDS, PATH = "hen-tiep", 30 * 60, "/tiep-cong-dan"
SALT = "reception-booking"


def lend(response: Response, *, code: str, secret: str) -> None:
    """Let the slip of ``code`` show the secret words for half an hour; the cookie is sealed."""
    known = [code, secret, int(now_utc().timestamp()) + SECONDS]
    response.set_cookie(
        COOKIE, sealer.seal(json.dumps(known)), max_age=SECONDS, path=f"{PATH}/da-hen/{code}", httponly=True, samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip


def lent(code: str) -> str:
    """Return the secret words for the slip of ``code``, or "" when this browser was not lent them."""
    try:
        owner, secret, until = json.loads(sealer.open(request.cookies.get(COOKIE, "")))
    except (Misconfigured, ValueError, TypeError):
        return ""
    return str(secret) if owner == code and until > now_utc().timestamp() else ""


def key_of(booking_id: int) -> str:
    """Return what the page of a booking carries in its form, so that the slot can be given back within half an hour."""
    return _signer().dumps([current_unit_id(), booking_id])


def booking_of(key: str) -> int | None:
    """Return the booking whose secret words were proved, or None."""
    try:
        unit_id, booking_id = _signer().loads(key, max_age=SECONDS)
    except (BadSignature, TypeError, ValueError):
        return None
    return int(booking_id) if unit_id == current_unit_id() else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=SALT)
