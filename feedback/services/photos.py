"""Photos of a sender: kept while the letter is being put right, moved to the case when it is sent, forgotten when it never is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import select, update

from core.attachments import Attachment, forget, receive
from core.extensions import db
from feedback.queries.photos import draft_subject

DRAFT_HOURS = 72


def keep_for_draft(streams: Iterable[BinaryIO], *, unit_id: int, nonce: str, at: datetime) -> None:
    """Keep photos of a letter that came back with faults, so that nobody has to send them twice. Raises BadInput."""
    for stream in streams:
        receive(stream, unit_id=unit_id, subject=draft_subject(nonce), purpose="story", at=at)


def keep_voice(stream: BinaryIO | None, *, unit_id: int, subject: str, at: datetime) -> None:
    """Keep a checked voice note of a letter, sent or not; a new one takes the place of the one that was there. Raises NotKept."""
    if stream is None:
        return
    query = select(Attachment).where(Attachment.unit_id == unit_id, Attachment.subject == subject, Attachment.purpose == "voice")
    before = db.session.scalars(query).all()
    receive(stream, unit_id=unit_id, subject=subject, purpose="voice", at=at, voice=True)
    forget(before, at=at)


def drop_from_draft(public_ids: Iterable[str] | None, *, unit_id: int, nonce: str, at: datetime) -> None:
    """Forget kept photos that the sender no longer wants (None: all); ids that are not of this letter are passed over."""
    rows = db.session.scalars(select(Attachment).where(Attachment.unit_id == unit_id, Attachment.subject == draft_subject(nonce)))
    unwanted = None if public_ids is None else set(public_ids)
    forget([row for row in rows if unwanted is None or row.public_id in unwanted], at=at)


def attach(
    streams: Iterable[BinaryIO], *, case_id: int, unit_id: int, at: datetime, purpose: str = "story", nonce: str = ""
) -> None:
    """Give a case its photos: those kept under the form's ``nonce``, then the ones that came just now. Raises BadInput."""
    if nonce:
        db.session.execute(
            update(Attachment)
            .where(Attachment.unit_id == unit_id, Attachment.subject == draft_subject(nonce))
            .values(subject=f"case:{case_id}")
        )
    for stream in streams:
        receive(stream, unit_id=unit_id, subject=f"case:{case_id}", purpose=purpose, at=at)


def attach_new(streams: Iterable[BinaryIO], *, case_id: int, unit_id: int, at: datetime, purpose: str) -> None:
    """Give a case the photos that it has not got for this purpose yet: what comes again after a lost signal is kept once.

    Inside the command that holds the case, so that two presses at the same moment do not pass each other. Raises BadInput.
    """
    subject = f"case:{case_id}"
    query = select(Attachment.sha256).where(
        Attachment.unit_id == unit_id, Attachment.subject == subject, Attachment.purpose == purpose
    )
    known = set(db.session.scalars(query))
    for stream in streams:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        if digest not in known:
            known.add(digest)
            receive(stream, unit_id=unit_id, subject=subject, purpose=purpose, at=at)


def sweep_drafts(*, at: datetime) -> int:
    """Forget photos of letters that were not sent within 72 hours; returns how many. The files go after the commit."""
    old = at - timedelta(hours=DRAFT_HOURS)
    query = select(Attachment).where(Attachment.subject.like("draft:%"), Attachment.created_at < old)
    rows = list(db.session.scalars(query.execution_options(all_units=True)))
    forget(rows, at=at)
    return len(rows)
