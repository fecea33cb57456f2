"""Whether a sending has arrived already: letters that a phone sends by itself may come a second time, days later."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select, union_all

from core.extensions import db
from feedback.models import Case
from feedback.stand_in_models import StandIn

TAKEN_IN = (Case.__table__, StandIn.__table__)


def sending_key(unit_id: int, idempotency_key: str) -> str:
    """Return what is stored of the key of a form: it opens the secret words, so it is kept as a hash."""
    return hashlib.sha256(f"{unit_id}:{idempotency_key}".encode()).hexdigest()


def arrived_at(unit_id: int, idempotency_key: str) -> datetime | None:
    """Return when (UTC) the letter with this key was received, or None while it has not."""
    key = sending_key(unit_id, idempotency_key)
    found = union_all(
        *(select(rows.c.received_at).where(rows.c.idempotency_key == key, rows.c.unit_id == unit_id) for rows in TAKEN_IN)
    )
    return db.session.scalars(found).first()
