"""Adds up the commune's cases by field, village and month; the definitions are those of reporting.measures.

One statement groups the cases that came in the period, a second one all that are open today; both read one index of the
public model and touch no text.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, true

from core.extensions import db
from feedback.models import PublicCase
from reporting.measures import ANSWERED, OPEN, SHOWN_EVIDENCE, Tally, months_until, total

Key = TypeVar("Key", bound=Hashable)
cases = PublicCase.__table__.c
NAMES_OF_MONTHS = {"sqlite": lambda day: func.substr(day, 1, 7), "postgresql": lambda day: func.to_char(day, "YYYY-MM")}


@dataclass(frozen=True, kw_only=True)
class Board:
    """The numbers of a commune from ``first_on`` to ``today`` (local dates): in all, by id of field and village, by month."""

    first_on: date
    today: date
    whole: Tally
    by_field: Mapping[int | None, Tally]
    by_village: Mapping[int | None, Tally]
    by_month: Mapping[date, Tally]


def board(unit_id: int, *, today: date) -> Board:
    """Return all numbers of the public board; a month without a case is there with noughts."""
    months = months_until(today)
    flow = db.session.execute(_flow(unit_id, first_on=months[0], today=today)).all()
    stock = db.session.execute(_stock(unit_id, today=today)).all()
    rows = [(row, _tally(row)) for row in (*flow, *stock)]
    by_month = _added((row.month, tally) for row, tally in rows[: len(flow)])
    return Board(
        first_on=months[0], today=today, whole=total(tally for _, tally in rows),
        by_field=_added((row.field_id, tally) for row, tally in rows),
        by_village=_added((row.village_id, tally) for row, tally in rows),
        by_month={month: by_month.get(f"{month:%Y-%m}", Tally()) for month in months},
    )  # fmt: skip


def flow_counts(*, today: date) -> dict[str, ColumnElement[int]]:
    """Return the SQL of every count over cases of the period; a test holds them against measures.counts_of."""
    waits = cases.state.in_(sorted(OPEN))
    settled, answered = cases.state.not_in(sorted(OPEN)), cases.state.in_(sorted(ANSWERED))
    return {
        "received": _count(true()),
        "settled": _count(settled),
        "timed": _count(and_(settled, cases.on_time.is_not(None))),
        "on_time": _count(and_(settled, cases.on_time.is_(True))),
        "waiting_late": _count(and_(waits, cases.due_on < today)),
        "answered": _count(answered),
        "answered_before": _count(cases.state == "reopened"),
        "reopened": _count(cases.reopened.is_(True)),
        "with_evidence": _count(and_(answered, cases.evidence.in_(sorted(SHOWN_EVIDENCE)))),
        "rated": _count(cases.satisfied.is_not(None)),
        "satisfied": _count(cases.satisfied.is_(True)),
    }


def stock_counts(*, today: date) -> dict[str, ColumnElement[int]]:
    """Return the SQL of the counts over everything that is open, whenever it came."""
    return {"open": _count(true()), "overdue": _count(cases.due_on < today)}


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _flow(unit_id: int, *, first_on: date, today: date) -> Select[Any]:
    month = NAMES_OF_MONTHS[db.engine.dialect.name](cases.received_on).label("month")
    sums = (count.label(name) for name, count in flow_counts(today=today).items())
    return (
        select(cases.field_id, cases.village_id, month, *sums)
        .where(cases.unit_id == unit_id, cases.received_on >= first_on)
        .group_by(cases.field_id, cases.village_id, month)
    )


def _stock(unit_id: int, *, today: date) -> Select[Any]:
    sums = (count.label(name) for name, count in stock_counts(today=today).items())
    return (
        select(cases.field_id, cases.village_id, *sums)
        .where(cases.unit_id == unit_id, cases.state.in_(sorted(OPEN)))
        .group_by(cases.field_id, cases.village_id)
    )


def _tally(row: Row[Any]) -> Tally:
    return Tally(**{name: number for name, number in row._mapping.items() if name not in ("field_id", "village_id", "month")})


def _added(rows: Iterable[tuple[Key, Tally]]) -> dict[Key, Tally]:
    """Return the tallies of equal keys added together."""
    groups: dict[Key, list[Tally]] = {}
    for key, tally in rows:
        groups.setdefault(key, []).append(tally)
    return {key: total(tallies) for key, tallies in groups.items()}
