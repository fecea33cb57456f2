"""Reminders of the Front's remarks that nobody has answered: on the last day, and every week when overdue; each once.

The office, the department and the leaders are told: the law lets the Front supervise and wants its remarks answered (Law on
Grassroots Democracy 2022, Art. 28.6); the number of days is the setting ``front_remark_days``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.roles import Role
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import local_date
from dialogue.commitment_models import Commitment, SupervisionRemark
from dialogue.commitment_notices import lay, responsible
from feedback.queries import people
from feedback.reminders import at_work

EVERY_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class RemarkReminder:
    """Which letter is laid today; ``mark`` is the stage for which it is laid once."""

    template: str
    mark: str
    days: int


def remark_reminder(due_on: date, *, today: date) -> RemarkReminder | None:
    """Return the reminder of a remark that is not answered, or None before its last day."""
    late = (today - due_on).days
    if late > 0:
        return RemarkReminder(template="commitment_remark_overdue", mark=f"{due_on}/{(late - 1) // EVERY_DAYS}", days=late)
    return RemarkReminder(template="commitment_remark_due", mark=f"{due_on}", days=0) if late == 0 else None


def remind_remarks(at: datetime) -> int:
    """Lay the day's reminders of every commune; return how many letters were laid.

    Nothing happens before 07:00 and on days on which the commune does not work.
    """
    laid = 0
    for unit_id, _calendar in at_work(at):
        with transaction():
            laid += _remind(unit_id, at=at)
    return laid


def _remind(unit_id: int, *, at: datetime) -> int:
    today, laid = local_date(at), 0
    query = (
        select(SupervisionRemark, Commitment)
        .join(Commitment, Commitment.id == SupervisionRemark.commitment_id)
        .where(
            SupervisionRemark.unit_id == unit_id, SupervisionRemark.answered_at.is_(None), SupervisionRemark.due_on <= today,
        )
    )  # fmt: skip
    for remark, row in db.session.execute(query.order_by(SupervisionRemark.id)):
        reminder = remark_reminder(remark.due_on, today=today)
        if reminder is not None:
            office = people.holders(unit_id, Role.RECEPTION_CLERK, on=today)
            readers = people.unique([*responsible(row, on=today, leaders=True), *office])
            laid += lay(
                row, readers, template=reminder.template, at=at, mark=f"{remark.id}:{reminder.mark}", days=reminder.days,
                answer_by=remark.due_on,
            )  # fmt: skip
    return laid
