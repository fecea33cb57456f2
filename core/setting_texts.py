"""Rules that are a line of text with a meaning: how each may be written, and the one way in which it is kept. Pure."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from core.text import clock_time

_DAY = re.compile(r"(?:ngày )?([0-9]{1,2}) ?(?:/|\.| tháng ) ?([0-9]{1,2})")
_FULL_HOUR = re.compile(r"([0-9]{1,2})[hg]")
ANY_YEAR = 2025
"""No leap year: 29 February is no day of every year."""


class Shape(StrEnum):
    """What a text has to be; its word is the code with which another text is refused."""

    DAY_OF_YEAR = "not_a_day_of_year"
    DAYS_OF_MONTH = "not_days_of_month"
    HOURS = "not_hours"

    def kept(self, text: str) -> str | None:
        """Return the text as it is kept, or None when it reads as none of this shape."""
        return _READERS[self](text.lower())


def day_of_year(text: str) -> str | None:
    """Return a day and its month.

    >>> day_of_year("ngày 5 tháng 9"), day_of_year("30/11"), day_of_year("31/2")
    ('05/09', '30/11', None)
    """
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return f"{date(ANY_YEAR, int(found[2]), int(found[1])):%d/%m}"
    except ValueError:
        return None


def days_of_month(text: str) -> str | None:
    """Return days of the month in order.

    >>> days_of_month("ngày 25 và 10"), days_of_month("10, x"), days_of_month("40")
    ('10,25', None, None)
    """
    parts = re.split(r"[,; ]+", text.replace("ngày", " ").replace("và", " ").strip())
    if not all(part.isascii() and part.isdigit() and len(part) < 3 and 1 <= int(part) <= 31 for part in parts):
        return None
    return ",".join(str(day) for day in sorted({int(part) for part in parts}))


def hours(text: str) -> str | None:
    """Return begin and end of hours.

    >>> hours("8h đến 11h30"), hours("08:00 – 11:00"), hours("11:00-8:00")
    ('08:00-11:30', '08:00-11:00', None)
    """
    parts = text.replace("đến", "-").replace("–", "-").replace(" ", "").split("-")
    times = [clock_time(_FULL_HOUR.sub(r"\1:00", part) if _FULL_HOUR.fullmatch(part) else part) for part in parts]
    if len(times) != 2:
        return None
    first, last = times
    return f"{first:%H:%M}-{last:%H:%M}" if first and last and first < last else None


_READERS = {Shape.DAY_OF_YEAR: day_of_year, Shape.DAYS_OF_MONTH: days_of_month, Shape.HOURS: hours}
