"""The SQL of every published number: rounds of cases out of the public model, and the conditions of reporting.measures on them.

A round that a period has to do with is open, or its last day lies in the period or after it; so an index finds the rounds of a
period however many cases there are before it. A test holds these conditions against reporting.measures.counts_of_round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from core.extensions import db
from feedback.models import PublicCase
from reporting.measures import AGES, ANSWERED, SHOWN_EVIDENCE

cases = PublicCase.__table__.c
Columns = Any
GROUPS = ("field_id", "village_id", "department_id")
MONTH_OF: Mapping[str, str] = {
    "received": "began_on", "reopened": "began_on", "settled": "settled_on", "timed": "settled_on", "on_time": "settled_on",
    "answered": "settled_on", "answered_before": "settled_on", "extended": "extended_on", "with_evidence": "settled_on",
    "rated": "rated_on", "satisfied": "rated_on",
}  # fmt: skip
"""The day by which a count belongs to a month. Counts as of a day are in no month."""
MONTH_NAMES: Mapping[str, Callable[[Any], ColumnElement[str]]] = {
    "sqlite": lambda day: func.substr(day, 1, 7), "postgresql": lambda day: func.to_char(day, "YYYY-MM"),
}  # fmt: skip
DAYS_BETWEEN: Mapping[str, Callable[[Any, Any], ColumnElement[int]]] = {
    "sqlite": lambda first, last: cast(func.julianday(last) - func.julianday(first), Integer),
    "postgresql": lambda first, last: last - first,
}


def rounds(unit_id: int, *, first_on: date, last_on: date) -> FromClause:
    """Return the rounds of a commune that had begun by ``last_on`` and had not ended for good before ``first_on``."""
    mine = cases.unit_id == unit_id
    last_round = select(
        cases.id, *(cases[name] for name in GROUPS), case((cases.reopened_on.is_(None), 1), else_=2).label("number"),
        func.coalesce(cases.reopened_on, cases.received_on).label("began_on"), cases.accepted_on,
        case((cases.reopened_on.is_(None), cases.notice_due_on)).label("notice_due_on"), cases.due_on, cases.due_before,
        cases.extended_on, cases.settled_on,
        and_(cases.settled_on.is_not(None), cases.state.in_(sorted(ANSWERED))).label("answered"), cases.in_time, cases.evidence,
        cases.rated_on, cases.satisfied, _none(Date).label("undone_on"), cases.late_reason,
    ).where(mine, cases.received_on <= last_on)  # fmt: skip
    first_round = select(
        cases.id, *(cases[name] for name in GROUPS), literal(1, Integer), cases.received_on, cases.accepted_on,
        cases.notice_due_on, cases.first_due_on, cases.first_due_before, cases.first_extended_on, cases.first_settled_on,
        literal(True, Boolean), cases.first_in_time, cases.first_evidence, cases.reopened_on, literal(False, Boolean),
        cases.reopened_on, cases.first_late_reason,
    ).where(mine, cases.reopened_on >= first_on, cases.received_on <= last_on)  # fmt: skip
    legs = (last_round.where(cases.last_on.is_(None)), last_round.where(cases.last_on >= first_on), first_round)
    return union_all(*legs).subquery("rounds")


def _none(kind: type[Date]) -> ColumnElement[Any]:
    return cast(null(), kind) if db.engine.dialect.name == "postgresql" else null()


def conditions(item: Columns, *, first_on: date, last_on: date) -> dict[str, ColumnElement[bool]]:
    """Return when a round counts for each number of the period, by the names of Tally."""
    began, settled = _within(item.began_on, first_on, last_on), _within(item.settled_on, first_on, last_on)
    rated, answered = _within(item.rated_on, first_on, last_on), and_(settled, item.answered)
    waits = open_at(item, last_on)
    return {
        "received": and_(began, item.number == 1),
        "open": waits,
        "overdue": and_(waits, due_at(item, last_on) < last_on),
        "waiting_late": became_late(item, first_on=first_on, last_on=last_on),
        "settled": settled,
        "timed": and_(settled, item.in_time.is_not(None)),
        "on_time": and_(settled, item.in_time.is_(True)),
        "answered": answered,
        "answered_before": and_(answered, item.undone_on <= last_on),
        "reopened": and_(began, item.number == 2),
        "extended": _within(item.extended_on, first_on, last_on),
        "with_evidence": and_(answered, item.evidence.in_(sorted(SHOWN_EVIDENCE))),
        "rated": rated,
        "satisfied": and_(rated, item.satisfied.is_(True)),
    }


def open_at(item: Columns, day: date) -> ColumnElement[bool]:
    """Return whether a round was open at the end of a day."""
    return and_(item.began_on <= day, or_(item.settled_on.is_(None), item.settled_on > day))


def due_at(item: Columns, day: date) -> ColumnElement[Any]:
    """Return the due date of a round that was in force on a day."""
    not_taken_on = and_(item.notice_due_on.is_not(None), or_(item.accepted_on.is_(None), item.accepted_on > day))
    return case((not_taken_on, item.notice_due_on), (item.extended_on > day, item.due_before), else_=item.due_on)


def became_late(item: Columns, *, first_on: date, last_on: date) -> ColumnElement[bool]:
    """Return whether a round is overdue at the end of a period, and was not yet on the day before the period."""
    due = due_at(item, last_on)
    return and_(open_at(item, last_on), due < last_on, due >= first_on - timedelta(days=1))


def grouped(unit_id: int, *, first_on: date, last_on: date) -> Select[Any]:
    """Return the counts by field, village, department and the months of the days that they are counted by."""
    item = rounds(unit_id, first_on=first_on, last_on=last_on).c
    months = [_month(item[day], first_on, last_on).label(day) for day in dict.fromkeys(MONTH_OF.values())]
    keys = [*(item[name] for name in GROUPS), *months]
    sums = (_count(condition).label(name) for name, condition in conditions(item, first_on=first_on, last_on=last_on).items())
    return select(*keys, *sums).group_by(*keys)


def standing(unit_id: int, *, first_on: date, last_on: date, spans: Sequence[tuple[date, date]]) -> Select[Any]:
    """Return one row: of each span how many were overdue at its end and how many of them became so in it; then ages.

    Two columns for each span; then one for each step of AGES: how many that are open on the last day have waited longer.
    """
    item = rounds(unit_id, first_on=first_on, last_on=last_on).c
    late = []
    for place, (begins, ends) in enumerate(spans):
        late.append(_count(and_(open_at(item, ends), due_at(item, ends) < ends)).label(f"overdue_{place}"))
        late.append(_count(became_late(item, first_on=begins, last_on=ends)).label(f"late_{place}"))
    waits = open_at(item, last_on)
    older = (last_on - timedelta(days=days) for days in AGES)
    ages = (_count(and_(waits, item.began_on < day)).label(f"older_{place}") for place, day in enumerate(older))
    return select(*late, *ages)


def days_taken(unit_id: int, *, first_on: date, last_on: date) -> Select[Any]:
    """Return how many answers of the period took how many days, by field."""
    item = rounds(unit_id, first_on=first_on, last_on=last_on).c
    days = DAYS_BETWEEN[db.engine.dialect.name](item.began_on, item.settled_on).label("days")
    query = select(item.field_id, days, func.count().label("number"))
    return query.where(_within(item.settled_on, first_on, last_on), item.answered).group_by(item.field_id, days)


def late_reasons(unit_id: int, *, first_on: date, last_on: date) -> Select[Any]:
    """Return how many rounds were settled late in the period for each reason that was given; "": none was."""
    item = rounds(unit_id, first_on=first_on, last_on=last_on).c
    query = select(item.late_reason, func.count().label("number"))
    return query.where(_within(item.settled_on, first_on, last_on), item.in_time.is_(False)).group_by(item.late_reason)


def _within(day: ColumnElement[Any], first_on: date, last_on: date) -> ColumnElement[bool]:
    return day.between(first_on, last_on)


def _month(day: ColumnElement[Any], first_on: date, last_on: date) -> ColumnElement[Any]:
    name = MONTH_NAMES[db.engine.dialect.name](day)
    return case((_within(day, first_on, last_on), name), else_=literal("", String))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
