"""The numbers of the movement: of a year of the register, and of any period by the days on which things happened.

A period's numbers stay what they were when a model ends or goes on later. Two things are corrections, not events: an assessment
that was taken back and a recognition that was struck never count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from core.extensions import db
from skilful.models import SkilfulModel, SkilfulRecognition, SkilfulYear
from skilful.states import Result, State


@dataclass(frozen=True, kw_only=True)
class PeriodNumbers:
    """What happened from one day to another, both counted. ``running`` is how many ran on the last day.

    ``registered``: new models; ``carried_on``: registered for another year; ``replicated``: new ones that copy another.
    ``assessed`` by result, ``recognised`` by level: how many decisions.
    """

    registered: int
    carried_on: int
    replicated: int
    running: int
    assessed: Mapping[str, int]
    recognised: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class YearNumbers:
    """The models of a year: how many are registered for it, were assessed, were recognised by anybody, and copy another."""

    registered: int
    assessed: int
    recognised: int
    replicated: int


def numbers_of_period(unit_id: int, first: date, last: date) -> PeriodNumbers:
    """Return the numbers of a period; what was withdrawn by its last day was never registered."""
    model, year, kept = SkilfulModel, SkilfulYear, SkilfulRecognition
    stays = or_(model.withdrawn_on.is_(None), model.withdrawn_on > last)
    new = and_(stays, model.registered_on.between(first, last))
    runs = and_(stays, model.registered_on <= last, or_(model.ended_on.is_(None), model.ended_on > last))
    models = db.session.execute(
        select(_count(new), _count(and_(new, model.learned_from_id.is_not(None))), _count(runs)).where(model.unit_id == unit_id)
    ).one()
    earlier = SkilfulYear.__table__.alias("earlier")
    went_on = exists().where(earlier.c.model_id == year.model_id, earlier.c.year < year.year)
    carried_on = select(func.count()).where(year.unit_id == unit_id, year.registered_on.between(first, last), went_on)
    results = select(year.result, func.count()).where(year.unit_id == unit_id, year.assessed_on.between(first, last))
    levels = select(kept.level, func.count()).where(kept.unit_id == unit_id, kept.decided_on.between(first, last))
    by_result = dict(db.session.execute(results.group_by(year.result)).tuples().all())
    return PeriodNumbers(
        registered=int(models[0] or 0), replicated=int(models[1] or 0), running=int(models[2] or 0),
        carried_on=db.session.scalar(carried_on) or 0, assessed={word.value: by_result.get(word.value, 0) for word in Result},
        recognised=dict(db.session.execute(levels.group_by(kept.level)).tuples().all()),
    )  # fmt: skip


def numbers_of_year(unit_id: int, year: int) -> YearNumbers:
    """Return the numbers of a year of the register, whenever it was written; withdrawn models do not count."""
    recognised = exists().where(SkilfulRecognition.model_id == SkilfulYear.model_id, SkilfulRecognition.year == SkilfulYear.year)
    earlier = SkilfulYear.__table__.alias("earlier")
    first = ~exists().where(earlier.c.model_id == SkilfulYear.model_id, earlier.c.year < SkilfulYear.year)
    query = (
        select(
            func.count(), _count(SkilfulYear.result != ""), _count(recognised),
            _count(and_(first, SkilfulModel.learned_from_id.is_not(None))),
        )
        .join_from(SkilfulYear, SkilfulModel, SkilfulModel.id == SkilfulYear.model_id)
        .where(SkilfulYear.unit_id == unit_id, SkilfulYear.year == year, SkilfulModel.state != State.WITHDRAWN.value)
    )  # fmt: skip
    row = db.session.execute(query).one()
    names = ("registered", "assessed", "recognised", "replicated")
    return YearNumbers(**{name: int(value or 0) for name, value in zip(names, row, strict=True)})


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
