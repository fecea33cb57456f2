"""Reminders of the office's reports: when a period has been closed, and when the day of sending has passed; each once.

Whoever makes reports is told of both, whoever issues them of what is late. A commune that begins with the product long after a
period was closed hears nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from accounts.roles import Role
from core import letters, outbox
from core.transaction import transaction
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from feedback.queries.people import Reader, holders, unique
from feedback.reminders import at_work
from reporting.editions.models import Edition
from reporting.editions.queries import Sending, without_edition
from reporting.editions.words import period_name
from reporting.periods import Period

LATE_FOR = timedelta(days=14)
"""Who still has no report then has been told by others."""


def reminder_of(due_on: date, *, today: date) -> str:
    """Say which letter a closed period gets on a day: "soon" until the day of sending, "late" for a while after it, or none."""
    if today <= due_on:
        return "soon"
    return "late" if today <= due_on + LATE_FOR else ""


def remind_communes(
    model: type[Edition],
    at: datetime,
    *,
    ended: Callable[[int, date], Sequence[Period]],
    sending_of: Callable[[int, WorkingCalendar], Sending],
    desk_path: str,
) -> int:
    """Lay the day's reminders of a report in every commune at work; return how many letters were laid.

    ``ended``: commune and day → the periods that ended last; ``sending_of``: when the commune sends them.
    """
    today = local_date(at)
    return sum(
        _remind(model, unit_id, ended(unit_id, today), sending_of(unit_id, calendar), desk_path=desk_path, at=at)
        for unit_id, calendar in at_work(at)
    )


def _remind(
    model: type[Edition], unit_id: int, ended: Sequence[Period], sending: Sending, *, desk_path: str, at: datetime
) -> int:
    """Lay the day's reminder of the periods that ended last and have no issued report; return how many letters were laid."""
    today, event = local_date(at), model.REPORT
    periods = without_edition(model, unit_id, ended, issued=True)
    due_on = sending.due_on(periods[0]) if periods else None
    kind = reminder_of(due_on, today=today) if due_on else ""
    if not kind:
        return 0
    last_on = periods[0].last_on
    words = letters.render(
        f"reporting/{event}_{kind}.txt", locale="vi", names=", ".join(map(period_name, periods)), last_on=last_on,
        due_on=due_on, desk_url=letters.public_address(desk_path),
    )  # fmt: skip
    with transaction():
        return outbox.tell_officials(
            _readers(unit_id, kind, on=today), unit_id=unit_id, at=at, event=f"{event}_{kind}", subject=f"{event}:{last_on}",
            title=words.title, body=words.body, mark=f"{event}_{kind}:{last_on}",
        )  # fmt: skip


def _readers(unit_id: int, kind: str, *, on: date) -> list[Reader]:
    roles = (Role.RECEPTION_CLERK,) if kind == "soon" else (Role.RECEPTION_CLERK, Role.LEADER)
    return unique([reader for role in roles for reader in holders(unit_id, role, on=on)])
