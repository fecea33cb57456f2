"""The one door into the sealed room: an ordinary letter that holds a denunciation is handed in, inside the giver's command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select

from accounts.permissions import Actor
from core.extensions import db
from core.sealing import sealer
from core.text import clean_line
from denunciation import trail
from denunciation.envelopes import new_key, unseal_facts, unwrap, wrap
from denunciation.models import RegisterEntry, RegisterValue
from denunciation.services.making import NewEntry, Taken, keep_files, make, put
from denunciation.states import Source

LETTER = "letter"
"""What a mark calls a letter (core.gone)."""


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
        accused_text=clean_line(accused_text)[:200], identity=moved.identity, files=moved.files, origin=origin_of(moved.code),
    )  # fmt: skip
    return make(new, actor=actor, at=at)


def add(code: str, *, unit_id: int, at: datetime, text: str, files: Sequence[tuple[str, bytes]] = ()) -> bool:
    """Lay what the sender wrote later beside the entry that came under this code; False when there is none.

    The same text twice in a row is taken once, with the files that did not come the first time.
    """
    query = select(RegisterEntry).where(RegisterEntry.unit_id == unit_id, RegisterEntry.origin == origin_of(code))
    entry = db.session.scalars(query.with_for_update()).one_or_none()
    if entry is None:
        return False
    counted = (
        select(func.count())
        .select_from(RegisterValue)
        .where(RegisterValue.entry_id == entry.id, RegisterValue.name.startswith("added:"))
    )
    number = db.session.scalar(counted) or 0
    marks = {_mark(plain): (kind, plain) for kind, plain in files}
    last = _added(entry, number)
    if last.get("text") == text:
        known = set(last.get("files", ()))
        files = [file for mark, file in marks.items() if mark not in known]
        if not files:
            return True
        put(entry, f"added:{number}", {**last, "files": sorted(known | set(marks))})
    else:
        files = list(marks.values())
        put(entry, f"added:{number + 1}", {"text": text, "at": at.isoformat(), "files": sorted(marks)})
    if files:
        if entry.identity_key is None:
            entry.identity_key = wrap(new_key())
        keep_files(entry, files, key=unwrap(entry.identity_key))
        entry.version += 1  # whoever is about to destroy the files has not seen these
    trail.record(unit_id=unit_id, at=at, actor_id=None, action="entry:added_to", entry_id=entry.id)
    return True


def _mark(plain: bytes) -> str:
    """Return a keyed mark of a file: it tells the file when it comes again, and without the key nobody can try others."""
    return sealer.fingerprint("register-file", sha256(plain).hexdigest())


def _added(entry: RegisterEntry, number: int) -> dict[str, Any]:
    """Return what the sender added last, nothing when nothing was added yet."""
    name = f"added:{number}"
    query = select(RegisterValue.body).where(RegisterValue.entry_id == entry.id, RegisterValue.name == name)
    body = db.session.scalar(query)
    return unseal_facts(body, key=unwrap(entry.content_key), entry_id=entry.id, field=name) if body else {}


def origin_of(code: str) -> str:
    """Return the keyed fingerprint by which an entry, and a mark (core.gone), knows the letter that it was."""
    return sealer.fingerprint("register-origin", code)
