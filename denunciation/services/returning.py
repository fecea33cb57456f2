"""After a copy came back: a sender's envelope that had been destroyed since goes again, and who had been named is named again.

Without the second, an official who was named after the copy was made would read an entry against himself.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.services.returning import NOBODY, who_is_named, who_moved
from core import shredding
from core.database import use_unit
from core.extensions import db
from core.gone import Gone, Marks
from core.transaction import transaction
from deadlines.clock import local_date
from denunciation import trail
from denunciation.models import RegisterEntry
from denunciation.people import accused_id
from denunciation.services.reading import ENVELOPE, destroy_envelope
from denunciation.services.steps import NAMED, name_accused


def settle_entries(at: datetime, marks: Marks) -> int:
    """Destroy and name again what the marks say of entries that the copy holds."""
    every = select(RegisterEntry.unit_id, RegisterEntry.id).order_by(RegisterEntry.id)
    rows = db.session.execute(every, execution_options={"all_units": True}).all() if len(marks) else []
    db.session.rollback()
    done = sum(_settle(unit_id, entry_id, at=at, marks=marks) for unit_id, entry_id in rows)
    if done:
        shredding.run(at)
    return done


def _settle(unit_id: int, entry_id: str, *, at: datetime, marks: Marks) -> int:
    emptied, named = marks.find(ENVELOPE, entry_id), marks.find(NAMED, entry_id)
    if emptied is None and named is None:
        return 0
    with use_unit(unit_id), transaction():
        entry = db.session.scalars(select(RegisterEntry).where(RegisterEntry.id == entry_id).with_for_update()).one()
        if emptied is not None and entry.identity_key is not None:
            destroy_envelope(entry, actor=who_moved(emptied, unit_id=unit_id), at=at)
            _write_down(entry, emptied, action="entry:identity_destroyed", at=at)
        who = who_is_named(named, unit_id=unit_id) if named is not None else None
        if named is not None and who is not None and accused_id(entry) is None:
            name_accused(entry, who, text="", on=local_date(at), at=at)
            entry.version += 1
            _write_down(entry, named, action="step:name_accused", at=at)
    return 1


def _write_down(entry: RegisterEntry, gone: Gone, *, action: str, at: datetime) -> None:
    who = who_moved(gone, unit_id=entry.unit_id).id
    trail.record(unit_id=entry.unit_id, at=at, actor_id=who if who != NOBODY else None, action=action, entry_id=entry.id)
