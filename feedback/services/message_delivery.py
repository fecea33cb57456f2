"""Delivering short messages: a pass of the worker by day, one message at a time; nothing is sent inside a transaction.

Each is claimed just before it leaves, and its sender is looked up once more: one whose case was sealed, or who stopped the
messages a moment ago, is not written to, whatever raced with what.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from core import short_messages, sms
from core.database import use_unit
from core.extensions import db
from core.letters import sms_gateway
from core.outbox import GIVE_UP_AFTER
from core.short_messages import ShortMessage
from core.structured import structlog
from core.transaction import transaction
from feedback.queries import people

LONGEST_PASS = 240.0
KEPT = timedelta(days=30)
log = structlog.get_logger("short_messages")


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A claimed message, copied out of its transaction."""

    id: int
    phone: str
    text: str
    reference: str
    too_old: bool


def deliver_messages(at: datetime) -> int:
    """Hand in the messages whose time has come; return how many the gateway took.

    Without SMS_URL, and at night, they stay where they are. What the gateway refuses is given up at once, what it cannot take
    now is tried again after growing pauses for 72 hours. When it is away, or does not know us, the pass ends.
    """
    gateway = sms_gateway()
    began, sent = time.monotonic(), 0
    while gateway is not None and time.monotonic() - began < LONGEST_PASS:
        now = at + timedelta(seconds=time.monotonic() - began)
        envelope = _claim(at) if short_messages.is_open(now) else None
        if envelope is None:
            break
        tried = sms.Tried(fate=sms.Fate.REFUSED, fault="old") if envelope.too_old else _send(gateway, envelope)
        with transaction():
            short_messages.settle(
                message_id=envelope.id, at=at, accepted=tried.fate == sms.Fate.ACCEPTED,
                refused=tried.fate == sms.Fate.REFUSED, fault=tried.fault,
            )  # fmt: skip
        sent += tried.fate == sms.Fate.ACCEPTED
        if tried.fate == sms.Fate.AWAY:
            break
    return sent


def _claim(at: datetime) -> Envelope | None:
    with transaction():
        while (row := short_messages.claim_next(at=at)) is not None:
            if _wanted(row):
                return Envelope(
                    id=row.id, phone=row.phone or "", text=row.text, reference=row.reference,
                    too_old=at - row.created_at > GIVE_UP_AFTER and row.attempts == 1,
                )  # fmt: skip
            db.session.delete(row)
            db.session.flush()
        return None


def _wanted(row: ShortMessage) -> bool:
    """Whether a message about a case still has a sender here who allows it, with the number that it was written for."""
    kind, _colon, number = row.subject.partition(":")
    if kind != "case":
        return True
    with use_unit(row.unit_id):
        return any(sender.phone == row.phone for sender in people.called(row.unit_id, [int(number)]))


def _send(gateway: sms.Gateway, envelope: Envelope) -> sms.Tried:
    tried = sms.send(gateway, to=envelope.phone, text=envelope.text, reference=envelope.reference)
    if tried.fate == sms.Fate.AWAY:
        log.warning("sms_gateway_away", message=envelope.id, why=tried.fault)
    elif tried.fate != sms.Fate.ACCEPTED:
        log.warning("short_message_not_taken", message=envelope.id, why=tried.fault)
    return tried


def messages_wait(at: datetime) -> bool:
    """Return whether there is something to hand in, a gateway for it, and daylight."""
    return sms_gateway() is not None and short_messages.is_open(at) and short_messages.anything_due(at=at)


def sweep_messages(at: datetime) -> int:
    """Forget messages that ended more than thirty days ago; return how many."""
    with transaction():
        gone = db.session.execute(
            delete(ShortMessage)
            .where(ShortMessage.created_at < at - KEPT, ShortMessage.state != "waiting")
            .execution_options(all_units=True, synchronize_session=False)
        )
        return int(gone.rowcount)
