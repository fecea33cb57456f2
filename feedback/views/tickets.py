"""The token of a public form as it comes back: what it says, whether it came too soon for a person, and which is shown again."""

from __future__ import annotations

from flask import current_app, request

from core.form_token import BadFormToken, FormTicket, FormToken
from deadlines.clock import now_utc


def ticket() -> FormTicket | None:
    """Return what the token of the form that was sent says, or None."""
    try:
        return FormToken.read(request.form.get("form_token", ""))
    except BadFormToken:
        return None


def sent_too_fast(sent: FormTicket) -> bool:
    """Return whether no person can have filled the form in since it was given out."""
    return (now_utc() - sent.issued_at).total_seconds() < current_app.config["FORM_MIN_SECONDS"]


def token_again(sent: FormTicket | None) -> str:
    """Return the token for a form that is shown again: its own, or a fresh one."""
    return FormToken.issue() if sent is None else request.form["form_token"]
