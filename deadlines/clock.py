"""The only callers of the system clock: what time it is, and which day that is in Viet Nam."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def now_utc() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is now in Viet Nam."""
    return local_date(now_utc())


def local_date(moment: datetime) -> date:
    """Return the day of an aware ``moment`` in Viet Nam: 17:30 UTC on 19/11 is already 20/11.

    Raises ValueError for a moment without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(HERE).date()
