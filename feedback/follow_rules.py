"""What can be followed by email, how often a letter comes, and which address is one. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

CONFIRM_WITHIN = timedelta(hours=48)
CONFIRMATIONS_A_DAY = 3
FOLLOWS_MOST = 30
DIGEST_HOUR = 7
LINES_MOST = 20
NEWS_KEPT = timedelta(days=7)
LETTERS_KEPT = timedelta(days=3)


class Topic(StrEnum):
    """One published case (told at once), or a field, a village, everything (told once a day at most)."""

    CASE = "case"
    FIELD = "field"
    VILLAGE = "village"
    ALL = "all"


class NewsKind(StrEnum):
    """What the commune announced that is no case."""

    ANNOUNCED = "announced"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESULTS = "results"


def digest_due(now: datetime, last: date | None) -> bool:
    """Return whether a digest may leave at a local moment: from seven in the morning, once a day."""
    return now.hour >= DIGEST_HOUR and (last is None or last < now.date())


def confirmable(asked_at: datetime, *, at: datetime) -> bool:
    """Return whether a request can still be confirmed."""
    return at - asked_at <= CONFIRM_WITHIN
