"""Reminders of what has to be disclosed: on the working day before the last day, and when it is late; each once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from core.extensions import db
from core.transaction import transaction
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from disclosure.models import DisclosureItem
from disclosure.notices import lay
from disclosure.states import ItemState
from feedback.reminders import at_work
from feedback.services.upkeep import unhurried


def remind_disclosures(at: datetime) -> int:
    """Lay the day's reminders of every commune; return how many letters were laid.

    Nothing happens before 07:00 and on days on which the commune does not work.
    """
    today = local_date(at)
    return sum(_remind(unit_id, at=at, soon_on=next_working(today, calendar)) for unit_id, calendar in at_work(at))


def next_working(day: date, calendar: WorkingCalendar) -> date:
    """Return the working day after a day, or just the day after where the calendar ends."""
    following = day + timedelta(days=1)
    while calendar.covers(following) and not calendar.is_working(following):
        following += timedelta(days=1)
    return following


def reminder_of(due_on: date, *, today: date, soon_on: date) -> str:
    """Say which letter a draft gets today: "late", "soon" (due today or on the next working day), or none."""
    if today > due_on:
        return "late"
    return "soon" if due_on <= soon_on else ""


def _remind(unit_id: int, *, at: datetime, soon_on: date) -> int:
    today, laid = local_date(at), 0
    query = select(DisclosureItem.id).where(
        DisclosureItem.unit_id == unit_id, DisclosureItem.state == ItemState.DRAFT.value, DisclosureItem.due_on <= soon_on
    )
    for part in unhurried(list(db.session.scalars(query.order_by(DisclosureItem.id)))):
        with transaction() as session:
            for row in session.scalars(select(DisclosureItem).where(DisclosureItem.id.in_(part)).order_by(DisclosureItem.id)):
                template = reminder_of(row.due_on, today=today, soon_on=soon_on)
                laid += lay(row, template=template, at=at, mark=f"{row.due_on}") if template else 0
    return laid
