"""Finding a stand-in, and its clocks as rows that look like those of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.extensions import db
from feedback.queries.complaint_facts import ComplaintDays
from feedback.stand_in_models import StandIn


@dataclass(kw_only=True)
class KeptClock:
    """A clock of a former case, with the columns of CaseClock that pages and counting use."""

    unit_id: int
    round: int
    term_code: str
    state: str
    started_on: date
    raw_on: date
    due_on: date
    extension_days: int
    ended_on: date | None
    proof: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        days = {name: getattr(self, name).isoformat() for name in ("started_on", "raw_on", "due_on")}
        ended = None if self.ended_on is None else self.ended_on.isoformat()
        rest = {name: getattr(self, name) for name in ("round", "term_code", "state", "extension_days", "proof")}
        return {**rest, **days, "ended_on": ended}


def by_code(unit_id: int, code: str) -> StandIn | None:
    """Return the stand-in of a code, or None."""
    return db.session.scalars(select(StandIn).where(StandIn.unit_id == unit_id, StandIn.code == code)).one_or_none()


def by_id(unit_id: int, case_id: int) -> StandIn | None:
    """Return the stand-in of a former case, or None."""
    return db.session.scalars(select(StandIn).where(StandIn.unit_id == unit_id, StandIn.id == case_id)).one_or_none()


def kept_days(stand_in: StandIn) -> ComplaintDays:
    """Return the days that its page shows where it was a complaint."""
    return ComplaintDays.from_dict(stand_in.days or {})


def kept_clocks(stand_in: StandIn) -> list[KeptClock]:
    """Return its clocks, oldest first."""
    return [
        KeptClock(
            unit_id=stand_in.unit_id, round=kept["round"], term_code=kept["term_code"], state=kept["state"],
            started_on=date.fromisoformat(kept["started_on"]), raw_on=date.fromisoformat(kept["raw_on"]),
            due_on=date.fromisoformat(kept["due_on"]), extension_days=kept["extension_days"], proof=kept["proof"],
            ended_on=date.fromisoformat(kept["ended_on"]) if kept["ended_on"] else None,
        )
        for kept in stand_in.clocks
    ]  # fmt: skip
