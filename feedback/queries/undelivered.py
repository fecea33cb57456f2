"""Letters to residents that could not be delivered, for the clerks who can reach the sender in another way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.extensions import db
from core.outbox import OutboxMessage
from core.permissions import Permission

MOST = 50


@dataclass(frozen=True, kw_only=True)
class UndeliveredLetter:
    """A letter that was given up after three days; its text stays readable on the sender's tracking page."""

    case_id: int
    title: str
    created_at: datetime


def undelivered_letters(actor: Actor) -> list[UndeliveredLetter]:
    """Return the newest undelivered letters of the commune; nothing for officials who do not sit at the counter."""
    if Permission.CASE_REGISTER not in actor.permissions:
        return []
    rows = db.session.execute(
        select(OutboxMessage.subject, OutboxMessage.title, OutboxMessage.created_at)
        .where(
            OutboxMessage.unit_id == actor.unit_id, OutboxMessage.audience == "resident", OutboxMessage.state == "failed",
            OutboxMessage.subject.startswith("case:"),
        )
        .order_by(OutboxMessage.id.desc())
        .limit(MOST)
    )  # fmt: skip
    return [
        UndeliveredLetter(case_id=int(row.subject.removeprefix("case:")), title=row.title, created_at=row.created_at)
        for row in rows
    ]
