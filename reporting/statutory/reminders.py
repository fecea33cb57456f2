"""Reminders of the office's reports: when a period has been closed, and when the day of sending has passed; each once.

Whoever makes reports is told of both, whoever issues them of what is late. A commune that begins with the product long after a
period was closed hears nothing of it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.roles import Role
from core import letters, outbox
from core.transaction import transaction
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from feedback.queries.people import Reader, holders, unique
from feedback.reminders import at_work
from reporting.statutory.queries import due_day, sending_of, unissued
from reporting.statutory.words import period_name

LATE_FOR = timedelta(days=14)
"""Who still has no report then has been told by others."""
DESK_PATH = "/can-bo/bao-cao"


def remind_reports(at: datetime) -> int:
    """Lay the day's reminders of every commune at work; return how many letters were laid."""
    return sum(_remind(unit_id, calendar, at=at) for unit_id, calendar in at_work(at))


def reminder_of(due_on: date, *, today: date) -> str:
    """Say which letter a closed period gets on a day: "soon" until the day of sending, "late" for a while after it, or none."""
    if today <= due_on:
        return "soon"
    return "late" if today <= due_on + LATE_FOR else ""


def _remind(unit_id: int, calendar: WorkingCalendar, *, at: datetime) -> int:
    today = local_date(at)
    periods = unissued(unit_id, today=today)
    due_on = due_day(periods[0], sending_of(unit_id, calendar)) if periods else None
    kind = reminder_of(due_on, today=today) if due_on else ""
    if not kind:
        return 0
    last_on = periods[0].last_on
    words = letters.render(
        f"reporting/report_{kind}.txt", locale="vi", names=", ".join(map(period_name, periods)), last_on=last_on, due_on=due_on,
        desk_url=letters.public_address(DESK_PATH),
    )  # fmt: skip
    with transaction():
        return outbox.tell_officials(
            _readers(unit_id, kind, on=today), unit_id=unit_id, at=at, event=f"report_{kind}", subject=f"report:{last_on}",
            title=words.title, body=words.body, mark=f"report_{kind}:{last_on}",
        )  # fmt: skip


def _readers(unit_id: int, kind: str, *, on: date) -> list[Reader]:
    roles = (Role.RECEPTION_CLERK,) if kind == "soon" else (Role.RECEPTION_CLERK, Role.LEADER)
    return unique([reader for role in roles for reader in holders(unit_id, role, on=on)])
