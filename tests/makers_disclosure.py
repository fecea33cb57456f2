"""Brings disclosures to every state through the commands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from typing import Any

from sqlalchemy import select

from accounts.queries import villages
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from disclosure.models import DisclosureItem, DisclosureShowing
from disclosure.queries.desk import DeskItem, desk_item
from disclosure.rules import NewItem, Showing
from disclosure.services import drafting, publishing, showing
from disclosure.states import HUNG
from tests.makers import NOW, Commune

DECIDED = date(2026, 11, 16)
"""Monday; five working days later is Monday, 23 November 2026."""
DUE = date(2026, 11, 23)
TODAY = date(2026, 11, 20)
TITLE = "Dự toán ngân sách xã năm 2027"
REASON = "Cộng nhầm một khoản thu"
_keys = count(1)


def new_item(commune: Commune, **changes: Any) -> NewItem:
    """Return an item that lacks nothing, in all villages."""
    values: dict[str, Any] = {
        "kind": "2", "title": TITLE, "document": "125/QĐ-UBND", "decided_on": DECIDED, "official_id": commune.officer.id,
        "summary": "Năm sau xã dự kiến thu 6 tỷ đồng, chi 8 tỷ đồng.", "text": "Chi cho đường, nước, trường học.",
        "village_ids": tuple(item.id for item in villages(commune.unit_id)),
    }  # fmt: skip
    return NewItem(**{**values, **changes})


def begin(
    commune: Commune, *, at: datetime = NOW, key: str = "", files: Sequence[BytesIO] = (), by: str = "clerk", **changes: Any
) -> int:  # fmt: skip
    """Begin an item; return its id."""
    with use_unit(commune.unit_id), transaction():
        return drafting.draft(
            new_item(commune, **changes), files, actor=getattr(commune, by), at=at, calendar=calendar_for(commune.unit_id),
            idempotency_key=key or f"disclosure-{next(_keys)}",
        )  # fmt: skip


def published(commune: Commune, *, at: datetime = NOW, **changes: Any) -> int:
    """Begin and publish an item; return its id."""
    item_id = begin(commune, at=at, **changes)
    publish(commune, item_id, at=at)
    return item_id


def publish(commune: Commune, item_id: int, *, at: datetime = NOW, by: str = "clerk") -> None:
    """Publish an item as it is."""
    with use_unit(commune.unit_id), transaction():
        publishing.publish(item_id, actor=getattr(commune, by), at=at, version=row(commune, item_id).version)


def correct(
    commune: Commune, item_id: int, *, at: datetime = NOW, reason: str = REASON, by: str = "clerk", **changes: Any
) -> int:  # fmt: skip
    """Correct a published item; return the number of the edition that was kept."""
    with use_unit(commune.unit_id), transaction():
        return publishing.correct(
            item_id, new_item(commune, **changes), reason=reason, actor=getattr(commune, by), at=at,
            version=row(commune, item_id).version, calendar=calendar_for(commune.unit_id),
        )  # fmt: skip


def withdraw(commune: Commune, item_id: int, *, at: datetime = NOW, reason: str = REASON, by: str = "clerk") -> None:
    """Take an item back."""
    with use_unit(commune.unit_id), transaction():
        publishing.withdraw(item_id, reason=reason, actor=getattr(commune, by), at=at, version=row(commune, item_id).version)


def show(
    commune: Commune, item_id: int, places: Sequence[str] = (), *, from_on: date | None = TODAY, at: datetime = NOW,
    by: str = "clerk", photos: Sequence[BytesIO] = (), **more: Any,
) -> None:  # fmt: skip
    """Note evidence in the places; without any, wherever something hangs."""
    with use_unit(commune.unit_id), transaction():
        shown = Showing(places=tuple(places or hung_places(commune, item_id)), from_on=from_on, **more)
        showing.note_showing(
            item_id, shown, photos, actor=getattr(commune, by), at=at, version=row(commune, item_id).version,
            calendar=calendar_for(commune.unit_id),
        )  # fmt: skip


def take_down(
    commune: Commune, item_id: int, places: Sequence[str] = (), *, to_on: date | None, at: datetime, by: str = "clerk",
    replaced_by_id: int | None = None,
) -> None:  # fmt: skip
    """Note that it came down; without places, wherever it hung."""
    with use_unit(commune.unit_id), transaction():
        showing.take_down(
            item_id, tuple(places or hung_places(commune, item_id)), to_on=to_on, replaced_by_id=replaced_by_id,
            actor=getattr(commune, by), at=at, version=row(commune, item_id).version,
        )  # fmt: skip


def hung_places(commune: Commune, item_id: int) -> list[str]:
    """Return the keys of the places where an item hangs, or will."""
    with use_unit(commune.unit_id):
        query = select(DisclosureShowing.place).where(
            DisclosureShowing.item_id == item_id, DisclosureShowing.way.in_([way.value for way in HUNG])
        )
        return list(db.session.scalars(query.order_by(DisclosureShowing.id)))


def row(commune: Commune, item_id: int) -> DisclosureItem:
    """Return the item as the database has it now."""
    with use_unit(commune.unit_id):
        return db.session.get_one(DisclosureItem, item_id, populate_existing=True)


def seen(commune: Commune, item_id: int, *, today: date = TODAY) -> DeskItem:
    """Return the item as the desk sees it."""
    with use_unit(commune.unit_id):
        found = desk_item(commune.unit_id, item_id, today=today, locale="vi")
    assert found is not None
    return found


def local_morning(day: date) -> datetime:
    """Return nine o'clock of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)
