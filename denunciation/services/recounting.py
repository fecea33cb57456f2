"""When the calendar or a term changes, the running clocks of the register are counted anew, and its own trail alone says so.

Nobody is told and nothing is written outside: the audit entry of the change lists the moves of ordinary cases only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select

from core.database import use_unit
from core.extensions import db
from deadlines.events import CalendarChanged, TermChanged
from denunciation import trail
from denunciation.models import RegisterClock, RegisterEntry
from denunciation.services.clocks import recount

RUNNING = RegisterClock.ended_on.is_(None) & RegisterClock.stopped.is_(False)


def on_calendar_changed(event: CalendarChanged) -> None:
    """Count anew what runs over one of the changed days (Civil Code 2015, Art. 148.5; deadlines.engine)."""
    first, last = event.span
    _recount(event, action="clocks:calendar", only=(RegisterClock.started_on <= last) & (RegisterClock.due_on >= first))


def on_term_changed(event: TermChanged) -> None:
    """Count anew what was received while the changed rows are in force; older entries keep their rule."""
    _recount(event, action="clocks:term", only=RegisterEntry.received_on >= (event.valid_from or date.min))


def _recount(event: CalendarChanged | TermChanged, *, action: str, only: ColumnElement[bool]) -> None:
    for unit_id in _units(event.unit_id):
        with use_unit(unit_id):
            for entry in _entries(unit_id, only):
                moved = recount(entry)
                if moved:
                    trail.record(
                        unit_id=unit_id, at=event.at, actor_id=event.actor_id, action=action, entry_id=entry.id,
                        reason="; ".join(moved),
                    )  # fmt: skip


def _units(unit_id: int | None) -> Sequence[int]:
    if unit_id is not None:
        return [unit_id]
    query = select(RegisterEntry.unit_id).distinct().order_by(RegisterEntry.unit_id)
    return db.session.scalars(query, execution_options=trail.EVERY_UNIT).all()


def _entries(unit_id: int, only: ColumnElement[bool]) -> Sequence[RegisterEntry]:
    """Return the entries, all of them locked before the trail is: a step holds its entry while it waits for the trail."""
    running = select(RegisterClock.entry_id).join(RegisterEntry, RegisterEntry.id == RegisterClock.entry_id).where(RUNNING, only)
    query = select(RegisterEntry).where(RegisterEntry.unit_id == unit_id, RegisterEntry.id.in_(running))
    return db.session.scalars(query.order_by(RegisterEntry.id).with_for_update()).all()
