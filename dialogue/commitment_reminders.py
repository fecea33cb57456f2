"""Reminders of commitments: seven days before, on the day, and every week when overdue, then to the leaders too; each once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from core.extensions import db
from core.transaction import transaction
from deadlines.clock import local_date
from dialogue.commitment_models import Commitment
from dialogue.commitment_notices import lay, responsible
from dialogue.commitment_rules import SOON_DAYS
from dialogue.commitment_states import RUNNING
from feedback.reminders import at_work
from feedback.services.upkeep import unhurried

EVERY_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """Which letter is laid today; ``mark`` is the date or the stage for which it is laid once."""

    template: str
    mark: str
    days: int
    leaders: bool


def remind_commitments(at: datetime) -> int:
    """Lay the day's reminders of every commune; return how many letters were laid.

    Nothing happens before 07:00 and on days on which the commune does not work.
    """
    return sum(_remind(unit_id, at=at) for unit_id, _calendar in at_work(at))


def reminders_of(due_on: date, *, today: date) -> Iterator[Reminder]:
    """Say which reminder a commitment gets today. A moved date has marks of its own, so it is reminded anew."""
    late = (today - due_on).days
    if late > 0:
        stage = (late - 1) // EVERY_DAYS
        yield Reminder(template="commitment_overdue", mark=f"{due_on}/{stage}", days=late, leaders=True)
    elif late == 0:
        yield Reminder(template="commitment_due", mark=f"{due_on}", days=0, leaders=False)
    elif late >= -SOON_DAYS:
        yield Reminder(template="commitment_soon", mark=f"{due_on}", days=-late, leaders=False)


def _remind(unit_id: int, *, at: datetime) -> int:
    today, laid = local_date(at), 0
    query = select(Commitment.id).where(
        Commitment.unit_id == unit_id, Commitment.state.in_([state.value for state in RUNNING]),
        Commitment.due_on <= today + timedelta(days=SOON_DAYS),
    )  # fmt: skip
    for part in unhurried(list(db.session.scalars(query.order_by(Commitment.id)))):
        with transaction() as session:
            for row in session.scalars(select(Commitment).where(Commitment.id.in_(part)).order_by(Commitment.id)):
                laid += _lay(row, at=at, today=today)
    return laid


def _lay(row: Commitment, *, at: datetime, today: date) -> int:
    if row.due_on is None:
        return 0
    return sum(
        lay(row, responsible(row, on=today, leaders=item.leaders), template=item.template, at=at, mark=item.mark, days=item.days)
        for item in reminders_of(row.due_on, today=today)
    )
