"""The signed token of a public form: proves that we gave the form out, when, and makes a repeated sending one case.

No cookie and no session: the token outlives a restart, a lost signal of days, and another worker.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from flask import current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from core.errors import DomainError

VALID_SECONDS = 7 * 24 * 3600
KEY_SHAPE = re.compile(r"[A-Za-z0-9_-]{20,43}")


class BadFormToken(DomainError):
    """The token is missing, not ours, or older than seven days (code: form_expired)."""

    status = 400
    code = "form_expired"


class OldFormToken(BadFormToken):
    """The token is ours, and too old."""


@dataclass(frozen=True, kw_only=True)
class FormTicket:
    """What a token says: a nonce that is used once, and when (UTC) the form was given out."""

    nonce: str
    issued_at: datetime


class FormToken:
    """Gives out and reads tokens."""

    @staticmethod
    def issue(nonce: str = "") -> str:
        """Return a token given out now, with a fresh nonce or, for a letter begun without us, the one it was begun with.

        Raises BadFormToken for a nonce that is not of the shape of ours.
        """
        if nonce and not KEY_SHAPE.fullmatch(nonce):
            raise BadFormToken()
        return _serializer().dumps(nonce or secrets.token_urlsafe(15))

    @staticmethod
    def read(token: str, *, valid_seconds: int = VALID_SECONDS) -> FormTicket:
        """Return what the token says. Raises BadFormToken, and its child OldFormToken after ``valid_seconds``."""
        try:
            nonce, issued_at = _serializer().loads(token, max_age=valid_seconds, return_timestamp=True)
        except SignatureExpired:
            raise OldFormToken() from None
        except BadSignature:
            raise BadFormToken() from None
        return FormTicket(nonce=str(nonce), issued_at=issued_at.astimezone(UTC))


class TokenField(Protocol):
    """The field of a form that holds its token."""

    data: Any


def key_or_renewed(field: TokenField) -> str:
    """Return the nonce of a form's token; "" for one that is too old or not ours, and the field then holds a fresh one."""
    try:
        return FormToken.read(field.data or "").nonce
    except BadFormToken:
        field.data = FormToken.issue()
        return ""


def _serializer() -> URLSafeTimedSerializer:
    cached = current_app.extensions.get("gandan.form_token")
    if cached is None:
        cached = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="public-form")
        current_app.extensions["gandan.form_token"] = cached
    return cached
