"""After a copy came back: every session ends; and who moved what, or was named in it, is found again by its marks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Select, case, update

from accounts.models import Official
from accounts.permissions import Actor
from accounts.queries import officials
from core import shredding
from core.database import use_unit
from core.extensions import db
from core.gone import Gone, Marks
from core.permissions import Permission
from core.transaction import transaction

NOBODY = 0
"""Stands for an official whom the copy does not know."""


def by(official_id: int) -> str:
    """Return the fact that an official moved a row."""
    return f"by:{official_id}"


def names(official_id: int) -> str:
    """Return the fact that an official is named in what was moved."""
    return f"names:{official_id}"


def end_all_sessions(at: datetime, _marks: Marks) -> int:
    """End the sessions of all officials, those too that began after the copy was made.

    Such a session has a number that the copy has not come to yet and would come to again; the minutes since 1970 are past
    every number.
    """
    minutes = int(at.timestamp()) // 60
    later = case((Official.session_epoch < minutes, minutes), else_=Official.session_epoch + 1)
    with transaction() as session:
        ended = update(Official).values(session_epoch=later)
        return int(session.execute(ended, execution_options={"all_units": True, "synchronize_session": False}).rowcount)


def once_more(
    rows: Select[tuple[int, int, str]], kind: str, marks: Marks, *, at: datetime, act: Callable[[int, Gone, Actor], object]
) -> int:
    """Let ``act(id, gone, who moved it)`` be done to every row that the marks name, each in a transaction of its own, and wipe.

    ``rows`` selects, of all communes, the commune, the row and what its mark calls it. Return how many there were.
    """
    known = db.session.execute(rows, execution_options={"all_units": True}).all() if len(marks) else []
    db.session.rollback()
    found = [(unit_id, row_id, gone) for unit_id, row_id, key in known if (gone := marks.find(kind, key)) is not None]
    for unit_id, row_id, gone in found:
        with use_unit(unit_id):
            actor = who_moved(gone, unit_id=unit_id)
            with transaction():
                act(row_id, gone, actor)
    if found:
        shredding.run(at)
    return len(found)


def who_moved(gone: Gone, *, unit_id: int) -> Actor:
    """Return who moved a row of a commune, with the leave to do so; NOBODY where the copy does not know him."""
    return Actor(
        id=_last(gone, by, unit_id=unit_id) or NOBODY, unit_id=unit_id, name="",
        permissions=frozenset({Permission.DENUNCIATION_SEAL}), department_ids=frozenset(),
    )  # fmt: skip


def who_is_named(gone: Gone, *, unit_id: int) -> int | None:
    """Return the official who is named in what was moved, or None."""
    return _last(gone, names, unit_id=unit_id)


def _last(gone: Gone, fact: Callable[[int], str], *, unit_id: int) -> int | None:
    facts = {fact(person.id): person.id for person in officials(unit_id, active_only=False)}
    found = gone.last_said(facts)
    return facts[found] if found else None
