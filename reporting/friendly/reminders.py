"""Reminders of the assessment of a year; what they say and to whom is written in reporting.editions.reminders."""

from __future__ import annotations

from datetime import datetime

from deadlines.clock import local_date
from feedback.reminders import at_work
from reporting.editions.reminders import remind
from reporting.friendly.models import FriendlyAssessment
from reporting.friendly.queries import ended, sending_of

DESK_PATH = "/can-bo/bao-cao/than-thien"


def remind_friendly(at: datetime) -> int:
    """Lay the day's reminders of every commune at work; return how many letters were laid."""
    today = local_date(at)
    return sum(
        remind(FriendlyAssessment, unit_id, ended(unit_id, today), sending_of(unit_id, calendar), desk_path=DESK_PATH, at=at)
        for unit_id, calendar in at_work(at)
    )
