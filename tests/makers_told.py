"""What told stories share: letters at a moment in Viet Nam, and the dated timeline with its articles."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from core.extensions import db
from feedback.models import CaseClock, CaseEntry

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Day:
    """A date computed by hand: the weekday stands beside it, ``why`` tells how it was counted."""

    what: str
    on: str
    why: str


def moment(local: str) -> datetime:
    """Return "2026-11-20 09:00" in Viet Nam as a moment."""
    return datetime.fromisoformat(local).replace(tzinfo=LOCAL)


def named(day: date | None) -> str:
    """Return "Fri 20/11/2026" ("–" for no day)."""
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}" if day else "–"


def clock_days(case_id: int) -> dict[str, str]:
    """Return when each clock of a case is due: term → named day."""
    db.session.rollback()
    query = select(CaseClock.term_code, CaseClock.due_on).where(CaseClock.case_id == case_id).order_by(CaseClock.id)
    return {row.term_code: named(row.due_on) for row in db.session.execute(query)}


def timeline(case_id: int) -> list[str]:
    """Return what happened and which periods ran, by date, each clock with its article."""
    db.session.rollback()
    lines = [
        (entry.at.astimezone(LOCAL).date(), 0, f"{entry.kind} {entry.facts.get('receiver', '')}".strip())
        for entry in db.session.scalars(select(CaseEntry).where(CaseEntry.case_id == case_id).order_by(CaseEntry.id))
    ]
    for clock in db.session.scalars(select(CaseClock).where(CaseClock.case_id == case_id).order_by(CaseClock.id)):
        words = f"{clock.term_code} due (from {named(clock.started_on)}; {clock.proof['article'][0]})"
        lines.append((clock.due_on, 1, words))
    return [f"{named(day)}  {words}" for day, _order, words in sorted(lines, key=lambda line: line[:2])]


def tell(title: str, case_ids: Sequence[int]) -> None:
    """Print a story: read it with pytest -s."""
    lines = [f"  {number}. {line}" for number, case_id in enumerate(case_ids, start=1) for line in timeline(case_id)]
    sys.stdout.write("\n".join(["", title, *lines, ""]))
