"""Phone and email of a sender leave a case that is over; name and words stay, because the file is kept by law.

What left stays gone when an older copy of the database comes back (docs/adr/0053-what-is-gone-stays-gone.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from accounts.permissions import Actor
from accounts.services.returning import by, once_more
from core import short_messages, shredding
from core.errors import BadInput, NotFound
from core.extensions import db
from core.gone import Gone, Marks, line
from core.outbox import OutboxMessage
from core.short_messages import ShortMessage
from feedback.data_rights import may_erase
from feedback.models import Case, Sender
from feedback.services.messages import withdraw_consent

KIND = "contact"
TABLES = (Sender.__tablename__, OutboxMessage.__tablename__, ShortMessage.__tablename__)


def stop_what_was_allowed(case: Case, *, actor: Actor, at: datetime) -> None:
    """End what the sender agreed to: messages to the phone, and the name being named in public."""
    withdraw_consent(case.id, actor=actor, at=at)
    for sender in senders_of(case.id, unit_id=case.unit_id):
        sender.hide_name = True


def erase_contact(case_id: int, *, actor: Actor, at: datetime) -> None:
    """Erase phone and email, of this case and of those that were split from the same letter in this commune.

    Letters that wait for the email stay on their page. Raises NotFound, and BadInput (contact_needed) while one of them is open.
    """
    senders = senders_of(case_id, unit_id=actor.unit_id)
    cases = [db.session.get_one(Case, sender.case_id) for sender in senders]
    if not may_erase([case.state for case in cases]).allowed:
        raise BadInput({"erase": "contact_needed"})
    _erase(senders, unit_id=actor.unit_id)
    marks = [line(KIND, case.code, by(actor.id)) for case in cases]
    shredding.ask(at=at, files=[], tables=TABLES, indexed=False, marks=marks)


def erase_again(at: datetime, marks: Marks) -> int:
    """After a copy came back: erase phone and email of every case that the marks name."""
    rows = select(Case.unit_id, Case.id, Case.code).join(Sender, Sender.case_id == Case.id).order_by(Case.id)
    rows = rows.where(Sender.phone.is_not(None) | Sender.email.is_not(None))

    def act(case_id: int, _gone: Gone, actor: Actor) -> None:
        own = db.session.scalars(select(Sender).where(Sender.unit_id == actor.unit_id, Sender.case_id == case_id))
        _erase(list(own), unit_id=actor.unit_id)
        shredding.ask(at=at, files=[], tables=TABLES, indexed=False)

    return once_more(rows, KIND, marks, at=at, act=act)


def senders_of(case_id: int, *, unit_id: int) -> list[Sender]:
    """Return the sender of a case and of those that the same secret words and phone open. Raises NotFound."""
    own = db.session.scalars(select(Sender).where(Sender.unit_id == unit_id, Sender.case_id == case_id)).one_or_none()
    if own is None:
        raise NotFound()
    if not own.phone_fingerprint:
        return [own]
    same = (Sender.phone_fingerprint == own.phone_fingerprint, Sender.secret_hash == own.secret_hash)
    return list(db.session.scalars(select(Sender).where(Sender.unit_id == unit_id, *same).order_by(Sender.case_id)))


def letters_about(subjects: Sequence[str], *, unit_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the letters to the sender about some cases."""
    return OutboxMessage.unit_id == unit_id, OutboxMessage.subject.in_(subjects), OutboxMessage.audience == "resident"


def _erase(senders: Sequence[Sender], *, unit_id: int) -> None:
    subjects = [f"case:{sender.case_id}" for sender in senders]
    for sender in senders:
        sender.phone = sender.email = sender.phone_fingerprint = None
        sender.messages_allowed_at = None
    short_messages.withdraw(subjects, unit_id=unit_id)
    own = letters_about(subjects, unit_id=unit_id)
    waiting = (*own, OutboxMessage.state == "waiting")
    db.session.execute(update(OutboxMessage).where(*waiting).values(state="page_only", next_try_at=None))
    db.session.execute(update(OutboxMessage).where(*own).values(email=None))
    db.session.flush()
