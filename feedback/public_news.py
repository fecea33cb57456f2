"""News of public cases for other systems: whenever the public row of a case changes, whoever wrote it, addresses are told.

What is told is found by comparing the row before and after, never by what was done: so a letter that answers by a stand-in
tells like every other. No published text is told, only that there is one and where; the receiver reads it there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from accounts.memory import remembered
from accounts.queries import commune_profile, fields, villages
from core.database import new_public_id
from core.extensions import db
from core.letters import public_address
from feedback.georeport import HERE, moment
from feedback.machine_models import Webhook, WebhookDelivery
from feedback.models import PublicCase
from feedback.states import OPEN_STATES

RECEIVED, CHANGED, ANSWERED = "case.received", "case.state_changed", "case.answered"
PUBLISHED, UNPUBLISHED, REMOVED = "case.published", "case.unpublished", "case.removed"
PING = "ping"
TOPICS = (RECEIVED, CHANGED, ANSWERED, PUBLISHED)
GOES_WITH = {UNPUBLISHED: PUBLISHED, REMOVED: CHANGED}
"""Topics that nobody asks for apart: who was told of a text is told that it was taken back."""

_hooks, _deliveries = Webhook.__table__, WebhookDelivery.__table__
LISTENING = select(_hooks.c.id, _hooks.c.topics).where(_hooks.c.unit_id == bindparam("unit"), _hooks.c.ended_at.is_(None))


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What of a public row makes news."""

    code: str
    unit_id: int
    state: str
    answered_on: date | None
    published: bool


def seen(row: PublicCase | None) -> Seen | None:
    """Return what a row shows now, or None for no row."""
    if row is None:
        return None
    return Seen(
        code=row.code, unit_id=row.unit_id, state=row.state, answered_on=row.answered_on, published=bool(row.published)
    )  # fmt: skip


def topics_between(before: Seen | None, after: Seen | None) -> list[str]:
    """Return what is news about a case that showed ``before`` and shows ``after``."""
    if after is None:
        return [REMOVED] if before is not None else []
    if before is None:
        return [RECEIVED, *([PUBLISHED] if after.published else [])]
    changes = (
        (CHANGED, before.state != after.state),
        (ANSWERED, before.answered_on is None and after.answered_on is not None),
        (PUBLISHED, after.published and not before.published),
        (UNPUBLISHED, before.published and not after.published),
    )
    return [topic for topic, is_news in changes if is_news]


@contextmanager
def watched(case_id: int, *, at: datetime) -> Iterator[None]:
    """Tell what the block changed in the public row of a case, if it has one."""
    before = seen(db.session.get(PublicCase, case_id))
    yield
    if before is not None:
        tell(before, db.session.get(PublicCase, case_id), at=at)


def tell(before: Seen | None, row: PublicCase | None, *, at: datetime) -> None:
    """Lay down a delivery for every address that wants to know; inside the command that changed the row."""
    after = seen(row)
    topics, known = topics_between(before, after), after or before
    if not topics or known is None:
        return
    wanted = [
        (hook, topic) for hook, asks in _listening(known.unit_id) for topic in topics if GOES_WITH.get(topic, topic) in asks
    ]
    if wanted:
        facts = facts_of(row) if row is not None else {"service_request_id": known.code}
        rows = [delivery(hook, topic, unit_id=known.unit_id, code=known.code, facts=facts, at=at) for hook, topic in wanted]
        db.session.execute(insert(_deliveries), rows)


def _listening(unit_id: int) -> Sequence[tuple[int, list[str]]]:
    """Return who wants to know what; a new address is told from half a second after it was entered on."""
    return remembered(
        ("listening", unit_id), lambda: db.session.execute(LISTENING, {"unit": unit_id}).tuples().all(), in_command=True
    )  # fmt: skip


def delivery(
    webhook_id: int, topic: str, *, unit_id: int, code: str, facts: Mapping[str, Any] | None, at: datetime
) -> dict[str, Any]:  # fmt: skip
    """Return the row of one delivery; its own id stands in the body, so that a receiver knows it when it comes again."""
    public_id, profile = new_public_id(), commune_profile(unit_id)
    body = {
        "id": public_id, "event": topic, "occurred_on": at.astimezone(HERE).date().isoformat(),
        "jurisdiction_id": profile.code if profile else None, "case": facts,
    }  # fmt: skip
    return {
        "unit_id": unit_id, "public_id": public_id, "webhook_id": webhook_id, "topic": topic, "case_code": code,
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")), "created_at": at, "state": "waiting", "attempts": 0,
        "next_try_at": at, "fault": "",
    }  # fmt: skip


def facts_of(row: PublicCase) -> dict[str, Any]:
    """Return the public facts of a case without its words."""
    field = next((item.code for item in fields(row.unit_id) if item.id == row.field_id), None)
    village = next((item.code for item in villages(row.unit_id) if item.id == row.village_id), None)
    return {
        "service_request_id": row.code, "status": "open" if row.state in OPEN_STATES else "closed", "state": row.state,
        "service_code": field, "village": village, "published": bool(row.published),
        "requested_datetime": moment(row.received_on), "expected_datetime": moment(row.due_on, end=True),
        "answered_datetime": moment(row.answered_on), "closed_datetime": moment(row.closed_on),
        "url": public_address(f"/ho-so/{row.code}"), "api_url": public_address(f"/open311/v2/requests/{row.code}.json"),
    }  # fmt: skip
