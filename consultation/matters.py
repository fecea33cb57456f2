"""The nine matters of Art. 25 in consultation/data/matters.csv, in our own words, each with its days in force. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "matters.csv"


@dataclass(frozen=True, kw_only=True)
class Matter:
    """A matter on which people are asked; ``valid_to`` None: until further notice."""

    code: str
    clause: int
    name_vi: str
    name_en: str
    valid_from: date
    valid_to: date | None

    def named(self, locale: str) -> str:
        """Return its words in "vi" or "en"."""
        return self.name_en if locale == "en" else self.name_vi

    def holds(self, on: date) -> bool:
        """Return whether it is the law on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@lru_cache(maxsize=1)
def all_matters() -> dict[str, Matter]:
    """Return every matter that was ever one, by its code, in the order of the law."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: _matter(row) for row in csv.DictReader(rows)}


def matters_on(on: date) -> dict[str, Matter]:
    """Return the matters of the law on a day."""
    return {code: matter for code, matter in all_matters().items() if matter.holds(on)}


def _matter(row: dict[str, str]) -> Matter:
    return Matter(
        code=row["code"], clause=int(row["clause"]), name_vi=row["name_vi"], name_en=row["name_en"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )  # fmt: skip
