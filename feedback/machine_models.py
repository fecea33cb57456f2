"""Tables of what other systems do with the commune: keys with which they send letters in, and addresses that are told news."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, SealedText, UnitScoped, UtcDateTime, new_public_id


def hash_of_key(key: str) -> str:
    """Return what is stored of a key: it is random with 256 bits, so a plain hash cannot be walked back."""
    return hashlib.sha256(key.encode()).hexdigest()


class ApiKey(UnitScoped, Base):
    """A key with which another system sends letters in; only its hash is kept. ``shown`` are its first letters, to know it by.

    ``per_hour``: how many letters an hour it may send. A withdrawn key (``ended_at``) stays, for the trail.
    """

    __tablename__ = "api_keys"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("hash"),
        CheckConstraint("per_hour between 1 and 10000", name="limit_is_sensible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), default=new_public_id)
    name: Mapped[str] = mapped_column(String(80))
    shown: Mapped[str] = mapped_column(String(12))
    hash: Mapped[str] = mapped_column(String(64))
    per_hour: Mapped[int]
    made_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Webhook(UnitScoped, Base):
    """An address of another system that is told news of public cases; ``secret`` signs what is sent to it."""

    __tablename__ = "webhooks"
    __table_args__ = (UniqueConstraint("public_id"), Index("ix_webhooks_unit", "unit_id", "ended_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), default=new_public_id)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(300))
    secret: Mapped[str] = mapped_column(SealedText)
    topics: Mapped[list[str]] = mapped_column(JsonDict)
    made_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WebhookDelivery(UnitScoped, Base):
    """One piece of news for one address: laid down in the command's transaction, delivered by the worker.

    ``body`` holds public facts and no published text, so that taking a text back leaves no copy here. ``state``: waiting,
    delivered, failed (given up), dropped (the address was withdrawn). ``fault`` is a short word or the status that was answered.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("public_id"),
        Index("ix_webhook_deliveries_waiting", "state", "next_try_at"),
        Index("ix_webhook_deliveries_list", "webhook_id", "id"),
        Index("ix_webhook_deliveries_case", "unit_id", "case_code"),
        CheckConstraint("state in ('waiting', 'delivered', 'failed', 'dropped')", name="state_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), default=new_public_id)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id"))
    topic: Mapped[str] = mapped_column(String(24))
    case_code: Mapped[str] = mapped_column(String(11))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(String(24), default="")
