"""Delivering news to other systems: signed, tried again after growing pauses, given up after 72 hours; a pass of the worker.

Nothing is sent inside a transaction. An address that does not answer holds up nobody else: what else waits for it is put off.
"""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from core import outgoing
from core.extensions import db
from core.letters import webhooks_anywhere
from core.outbox import BACKOFF, GIVE_UP_AFTER
from core.structured import structlog
from core.transaction import transaction
from feedback.machine_models import Webhook, WebhookDelivery

AT_ONCE = 20
LONGEST_PASS = 240.0
KEPT = timedelta(days=30)
log = structlog.get_logger("webhooks")


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A claimed delivery, copied out of its transaction."""

    id: int
    public_id: str
    webhook_id: int
    topic: str
    address: str
    secret: str
    body: bytes
    created_at: datetime


def deliver(at: datetime) -> int:
    """Deliver what is due; return how much arrived. Only an answer of 2xx counts as arrived.

    Each is signed with the moment at which it leaves: slow addresses make a pass long, and a receiver refuses what is old.
    """
    began, arrived = time.monotonic(), 0
    silent: set[int] = set()
    while time.monotonic() - began < LONGEST_PASS and (parcels := _claim(at)):
        for parcel in parcels:
            now = at + timedelta(seconds=time.monotonic() - began)
            fault = "silent" if parcel.webhook_id in silent else _send(parcel, at=now)
            if fault in ("timeout", "unreachable"):
                silent.add(parcel.webhook_id)
            _settle(parcel, fault=fault, at=at)
            arrived += not fault
    return arrived


def anything_due(at: datetime) -> bool:
    """Return whether a delivery waits to be sent now."""
    query = (
        select(WebhookDelivery.id)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(WebhookDelivery.state == "waiting", WebhookDelivery.next_try_at <= at, Webhook.ended_at.is_(None))
    )
    return db.session.scalar(query.limit(1).execution_options(all_units=True)) is not None


def sweep(at: datetime) -> int:
    """Forget deliveries that ended more than thirty days ago, or wait for an address that was withdrawn; return how many."""
    ended = select(Webhook.id).where(Webhook.ended_at.is_not(None)).execution_options(all_units=True)
    with transaction():
        gone = db.session.execute(
            delete(WebhookDelivery)
            .where(
                WebhookDelivery.created_at < at - KEPT,
                or_(WebhookDelivery.state != "waiting", WebhookDelivery.webhook_id.in_(ended)),
            )
            .execution_options(all_units=True, synchronize_session=False)
        )
        return int(gone.rowcount)


def _claim(at: datetime) -> list[Parcel]:
    """Take the next ones and put each off by its next pause, so that no other worker takes them too."""
    with transaction():
        rows = db.session.execute(
            select(WebhookDelivery, Webhook)
            .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            .where(WebhookDelivery.state == "waiting", WebhookDelivery.next_try_at <= at, Webhook.ended_at.is_(None))
            .order_by(WebhookDelivery.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True, of=WebhookDelivery)
            .execution_options(all_units=True)
        ).all()
        parcels = []
        for row, webhook in rows:
            row.next_try_at = at + BACKOFF[min(row.attempts, len(BACKOFF) - 1)]
            row.attempts += 1
            parcels.append(
                Parcel(
                    id=row.id, public_id=row.public_id, webhook_id=webhook.id, topic=row.topic, address=webhook.address,
                    secret=webhook.secret, body=row.body.encode(), created_at=row.created_at,
                )
            )  # fmt: skip
        return parcels


def _send(parcel: Parcel, *, at: datetime) -> str:
    """Send one; return nothing when it arrived, else a short word or the status that was answered."""
    timestamp = int(at.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8", "X-GanDan-Event": parcel.topic, "X-GanDan-Delivery": parcel.public_id,
        "X-GanDan-Timestamp": str(timestamp),
        "X-GanDan-Signature": outgoing.signature(parcel.secret, timestamp=timestamp, body=parcel.body),
    }  # fmt: skip
    try:
        answer = outgoing.call(parcel.address, body=parcel.body, headers=headers, anywhere=webhooks_anywhere())
    except outgoing.Unsafe as problem:
        return problem.code
    except TimeoutError:
        return "timeout"
    except (OSError, ValueError):
        return "unreachable"
    except http.client.HTTPException:
        return "no_http"
    return "" if 200 <= answer.status < 300 else str(answer.status)


def _settle(parcel: Parcel, *, fault: str, at: datetime) -> None:
    ended = "delivered" if not fault else "failed" if at - parcel.created_at > GIVE_UP_AFTER else ""
    values: dict[str, object] = {"fault": fault, "tried_at": at} | ({"state": ended, "next_try_at": None} if ended else {})
    with transaction():
        db.session.execute(
            update(WebhookDelivery)
            .where(WebhookDelivery.id == parcel.id, WebhookDelivery.state == "waiting")
            .values(values)
            .execution_options(all_units=True, synchronize_session=False)
        )
    if fault:
        log.warning("webhook_not_delivered", delivery=parcel.public_id, why=fault)
