"""The table of the room's work for later: what runs in the worker, and how often."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.database import use_unit
from core.jobs import Job
from core.transaction import transaction
from dialogue import registration_notices
from dialogue.check_reminders import remind_of_steps
from dialogue.commitment_reminders import remind_commitments
from dialogue.remark_reminders import remind_remarks
from dialogue.services import question_settling
from dialogue.services.reception_booking import forget_old
from feedback.services.upkeep import tenant_ids


def forget_bookings(at: datetime) -> int:
    """Empty what residents typed when they booked a reception that is long over."""
    done = 0
    for unit_id in tenant_ids():
        with use_unit(unit_id), transaction():
            done += forget_old(unit_id=unit_id, at=at)
    return done


JOBS: tuple[Job, ...] = (
    Job(name="dialogue_steps", every=timedelta(hours=1), run=remind_of_steps),
    Job(name="dialogue_reminders", every=timedelta(hours=1), run=registration_notices.remind),
    Job(name="dialogue_questions", every=timedelta(hours=1), run=question_settling.settle_due),
    Job(name="commitments", every=timedelta(hours=1), run=remind_commitments),
    Job(name="supervision_remarks", every=timedelta(hours=1), run=remind_remarks),
    Job(name="reception_bookings", every=timedelta(days=1), run=forget_bookings),
)
