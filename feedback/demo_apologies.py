"""The demonstration's apology for a late answer: on the case that is late longest, through the commands of the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.queries import officials
from accounts.roles import Role
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from feedback.apologies import Apology
from feedback.apology_models import CaseApology
from feedback.importing import actor_of
from feedback.models import Case
from feedback.services.apologising import decide_apology, write_apology
from feedback.states import NOT_COMPLAINTS, CaseState

WORKING_DAYS_AHEAD = 5
WHY = "Đơn vị thi công chưa báo ngày có vật tư."
DONE = "Xã đã đi xem tại chỗ, lập biên bản và gửi văn bản hỏi đơn vị thi công."


def load_apology(unit_id: int, *, at: datetime) -> int:
    """Let the commune apologise for the case in hand that is late longest; nothing when it did before or none is late."""
    if db.session.scalar(select(CaseApology.id).where(CaseApology.unit_id == unit_id).limit(1)) is not None:
        return 0
    late = select(Case).where(
        Case.unit_id == unit_id, Case.state == CaseState.IN_PROGRESS.value, Case.due_on < local_date(at),
        Case.officer_id.is_not(None), Case.kind.in_([kind.value for kind in NOT_COMPLAINTS]),
    )  # fmt: skip
    case = db.session.scalars(late.order_by(Case.due_on, Case.id).limit(1)).one_or_none()
    writer = next((person for person in officials(unit_id) if case is not None and person.id == case.officer_id), None)
    if case is None or writer is None:
        return 0
    leader = officials(unit_id, role=Role.LEADER)[0]
    said = Apology(
        reason="other_office", why=WHY, done=DONE,
        new_on=calendar_for(unit_id).add_working(local_date(at), WORKING_DAYS_AHEAD),
    )  # fmt: skip
    with transaction():
        case_id, version = case.id, case.version
        write_apology(case_id, actor=actor_of(writer, unit_id=unit_id), at=at, version=version, apology=said)
        decide_apology(
            case_id, actor=actor_of(leader, unit_id=unit_id), at=at + timedelta(minutes=1), version=version + 1, sign=True
        )
    return 1
