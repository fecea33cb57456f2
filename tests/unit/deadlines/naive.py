"""A slow recount that shares nothing with the engine: it writes every day on a list and crosses out what does not count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta


def all_days(first: date, last: date) -> list[date]:
    """Return every day from first to last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def worked(days: Iterable[date], off: set[date], saturdays: set[date]) -> list[date]:
    """Cross out weekends and days off, keep weekends that are worked."""
    kept = []
    for day in days:
        name = day.strftime("%A")
        if day in saturdays or (name not in ("Saturday", "Sunday") and day not in off):
            kept.append(day)
    return kept


def stopped_days(stops: Sequence[tuple[date, date]]) -> set[date]:
    """Return the days on which the clock stood: after the decision to stop, up to the one to resume."""
    stood: set[date] = set()
    for stop, go in stops:
        day = stop
        while day < go:
            day = day + timedelta(days=1)
            stood.add(day)
    return stood


def working_day_due(start: date, number: int, open_days: list[date], stood: set[date]) -> date:
    """Return the number-th open day after start on which the clock did not stand."""
    return [day for day in open_days if day > start and day not in stood][number - 1]


def calendar_day_due(start: date, number: int, days: list[date], open_days: list[date], stood: set[date]) -> tuple[date, date]:
    """Return the raw last day and the open day it ends on."""
    raw = [day for day in days if day > start and day not in stood][number - 1]
    return raw, min(day for day in open_days if day >= raw)


def working_days_before(event: date, number: int, open_days: list[date]) -> date:
    """Return the number-th open day before the event."""
    return [day for day in open_days if day < event][-number]


def calendar_days_before(event: date, number: int, open_days: list[date]) -> tuple[date, date]:
    """Return the raw day and the last open day on or before it."""
    raw = event - timedelta(days=number)
    return raw, max(day for day in open_days if day <= raw)
