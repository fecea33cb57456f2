"""The signed token of a public form: proves that we gave the form out, when, and makes a repeated sending one case.

No cookie and no session: the token outlives a restart, a lost signal of days, and another worker.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from core.errors import DomainError

VALID_SECONDS = 7 * 24 * 3600


class BadFormToken(DomainError):
    """The token is missing, not ours, or older than seven days (code: form_expired)."""

    status = 400
    code = "form_expired"


@dataclass(frozen=True, kw_only=True)
class FormTicket:
    """What a token says: a nonce that is used once, and when (UTC) the form was given out."""

    nonce: str
    issued_at: datetime


class FormToken:
    """Gives out and reads tokens."""

    @staticmethod
    def issue() -> str:
        """Return a fresh token."""
        return _serializer().dumps(secrets.token_urlsafe(15))

    @staticmethod
    def read(token: str) -> FormTicket:
        """Return what the token says. Raises BadFormToken."""
        try:
            nonce, issued_at = _serializer().loads(token, max_age=VALID_SECONDS, return_timestamp=True)
        except (SignatureExpired, BadSignature):
            raise BadFormToken() from None
        return FormTicket(nonce=str(nonce), issued_at=issued_at.astimezone(UTC))


def _serializer() -> URLSafeTimedSerializer:
    cached = current_app.extensions.get("gandan.form_token")
    if cached is None:
        cached = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="public-form")
        current_app.extensions["gandan.form_token"] = cached
    return cached
