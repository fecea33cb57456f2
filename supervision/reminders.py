"""Reminders of recommendations: before the last day, when it has gone by, and when a promised day has; each once for each day."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, select

from accounts.queries import setting
from core.extensions import db
from core.transaction import transaction
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from deadlines.engine import remaining
from feedback.queries import people
from feedback.reminders import at_work
from feedback.services.upkeep import unhurried
from supervision.models import Recommendation, RecommendationRound
from supervision.notices import lay, leaders, owners
from supervision.rules import reminder_of
from supervision.states import UNANSWERED

SOON_DAYS = "due_soon_days"
OPEN_WORDS = [state.value for state in UNANSWERED]


class Round(NamedTuple):
    """A commune that works now, with its calendar and from how many working days on something is due soon."""

    unit_id: int
    at: datetime
    calendar: WorkingCalendar
    soon: int


def remind_recommendations(at: datetime) -> int:
    """Lay the day's reminders of every commune; return how many letters were laid.

    Nothing happens before 07:00 and on days on which the commune does not work.
    """
    laid = 0
    for unit_id, calendar in at_work(at):
        round_ = Round(unit_id=unit_id, at=at, calendar=calendar, soon=int(setting(unit_id, SOON_DAYS)))
        laid += _answers(round_) + _promises(round_)
    return laid


def _answers(round_: Round) -> int:
    query = select(Recommendation.id).where(
        Recommendation.unit_id == round_.unit_id, Recommendation.state.in_(OPEN_WORDS)
    )  # fmt: skip
    laid = 0
    for part in unhurried(list(db.session.scalars(query.order_by(Recommendation.due_on, Recommendation.id)))):
        with transaction() as session:
            rows = session.scalars(select(Recommendation).where(Recommendation.id.in_(part)).order_by(Recommendation.id))
            laid += sum(_answer(row, round_) for row in rows)
    return laid


def _answer(row: Recommendation, round_: Round) -> int:
    """Remind of one answer; of a late one the leaders are told as well."""
    today = local_date(round_.at)
    left = remaining(row.due_on, today, round_.calendar) if round_.calendar.covers(row.due_on) else 0
    template = reminder_of(row.due_on, today=today, left=left, soon=round_.soon)
    if not template:
        return 0
    readers = owners(row, on=today) + (leaders(row, on=today) if template == "late" else [])
    return lay(row, people.unique(readers), template=template, at=round_.at, mark=f"{row.due_on}")


def _promises(round_: Round) -> int:
    kept, today = RecommendationRound, local_date(round_.at)
    late = and_(kept.promise_state == "", kept.answered_on.is_not(None), kept.promise_on < today)
    query = select(kept.id).where(kept.unit_id == round_.unit_id, late).order_by(kept.id)
    laid = 0
    for part in unhurried(list(db.session.scalars(query))):
        with transaction() as session:
            both = select(Recommendation, kept).join(kept, kept.recommendation_id == Recommendation.id).where(kept.id.in_(part))
            for row, item in session.execute(both.order_by(kept.id)).all():
                readers = people.unique(owners(row, on=today) + leaders(row, on=today))
                mark = f"{item.number}:{item.promise_on}"
                laid += lay(row, readers, template="promise_late", at=round_.at, mark=mark, day=item.promise_on)
    return laid
