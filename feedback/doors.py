"""Which door is right for what is no petition at all: a land dispute, a crime, a question for information, a procedure.

The texts are rows of feedback/data/doors.csv with their article, so that they change without code.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "doors.csv"


@dataclass(frozen=True, kw_only=True)
class Door:
    """Where such a matter goes, in one language; ``text`` is what a clerk may send and what stands on the sending page."""

    code: str
    title: str
    receiver: str
    text: str
    article: str


@lru_cache(maxsize=4)
def doors(locale: str) -> tuple[Door, ...]:
    """Return the doors in "vi" or "en", in the order of the file."""
    tongue = "en" if locale == "en" else "vi"
    with FILE.open(encoding="utf-8", newline="") as rows:
        return tuple(
            Door(code=row["code"], **{name: row[f"{name}_{tongue}"] for name in ("title", "receiver", "text", "article")})
            for row in csv.DictReader(rows)
        )


def door(code: str, locale: str) -> Door | None:
    """Return one door, or None."""
    return next((item for item in doors(locale) if item.code == code), None)
