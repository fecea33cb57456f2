"""What the demonstration shows of citizen reception: the chair's next two days, published in time by the reception clerk."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import commune_profile, officials, setting, signed_in
from accounts.roles import Role
from core.extensions import db
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from dialogue.reception_models import ReceptionDay
from dialogue.reception_rules import hours, next_month, suggested_days
from dialogue.reception_states import ReceptionKind
from dialogue.services import reception_days
from dialogue.services.reception_days import NewDay
from feedback.events import DemoLoaded

DAYS = 2
CONTENT = "Đất đai, đường thôn, chính sách cho người dân"


def show_reception_days(event: DemoLoaded) -> None:
    """Plan and publish the chair's next days; nothing where the commune has a plan, or nobody to make it."""
    unit_id, today = event.unit_id, local_date(event.at)
    clerk, calendar = _clerk(unit_id, today), calendar_for(unit_id)
    if clerk is None or db.session.scalar(select(ReceptionDay.id).where(ReceptionDay.unit_id == unit_id).limit(1)):
        return
    chair = next((person for person in officials(unit_id, role=Role.LEADER) if person.title.startswith("Chủ tịch")), None)
    profile, times = commune_profile(unit_id), hours(str(setting(unit_id, "reception_hours")))
    if chair is None or profile is None or times is None:
        return
    for on in _next_days(unit_id, today, calendar):
        new = NewDay(
            kind=ReceptionKind.CHAIR, on=on, begins=times[0], ends=times[1], receiver=f"{chair.full_name}, {chair.title}",
            place=profile.reception_place or profile.address, content=CONTENT,
        )  # fmt: skip
        (day_id,) = reception_days.schedule([new], actor=clerk, at=event.at, calendar=calendar)
        reception_days.publish_day(day_id, actor=clerk, at=event.at, version=1, calendar=calendar)


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
