"""Reminders of requests about personal data: near the day of the next step, and once more when it has passed.

To clerks and leaders, who answer such requests. A reminder names the day for which it is laid, so an extension, a new day off or
the answer's date after the acknowledgement's reminds anew, and a pass that runs twice reminds once.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from core.extensions import db
from core.transaction import transaction
from deadlines.clock import local_date
from feedback.data_models import DataRequest
from feedback.data_notices import answering, request_url
from feedback.data_rights import OPEN
from feedback.models import Case
from feedback.notices import reminder
from feedback.queries.data_requests import NEXT_ON, near_until
from feedback.reminders import at_work

NEAR = 1
"""Working days before a day from which on it is near: the acknowledgement has two in all."""


def send_data_reminders(at: datetime) -> int:
    """Lay the reminders of every commune that works now; return how many letters were laid."""
    today = local_date(at)
    return sum(_remind(unit_id, at=at, soon=near_until(today, calendar, days=NEAR)) for unit_id, calendar in at_work(at))


def _remind(unit_id: int, *, at: datetime, soon: date) -> int:
    query = (
        select(Case, DataRequest.public_id, NEXT_ON)
        .join(DataRequest, DataRequest.case_id == Case.id)
        .where(DataRequest.unit_id == unit_id, DataRequest.state.in_(OPEN), soon >= NEXT_ON)
        .order_by(DataRequest.id)
    )
    found, today, laid = db.session.execute(query).all(), local_date(at), 0
    if not found:
        return 0
    with transaction():
        readers = answering(unit_id, on=today)
        for case, public_id, next_on in found:
            late = next_on < today
            facts = {"next_on": next_on, "late": late, "request_url": request_url(public_id), "due_on": None}
            stage = f"{public_id}/{next_on}/{'late' if late else 'near'}"
            laid += reminder(case, readers, template="desk_data_due", at=at, on=stage, facts=facts)
    return laid
