"""What the desk's first pages say of requests about personal data that wait."""

from __future__ import annotations

from datetime import date

from accounts.permissions import Actor
from accounts.queries import setting
from core.permissions import Permission
from deadlines.calendar import WorkingCalendar
from feedback.queries.data_requests import DataWaiting, data_waiting, near_until


def data_notice(person: Actor, *, today: date, calendar: WorkingCalendar) -> DataWaiting | None:
    """Return what waits, or None for those who do not answer such requests, and where nothing waits.

    Near is what is due within the working days of the setting ``due_soon_days``, as with letters.
    """
    if Permission.DATA_RUN not in person.permissions:
        return None
    soon = near_until(today, calendar, days=int(setting(person.unit_id, "due_soon_days")))
    found = data_waiting(person.unit_id, today=today, soon=soon)
    return found if found.number else None
