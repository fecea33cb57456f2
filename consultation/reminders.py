"""The reminder of a summary that is late: from 07:00 on working days, once for each consultation."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from accounts.queries import setting
from consultation.models import Consultation
from consultation.notices import tell_late
from consultation.rules import SUMMARY_DAYS, summary_due
from consultation.states import State
from core.database import use_unit
from core.formats import local
from core.transaction import transaction
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from feedback.services.upkeep import tenant_ids

NOT_BEFORE = time(7, 0)


def remind_summaries(at: datetime) -> int:
    """Lay the day's reminders of every commune; return how many letters were laid."""
    if local(at).time() < NOT_BEFORE:
        return 0
    laid = 0
    for unit_id in tenant_ids():
        with use_unit(unit_id):
            if calendar_for(unit_id).is_working(local_date(at)):
                laid += _remind(unit_id, at=at)
    return laid


def _remind(unit_id: int, *, at: datetime) -> int:
    days = int(setting(unit_id, SUMMARY_DAYS))
    query = select(Consultation).where(
        Consultation.unit_id == unit_id, Consultation.state == State.OPEN.value,
        Consultation.closes_on < local_date(at) - timedelta(days=days),
    )  # fmt: skip
    with transaction() as session:
        rows = session.scalars(query.order_by(Consultation.id)).all()
        return sum(tell_late(row, due_on=summary_due(row.closes_on, days), at=at) for row in rows)
