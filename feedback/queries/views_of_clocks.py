"""The clocks of a case as pages show them: dates, what is left, and the sentences that explain them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.extensions import db
from deadlines import queries as legal_time
from deadlines.calendar import WorkingCalendar
from deadlines.engine import Urgency, remaining, urgency
from deadlines.explain import explain
from deadlines.proof import Proof
from feedback.models import CaseClock
from feedback.queries.stand_ins import KeptClock, kept_clocks
from feedback.stand_in_models import StandIn
from feedback.states import ClockState


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """One clock. ``remaining`` in working days (negative: late; None: not running); ``sentences`` explain the due date.

    ``raw_on`` is the last day as counted, ``due_on`` after rolling over days off.
    """

    term_code: str
    label: str
    state: str
    round: int
    started_on: date
    raw_on: date
    due_on: date
    extension_days: int
    ended_on: date | None
    in_time: bool | None
    remaining: int | None
    urgency: Urgency | None
    sentences: tuple[str, ...]


def clock_views(unit_id: int, case_id: int, *, today: date, calendar: WorkingCalendar, locale: str) -> list[ClockView]:
    """Return the clocks of a case, oldest first."""
    rows = db.session.scalars(
        select(CaseClock).where(CaseClock.unit_id == unit_id, CaseClock.case_id == case_id).order_by(CaseClock.id)
    )
    return [_view(row, today=today, calendar=calendar, locale=locale) for row in rows]


def kept_clock_views(stand_in: StandIn, *, today: date, calendar: WorkingCalendar, locale: str) -> list[ClockView]:
    """Return the clocks of what stands in for a former case, oldest first."""
    return [_view(row, today=today, calendar=calendar, locale=locale) for row in kept_clocks(stand_in)]


def _view(row: CaseClock | KeptClock, *, today: date, calendar: WorkingCalendar, locale: str) -> ClockView:
    running = row.state == ClockState.RUNNING
    return ClockView(
        term_code=row.term_code, label=_stage(row, locale), state=row.state, round=row.round,
        started_on=row.started_on, raw_on=row.raw_on, due_on=row.due_on, extension_days=row.extension_days,
        ended_on=row.ended_on, in_time=None if row.ended_on is None else row.ended_on <= row.due_on,
        remaining=remaining(row.due_on, today, calendar) if running else None,
        urgency=urgency(row.due_on, today, calendar) if running else None,
        sentences=tuple(explain(Proof.from_dict(row.proof), locale)),
    )  # fmt: skip


def _stage(row: CaseClock | KeptClock, locale: str) -> str:
    terms = legal_time.all_terms(row.unit_id)
    return next((term.text("stage", locale) for term in terms if term.code == row.term_code), row.term_code)
