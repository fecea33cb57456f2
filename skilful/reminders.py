"""The reminder of models that nobody has assessed when their year comes to its end; once for each year."""

from __future__ import annotations

from datetime import datetime

from accounts.queries import setting
from core.transaction import transaction
from deadlines.clock import local_date
from feedback.reminders import at_work
from skilful.notices import tell_to_assess
from skilful.queries.desk import waiting
from skilful.rules import ASSESS_BY, assess_by


def remind_models(at: datetime) -> int:
    """Lay the reminder of every commune whose day has come; return how many letters were laid.

    Nothing happens before 07:00 and on days on which the commune does not work.
    """
    return sum(_remind(unit_id, at=at) for unit_id, _calendar in at_work(at))


def _remind(unit_id: int, *, at: datetime) -> int:
    today = local_date(at)
    by = assess_by(str(setting(unit_id, ASSESS_BY)), today.year)
    number = waiting(unit_id, today.year) if today >= by else 0
    if not number:
        return 0
    with transaction():
        return tell_to_assess(unit_id, year=today.year, by=by, number=number, at=at)
