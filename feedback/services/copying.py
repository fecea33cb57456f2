"""Photos and words of a letter that go along with it, when a part of it or the whole of it becomes another case."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from core.attachments import Attachment, best_of, receive
from core.database import use_unit
from core.extensions import db
from feedback.models import Case, CaseEntry, Sender

SENDER_COLUMNS = (
    "name", "phone", "email", "hide_name", "phone_fingerprint", "secret_hash", "locale", "messages_allowed_at",
    "messages_stopped_at",
)  # fmt: skip


def copy_sender(case: Case, target: Case) -> None:
    """Give the new case the same sender: both codes open with the same secret words."""
    own = db.session.scalars(select(Sender).where(Sender.unit_id == case.unit_id, Sender.case_id == case.id)).one()
    values = {name: getattr(own, name) for name in SENDER_COLUMNS}
    db.session.add(Sender(unit_id=target.unit_id, case_id=target.id, **values))


def copy_photos(case: Case, target: Case, *, only: Collection[str] | None = None) -> int:
    """Copy the photos and papers that the sender gave (``only`` those public ids) to another case; return how many.

    Every copy has an id of its own, so that showing one shows no other, and waits for the worker as a received photo does. A
    file that is in the other case already, or that could not be read, is passed over. Evidence of answers stays where it is.
    """
    known = set(_of(target, Attachment.sha256))
    copied = 0
    for row in _of(case, Attachment):
        if row.purpose.startswith("answer") or row.sha256 in known or (only is not None and row.public_id not in only):
            continue
        found = best_of(row) if row.state != "failed" else None
        if found is None:
            continue
        with found[1].stream as stream:
            made = receive(
                stream, unit_id=target.unit_id, subject=f"case:{target.id}", purpose=row.purpose, at=row.created_at,
                documents=row.is_document, voice=row.is_voice,
            )  # fmt: skip
        made.sha256 = row.sha256
        copied += 1
    return copied


def _of(case: Case, what: object) -> list:
    with use_unit(case.unit_id):
        query = select(what).where(Attachment.unit_id == case.unit_id, Attachment.subject == f"case:{case.id}")
        return list(db.session.scalars(query.order_by(Attachment.id)))


def copy_added(case: Case, target: Case) -> None:
    """Copy what the sender added later, with its moment, unless it is there already."""
    query = select(CaseEntry).where(CaseEntry.kind == "added", CaseEntry.for_sender.is_(True)).order_by(CaseEntry.id)
    with use_unit(target.unit_id):
        there = {(row.at, row.text) for row in db.session.scalars(query.where(CaseEntry.case_id == target.id))}
    with use_unit(case.unit_id):
        rows = list(db.session.scalars(query.where(CaseEntry.case_id == case.id)))
    for row in rows:
        if (row.at, row.text) not in there:
            db.session.add(
                CaseEntry(
                    unit_id=target.unit_id, case_id=target.id, kind="added", at=row.at, actor_id=None, for_sender=True,
                    version=target.version, text=row.text, facts={},
                )
            )  # fmt: skip
