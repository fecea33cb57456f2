"""Makes what the tests of citizen reception talk about: days, bookings and rows of the register, through the commands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.reception_models import ReceptionBooking, ReceptionDay
from dialogue.reception_register_models import ReceptionEntry, ReceptionMatter
from dialogue.reception_states import Handling, MatterKind, ReceptionKind
from dialogue.services import reception_booking, reception_days, reception_register
from dialogue.services.reception_booking import BookingReceipt, NewBooking
from dialogue.services.reception_days import NewDay
from dialogue.services.reception_register import NewEntry
from tests.makers import NOW, TODAY, Commune

RECEIVES_ON = date(2026, 12, 10)
"""A Thursday; five working days before it is Thursday 3 December."""

DAY_AT = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
"""08:00 in Vietnam on that day."""

DAY = NewDay(
    kind=ReceptionKind.CHAIR, on=RECEIVES_ON, begins=time(8), ends=time(9), receiver="Vi Văn Thành, Chủ tịch UBND xã",
    place="Phòng tiếp công dân", content="Đất đai, đường thôn",
)  # fmt: skip
BOOKING = NewBooking(slot_at=DAY_AT, name="Lương Thị Sen", phone="0912 345 678", matter="Đường vào thôn Nà Pất bị sạt lở")
ENTRY = NewEntry(
    received_on=TODAY, kind=MatterKind.PETITION, handling=Handling.TAKEN, name="Nông Văn Páo", address="Thôn Nà Pất",
    identity="020081001234", content="Đề nghị xã sửa cống thoát nước trước nhà văn hóa thôn.",
)  # fmt: skip
_keys = count(1)


def plan_day(commune: Commune, *, at: datetime = NOW, **changes: Any) -> int:
    """Put a day onto the plan; return its id."""
    with use_unit(commune.unit_id), transaction():
        (day_id,) = reception_days.schedule(
            [replace(DAY, **changes)], actor=commune.clerk, at=at, calendar=calendar_for(commune.unit_id)
        )
    return day_id


def publish_day(commune: Commune, day_id: int, *, at: datetime = NOW, version: int = 1) -> None:
    """Publish a day."""
    with use_unit(commune.unit_id), transaction():
        reception_days.publish_day(day_id, actor=commune.clerk, at=at, version=version, calendar=calendar_for(commune.unit_id))


def public_day(commune: Commune, *, at: datetime = NOW, **changes: Any) -> int:
    """Plan a day and publish it at once; return its id."""
    day_id = plan_day(commune, at=at, **changes)
    publish_day(commune, day_id, at=at)
    return day_id


def hold_day(commune: Commune, day_id: int, *, at: datetime = DAY_AT, **changes: Any) -> None:
    """Record that a day was held, or not."""
    facts = {"held": True, "in_person": True, "attendees": "Chủ tịch, cán bộ tiếp dân", "reason": "", "version": 2, **changes}
    with use_unit(commune.unit_id), transaction():
        reception_days.record_held(day_id, actor=commune.clerk, at=at, **facts)


def book(commune: Commune, day_id: int, *, at: datetime = NOW, key: str = "", **changes: Any) -> BookingReceipt:
    """Book a slot as a resident."""
    with use_unit(commune.unit_id), transaction():
        return reception_booking.book(
            day_id, replace(BOOKING, **changes), unit_id=commune.unit_id, at=at, idempotency_key=key or f"booking-{next(_keys)}"
        )


def enter(commune: Commune, *, at: datetime = NOW, key: str = "", **changes: Any) -> int:
    """Write a row into the register; return its id."""
    with use_unit(commune.unit_id), transaction():
        return reception_register.enter_reception(
            replace(ENTRY, **changes), actor=commune.clerk, at=at, idempotency_key=key or f"entry-{next(_keys)}",
            calendar=calendar_for(commune.unit_id),
        )  # fmt: skip


def read_day(day_id: int) -> ReceptionDay:
    """Return the day as it is now."""
    return db.session.get(ReceptionDay, day_id, populate_existing=True)


def read_booking(booking_id: int) -> ReceptionBooking:
    """Return the booking as it is now."""
    return db.session.get(ReceptionBooking, booking_id, populate_existing=True)


def read_entry(entry_id: int) -> ReceptionEntry:
    """Return the row as it is now."""
    return db.session.get(ReceptionEntry, entry_id, populate_existing=True)


def matter_of(entry_id: int) -> ReceptionMatter | None:
    """Return what was said at a reception, or None."""
    db.session.expire_all()
    return db.session.query(ReceptionMatter).filter(ReceptionMatter.entry_id == entry_id).one_or_none()
