"""The stored boards of all communes of an installation beside each other: what a province sees at a glance (docs/adr/0044)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts.doors import Door
from accounts.queries import EVERY_UNIT
from core.extensions import db
from reporting.measures import COUNTS, Tally
from reporting.periods import Period
from reporting.snapshots import rows


@dataclass(frozen=True, kw_only=True)
class CommuneBoard:
    """The numbers of a commune in a period, as they were counted at ``made_at``."""

    door: Door
    tally: Tally
    made_at: datetime


Order = Callable[[CommuneBoard], float]
ORDERS: dict[str, Order] = {
    "nhan": lambda each: -each.tally.received,
    "qua-han": lambda each: -each.tally.overdue,
    "dung-han": lambda each: 2.0 if each.tally.on_time_share is None else each.tally.on_time_share,
}
"""How the rows may be ordered, by the word of the address: most letters, most overdue, least often in time; else by name."""


def boards_of_all(everywhere: Sequence[Door], period: Period, on: date) -> list[CommuneBoard]:
    """Return for each commune, in the order given, the numbers of a period until a day, in one statement.

    They are those that the worker stored; in the first minutes of a day those of the day before. A commune that has none yet,
    or one of an older release, is not among them.
    """
    wanted = period.until(on)
    query = (
        select(rows.unit_id, rows.made_at, rows.numbers["counts"].label("names"), rows.numbers["whole"].label("counts"))
        .where(rows.first_on == wanted.first_on, rows.last_on.between(wanted.last_on - timedelta(days=1), wanted.last_on))
        .order_by(rows.last_on)
    )
    found = {row.unit_id: row for row in db.session.execute(query, execution_options=EVERY_UNIT) if row.names == list(COUNTS)}
    return [
        CommuneBoard(door=door, tally=Tally(**dict(zip(COUNTS, row.counts, strict=True))), made_at=row.made_at)
        for door in everywhere
        if (row := found.get(door.unit_id)) is not None
    ]


def in_order(boards: Sequence[CommuneBoard], word: str) -> list[CommuneBoard]:
    """Return the rows in the order of a word of ORDERS; those that are alike, and all for any other word, as they were given."""
    order = ORDERS.get(word)
    return sorted(boards, key=order) if order else list(boards)
