"""The working calendar of the public sector: days off, compensatory days, swapped working Saturdays. Pure.

A week has five working days, Monday to Friday. Rows say where a day differs from that: a holiday of the Labour Code
(Art. 112), the day off in lieu of one that fell on a weekend (Art. 111.3), and the yearly swap in which a weekday is off
and a Saturday is worked for it. A calendar knows how far it knows: outside its range it raises, and never guesses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import Any

from core.errors import DomainError

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


class CalendarNotCovered(DomainError):
    """A day outside the years the calendar knows was asked for. ``facts``: day, first, last (ISO dates)."""

    status = 409
    code = "calendar_not_covered"

    def __init__(self, day: date, *, first: date, last: date) -> None:
        super().__init__(day=day.isoformat(), first=first.isoformat(), last=last.isoformat())
        self.day, self.first, self.last = day, first, last
        self.args = (f"{day} is outside the calendar {first} – {last}",)


class DayKind(StrEnum):
    """How a day differs from the week's rule.

    ``statutory`` a holiday by law · ``compensatory`` in lieu of one on a weekend · ``swap_off`` exchanged for a Saturday ·
    ``local`` closed in one commune · ``working`` a Saturday or Sunday that is worked · ``ordinary`` not special after all
    (how one commune takes back a national row).
    """

    STATUTORY = "statutory"
    COMPENSATORY = "compensatory"
    SWAP_OFF = "swap_off"
    LOCAL = "local"
    WORKING = "working"
    ORDINARY = "ordinary"


OFF_KINDS = frozenset({DayKind.STATUTORY, DayKind.COMPENSATORY, DayKind.SWAP_OFF, DayKind.LOCAL})


class Why(StrEnum):
    """Why a day is not counted, or not a day on which a period may end."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    STATUTORY = "statutory"
    COMPENSATORY = "compensatory"
    SWAP_OFF = "swap_off"
    LOCAL = "local"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """One row of the calendar: a local date, its kind, its name, and the document that says so."""

    on: date
    kind: DayKind
    name_vi: str
    name_en: str
    document: str
    uncertain: bool = False

    @property
    def is_off(self) -> bool:
        """True when the office is closed on this day."""
        return self.kind in OFF_KINDS

    def name(self, locale: str) -> str:
        """Return the day's name in the language."""
        return self.name_en if locale == "en" and self.name_en else self.name_vi


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that is not worked, with the reason and, for holidays, the name in both languages."""

    on: date
    why: Why
    name_vi: str = ""
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """Which days from ``first`` to ``last`` (both included) are worked.

    ``off`` and ``working_saturdays`` map a date to its row; ``provisional_years`` are those whose official plan is not
    confirmed yet. ``version`` is written into every proof. ``kept_dues`` is the engine's memory of what it counted by it.
    """

    version: str
    first: date
    last: date
    off: Mapping[date, SpecialDay]
    working_saturdays: Mapping[date, SpecialDay]
    provisional_years: frozenset[int] = frozenset()
    kept_dues: dict[Any, Any] = field(init=False, repr=False, compare=False, default_factory=dict)
    _works: bytes = field(init=False, repr=False, compare=False, default=b"")
    _sums: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        """Lay out one byte per day and the running number of working days, so that every question is a look-up."""
        days = (self.first + timedelta(days=index) for index in range((self.last - self.first).days + 1))
        works = bytes(day in self.working_saturdays or (day.weekday() < SATURDAY and day not in self.off) for day in days)
        object.__setattr__(self, "_works", works)
        object.__setattr__(self, "_sums", tuple(accumulate(works)))

    def _index(self, day: date) -> int:
        index = day.toordinal() - self.first.toordinal()
        if 0 <= index < len(self._works):
            return index
        raise CalendarNotCovered(day, first=self.first, last=self.last)

    def covers(self, day: date) -> bool:
        """True when the calendar knows this day."""
        return self.first <= day <= self.last

    def is_working(self, day: date) -> bool:
        """True for a working day. Raises CalendarNotCovered."""
        return bool(self._works[self._index(day)])

    def why_off(self, day: date) -> DayOff | None:
        """Return why ``day`` is not worked (None: it is). A holiday on a Sunday is named as the holiday."""
        if self.is_working(day):
            return None
        row = self.off.get(day)
        if row is not None:
            return DayOff(day, Why(row.kind.value), row.name_vi, row.name_en)
        return DayOff(day, Why.SATURDAY if day.weekday() == SATURDAY else Why.SUNDAY)

    def on_or_after(self, day: date) -> date:
        """Return ``day`` itself when it is worked, else the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """Return ``day`` itself when it is worked, else the last working day before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def next_working(self, day: date) -> date:
        """Return the first working day after ``day`` (never ``day`` itself)."""
        return self.on_or_after(day + ONE_DAY)

    def previous_working(self, day: date) -> date:
        """Return the last working day before ``day`` (never ``day`` itself)."""
        return self.on_or_before(day - ONE_DAY)

    def add_working(self, day: date, number: int) -> date:
        """Return the ``number``-th working day after ``day`` (before it when negative; 0 gives ``day`` itself)."""
        step = self.next_working if number > 0 else self.previous_working
        for _ in range(abs(number)):
            day = step(day)
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """Return how many working days lie after ``after`` up to and including ``until`` (0 when none or reversed)."""
        return max(0, self._sums[self._index(until)] - self._sums[self._index(after)])

    def is_uncertain(self, day: date) -> bool:
        """True when the row that makes this day special still waits for its document."""
        row = self.off.get(day) or self.working_saturdays.get(day)
        return row is not None and row.uncertain
