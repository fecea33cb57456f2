"""After a copy came back: letters that had been moved to the sealed register since are moved again, before anybody sees them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.services.returning import who_is_named, who_moved
from core import shredding
from core.database import use_unit
from core.errors import NotFound
from core.extensions import db
from core.gone import Marks
from core.transaction import transaction
from feedback.models import Case
from feedback.services.sealing import KIND, mark_key, move


def move_again(at: datetime, marks: Marks) -> int:
    """Move every case that the marks name; the newest first, which takes along what another commune kept of it."""
    every = select(Case.unit_id, Case.id, Case.code).order_by(Case.id.desc())
    rows = db.session.execute(every, execution_options={"all_units": True}).all() if len(marks) else []
    db.session.rollback()
    done = sum(_again(unit_id, case_id, code, at=at, marks=marks) for unit_id, case_id, code in rows)
    if done:
        shredding.run(at)
    return done


def _again(unit_id: int, case_id: int, code: str, *, at: datetime, marks: Marks) -> bool:
    gone = marks.find(KIND, mark_key(code))
    if gone is None:
        return False
    with use_unit(unit_id):
        actor, named = who_moved(gone, unit_id=unit_id), who_is_named(gone, unit_id=unit_id)
        try:
            with transaction():
                move(case_id, actor=actor, at=at, accused_id=named)
        except NotFound:  # it left with the one that it was handed over to
            return False
    return True
