"""Adds up the commune's cases by field, village, department and month; the definitions are those of reporting.measures.

Three statements read the rounds of the period from one index of the public model and touch no text; where something was late, a
fourth one reads why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Row

from core.extensions import db
from reporting.counting import GROUPS, MONTH_OF, days_taken, grouped, late_reasons, standing
from reporting.measures import AGES, COUNTS, STOCK, Tally, month_end, months_of, percentile, total
from reporting.periods import Period, last_months

Key = TypeVar("Key", bound=Hashable)
FLOW = tuple(name for name in COUNTS if name not in STOCK)


@dataclass(frozen=True, kw_only=True)
class Board:
    """The numbers of a commune from ``first_on`` to ``today`` (local dates): in all, by id of field, village and department.

    ``by_month`` has what happened in each month, and what was open and overdue at its end. ``ages``: how many open cases have
    waited as long as each step of measures.AGES. ``days``: how many answers took how many days, ``days_by_field`` by field.
    ``late_by_reason``: how many of what was settled late for which reason (feedback.late_reasons; "": nobody said).
    """

    first_on: date
    today: date
    whole: Tally
    by_field: Mapping[int | None, Tally]
    by_village: Mapping[int | None, Tally]
    by_month: Mapping[date, Tally]
    by_department: Mapping[int | None, Tally] = field(default_factory=dict)
    ages: tuple[int, ...] = (0,) * (len(AGES) + 1)
    days: Mapping[int, int] = field(default_factory=dict)
    days_by_field: Mapping[int | None, Mapping[int, int]] = field(default_factory=dict)
    late_by_reason: Mapping[str, int] = field(default_factory=dict)

    @property
    def median_days(self) -> int | None:
        """Days within which half of the answers came."""
        return percentile(self.days, 0.5)

    @property
    def p90_days(self) -> int | None:
        """Days within which nine of ten answers came."""
        return percentile(self.days, 0.9)


def board(unit_id: int, period: Period | None = None, as_of: date | None = None, *, today: date | None = None) -> Board:
    """Return all numbers of a period as they stood at the end of ``as_of``, by what is known now.

    Without a period: of the last twelve months until ``today``. A month without a case is there with noughts.
    """
    day = as_of or today
    if day is None:
        raise ValueError("a board is as of a day")
    wanted = (period or last_months(day)).until(day)
    span = {"first_on": wanted.first_on, "last_on": wanted.last_on}
    months = months_of(wanted.first_on, wanted.last_on)
    spans = [(max(month, wanted.first_on), min(month_end(month), wanted.last_on)) for month in months]
    rows = db.session.execute(grouped(unit_id, **span)).all()
    stood = db.session.execute(standing(unit_id, spans=spans, **span)).one()
    taken = db.session.execute(days_taken(unit_id, **span)).all()
    tallies = [Tally(**{name: getattr(row, name) for name in COUNTS}) for row in rows]
    whole = total(tallies)
    by_group = [_added(zip((getattr(row, name) for row in rows), tallies, strict=True)) for name in GROUPS]
    days_by_field = _days(taken)
    return Board(
        first_on=wanted.first_on, today=wanted.last_on, whole=whole, by_field=by_group[0], by_village=by_group[1],
        by_department=by_group[2], by_month=_months(rows, whole, months, late=_pairs(stood, len(months))),
        ages=_ages(whole.open, list(stood[2 * len(months) :])),
        days=dict(sum((Counter(days) for days in days_by_field.values()), Counter())), days_by_field=days_by_field,
        late_by_reason=_late_by_reason(unit_id, span) if whole.late else {},
    )  # fmt: skip


def _late_by_reason(unit_id: int, span: Mapping[str, date]) -> dict[str, int]:
    return dict(db.session.execute(late_reasons(unit_id, **span)).tuples().all())


def _added(rows: Iterable[tuple[Key, Tally]]) -> dict[Key, Tally]:
    """Return the tallies of equal keys added together."""
    groups: dict[Key, list[Tally]] = {}
    for key, tally in rows:
        groups.setdefault(key, []).append(tally)
    return {key: total(tallies) for key, tallies in groups.items()}


def _months(
    rows: Iterable[Row[Any]], whole: Tally, months: tuple[date, ...], *, late: list[tuple[int, int]]
) -> dict[date, Tally]:
    """Return what happened in each month; what was open at its end is what is open now, less all that came since, and so on."""
    flows: dict[str, Counter[str]] = {f"{month:%Y-%m}": Counter() for month in months}
    for row in rows:
        for name in FLOW:
            number = getattr(row, name)
            if number:
                flows[getattr(row, MONTH_OF[name])][name] += number
    waits, found = whole.open, {}
    for month, (overdue, waiting_late) in reversed(list(zip(months, late, strict=True))):
        flow = flows[f"{month:%Y-%m}"]
        found[month] = Tally(**flow, open=waits, overdue=overdue, waiting_late=waiting_late)
        waits -= flow["received"] + flow["reopened"] - flow["settled"]
    return dict(reversed(found.items()))


def _pairs(row: Row[Any], number: int) -> list[tuple[int, int]]:
    return [(row[2 * place], row[2 * place + 1]) for place in range(number)]


def _ages(waiting: int, older: list[int]) -> tuple[int, ...]:
    """Return how many lie in each step, given how many are older than each border."""
    borders = [waiting, *older, 0]
    return tuple(borders[place] - borders[place + 1] for place in range(len(borders) - 1))


def _days(rows: Iterable[Row[Any]]) -> dict[int | None, dict[int, int]]:
    found: dict[int | None, dict[int, int]] = {}
    for row in rows:
        found.setdefault(row.field_id, {})[int(row.days)] = row.number
    return found
