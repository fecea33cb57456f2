"""Reminders of the statutory reports; what they say and to whom is written in reporting.editions.reminders."""

from __future__ import annotations

from datetime import datetime

from deadlines.clock import local_date
from feedback.reminders import at_work
from reporting.editions.reminders import remind
from reporting.statutory.models import StatutoryReport
from reporting.statutory.queries import ended, sending_of

DESK_PATH = "/can-bo/bao-cao"


def remind_reports(at: datetime) -> int:
    """Lay the day's reminders of every commune at work; return how many letters were laid."""
    last = ended(local_date(at))
    return sum(
        remind(StatutoryReport, unit_id, last, sending_of(unit_id, calendar), desk_path=DESK_PATH, at=at)
        for unit_id, calendar in at_work(at)
    )
