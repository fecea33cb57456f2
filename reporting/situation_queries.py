"""Counts of villages and fields beside each other, by the conditions of the board: three statements, texts untouched."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import and_, func, select

from core.extensions import db
from feedback.models import PublicCase
from reporting.counting import conditions, rounds
from reporting.situation import DAYS_BEFORE, Cell, Seen, Span

cases = PublicCase.__table__.c
Key = tuple[int | None, int | None]


def situation(unit_id: int, *, days: int, today: date) -> tuple[Span, list[Cell]]:
    """Return what is compared, and every village and field of a commune with a letter in it.

    ``days`` are the last calendar days, today included; those before reach back half a year, or to the first letter.
    """
    first_on = today - timedelta(days=days - 1)
    since = db.session.scalar(select(func.min(cases.received_on)).where(cases.unit_id == unit_id))
    begins = max(since or first_on, first_on - timedelta(days=DAYS_BEFORE))
    found: defaultdict[Key, Seen] = defaultdict(Seen)
    for key, seen in (*_last(unit_id, first_on, today), *_before(unit_id, begins, first_on - timedelta(days=1))):
        found[key] += seen
    span = Span(days=days, days_before=max(0, (first_on - begins).days))
    return span, [Cell(village_id=village, field_id=field, seen=seen) for (village, field), seen in found.items()]


def _last(unit_id: int, first_on: date, today: date) -> list[tuple[Key, Seen]]:
    item = rounds(unit_id, first_on=first_on, last_on=today).c
    when = conditions(item, first_on=first_on, last_on=today)
    unhappy = func.count(item.id.distinct()).filter(and_(when["rated"], item.satisfied.is_(False)))
    counts = (func.count().filter(when[name]) for name in ("received", "overdue"))
    rows = db.session.execute(select(item.village_id, item.field_id, *counts, unhappy).group_by(item.village_id, item.field_id))
    return [
        ((village, field), Seen(received=received, overdue=overdue, unhappy=cross))
        for village, field, received, overdue, cross in rows
    ]


def _before(unit_id: int, first_on: date, last_on: date) -> list[tuple[Key, Seen]]:
    counted = select(cases.village_id, cases.field_id, func.count())
    wanted = counted.where(cases.unit_id == unit_id, cases.received_on.between(first_on, last_on))
    rows = db.session.execute(wanted.group_by(cases.village_id, cases.field_id))
    return [((village, field), Seen(before=number)) for village, field, number in rows]
