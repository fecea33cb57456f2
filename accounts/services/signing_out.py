"""Signing out: the session is written down as ended, so that no copy of its cookie opens anything."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from accounts.read_models import SignedIn
from accounts.rules import LONGEST_SESSION
from accounts.session_models import EndedSession
from core import audit
from core.extensions import db


def sign_out(official: SignedIn, *, mark: str, at: datetime) -> None:
    """End the session with this mark; a second time changes nothing. Side effects: an audit entry; old marks are forgotten."""
    db.session.execute(delete(EndedSession).where(EndedSession.ended_at < at - LONGEST_SESSION))
    if db.session.scalar(select(EndedSession.id).where(EndedSession.mark == mark)) is not None:
        return
    db.session.add(EndedSession(unit_id=official.unit_id, mark=mark, ended_at=at))
    audit.record(
        unit_id=official.unit_id, at=at, actor_id=official.id, action="official:signed_out",
        subject=f"official:{official.public_id}", facts={},
    )  # fmt: skip
