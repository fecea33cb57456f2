"""How a model goes: notes with a day, for the desk or for everybody."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from accounts.permissions import Actor
from core.errors import BadInput
from core.extensions import db
from core.text import clean_text
from deadlines.clock import local_date
from skilful.events import NoteHidden, ProgressNoted
from skilful.models import SkilfulNote, SkilfulYear
from skilful.rules import note_faults
from skilful.services.steps import enter, load, tell
from skilful.states import Step


def note(
    model_id: int, *, words: str, on: date | None, public: bool, actor: Actor, at: datetime, version: int
) -> None:  # fmt: skip
    """Write how it went on a day. Event: ProgressNoted.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (skilful.rules.note_faults).
    """
    row, _year = load(model_id, Step.NOTE, actor=actor, version=version)
    words = clean_text(words)
    year = db.session.scalars(select(func.min(SkilfulYear.year)).where(SkilfulYear.model_id == row.id)).one()
    faults = note_faults(words, on, today=local_date(at), year=year, starts_on=row.starts_on)
    if faults or on is None:
        raise BadInput(faults)
    kept = SkilfulNote(unit_id=row.unit_id, model_id=row.id, noted_on=on, words=words, public=public)
    db.session.add(kept)
    db.session.flush()
    enter(row, Step.NOTE, actor=actor, at=at, note_id=kept.id, on=on, public=public)
    tell(ProgressNoted, row, actor=actor, at=at, note_id=kept.id, on=on, public=public)


def hide_note(model_id: int, *, note_id: int | None, actor: Actor, at: datetime, version: int) -> None:
    """Keep a public note for the desk. Event: NoteHidden. Raises as ``note``, BadInput (note_unknown)."""
    row, _year = load(model_id, Step.HIDE_NOTE, actor=actor, version=version)
    query = select(SkilfulNote).where(SkilfulNote.id == note_id, SkilfulNote.model_id == row.id, SkilfulNote.public)
    kept = db.session.scalar(query)
    if kept is None:
        raise BadInput({"note_id": "note_unknown"})
    kept.public = False
    enter(row, Step.HIDE_NOTE, actor=actor, at=at, note_id=kept.id, on=kept.noted_on)
    tell(NoteHidden, row, actor=actor, at=at, note_id=kept.id)
