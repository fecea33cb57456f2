"""Reminders of the statutory reports; what they say and to whom is written in reporting.editions.reminders."""

from __future__ import annotations

from datetime import datetime

from reporting.editions.reminders import remind_communes
from reporting.statutory.models import StatutoryReport
from reporting.statutory.queries import ended, sending_of

DESK_PATH = "/can-bo/bao-cao"


def remind_reports(at: datetime) -> int:
    """Lay the day's reminders of every commune at work; return how many letters were laid."""
    return remind_communes(
        StatutoryReport, at, ended=lambda _unit_id, today: ended(today), sending_of=sending_of, desk_path=DESK_PATH
    )
