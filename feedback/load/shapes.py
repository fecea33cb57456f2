"""When letters come and how long an answer takes: a small table fitted to 10,000 real service requests. Pure.

Source of the shape: DataSF, 311 Cases (public domain), opened and closed times. Only these quantiles are kept: half of the
requests were closed within 5.7 days, three quarters within 32, nine tenths within 310; 3.7 of a hundred never were.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

CLOSING_DAYS: tuple[tuple[float, float], ...] = (
    (0.00, 0.01), (0.05, 0.037), (0.10, 0.092), (0.15, 0.245), (0.20, 0.63), (0.25, 0.892), (0.30, 1.298), (0.35, 2.012),
    (0.40, 2.921), (0.45, 4.05), (0.50, 5.66), (0.55, 6.87), (0.60, 8.342), (0.65, 11.763), (0.70, 19.221), (0.75, 31.913),
    (0.80, 60.828), (0.85, 134.085), (0.90, 310.117), (0.925, 560.673), (0.95, 773.574), (0.975, 948.594), (1.00, 1100.0),
)  # fmt: skip
NEVER = 0.037
WEEKDAYS = (1666, 1681, 1590, 1655, 1460, 998, 950)
HOURS = (
    93, 58, 48, 48, 62, 79, 171, 413, 682, 816, 758, 814, 693, 738, 699, 722, 675, 579, 515, 384, 338, 263, 191, 161,
)  # fmt: skip
HOUR_SUMS = tuple(accumulate(HOURS))
SHARES = tuple(share for share, _ in CLOSING_DAYS)
OFFSET = timedelta(hours=7)


def closing_days(rng: random.Random) -> float | None:
    """Return after how many days a request was closed, or None for never."""
    if rng.random() < NEVER:
        return None
    drawn = rng.random()
    at = min(bisect_right(SHARES, drawn), len(SHARES) - 1)
    (low_share, low), (high_share, high) = CLOSING_DAYS[at - 1], CLOSING_DAYS[at]
    return low + (high - low) * (drawn - low_share) / (high_share - low_share)


def arrivals(rng: random.Random, *, number: int, first: date, last: datetime) -> list[datetime]:
    """Return ``number`` moments (UTC) from the local day ``first`` up to ``last``, oldest first, with the shape of the week."""
    days = [first + timedelta(days=step) for step in range((last + OFFSET).date().toordinal() - first.toordinal() + 1)]
    drawn = rng.choices(days, weights=[WEEKDAYS[day.weekday()] for day in days], k=number)
    latest = last - timedelta(minutes=5)
    return sorted(min(_moment(rng, day), latest) for day in drawn)


def _moment(rng: random.Random, day: date) -> datetime:
    hour = bisect_right(HOUR_SUMS, rng.random() * HOUR_SUMS[-1])
    second = int(rng.random() * 3600)
    return datetime(day.year, day.month, day.day, hour, second // 60, second % 60, tzinfo=UTC) - OFFSET


def weighted(choices: Sequence[tuple[str, float]]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the names and the running sums of their weights, for pick()."""
    return tuple(name for name, _ in choices), tuple(accumulate(weight for _, weight in choices))


def pick(rng: random.Random, table: tuple[tuple[str, ...], tuple[float, ...]]) -> str:
    """Return one name by weight."""
    names, sums = table
    return names[bisect_right(sums, rng.random() * sums[-1])]
