"""Dates as people write them: 3/4, 03.04.2026, 3-4-26, ngày 3 tháng 4 năm 2026, 2026-04-03. Day before month, always. Pure."""

from __future__ import annotations

import re
from datetime import date

from core.text import fold

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
WHEN = r"(?:ngay |mung |mong )?(?P<day>\d{1,2})"
PLAIN = re.compile(WHEN + r" ?[-/.,] ?(?P<month>\d{1,2})(?: ?[-/.,] ?(?P<year>\d{4}|\d{2}))?\.?")
WORDED = re.compile(WHEN + r" ?(?:thang|th\.?|t) ?(?P<month>\d{1,2})(?:,? ?(?:nam|n\.?|[-/.])? ?(?P<year>\d{4}))?")


def typed_date(text: str, *, near: date) -> date | None:
    """Return the day that was written, or None when it reads as none; without a year, that which is nearest to ``near``.

    >>> typed_date("ngày 3 tháng 4", near=date(2026, 5, 20))
    datetime.date(2026, 4, 3)
    """
    line = fold(text)
    found = ISO.fullmatch(line) or PLAIN.fullmatch(line) or WORDED.fullmatch(line)
    if found is None:
        return None
    day, month, year = int(found["day"]), int(found["month"]), found["year"]
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    around = [_day(near.year + step, month, day) for step in (-1, 0, 1)]
    return min((each for each in around if each), key=lambda each: abs(each - near), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if FIRST <= made <= LAST else None
