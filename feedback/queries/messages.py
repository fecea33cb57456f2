"""Short messages of a case: what its sender chose, and those that reached nobody, for the clerks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.extensions import db
from core.permissions import Permission
from core.short_messages import ShortMessage
from core.sms_text import mobile_number
from feedback.models import Case, Sender

MOST = 50


@dataclass(frozen=True, kw_only=True)
class MessageChoice:
    """What the sender of a case chose. ``ending``: the last three digits of the mobile number, "" without one."""

    allowed: bool
    ending: str


@dataclass(frozen=True, kw_only=True)
class UndeliveredMessage:
    """A message that the gateway refused, or that was given up after three days."""

    case_id: int
    code: str
    created_at: datetime


def choice_of(unit_id: int, case_id: int) -> MessageChoice | None:
    """Return the choice of a case's sender, or None when there is no such case."""
    query = select(Sender).where(Sender.unit_id == unit_id, Sender.case_id == case_id)
    sender = db.session.scalars(query).one_or_none()
    if sender is None:
        return None
    number = mobile_number(sender.phone or "")
    return MessageChoice(allowed=allows(sender) and bool(number), ending=number[-3:])


def allows(sender: Sender) -> bool:
    """Return whether messages may be sent to somebody."""
    return sender.messages_allowed_at is not None and sender.messages_stopped_at is None


def undelivered_messages(actor: Actor) -> list[UndeliveredMessage]:
    """Return the newest undelivered messages of the commune; nothing for officials who do not sit at the counter."""
    if Permission.CASE_REGISTER not in actor.permissions:
        return []
    rows = db.session.execute(
        select(ShortMessage.subject, ShortMessage.created_at)
        .where(
            ShortMessage.unit_id == actor.unit_id, ShortMessage.state == "failed", ShortMessage.subject.startswith("case:")
        )
        .order_by(ShortMessage.id.desc())
        .limit(MOST)
    ).all()  # fmt: skip
    numbers = {int(row.subject.removeprefix("case:")): row.created_at for row in reversed(rows)}
    codes = select(Case.id, Case.code).where(Case.unit_id == actor.unit_id, Case.id.in_(numbers))
    known = dict(db.session.execute(codes).tuples().all()) if numbers else {}
    found = [UndeliveredMessage(case_id=key, code=known[key], created_at=at) for key, at in numbers.items() if key in known]
    return sorted(found, key=lambda item: item.created_at, reverse=True)
