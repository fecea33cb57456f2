"""The reminder of a summary that is late: from 07:00 on working days, once for each consultation."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.queries import setting
from consultation.models import Consultation
from consultation.notices import tell_late
from consultation.rules import SUMMARY_DAYS, summary_due
from consultation.states import State
from core.transaction import transaction
from deadlines.clock import local_date
from feedback.reminders import at_work


def remind_summaries(at: datetime) -> int:
    """Lay the day's reminders of every commune; return how many letters were laid."""
    return sum(_remind(unit_id, at=at) for unit_id, _calendar in at_work(at))


def _remind(unit_id: int, *, at: datetime) -> int:
    days = int(setting(unit_id, SUMMARY_DAYS))
    query = select(Consultation).where(
        Consultation.unit_id == unit_id, Consultation.state == State.OPEN.value,
        Consultation.closes_on < local_date(at) - timedelta(days=days),
    )  # fmt: skip
    with transaction() as session:
        rows = session.scalars(query.order_by(Consultation.id)).all()
        return sum(tell_late(row, due_on=summary_due(row.closes_on, days), at=at) for row in rows)
