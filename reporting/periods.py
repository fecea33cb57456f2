"""Periods over which the commune's numbers are told, and their names in an address. Pure.

Reports to the upper level run from 15 December to 14 December (Circular 01/2024/TT-TTCP of the Government Inspectorate): four
quarters cut on the 14th, and with them six months, nine months and the year. A calendar month is what most people ask for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from reporting.measures import month_end, months_until

CUT_DAY = 15
"""The first day of a reporting period (Circular 01/2024/TT-TTCP)."""
EARLIEST = date(2000, 1, 1)
MOST_DAYS = 5 * 366
SPANS: dict[str, tuple[int, int]] = {
    "q1": (0, 3),
    "q2": (3, 6),
    "q3": (6, 9),
    "q4": (9, 12),
    "6t": (0, 6),
    "9t": (0, 9),
    "nam": (0, 12),
}
"""The circular's periods: months after 15 December of the year before, first and end."""
CALENDAR: dict[str, int] = {"6tdl": 6, "namdl": 12}
"""Half a calendar year and a whole one, by the number of their months."""
_MONTH = re.compile(r"(20\d{2})-(\d{2})", re.ASCII)
_REPORT = re.compile(rf"(20\d{{2}})-({'|'.join(SPANS)})", re.ASCII)
_CALENDAR = re.compile(rf"(20\d{{2}})-({'|'.join(CALENDAR)})", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Period:
    """From ``first_on`` to ``last_on``, both included. ``name`` as in an address ("" for two typed days).

    ``kind``: year (the last twelve months), month, report, calendar (of a report of the calendar year), or days.
    """

    first_on: date
    last_on: date
    name: str = ""
    kind: str = "days"

    def until(self, day: date) -> Period:
        """Return what had passed of the period by the end of a day."""
        return Period(first_on=self.first_on, last_on=min(self.last_on, max(day, self.first_on)), name=self.name, kind=self.kind)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The period that was asked for and the day as of which; ``faults``: field of the address, and a code of what is wrong."""

    period: Period
    as_of: date
    faults: tuple[tuple[str, str], ...] = ()


def last_months(today: date) -> Period:
    """Return the last twelve months with this one, until today: what is shown when nothing else is asked for."""
    return Period(first_on=months_until(today)[0], last_on=today, kind="year")


def month(year: int, number: int) -> Period:
    """Return a calendar month."""
    first = date(year, number, 1)
    return Period(first_on=first, last_on=month_end(first), name=f"{year:04}-{number:02}", kind="month")


def offered_first(today: date) -> list[Period]:
    """Return the periods that a page offers first: twelve months, this month and the last one, and the reports'."""
    before = today.replace(day=1) - timedelta(days=1)
    return [last_months(today), month(today.year, today.month), month(before.year, before.month), *reports_until(today)]


def report(year: int, span: str) -> Period:
    """Return a period of the circular: ``span`` is a key of SPANS."""
    begins, ends = SPANS[span]
    return Period(
        first_on=_cut(year, begins), last_on=_cut(year, ends) - timedelta(days=1), name=f"{year:04}-{span}", kind="report",
    )  # fmt: skip


def calendar(year: int, span: str) -> Period:
    """Return a period of the calendar year: ``span`` is a key of CALENDAR."""
    last = month_end(date(year, CALENDAR[span], 1))
    return Period(first_on=date(year, 1, 1), last_on=last, name=f"{year:04}-{span}", kind="calendar")


def same_period_last_year(period: Period) -> Period:
    """Return the same period a year before; of two typed days the same days (29 February: the 28th)."""
    if period.kind in ("report", "calendar"):
        made = report if period.kind == "report" else calendar
        return made(int(period.name[:4]) - 1, period.name[5:])
    return Period(first_on=_year_before(period.first_on), last_on=_year_before(period.last_on))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def reports_until(today: date) -> list[Period]:
    """Return the reporting periods that have begun in the reporting year of a day, and the whole year before it."""
    year = today.year + (today >= date(today.year, 12, CUT_DAY))
    begun = [period for span in SPANS if (period := report(year, span)).first_on <= today]
    return [*begun, report(year - 1, "nam")]


def asked(*, name: str = "", first: str = "", last: str = "", as_of: str = "", today: date) -> Asked:
    """Return what an address asks for. Two typed days go before a name; what is wrong is told, and the usual period returned."""
    usual = last_months(today)
    faults: dict[str, str] = {}
    day = _day(as_of) if as_of else today
    if day is None or not day >= EARLIEST:
        faults["ngay"] = "day_bad"
    elif day > today:
        faults["ngay"] = "day_later"
    as_of_day = today if "ngay" in faults or day is None else day
    if first or last:
        period = _typed(first, last, today=as_of_day, faults=faults)
    elif name:
        period = named(name)
        if period is None or period.first_on < EARLIEST:
            faults["ky"] = "period_unknown"
        elif period.first_on > today:
            faults["ky"] = "period_later"
    else:
        period = last_months(as_of_day)
    if faults or period is None:
        return Asked(period=usual, as_of=today, faults=tuple(faults.items()))
    if as_of_day < period.first_on:
        return Asked(period=usual, as_of=today, faults=(("ngay", "day_before_period"),))
    return Asked(period=period, as_of=as_of_day)


def both_ends(first: date | None, last: date | None, *, today: date) -> tuple[str, str]:
    """Return the two days of a period of which one was named: twelve months until the last, five years at most from the first."""
    if first is None and last is not None:
        first = max(months_until(last)[0], EARLIEST) if last >= EARLIEST else last
    if last is None and first is not None:
        last = max(first, min(today, first + timedelta(days=MOST_DAYS - 1))) if first <= today else first
    return first.isoformat() if first else "", last.isoformat() if last else ""


def named(name: str) -> Period | None:
    """Return the period of a name (2026-11, 2026-q3, 2026-nam), or None."""
    found = _MONTH.fullmatch(name)
    if found and 1 <= int(found[2]) <= 12:
        return month(int(found[1]), int(found[2]))
    found = _REPORT.fullmatch(name)
    return report(int(found[1]), found[2]) if found else None


def named_for_report(name: str) -> Period | None:
    """Return the period of a report's name, of the calendar year too (2026-6tdl), or None."""
    found = _CALENDAR.fullmatch(name)
    return calendar(int(found[1]), found[2]) if found else named(name)


def _typed(first: str, last: str, *, today: date, faults: dict[str, str]) -> Period | None:
    begins, ends = _day(first) if first else EARLIEST, _day(last) if last else today
    if first == "":
        faults["tu"] = "day_missing"
    elif begins is None or begins < EARLIEST:
        faults["tu"] = "day_bad"
    elif begins > today:
        faults["tu"] = "day_later"
    if ends is None or ends < EARLIEST:
        faults["den"] = "day_bad"
    if faults or begins is None or ends is None:
        return None
    if ends < begins:
        faults["den"] = "days_reversed"
    elif (ends - begins).days >= MOST_DAYS:
        faults["den"] = "days_many"
    return Period(first_on=begins, last_on=ends)


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _cut(year: int, months: int) -> date:
    """Return the 15th that lies ``months`` after 15 December of the year before."""
    return date(year - 1, 12, CUT_DAY) if months == 0 else date(year, months, CUT_DAY)
