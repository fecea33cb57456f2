"""Who sits at this desk, and how a refusal is told to him."""

from __future__ import annotations

from flask import request
from flask_login import current_user

from accounts.read_models import SignedIn
from core.sealing import sealer


def actor() -> SignedIn:
    """Return the signed-in official."""
    return current_user._get_current_object()  # type: ignore[no-any-return]


def fingerprint_of_address() -> str:
    """Return a short keyed fingerprint of the visitor's address: enough to see that two failures came from one place."""
    return sealer.fingerprint("ip", request.remote_addr or "")[:16]
