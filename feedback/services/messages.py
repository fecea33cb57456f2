"""The sender allows short messages about a letter, or stops them; for every case that the same secret words open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from core import short_messages
from core.bus import publish
from core.errors import NotFound, WrongState
from core.extensions import db
from core.sms_text import mobile_number
from feedback.events import MessagesChosen
from feedback.models import Sender
from feedback.queries.messages import allows
from feedback.services.steps import load_for_sender


def choose(case_id: int, *, unit_id: int, at: datetime, allowed: bool) -> None:
    """Take the sender's choice, for this case and its copies (parts of it, the one at another commune); what waits is taken back.

    A choice that is the case already changes nothing. Event: MessagesChosen for each case that changed.
    Raises NotFound and WrongState (no_mobile).
    """
    load_for_sender(case_id, unit_id=unit_id)
    own = db.session.scalars(select(Sender).where(Sender.unit_id == unit_id, Sender.case_id == case_id)).one_or_none()
    if own is None:
        raise NotFound()
    if allowed and not mobile_number(own.phone or ""):
        raise WrongState("no_mobile", case_id=case_id)
    for sender in _same(own):
        if allows(sender) == allowed:
            continue
        if allowed:
            sender.messages_allowed_at, sender.messages_stopped_at = at, None
        else:
            sender.messages_stopped_at = at
            short_messages.withdraw([f"case:{sender.case_id}"], unit_id=sender.unit_id)
        publish(MessagesChosen(unit_id=sender.unit_id, at=at, case_id=sender.case_id, allowed=allowed))


def _same(own: Sender) -> list[Sender]:
    query = select(Sender).where(Sender.phone_fingerprint == own.phone_fingerprint, Sender.secret_hash == own.secret_hash)
    found = db.session.scalars(query.order_by(Sender.case_id).execution_options(all_units=True))
    return list(found) if own.phone_fingerprint else [own]
