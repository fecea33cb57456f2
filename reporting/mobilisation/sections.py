"""The outline of the report as data: its sections with their days of validity, and what each number is called. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from reporting.periods import Period

DATA = Path(__file__).parents[1] / "data" / "mobilisation_sections.toml"
MANY = ".*"


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number: its words as printed, how it is counted, and the list of its cases; ``within``: a part of the number above."""

    key: str
    words: str
    counted: str
    counted_en: str
    link: str = ""
    within: bool = False

    def url(self, period: Period) -> str:
        """Return where the cases behind the number of a period are, "" where the house has no page of them."""
        if not self.link:
            return ""
        days = urlencode({"tu": period.first_on.isoformat(), "den": period.last_on.isoformat()})
        return f"{self.link}{'&' if '?' in self.link else '?'}{days}"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Numbers of a section below one title; ``help``: for who writes, not for the paper."""

    title: str
    numbers: tuple[str, ...]
    help: bool = False


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section of the paper, as it is in force from one day to another (None: still)."""

    key: str
    number: str
    title: str
    hint: str
    hint_en: str
    parts: tuple[Part, ...]
    valid_from: date
    valid_to: date | None = None


def sections_on(day: date) -> tuple[Section, ...]:
    """Return the outline of a report that ends on a day."""
    return tuple(item for item in _sections() if item.valid_from <= day and (item.valid_to is None or day <= item.valid_to))


def numbers() -> Mapping[str, Number]:
    """Return every number that the outline may show, by its key."""
    return _numbers()


def hint_words(section: Section, locale: str) -> str:
    """Return what a section is about, for who writes it."""
    return section.hint_en if locale == "en" else section.hint


def counted_words(key: str, locale: str) -> str:
    """Return how a number is counted; an empty text for one that the outline no longer knows."""
    known = number_of(key)
    return "" if known is None else known.counted_en if locale == "en" else known.counted


def link_of(key: str, period: Period) -> str:
    """Return where the cases behind a number of a period are, "" for one that the outline no longer knows."""
    known = number_of(key)
    return known.url(period) if known else ""


def number_of(key: str) -> Number | None:
    """Return the number of a key, also where it is one of many ("letters.late_by.weather")."""
    return numbers().get(key) or numbers().get(key.rpartition(".")[0] + MANY)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _sections() -> tuple[Section, ...]:
    return tuple(Section(**{**row, "parts": tuple(_part(part) for part in row["parts"])}) for row in _data()["section"])


@lru_cache(maxsize=1)
def _numbers() -> Mapping[str, Number]:
    return {row["key"]: Number(**row) for row in _data()["number"]}


def _part(row: Mapping[str, Any]) -> Part:
    return Part(**{**row, "numbers": tuple(row["numbers"])})
