"""Commands on addresses that are told news: register one, withdraw it, send something on trial, send a delivery again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from accounts.permissions import Actor
from core import audit
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.extensions import db
from core.outgoing import Unsafe, target_of
from core.permissions import Permission
from core.text import clean_line
from feedback.machine_models import Webhook, WebhookDelivery
from feedback.public_news import PING, TOPICS, delivery

MOST_WEBHOOKS = 20


@dataclass(frozen=True, kw_only=True)
class MadeWebhook:
    """A registered address; ``secret`` is shown once."""

    public_id: str
    name: str
    address: str
    secret: str


def register_webhook(
    *, actor: Actor, at: datetime, name: str, address: str, topics: Sequence[str], anywhere: bool
) -> MadeWebhook:  # fmt: skip
    """Register an address. ``anywhere``: also http and private ones (development). Side effect: audit entry, host only.

    Raises NotAllowed, and BadInput (name: text_missing; address: address_bad, address_not_https, address_private,
    address_many; topics: topics_missing).
    """
    _check(actor)
    name, address = clean_line(name)[:80], address.strip()
    faults = {} if name else {"name": "text_missing"}
    chosen = [topic for topic in TOPICS if topic in topics]
    if not chosen:
        faults["topics"] = "topics_missing"
    try:
        host = target_of(address, anywhere=anywhere).host
    except Unsafe as problem:
        faults["address"] = problem.code
    mine = select(func.count()).select_from(Webhook).where(Webhook.unit_id == actor.unit_id, Webhook.ended_at.is_(None))
    if not faults and (db.session.scalar(mine) or 0) >= MOST_WEBHOOKS:
        faults["address"] = "address_many"
    if faults:
        raise BadInput(faults)
    row = Webhook(
        unit_id=actor.unit_id, name=name, address=address, secret="whsec_" + secrets.token_urlsafe(32), topics=chosen,
        made_by=actor.id, made_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    _record("registered", row, actor=actor, at=at, host=host)
    return MadeWebhook(public_id=row.public_id, name=row.name, address=row.address, secret=row.secret)


def withdraw_webhook(public_id: str, *, actor: Actor, at: datetime) -> None:
    """Tell an address nothing any more; what waits for it is dropped. Raises NotAllowed, NotFound. Side effect: audit entry."""
    row = _own(public_id, actor=actor)
    if row.ended_at is None:
        row.ended_at = at
        waiting = update(WebhookDelivery).where(WebhookDelivery.webhook_id == row.id, WebhookDelivery.state == "waiting")
        db.session.execute(waiting.values(state="dropped", next_try_at=None))
        _record("withdrawn", row, actor=actor, at=at)


def try_webhook(public_id: str, *, actor: Actor, at: datetime) -> None:
    """Lay down a delivery without a case, to see whether the address listens. Raises NotAllowed, NotFound, WrongState."""
    row = _own(public_id, actor=actor)
    if row.ended_at is not None:
        raise WrongState()
    laid = delivery(row.id, PING, unit_id=row.unit_id, code="", facts=None, at=at)
    db.session.execute(insert(WebhookDelivery.__table__), laid)


def replay(public_id: str, *, actor: Actor, at: datetime) -> str:
    """Send a delivery again, with its own id and body; returns the public id of its address.

    Raises NotAllowed, NotFound, and WrongState where the address was withdrawn. Side effect: audit entry.
    """
    _check(actor)
    query = select(WebhookDelivery, Webhook).join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
    found = db.session.execute(
        query.where(WebhookDelivery.public_id == public_id, WebhookDelivery.unit_id == actor.unit_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound()
    row, webhook = found
    if webhook.ended_at is not None:
        raise WrongState()
    row.state, row.next_try_at, row.attempts = "waiting", at, 0
    _record("replayed", webhook, actor=actor, at=at, delivery=public_id)
    return str(webhook.public_id)


def _own(public_id: str, *, actor: Actor) -> Webhook:
    _check(actor)
    query = select(Webhook).where(Webhook.unit_id == actor.unit_id, Webhook.public_id == public_id).with_for_update()
    row = db.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound()
    return row


def _check(actor: Actor) -> None:
    if Permission.ADMIN_SETTINGS not in actor.permissions:
        raise NotAllowed(permission=Permission.ADMIN_SETTINGS.value)


def _record(what: str, row: Webhook, *, actor: Actor, at: datetime, **facts: str) -> None:
    audit.record(
        unit_id=row.unit_id, at=at, actor_id=actor.id, action=f"feedback:webhook:{what}", subject=f"webhook:{row.public_id}",
        facts={"name": row.name, "topics": list(row.topics), **facts},
    )  # fmt: skip
