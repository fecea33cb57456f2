"""A new entry: its number, its keys, its sealed values, its first clock, and the line in the register's trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from accounts.permissions import Actor
from core.database import new_public_id
from core.extensions import db
from deadlines.clock import local_date
from denunciation import trail
from denunciation.envelopes import new_key, seal, seal_facts, unwrap, wrap
from denunciation.models import RegisterEntry, RegisterFile, RegisterValue
from denunciation.people import ACCUSED, Circle
from denunciation.services import clocks
from denunciation.states import PRESS, TRANSFER, TRIAGE, EntryState, Source

CONTENT, IDENTITY = "content", "identity"


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What goes into the register. ``identity``: what would tell the denouncer, with its own key; empty: there is none."""

    source: Source
    received_on: date
    content: dict[str, Any]
    accused_id: int | None = None
    accused_text: str = ""
    identity: dict[str, Any] = field(default_factory=dict)
    files: Sequence[tuple[str, bytes]] = ()
    origin: str | None = None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of it: ``beyond_commune`` means only handing on to the province is left, by ``due_on``."""

    entry_id: str
    beyond_commune: bool
    due_on: date


def make(new: NewEntry, *, actor: Actor, at: datetime) -> Taken:
    """Write a new entry of the actor's commune, everything sealed before it is written.

    Clocks: triage, and beside it the transfer, because whoever finds that the commune may not settle it has five days from the
    receipt and not seven (Law on Denunciations 2018, Art. 24.1, 24.2), and the answer to the press or the body that passed it on
    (Art. 26.2). The transfer alone where the accused is chair or vice-chair.
    """
    circle = Circle(actor.unit_id, on=local_date(at))
    beyond = circle.is_beyond_for(new.accused_id)
    content_key, identity_key = new_key(), new_key()
    secret = bool(new.identity or new.files)
    entry = RegisterEntry(
        id=new_public_id(), unit_id=actor.unit_id, year=new.received_on.year, source=new.source.value,
        state=EntryState.RECEIVED.value, version=1, received_on=new.received_on, received_by=actor.id, created_at=at,
        last_on=new.received_on, content_key=wrap(content_key), extensions=0,
        identity_key=wrap(identity_key) if secret else None, origin=new.origin,
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    put(entry, CONTENT, new.content, key=content_key)
    put(entry, ACCUSED, {"id": new.accused_id, "text": new.accused_text}, key=content_key)
    if secret:
        put(entry, IDENTITY, new.identity, key=identity_key)
        keep_files(entry, new.files, key=identity_key)
    codes = (TRANSFER,) if beyond else (TRIAGE, TRANSFER, PRESS) if new.source is Source.PASSED_ON else (TRIAGE, TRANSFER)
    clock, *_others = [clocks.start(entry, code, on=new.received_on) for code in codes]
    if new.accused_id is None:  # last: from here to the end of the command every other entry of the commune waits
        entry.number = _next_number(actor.unit_id, new.received_on.year)
    trail.record(unit_id=actor.unit_id, at=at, actor_id=actor.id, action="entry:made", entry_id=entry.id)
    return Taken(entry_id=entry.id, beyond_commune=beyond, due_on=clock.due_on)


def put(entry: RegisterEntry, name: str, facts: dict[str, Any], *, key: bytes | None = None) -> None:
    """Seal a value of an entry, in place of what it was before; without ``key`` with the key of the content."""
    body = seal_facts(facts, key=key or unwrap(entry.content_key), entry_id=entry.id, field=name)
    row = db.session.scalars(
        select(RegisterValue).where(RegisterValue.entry_id == entry.id, RegisterValue.name == name)
    ).one_or_none()
    if row is None:
        db.session.add(RegisterValue(unit_id=entry.unit_id, entry_id=entry.id, name=name, body=body))
    else:
        row.body = body
    db.session.flush()


def keep_files(entry: RegisterEntry, files: Sequence[tuple[str, bytes]], *, key: bytes) -> None:
    """Seal photos and papers; their media type is all that is kept in the clear."""
    before = db.session.scalar(select(func.count()).select_from(RegisterFile).where(RegisterFile.entry_id == entry.id)) or 0
    for place, (media_type, plain) in enumerate(files, start=before + 1):
        file_id = new_public_id()
        body = seal(plain, key=key, entry_id=entry.id, field=f"file:{file_id}")
        db.session.add(
            RegisterFile(id=file_id, unit_id=entry.unit_id, entry_id=entry.id, place=place, media_type=media_type, body=body)
        )
    db.session.flush()


def _next_number(unit_id: int, year: int) -> int:
    trail.head_of(unit_id)  # the queue of the register: two at once get two numbers
    query = select(func.max(RegisterEntry.number)).where(RegisterEntry.unit_id == unit_id, RegisterEntry.year == year)
    return (db.session.scalar(query) or 0) + 1
