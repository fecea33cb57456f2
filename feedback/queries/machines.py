"""Reads of other systems: a key as it was sent in, and the administrator's lists of keys, addresses and deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from core.extensions import db
from core.paging import Page
from feedback.machine_models import ApiKey, Webhook, WebhookDelivery, hash_of_key

LONGEST_KEY = 200
PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class KeyItem:
    """A key without itself."""

    public_id: str
    name: str
    shown: str
    per_hour: int
    made_at: datetime
    ended_at: datetime | None
    used: int
    used_at: datetime | None


def key_of(unit_id: int, typed: str) -> KeyItem | None:
    """Return the key that was sent in, or None: unknown here, or withdrawn."""
    if not typed or len(typed) > LONGEST_KEY:
        return None
    query = select(ApiKey).where(ApiKey.unit_id == unit_id, ApiKey.hash == hash_of_key(typed), ApiKey.ended_at.is_(None))
    row = db.session.scalars(query).one_or_none()
    return None if row is None else _item(row)


def keys(unit_id: int) -> list[KeyItem]:
    """Return every key of a commune: those in use first, the newest on top."""
    rows = db.session.scalars(select(ApiKey).where(ApiKey.unit_id == unit_id).order_by(ApiKey.id.desc()))
    return sorted((_item(row) for row in rows), key=lambda item: item.ended_at is not None)


def _item(row: ApiKey) -> KeyItem:
    return KeyItem(
        public_id=row.public_id, name=row.name, shown=row.shown, per_hour=row.per_hour, made_at=row.made_at,
        ended_at=row.ended_at, used=row.used, used_at=row.used_at,
    )  # fmt: skip


# ------------------------------------------------------------------ addresses that are told news


@dataclass(frozen=True, kw_only=True)
class WebhookItem:
    """An address without its secret; ``waiting`` and ``failed`` are numbers of deliveries."""

    public_id: str
    name: str
    address: str
    topics: tuple[str, ...]
    made_at: datetime
    ended_at: datetime | None
    waiting: int
    failed: int


@dataclass(frozen=True, kw_only=True)
class DeliveryItem:
    """One delivery as the administrator sees it."""

    public_id: str
    topic: str
    case_code: str
    created_at: datetime
    state: str
    attempts: int
    next_try_at: datetime | None
    tried_at: datetime | None
    fault: str


def webhooks(unit_id: int) -> list[WebhookItem]:
    """Return every address of a commune: those that are told first, the newest on top."""
    return sorted(_webhooks(Webhook.unit_id == unit_id), key=lambda item: item.ended_at is not None)


def webhook(unit_id: int, public_id: str) -> WebhookItem | None:
    """Return one address, or None."""
    return next(iter(_webhooks((Webhook.unit_id == unit_id) & (Webhook.public_id == public_id))), None)


def _webhooks(condition: ColumnElement[bool]) -> list[WebhookItem]:
    def number(state: str) -> Any:
        return func.sum(case((WebhookDelivery.state == state, 1), else_=0))

    query = (
        select(Webhook, number("waiting"), number("failed"))
        .outerjoin(WebhookDelivery, WebhookDelivery.webhook_id == Webhook.id)
        .where(condition)
        .group_by(Webhook.id)
        .order_by(Webhook.id.desc())
    )
    return [
        WebhookItem(
            public_id=row.public_id, name=row.name, address=row.address, topics=tuple(row.topics), made_at=row.made_at,
            ended_at=row.ended_at, waiting=int(waiting or 0), failed=int(failed or 0),
        )
        for row, waiting, failed in db.session.execute(query)
    ]  # fmt: skip


def deliveries(unit_id: int, webhook_id: str, *, page: int) -> Page[DeliveryItem]:
    """Return one page of what was sent to an address (its public id), newest first."""
    query = (
        select(WebhookDelivery)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(Webhook.unit_id == unit_id, Webhook.public_id == webhook_id)
        .order_by(WebhookDelivery.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    )
    rows = db.session.scalars(query).all()
    items = [
        DeliveryItem(
            public_id=row.public_id, topic=row.topic, case_code=row.case_code, created_at=row.created_at, state=row.state,
            attempts=row.attempts, next_try_at=row.next_try_at, tried_at=row.tried_at, fault=row.fault,
        )
        for row in rows[:PAGE_SIZE]
    ]  # fmt: skip
    return Page(items=items, number=page, size=PAGE_SIZE, has_next=len(rows) > PAGE_SIZE, total=None)
