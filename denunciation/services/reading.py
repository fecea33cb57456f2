"""Opening an envelope: the trail is written first, in a command of its own; only then anything is decrypted and shown."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from accounts.permissions import Actor
from accounts.services.returning import by
from core import shredding
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.gone import line
from core.text import clean_line
from deadlines.clock import local_date
from denunciation import trail
from denunciation.envelopes import unseal_facts, unwrap
from denunciation.models import RegisterEntry, RegisterFile, RegisterValue
from denunciation.paper_kinds import PaperKind, fits
from denunciation.people import Circle, entry_for
from denunciation.queries.paper_record import behind
from denunciation.rules import TEXT_LEAST, TEXT_MOST
from denunciation.services import agreeing
from denunciation.services.making import IDENTITY, put

COPY = "copy"
READS = ("content", "identity", "file", COPY)
PAPER = "read:paper"
ENVELOPE = "envelope"
"""What a mark calls the envelope of an entry (core.gone)."""
SENDERS = ("identity", "file")
"""What lies in the envelope that tells the denouncer: the name, and handwriting, faces and file data of what was sent along."""


def write_down_reading(entry_id: str, *, what: str, actor: Actor, at: datetime, reason: str) -> None:
    """Write who is about to read what and why; whoever shows anything calls this first and commits.

    Raises NotFound (not for this official, or it does not exist), BadInput (reason_missing), and WrongState where the sender's
    envelope (name, files) needs a second person who has not agreed.
    """
    circle = Circle(actor.unit_id, on=local_date(at))
    entry = entry_for(actor, entry_id, circle=circle)
    if what not in READS or not circle.may_read(actor, entry):
        raise NotFound()
    reason = clean_line(reason)[:500]
    if len(reason) < TEXT_LEAST:
        raise BadInput({"reason": "reason_missing"})
    if what in SENDERS and not agreeing.is_open(entry.id, actor=actor, at=at):
        raise WrongState("second_person")
    trail.record(unit_id=actor.unit_id, at=at, actor_id=actor.id, action=f"read:{what}", entry_id=entry.id, reason=reason)


def write_down_paper(entry_id: str, kind: PaperKind, *, actor: Actor, at: datetime) -> None:
    """Write down that somebody is about to make a paper of an entry; whoever makes it calls this first and commits.

    A making is a reading: what the paper takes from the register is opened for it. Raises NotFound, and WrongState when the paper
    does not fit where the entry stands.
    """
    found = behind(actor, entry_id, today=local_date(at))
    if not fits(kind, found.stand):
        raise WrongState(paper=kind.value, state=found.stand.state)
    trail.record(unit_id=actor.unit_id, at=at, actor_id=actor.id, action=f"{PAPER}:{kind.value}", entry_id=entry_id)


def keep_copy(entry_id: str, *, actor: Actor, at: datetime, version: int, text: str) -> None:
    """Keep the copy for the verifier as a person wrote it; the same words again change nothing. The version goes up.

    Raises BadInput, and StaleVersion when another reader was quicker. Source: Law on Denunciations 2018, Art. 56.2.
    """
    circle = Circle(actor.unit_id, on=local_date(at))
    entry = entry_for(actor, entry_id, circle=circle, change=True)
    if not circle.may_read(actor, entry):
        raise NotFound()
    if not TEXT_LEAST <= len(text) <= TEXT_MOST:
        raise BadInput({"copy": "text_missing" if len(text) < TEXT_LEAST else "text_long"})
    if _kept_copy(entry) == text:
        return
    if version != entry.version:
        raise StaleVersion(expected=version, current=entry.version)
    put(entry, COPY, {"text": text, "by": actor.id, "at": at.isoformat()})
    entry.version += 1
    trail.record(unit_id=actor.unit_id, at=at, actor_id=actor.id, action="entry:copy_written", entry_id=entry.id)


def _kept_copy(entry: RegisterEntry) -> str:
    query = select(RegisterValue.body).where(RegisterValue.entry_id == entry.id, RegisterValue.name == COPY)
    body = db.session.scalar(query)
    return str(unseal_facts(body, key=unwrap(entry.content_key), entry_id=entry.id, field=COPY)["text"]) if body else ""


def identity_to_paper(entry_id: str, *, actor: Actor, at: datetime, version: int, paper_number: str) -> None:
    """Destroy what tells the denouncer, after it was copied to the paper file of this number; its key goes too.

    Raises BadInput (number_missing), WrongState when there is nothing left, and StaleVersion when the entry is not any more
    what was seen: files that came meanwhile are on no paper yet. This is how tc_store_identity=off is kept. Afterwards call
    core.shredding.run, outside the command.
    """
    circle = Circle(actor.unit_id, on=local_date(at))
    entry = entry_for(actor, entry_id, circle=circle, change=True)
    if not circle.may_read(actor, entry):
        raise NotFound()
    paper_number = clean_line(paper_number)[:60]
    if not paper_number:
        raise BadInput({"paper_number": "number_missing"})
    if entry.identity_key is None:
        raise WrongState("identity_gone")
    if version != entry.version:
        raise StaleVersion(expected=version, current=entry.version)
    put(entry, "paper", {"number": paper_number, "by": actor.id, "at": at.isoformat()})
    destroy_envelope(entry, actor=actor, at=at)
    trail.record(unit_id=actor.unit_id, at=at, actor_id=actor.id, action="entry:identity_destroyed", entry_id=entry.id)


def destroy_envelope(entry: RegisterEntry, *, actor: Actor, at: datetime) -> None:
    """Destroy what tells the denouncer, with its key; whoever asks writes it down. A copy cannot bring it back (core.gone)."""
    db.session.execute(delete(RegisterValue).where(RegisterValue.entry_id == entry.id, RegisterValue.name == IDENTITY))
    db.session.execute(delete(RegisterFile).where(RegisterFile.entry_id == entry.id))
    entry.identity_key = None
    entry.version += 1
    touched = (RegisterEntry.__tablename__, RegisterValue.__tablename__, RegisterFile.__tablename__)
    shredding.ask(at=at, files=(), tables=touched, indexed=False, marks=[line(ENVELOPE, entry.id, by(actor.id))])
