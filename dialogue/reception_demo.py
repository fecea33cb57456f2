"""What the demonstration shows of citizen reception: the chair's last day with its register, and the next two with bookings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import commune_profile, fields, officials, setting, signed_in
from accounts.roles import Role
from core.extensions import db
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from dialogue.reception_models import ReceptionDay
from dialogue.reception_rules import hours, next_month, suggested_days
from dialogue.reception_states import Handling, MatterKind, ReceptionKind
from dialogue.services import reception_booking, reception_days
from dialogue.services.reception_booking import NewBooking
from dialogue.services.reception_days import NewDay
from dialogue.services.reception_register import NewEntry, enter_reception
from feedback.events import DemoLoaded

FILE = Path(__file__).parent / "data" / "demo_vi.toml"
DAYS = 2
PUBLISHED_BEFORE = timedelta(days=15)
CONTENT = "Đất đai, đường thôn, chính sách cho người dân"


def show_reception_days(event: DemoLoaded) -> None:
    """Plan, publish and hold the chair's days; nothing where the commune has a plan, or nobody to make it."""
    unit_id, today = event.unit_id, local_date(event.at)
    clerk, calendar = _clerk(unit_id, today), calendar_for(unit_id)
    if clerk is None or db.session.scalar(select(ReceptionDay.id).where(ReceptionDay.unit_id == unit_id).limit(1)):
        return
    chair = next((person for person in officials(unit_id, role=Role.LEADER) if person.title.startswith("Chủ tịch")), None)
    profile, times = commune_profile(unit_id), hours(str(setting(unit_id, "reception_hours")))
    if chair is None or profile is None or times is None:
        return
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))["reception"]

    def published(on: date, at: datetime) -> int:
        new = NewDay(
            kind=ReceptionKind.CHAIR, on=on, begins=times[0], ends=times[1], receiver=f"{chair.full_name}, {chair.title}",
            place=profile.reception_place or profile.address, content=CONTENT,
        )  # fmt: skip
        (day_id,) = reception_days.schedule([new], actor=clerk, at=at, calendar=calendar)
        reception_days.publish_day(day_id, actor=clerk, at=at, version=1, calendar=calendar)
        return day_id

    last = _last_day(unit_id, today, calendar)
    if last is not None:
        _hold(said, published(last, event.at - (today - last) - PUBLISHED_BEFORE), clerk=clerk, calendar=calendar)
    coming = [published(on, event.at) for on in _next_days(unit_id, today, calendar)]
    for day_id in coming[:1]:
        _book(said["bookings"], day_id, at=event.at)


def _last_day(unit_id: int, today: date, calendar: WorkingCalendar) -> date | None:
    """Return the last fixed day before today, or None where the calendar does not reach back."""
    days = str(setting(unit_id, "reception_fixed_days"))
    month = today.replace(day=1)
    for first in (month, (month - timedelta(days=1)).replace(day=1)):
        try:
            suggested = suggested_days(first.year, first.month, setting=days, calendar=calendar)
        except CalendarNotCovered:
            return None
        past = [item.on for item in suggested if item.on < today]
        if past and calendar.covers(past[-1] - PUBLISHED_BEFORE):
            return past[-1]
    return None


def _hold(said: Mapping[str, Any], day_id: int, *, clerk: Actor, calendar: WorkingCalendar) -> None:
    """Write the day's visitors into the register, and that it was held."""
    day = db.session.get_one(ReceptionDay, day_id)
    known = {item.code: item.id for item in fields(day.unit_id)}
    for number, row in enumerate(said["entries"]):
        entry = NewEntry(
            received_on=day.held_on, day_id=day.id, kind=MatterKind(row["kind"]), handling=Handling(row["handling"]),
            field_id=known.get(row["field"]), guided_to=row.get("guided_to", ""),
            **{name: row[name] for name in ("name", "address", "content")},
        )  # fmt: skip
        at = day.starts_at + timedelta(minutes=5 + 30 * number)
        enter_reception(entry, actor=clerk, at=at, idempotency_key=f"demo-entry-{number}", calendar=calendar)
    reception_days.record_held(
        day.id, actor=clerk, at=day.ends_at, version=day.version, held=True, in_person=True, attendees=said["attendees"]
    )


def _book(rows: Sequence[Mapping[str, str]], day_id: int, *, at: datetime) -> None:
    """Let residents take the first times of a day."""
    day = db.session.get_one(ReceptionDay, day_id)
    known = {item.code: item.id for item in fields(day.unit_id)}
    for number, row in enumerate(rows):
        new = NewBooking(
            slot_at=day.starts_at + timedelta(minutes=day.slot_minutes * number), name=row["name"], phone=row["phone"],
            matter=row["matter"], field_id=known.get(row["field"]),
        )  # fmt: skip
        reception_booking.book(day.id, new, unit_id=day.unit_id, at=at, idempotency_key=f"demo-booking-{number}")


def _clerk(unit_id: int, today: date) -> Actor | None:
    clerk = next(iter(officials(unit_id, role=Role.RECEPTION_CLERK)), None)
    return signed_in(clerk.public_id, on=today) if clerk else None


def _next_days(unit_id: int, today: date, calendar: WorkingCalendar) -> list[date]:
    """Return the next fixed days that can still be published in time."""
    found: list[date] = []
    month, days = today.replace(day=1), str(setting(unit_id, "reception_fixed_days"))
    while len(found) < DAYS and month < today + timedelta(days=120):
        try:
            for item in suggested_days(month.year, month.month, setting=days, calendar=calendar):
                if (
                    item.on > today
                    and reception_days.latest_post(item.on, unit_id=unit_id, today=today, calendar=calendar) >= today
                ):
                    found.append(item.on)
        except CalendarNotCovered:
            break
        month = next_month(month)
    return found[:DAYS]
