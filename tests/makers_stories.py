"""Tells a case as a dated story: what happened, on which day, and by which article each date stands."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from core.extensions import db
from deadlines.clock import local_date
from deadlines.explain import WEEKDAYS, day_text
from deadlines.proof import Proof
from feedback.models import Case, CaseClock, CaseEntry
from feedback.views.timeline import ALL_LINES

DAYS = {name: number for number, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))}


def tell(case_id: int) -> str:
    """Return the timeline of a case with its clocks and their articles, one line each, oldest first."""
    db.session.rollback()
    case = db.session.get(Case, case_id)
    rows = db.session.scalars(select(CaseEntry).where(CaseEntry.case_id == case_id).order_by(CaseEntry.id)).all()
    lines = [f"{day_text(local_date(row.at))}: {ALL_LINES[row.kind].title}" for row in rows]
    clocks = db.session.scalars(select(CaseClock).where(CaseClock.case_id == case_id).order_by(CaseClock.id)).all()
    lines += [f"{row.term_code}: {day_text(row.started_on)} → {day_text(row.due_on)} ({_article(row)})" for row in clocks]
    return "\n".join([f"{case.code} · {case.state}", *lines])


def _article(clock: CaseClock) -> str:
    return Proof.from_dict(clock.proof).article_vi


def clocks_of(case_id: int) -> dict[str, tuple[date, date]]:
    """Return start and due date of each term of a case; of a term that ran twice, the last."""
    db.session.rollback()
    rows = db.session.scalars(select(CaseClock).where(CaseClock.case_id == case_id).order_by(CaseClock.id))
    return {row.term_code: (row.started_on, row.due_on) for row in rows}


def compare(case_id: int, table: dict[str, tuple[str, str, str]]) -> None:
    """Compare the clocks with a table made by hand: term → ("Fri 2026-11-20", "Wed 2026-12-02", why)."""
    found = clocks_of(case_id)
    expected = {term: (_day(start), _day(due)) for term, (start, due, _why) in table.items()}
    assert found == expected


def _day(text: str) -> date:
    """Read "Fri 2026-11-20", and check that it is a Friday."""
    name, iso = text.split()
    day = date.fromisoformat(iso)
    assert day.weekday() == DAYS[name], f"{iso} is {WEEKDAYS['en'][day.weekday()]}, not {name}"
    return day
