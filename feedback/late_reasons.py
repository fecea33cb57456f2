"""Why an answer came after its due date: a short list in feedback/data/late_reasons.csv, so that its words change without code.

Everybody reads the words of the list and nothing else; what an official adds stays in the house. A code that was used once stays
in the file, because answers carry it. Pure.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from core.text import clean_line
from deadlines.engine import is_overdue

FILE = Path(__file__).parent / "data" / "late_reasons.csv"
OTHER = "other"
PLAINEST = "slow_start"
"""The reason that is true of whatever is late, and says nothing of anything else."""
WAITED = "approval"
"""The reason of an answer that was submitted in time, when none is asked for, and became late while it waited to be issued."""
NOTE_LEAST, NOTE_MOST = 5, 200


@dataclass(frozen=True, kw_only=True)
class Lateness:
    """What an official says of a delay: the code of a reason ("": none was said), and a line that is never public."""

    reason: str = ""
    note: str = ""


UNSAID = Lateness()


@lru_cache(maxsize=4)
def late_reasons(locale: str) -> dict[str, str]:
    """Return the reasons in "vi" or "en": code → words, in the order of the file."""
    tongue = "en" if locale == "en" else "vi"
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row[f"words_{tongue}"] for row in csv.DictReader(rows)}


def late_words(code: str, locale: str) -> str:
    """Return the words of a reason, an empty text for none."""
    return late_reasons(locale).get(code, "")


def is_late(due_on: date | None, today: date) -> bool:
    """True from the day after the due date on; nothing is late that has no due date."""
    return due_on is not None and is_overdue(due_on, today)


def said_when(said: Lateness, *, late: bool) -> Lateness:
    """Return what is kept of what was said: nothing while it is in time, and no unknown code."""
    if not late:
        return UNSAID
    known = said.reason if said.reason in late_reasons("vi") else ""
    return Lateness(reason=known, note=clean_line(said.note)[:NOTE_MOST])


def missing_reason(said: Lateness, *, late: bool) -> dict[str, str]:
    """Return what is still to be said of a delay: field → code. Another reason than those of the list needs its line."""
    kept = said_when(said, late=late)
    if late and not kept.reason:
        return {"late_reason": "late_reason_missing"}
    if kept.reason == OTHER and len(kept.note) < NOTE_LEAST:
        return {"late_note": "late_note_missing"}
    return {}
