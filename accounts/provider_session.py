"""An attempt to sign in through the provider, as the cookie remembers it while the browser is away: state, moment, purpose."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import session

PLACE = "provider"
LONGEST = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What the browser went away for: to sign in and then to read ``wanted``, or to link the account ``linking`` (public id)."""

    state: str
    wanted: str
    linking: str


def begin(*, at: datetime, wanted: str = "", linking: str = "") -> Attempt:
    """Remember a new attempt; it takes the place of one before."""
    attempt = Attempt(state=secrets.token_urlsafe(32), wanted=wanted, linking=linking)
    session[PLACE] = [attempt.state, int(at.timestamp()), attempt.wanted, attempt.linking]
    return attempt


def take_back(state: str, *, at: datetime) -> Attempt | None:
    """Return the attempt that has this state and forget it, whatever comes of it; None: there is none, or it is too old."""
    kept = session.pop(PLACE, None)
    if not isinstance(kept, list) or len(kept) != 4 or not hmac.compare_digest(str(kept[0]).encode(), state.encode()):
        return None
    if not 0 <= at.timestamp() - kept[1] < LONGEST.total_seconds():
        return None
    return Attempt(state=kept[0], wanted=kept[2], linking=kept[3])
