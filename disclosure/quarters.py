"""Quarters of the calendar year, for the list of what was disclosed (Art. 13.2), and their names in an address. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST = 2023
_NAME = re.compile(r"(20\d{2})-q([1-4])", re.ASCII)


@dataclass(frozen=True, kw_only=True, order=True)
class Quarter:
    """Quarter ``number`` (1–4) of a year."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """Return its name in an address: 2026-q4."""
        return f"{self.year:04}-q{self.number}"

    @property
    def first_on(self) -> date:
        """Return its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> date:
        """Return its last day."""
        return self.following.first_on - timedelta(days=1)

    @property
    def following(self) -> Quarter:
        """Return the quarter after it."""
        return Quarter(year=self.year + self.number // 4, number=self.number % 4 + 1)

    @property
    def preceding(self) -> Quarter:
        """Return the quarter before it."""
        return Quarter(year=self.year - (self.number == 1), number=(self.number - 2) % 4 + 1)


def quarter_of(day: date) -> Quarter:
    """Return the quarter of a day."""
    return Quarter(year=day.year, number=(day.month + 2) // 3)


def named(name: str) -> Quarter | None:
    """Return the quarter of a name, or None; none before the law was in force."""
    found = _NAME.fullmatch(name)
    if found is None or int(found[1]) < EARLIEST:
        return None
    return Quarter(year=int(found[1]), number=int(found[2]))
