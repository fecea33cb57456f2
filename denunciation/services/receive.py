"""The one door into the sealed room: an ordinary letter that holds a denunciation is handed in, inside the giver's command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from accounts.permissions import Actor
from core.extensions import db
from core.sealing import sealer
from core.text import clean_line
from denunciation import trail
from denunciation.envelopes import new_key, unwrap, wrap
from denunciation.models import RegisterEntry, RegisterValue
from denunciation.services.making import NewEntry, Taken, keep_files, make, put
from denunciation.states import Source


@dataclass(frozen=True, kw_only=True)
class MovedLetter:
    """A letter on its way: ``content`` what was written, ``rows`` everything else that hung on it, ``identity`` who sent it.

    ``files`` are media type and bytes. Nothing of it may be in the giver's tables when the command ends.
    """

    code: str
    received_on: date
    content: dict[str, Any]
    rows: dict[str, Any]
    identity: dict[str, Any]
    files: Sequence[tuple[str, bytes]] = ()


def receive(
    moved: MovedLetter, *, actor: Actor, at: datetime, accused_id: int | None = None, accused_text: str = "",
    paper_number: str = "",
) -> Taken:  # fmt: skip
    """Take a letter over into the register; ``accused_id`` is an official of the commune, ``accused_text`` anybody else.

    Says whether only the province may settle it and by when it has to be handed on. Nobody is notified.
    """
    content = {**moved.content, "paper_number": clean_line(paper_number)[:60], "rows": moved.rows}
    new = NewEntry(
        source=Source.MOVED, received_on=moved.received_on, content=content, accused_id=accused_id,
        accused_text=clean_line(accused_text)[:200], identity=moved.identity, files=moved.files, origin=_origin(moved.code),
    )  # fmt: skip
    return make(new, actor=actor, at=at)


def add(code: str, *, unit_id: int, at: datetime, text: str, files: Sequence[tuple[str, bytes]] = ()) -> bool:
    """Lay what the sender wrote later beside the entry that came under this code; False when there is none."""
    query = select(RegisterEntry).where(RegisterEntry.unit_id == unit_id, RegisterEntry.origin == _origin(code))
    entry = db.session.scalars(query.with_for_update()).one_or_none()
    if entry is None:
        return False
    counted = (
        select(func.count())
        .select_from(RegisterValue)
        .where(RegisterValue.entry_id == entry.id, RegisterValue.name.startswith("added:"))
    )
    put(entry, f"added:{(db.session.scalar(counted) or 0) + 1}", {"text": text, "at": at.isoformat()})
    if files:
        if entry.identity_key is None:
            entry.identity_key = wrap(new_key())
        keep_files(entry, files, key=unwrap(entry.identity_key))
    trail.record(unit_id=unit_id, at=at, actor_id=None, action="entry:added_to", entry_id=entry.id)
    return True


def _origin(code: str) -> str:
    return sealer.fingerprint("register-origin", code)
