"""The draft goes before everybody, its last day moves to a later one, or it is called off: with a public reason."""

from __future__ import annotations

from datetime import date, datetime

from accounts.permissions import Actor
from consultation.events import ConsultationCancelled, ConsultationOpened, ConsultationProlonged
from consultation.models import Consultation, ConsultationMove
from consultation.rules import REASON_LEAST, length_gate, prolong_gate
from consultation.services.drafting import earliest_close
from consultation.services.steps import changed, load
from consultation.states import State, Step
from core import page_cache
from core.bus import publish
from core.errors import BadInput
from core.extensions import db
from core.text import clean_text
from deadlines.clock import local_date


def open_up(consultation_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Put a draft before everybody; its time is counted anew by the term of the day. Event: ConsultationOpened.

    Raises NotAllowed, NotFound, WrongState, StaleVersion, BadInput (opens_on: opens_past; closes_on: too_short with its day).
    """
    row = load(consultation_id, Step.OPEN, actor=actor, at=at, version=version)
    if row.opens_on < local_date(at):
        raise BadInput({"opens_on": "opens_past"})
    due = earliest_close(row.unit_id, row.opens_on)
    gate = length_gate(opens_on=row.opens_on, closes_on=row.closes_on, earliest_on=due.due_on)
    if not gate.open:
        raise BadInput({"closes_on": gate.code}, closes_on=gate.on)
    row.earliest_on, row.proof = due.due_on, due.proof.to_dict()
    row.state, row.opened_at = State.OPEN.value, at
    _shown(row, at=at)
    publish(
        ConsultationOpened(
            unit_id=row.unit_id, at=at, actor_id=actor.id, consultation_id=row.id, opens_on=row.opens_on, closes_on=row.closes_on
        )
    )


def prolong(consultation_id: int, *, actor: Actor, at: datetime, version: int, to_on: date | None, reason: str) -> None:
    """Move the last day to a later one. Event: ConsultationProlonged.

    Raises NotAllowed, NotFound, WrongState, StaleVersion, BadInput (to_on: date_bad, only_later, too_long; reason: reason_short).
    """
    row = load(consultation_id, Step.PROLONG, actor=actor, at=at, version=version)
    faults = reason_faults(reason)
    gate = prolong_gate(closes_on=row.closes_on, to_on=to_on, opens_on=row.opens_on) if to_on else None
    if gate is None or not gate.open:
        faults["to_on"] = gate.code if gate else "date_bad"
    if faults or to_on is None:
        raise BadInput(faults)
    before, row.closes_on = row.closes_on, to_on
    db.session.add(
        ConsultationMove(
            unit_id=row.unit_id, consultation_id=row.id, at=at, actor_id=actor.id, from_on=before, to_on=to_on,
            reason=clean_text(reason),
        )
    )  # fmt: skip
    _shown(row, at=at)
    publish(
        ConsultationProlonged(unit_id=row.unit_id, at=at, actor_id=actor.id, consultation_id=row.id, from_on=before, to_on=to_on)
    )


def cancel(consultation_id: int, *, actor: Actor, at: datetime, version: int, reason: str) -> None:
    """Call a consultation off; who knew of it reads why. Event: ConsultationCancelled. Raises as ``prolong``."""
    row = load(consultation_id, Step.CANCEL, actor=actor, at=at, version=version)
    faults = reason_faults(reason)
    if faults:
        raise BadInput(faults)
    row.state, row.cancel_reason, row.cancelled_at = State.CANCELLED.value, clean_text(reason), at
    _shown(row, at=at)
    publish(
        ConsultationCancelled(
            unit_id=row.unit_id, at=at, actor_id=actor.id, consultation_id=row.id, opened=row.opened_at is not None
        )
    )


def reason_faults(reason: str) -> dict[str, str]:
    """Return what is wrong with a reason that everybody reads."""
    words = clean_text(reason)
    if len(words) < REASON_LEAST:
        return {"reason": "reason_short"}
    return {"reason": "text_long"} if len(words) > 2000 else {}


def _shown(row: Consultation, *, at: datetime) -> None:
    changed(row, at=at)
    page_cache.raise_version(row.unit_id)
