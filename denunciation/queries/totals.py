"""The only figures that leave the sealed room: totals of a period that is over, and none where one could point at somebody."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from core.extensions import db
from denunciation.models import RegisterEntry
from denunciation.rules import shown_totals
from denunciation.states import EntryState


def totals(unit_id: int, *, first_on: date, last_on: date, today: date) -> dict[str, int | None]:
    """Return received, accepted, transferred and concluded of the letters of a period, or None for each (see rules)."""
    return shown_totals(_exact(unit_id, first_on=first_on, last_on=last_on), last_on=last_on, today=today)


def _exact(unit_id: int, *, first_on: date, last_on: date) -> dict[str, int]:
    query = (
        select(RegisterEntry.state, RegisterEntry.accepted_on.is_not(None), RegisterEntry.concluded_on.is_not(None), func.count())
        .where(RegisterEntry.unit_id == unit_id, RegisterEntry.received_on.between(first_on, last_on))
        .group_by(RegisterEntry.state, RegisterEntry.accepted_on.is_not(None), RegisterEntry.concluded_on.is_not(None))
    )
    rows = db.session.execute(query).all()
    return {
        "received": sum(number for *_facts, number in rows),
        "accepted": sum(number for _state, accepted, _concluded, number in rows if accepted),
        "transferred": sum(number for state, *_facts, number in rows if state == EntryState.TRANSFERRED),
        "concluded": sum(number for _state, _accepted, concluded, number in rows if concluded),
    }
