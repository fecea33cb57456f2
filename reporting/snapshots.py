"""Stored boards: counted by the worker when something public has changed and every night, read by every page (docs/adr/0031).

A page shows a stored board that is as fresh as the public version. Where it is not, the board is counted at once if the
database needs no longer for it than MOST_MS or has little to count; a large commune is shown the last stored one, with the
moment it is of, for the seconds that the worker needs.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from core.database import use_unit
from core.errors import TooMuch
from core.extensions import db
from core.page_cache import PublicVersion
from core.statement_time import limit_statements, was_stopped
from core.transaction import transaction
from deadlines.clock import local_date
from feedback.services.upkeep import tenant_ids
from reporting.measures import COUNTS, Tally, counts_in_order
from reporting.periods import Period, offered_first
from reporting.queries import Board, board
from reporting.snapshot_models import BoardSnapshot

MOST_MS = 60
SMALL = 500
"""A board with smaller numbers is counted at once however long it took: that was the machine's other work."""
REST, LONGEST_REST = 12, timedelta(minutes=1)
"""Boards are counted again only after so many times what all of the commune's took, a minute at most: there is other work."""
LONGEST_OFFERED = 366
"""Days of the longest period that is stored; what is longer is counted when it is asked for, if that is possible."""
LONGEST_MS = 60_000
"""Of one statement of the worker's counting: a large commune is counted from a cold disk, too."""
STORE_AFTER = 1.0
"""Seconds of counting after which what is ready is stored; whatever takes less is stored with one turn to write."""
INSERTING = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
KEY, NEWS = ("unit_id", "first_on", "last_on"), ("version", "made_at", "took_ms", "numbers")
rows = BoardSnapshot.__table__.c


@dataclass(frozen=True, kw_only=True)
class StoredBoard:
    """A board, and the moment at which it was counted; None: just now."""

    board: Board
    made_at: datetime | None = None


def stored_board(unit_id: int, period: Period, as_of: date) -> StoredBoard:
    """Return the board of a period as of a day: the stored one where it is fresh or counting takes long, else counted now."""
    wanted = period.until(as_of)
    query = select(rows.version, rows.made_at, rows.took_ms, rows.numbers, PublicVersion.number).outerjoin(
        PublicVersion, PublicVersion.unit_id == rows.unit_id
    )
    row = db.session.execute(
        query.where(rows.unit_id == unit_id, rows.first_on == wanted.first_on, rows.last_on == wanted.last_on)
    ).one_or_none()
    usable = row is not None and is_complete(row.numbers)
    if usable and (row.version == (row.number or 0) or (row.took_ms > MOST_MS and sum(row.numbers["whole"]) >= SMALL)):
        return StoredBoard(board=from_numbers(row.numbers, wanted), made_at=row.made_at)
    return StoredBoard(board=_counted_now(unit_id, wanted, as_of))


def _counted_now(unit_id: int, wanted: Period, as_of: date) -> Board:
    """Count while somebody waits. Raises TooMuch for a long period at which the database gave up: asking again would not help."""
    try:
        return board(unit_id, wanted, as_of)
    except OperationalError as problem:
        if not was_stopped(problem) or (wanted.last_on - wanted.first_on).days <= LONGEST_OFFERED:
            raise
        db.session.rollback()
        raise TooMuch from None


def periods_kept(today: date) -> list[Period]:
    """Return the periods whose boards are stored: those that a page offers first, as far as they have gone."""
    return list(dict.fromkeys(replace(period.until(today), name="", kind="days") for period in offered_first(today)))


def waiting(at: datetime) -> dict[int, list[Period]]:
    """Return for each commune the stored periods that are out of date or missing; three statements for all communes.

    Out of date is what is older than the last public change; boards that take long rest for a while in between.
    """
    versions = dict(db.session.execute(select(PublicVersion.unit_id, PublicVersion.number)).tuples().all())
    known = {
        (row.unit_id, row.first_on, row.last_on): row
        for row in db.session.execute(select(rows.unit_id, rows.first_on, rows.last_on, rows.version, rows.made_at, rows.took_ms))
    }
    periods = periods_kept(local_date(at))
    spent = Counter[int]()
    for row in known.values():
        spent[row.unit_id] += row.took_ms

    def waits(unit_id: int, period: Period) -> bool:
        row = known.get((unit_id, period.first_on, period.last_on))
        if row is None:
            return True
        rest = min(LONGEST_REST, timedelta(milliseconds=REST * spent[unit_id]))
        return row.version != versions.get(unit_id, 0) and at - row.made_at >= rest

    found = {unit_id: [period for period in periods if waits(unit_id, period)] for unit_id in tenant_ids()}
    return {unit_id: late for unit_id, late in found.items() if late}


def keep_boards(at: datetime) -> int:
    """Count stored boards anew where they are out of date, and forget those of days that are over; return how many."""
    late = waiting(at)
    db.session.rollback()
    for unit_id, periods in late.items():
        with use_unit(unit_id):
            _keep(unit_id, periods, at=at)
    return sum(map(len, late.values()))


def boards_wait(at: datetime) -> bool:
    """Return whether a stored board is out of date."""
    return bool(waiting(at))


def _keep(unit_id: int, periods: Sequence[Period], *, at: datetime) -> None:
    """Count the boards of a commune and store them; those of days that are over go with the first that are stored."""
    old = _old(unit_id, keep=periods_kept(local_date(at)))
    counted, began = [], time.monotonic()
    for number, period in enumerate(periods, start=1):
        counted.append(_counted(unit_id, period, at=at))
        if number == len(periods) or time.monotonic() - began > STORE_AFTER:
            _store(counted, old=old)
            counted, old, began = [], [], time.monotonic()


def _counted(unit_id: int, period: Period, *, at: datetime) -> dict[str, Any]:
    """Count; the version is read first, so that what changes meanwhile makes the board out of date again."""
    version = db.session.scalar(select(PublicVersion.number).where(PublicVersion.unit_id == unit_id)) or 0
    limit_statements(LONGEST_MS)
    began = time.monotonic()
    numbers = to_numbers(board(unit_id, period, period.last_on))
    took = round(1000 * (time.monotonic() - began))
    db.session.rollback()
    key = {"unit_id": unit_id, "first_on": period.first_on, "last_on": period.last_on}
    return {**key, "version": version, "made_at": at, "took_ms": took, "numbers": numbers}


def _old(unit_id: int, *, keep: Sequence[Period]) -> list[int]:
    kept = {(period.first_on, period.last_on) for period in keep}
    found = db.session.execute(select(rows.id, rows.first_on, rows.last_on).where(rows.unit_id == unit_id))
    return [row.id for row in found if (row.first_on, row.last_on) not in kept]


def _store(counted: Sequence[Mapping[str, Any]], *, old: Sequence[int]) -> None:
    insert = INSERTING[db.engine.dialect.name](BoardSnapshot)
    news = {name: insert.excluded[name] for name in NEWS}
    with transaction() as session:
        session.execute(insert.on_conflict_do_update(index_elements=KEY, set_=news), [*counted])
        if old:
            session.execute(delete(BoardSnapshot).where(BoardSnapshot.id.in_(old)))


# ------------------------------------------------------------------ as JSON


def is_complete(values: Mapping[str, Any]) -> bool:
    """Return whether a stored board has everything that a board has now; one of an older release may not."""
    return values.get("counts") == list(COUNTS) and "late" in values


def to_numbers(numbers: Board) -> dict[str, Any]:
    """Return a board as plain values."""
    groups = {"field": numbers.by_field, "village": numbers.by_village, "department": numbers.by_department}
    return {
        "counts": list(COUNTS), "whole": counts_in_order(numbers.whole), "ages": list(numbers.ages),
        "months": [[month.isoformat(), counts_in_order(tally)] for month, tally in numbers.by_month.items()],
        "groups": {name: [[key, counts_in_order(tally)] for key, tally in found.items()] for name, found in groups.items()},
        "days": [[key, sorted(days.items())] for key, days in numbers.days_by_field.items()],
        "late": dict(numbers.late_by_reason),
    }  # fmt: skip


def from_numbers(values: Mapping[str, Any], period: Period) -> Board:
    """Return the board of a period from plain values."""
    names = values["counts"]

    def tally(counts: Iterable[int]) -> Tally:
        return Tally(**dict(zip(names, counts, strict=True)))

    groups = {name: {key: tally(counts) for key, counts in found} for name, found in values["groups"].items()}
    days_by_field = {key: dict(map(tuple, days)) for key, days in values["days"]}
    days: dict[int, int] = {}
    for found in days_by_field.values():
        for number, answers in found.items():
            days[number] = days.get(number, 0) + answers
    return Board(
        first_on=period.first_on, today=period.last_on, whole=tally(values["whole"]), by_field=groups["field"],
        by_village=groups["village"], by_department=groups["department"], ages=tuple(values["ages"]),
        by_month={date.fromisoformat(day): tally(counts) for day, counts in values["months"]}, days=days,
        days_by_field=days_by_field, late_by_reason=values["late"],
    )  # fmt: skip
