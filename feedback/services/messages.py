"""The sender allows short messages about a letter, or stops them; for every case that the same secret words open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core import short_messages
from core.bus import publish
from core.errors import NotAllowed, NotFound, WrongState
from core.extensions import db
from core.permissions import Permission
from core.sms_text import mobile_number
from feedback.events import MessagesChosen
from feedback.models import Case, Sender
from feedback.permissions import may_read, may_see_identity
from feedback.queries.messages import allows
from feedback.services.steps import load_for_sender


def choose(case_id: int, *, unit_id: int, at: datetime, allowed: bool) -> None:
    """Take the sender's choice, for this case and its copies (parts of it, the one at another commune); what waits is taken back.

    A choice that is the case already changes nothing. Event: MessagesChosen for each case that changed.
    Raises NotFound and WrongState (no_mobile).
    """
    load_for_sender(case_id, unit_id=unit_id)
    own = _own(case_id, unit_id)
    if allowed and not mobile_number(own.phone or ""):
        raise WrongState("no_mobile", case_id=case_id)
    _apply(own, at=at, allowed=allowed, actor_id=None)


def stop_for(case_id: int, *, actor: Actor, at: datetime) -> None:
    """Stop the messages for somebody who asks at the counter, or whose number was written down by mistake.

    Allowing them again is for the sender alone. Event: MessagesChosen. Raises NotFound and NotAllowed.
    """
    query = select(Case).where(Case.id == case_id, Case.unit_id == actor.unit_id).with_for_update()
    case = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if case is None or not may_read(actor, case):
        raise NotFound()
    if Permission.CASE_REGISTER not in actor.permissions or not may_see_identity(actor, case):
        raise NotAllowed(action="messages")
    withdraw_consent(case_id, actor=actor, at=at)


def withdraw_consent(case_id: int, *, actor: Actor, at: datetime) -> None:
    """Stop the messages for who was found to ask for it; the caller has asked whether the actor may. Raises NotFound."""
    _apply(_own(case_id, actor.unit_id), at=at, allowed=False, actor_id=actor.id)


def _own(case_id: int, unit_id: int) -> Sender:
    own = db.session.scalars(select(Sender).where(Sender.unit_id == unit_id, Sender.case_id == case_id)).one_or_none()
    if own is None:
        raise NotFound()
    return own


def _apply(own: Sender, *, at: datetime, allowed: bool, actor_id: int | None) -> None:
    for sender in _same(own):
        if allows(sender) == allowed:
            continue
        if allowed:
            sender.messages_allowed_at, sender.messages_stopped_at = at, None
        else:
            sender.messages_stopped_at = at
            short_messages.withdraw([f"case:{sender.case_id}"], unit_id=sender.unit_id)
        acting = actor_id if sender.unit_id == own.unit_id else None
        publish(MessagesChosen(unit_id=sender.unit_id, at=at, actor_id=acting, case_id=sender.case_id, allowed=allowed))


def _same(own: Sender) -> list[Sender]:
    query = select(Sender).where(Sender.phone_fingerprint == own.phone_fingerprint, Sender.secret_hash == own.secret_hash)
    found = db.session.scalars(query.order_by(Sender.case_id).execution_options(all_units=True))
    return list(found) if own.phone_fingerprint else [own]
