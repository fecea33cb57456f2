"""Transferred cases whose receiving body has not answered yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from accounts.permissions import Actor
from core.extensions import db
from core.paging import Page
from core.permissions import Permission
from feedback.link_models import CaseTransfer
from feedback.models import Case
from feedback.states import CaseState

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class WaitingTransfer:
    """One case that another body has; ``late`` from the day after the answer was due."""

    id: int
    code: str
    subject: str
    receiver: str
    sent_on: date
    reply_due_on: date
    urged_times: int
    urged_on: date | None
    late: bool


def waiting_transfers(actor: Actor, *, page: int, today: date) -> Page[WaitingTransfer]:
    """Return one page of them, the earliest due first; nothing for officials who read no letters."""
    if Permission.CASE_READ not in actor.permissions:
        return Page(items=(), number=page, size=PAGE_SIZE, has_next=False, total=0)
    rows = db.session.execute(
        select(
            Case.id, Case.code, Case.subject, CaseTransfer.receiver, CaseTransfer.sent_on, CaseTransfer.reply_due_on,
            CaseTransfer.urged_times, CaseTransfer.urged_on,
        )
        .join(CaseTransfer, CaseTransfer.case_id == Case.id)
        .where(
            CaseTransfer.unit_id == actor.unit_id, CaseTransfer.replied_on.is_(None), Case.state == CaseState.TRANSFERRED.value
        )
        .order_by(CaseTransfer.reply_due_on, Case.id)
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    ).all()  # fmt: skip
    items = [WaitingTransfer(late=row.reply_due_on < today, **row._mapping) for row in rows[:PAGE_SIZE]]
    return Page(items=items, number=page, size=PAGE_SIZE, has_next=len(rows) > PAGE_SIZE, total=None)


def late_transfer_ids(unit_id: int, *, today: date) -> Select[tuple[int]]:
    """Return, as SQL, the cases whose receiving body should have answered before today."""
    return select(CaseTransfer.case_id).where(
        CaseTransfer.unit_id == unit_id, CaseTransfer.replied_on.is_(None), CaseTransfer.reply_due_on < today
    )


def late_transfers(actor: Actor, *, today: date) -> int:
    """Return how many transferred cases await an answer that is overdue; 0 for officials who read no letters."""
    if Permission.CASE_READ not in actor.permissions:
        return 0
    query = select(func.count(Case.id)).where(
        Case.unit_id == actor.unit_id, Case.state == CaseState.TRANSFERRED.value,
        Case.id.in_(late_transfer_ids(actor.unit_id, today=today)),
    )  # fmt: skip
    return db.session.scalar(query) or 0
