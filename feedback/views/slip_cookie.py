"""The secret words on their way from the form to the slip: a sealed cookie for one browser, one path and ten minutes."""

from __future__ import annotations

import json
from datetime import timedelta

from flask import Response, current_app, request

from core.errors import Misconfigured
from core.sealing import sealer
from deadlines.clock import now_utc
from feedback.services.intake import Receipt

COOKIE, SHOWN_FOR = "slip", timedelta(minutes=10)


def lend(answer: Response, made: Receipt, *, path: str) -> None:
    """Let this browser show the slip of a case, at the pages under ``path`` only."""
    known = {"case": made.case_id, "code": made.code, "secret": made.secret, "at": now_utc().timestamp()}
    answer.set_cookie(
        COOKIE, sealer.seal(json.dumps(known)), max_age=SHOWN_FOR, path=path, httponly=True, samesite="Strict",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip


def known() -> dict[str, str] | None:
    """Return what the cookie holds (case, code, secret) while it is ours and young, else None."""
    try:
        held = json.loads(sealer.open(request.cookies.get(COOKIE, "")))
        young = now_utc().timestamp() - held["at"] < SHOWN_FOR.total_seconds()
    except (Misconfigured, ValueError, TypeError, KeyError):
        return None
    return held if young else None


def put_away(answer: Response, *, path: str) -> None:
    """Let this browser show the slip no more."""
    answer.delete_cookie(COOKIE, path=path)
