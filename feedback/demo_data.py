"""The demonstration's requests about personal data: one waits to be acknowledged, one is being done."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.queries import officials
from accounts.roles import Role
from core.extensions import db
from core.transaction import transaction
from feedback.data_models import DataRequest
from feedback.data_rights import Right
from feedback.importing import actor_of
from feedback.models import Case
from feedback.services.data_requests import ask, take, write_down
from feedback.states import CaseState

CORRECTION = "Họ tên của tôi bị ghi sai dấu, xin sửa theo giấy tờ tôi đã cho xem."


def load_data_requests(unit_id: int, *, at: datetime) -> int:
    """Let the sender of a closed case ask to delete, and one at the counter to correct; nothing when somebody asked before."""
    if db.session.scalar(select(DataRequest.id).where(DataRequest.unit_id == unit_id).limit(1)) is not None:
        return 0
    query = select(Case.id, Case.code).where(
        Case.unit_id == unit_id, Case.state == CaseState.CLOSED.value, Case.anonymous.is_(False)
    )  # fmt: skip
    cases = db.session.execute(query.order_by(Case.id.desc()).limit(2)).all()
    if len(cases) < 2:
        return 0
    (first, _code), (_second, code) = cases
    clerk = actor_of(officials(unit_id, role=Role.RECEPTION_CLERK)[0], unit_id=unit_id)
    with transaction():
        ask(first, unit_id=unit_id, at=at - timedelta(days=1), right=Right.DELETE)
        written = write_down(
            code, actor=clerk, at=at - timedelta(days=3), right=Right.CORRECT, words=CORRECTION, identity_seen=True
        )  # fmt: skip
        take(written, actor=clerk, at=at - timedelta(days=2))
    return 2
