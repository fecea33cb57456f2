"""Reminders of the assessment of a year; what they say and to whom is written in reporting.editions.reminders."""

from __future__ import annotations

from datetime import datetime

from reporting.editions.reminders import remind_communes
from reporting.friendly.models import FriendlyAssessment
from reporting.friendly.queries import ended, sending_of

DESK_PATH = "/can-bo/bao-cao/than-thien"


def remind_friendly(at: datetime) -> int:
    """Lay the day's reminders of every commune at work; return how many letters were laid."""
    return remind_communes(FriendlyAssessment, at, ended=ended, sending_of=sending_of, desk_path=DESK_PATH)
