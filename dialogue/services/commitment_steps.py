"""What happens to a commitment after the conclusions: progress, a moved date, done, confirmed, disputed, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import BinaryIO

from accounts.permissions import Actor
from core import attachments, page_cache
from core.bus import publish
from core.errors import BadInput, NotAllowed, StaleVersion, WrongState
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from dialogue.commitment_events import (
    CommitmentConfirmed,
    CommitmentDisputed,
    CommitmentDone,
    CommitmentMoved,
    CommitmentProgressed,
    CommitmentWithdrawn,
)
from dialogue.commitment_models import Commitment
from dialogue.commitment_rules import TEXT_MOST, Fulfilment, faults_of_fulfilment, may_take
from dialogue.commitment_states import CommitmentState, CommitmentStep, DueRule, leads_to
from dialogue.services import day_outcomes
from dialogue.services.commitments import locked_commitment, write

PURPOSE = "evidence"


def report_progress(commitment_id: int, *, actor: Actor, at: datetime, version: int, text: str) -> None:
    """Say how far it has come; everybody reads it. Event: CommitmentProgressed.

    Raises, as every step here, NotAllowed, NotFound, StaleVersion, WrongState, BadInput; every step shows on the public page.
    """
    row = _loaded(commitment_id, CommitmentStep.PROGRESS, actor=actor, version=version)
    text = _needed(text, "text", "text_missing")
    _enter(row, CommitmentStep.PROGRESS, actor=actor, at=at, text=text)
    publish(CommitmentProgressed(unit_id=row.unit_id, at=at, actor_id=actor.id, commitment_id=row.id))


def move_date(commitment_id: int, *, actor: Actor, at: datetime, version: int, to_on: date | None, reason: str) -> None:
    """Move the date, by who decides and with a reason that everybody reads; the first date stays. Event: CommitmentMoved."""
    row = _loaded(commitment_id, CommitmentStep.MOVE, actor=actor, version=version)
    before = row.due_on
    faults = {} if clean_text(reason) else {"text": "reason_missing"}
    if to_on is None:
        faults["to_on"] = "date_bad"
    elif to_on == before:
        faults["to_on"] = "commitment_same_date"
    elif to_on < local_date(at):
        faults["to_on"] = "commitment_date_past"
    if faults or to_on is None or before is None:
        raise BadInput(faults)
    row.due_on, row.rule, row.proof = to_on, DueRule.TYPED.value, None
    facts = {"from_on": before.isoformat(), "to_on": to_on.isoformat()}
    _enter(row, CommitmentStep.MOVE, actor=actor, at=at, text=_needed(reason, "text", "reason_missing"), facts=facts)
    publish(CommitmentMoved(unit_id=row.unit_id, at=at, actor_id=actor.id, commitment_id=row.id, from_on=before, to_on=to_on))


def report_done(
    commitment_id: int, done: Fulfilment, *, actor: Actor, at: datetime, version: int, photos: Sequence[BinaryIO] = ()
) -> None:
    """Report it as kept, with photos, a document, or the reason why there is neither. Event: CommitmentDone."""
    row = _loaded(commitment_id, CommitmentStep.DONE, actor=actor, version=version)
    done = replace(
        done, text=clean_text(done.text), document=clean_line(done.document), photos=len(photos),
        no_evidence_reason=clean_text(done.no_evidence_reason),
    )  # fmt: skip
    faults = faults_of_fulfilment(done, today=local_date(at), opened_on=row.opened_on or local_date(row.created_at))
    if faults or done.evidence is None or done.done_on is None:
        raise BadInput(faults)
    for stream in photos:
        attachments.receive(stream, unit_id=row.unit_id, subject=f"commitment:{row.id}", purpose=PURPOSE, at=at)
    row.done_on, row.done_text, row.evidence = done.done_on, done.text, done.evidence.value
    row.document, row.no_evidence_reason = done.document, done.no_evidence_reason
    facts = {"done_on": done.done_on.isoformat(), "evidence": row.evidence}
    _enter(row, CommitmentStep.DONE, actor=actor, at=at, text=done.text, facts=facts)
    publish(
        CommitmentDone(
            unit_id=row.unit_id, at=at, actor_id=actor.id, commitment_id=row.id, done_on=done.done_on, evidence=row.evidence
        )
    )  # fmt: skip


def confirm(commitment_id: int, *, actor: Actor, at: datetime, version: int, text: str = "") -> None:
    """Write down that those who asked confirm it. Event: CommitmentConfirmed."""
    row = _loaded(commitment_id, CommitmentStep.CONFIRM, actor=actor, version=version)
    _enter(row, CommitmentStep.CONFIRM, actor=actor, at=at, text=clean_text(text))
    publish(CommitmentConfirmed(unit_id=row.unit_id, at=at, actor_id=actor.id, commitment_id=row.id))


def dispute(commitment_id: int, *, actor: Actor, at: datetime, version: int, text: str) -> None:
    """Write down why those who asked say that it was not kept; it is owed again. Event: CommitmentDisputed."""
    row = _loaded(commitment_id, CommitmentStep.DISPUTE, actor=actor, version=version)
    _enter(row, CommitmentStep.DISPUTE, actor=actor, at=at, text=_needed(text, "text", "reason_missing"))
    publish(CommitmentDisputed(unit_id=row.unit_id, at=at, actor_id=actor.id, commitment_id=row.id))


def withdraw(commitment_id: int, *, actor: Actor, at: datetime, version: int, text: str) -> None:
    """Give a promise up, with the reason that everybody reads; its questions are to be followed up again, and become cases.

    Events: CommitmentWithdrawn, QuestionSettled for each question that no other promise answers.
    """
    row = _loaded(commitment_id, CommitmentStep.WITHDRAW, actor=actor, version=version)
    _enter(row, CommitmentStep.WITHDRAW, actor=actor, at=at, text=_needed(text, "text", "reason_missing"))
    publish(CommitmentWithdrawn(unit_id=row.unit_id, at=at, actor_id=actor.id, commitment_id=row.id))
    day_outcomes.give_up(row, actor=actor, at=at)


def _loaded(commitment_id: int, step: CommitmentStep, *, actor: Actor, version: int) -> Commitment:
    row = locked_commitment(commitment_id, actor=actor)
    if not may_take(actor, step, department_id=row.department_id, official_id=row.official_id):
        raise NotAllowed(step=step.value)
    if leads_to(step, CommitmentState(row.state)) is None:
        raise WrongState("commitment_wrong_state", step=step.value, state=row.state)
    if row.version != version:
        raise StaleVersion(expected=version, current=row.version)
    return row


def _enter(
    row: Commitment, step: CommitmentStep, *, actor: Actor, at: datetime, text: str, facts: dict[str, object] | None = None
) -> None:
    after = leads_to(step, CommitmentState(row.state))
    row.state = row.state if after is None else after.value
    write(row, step.value, actor=actor, at=at, text=text, facts=facts)
    page_cache.raise_version(row.unit_id)


def _needed(text: str, field: str, code: str) -> str:
    text = clean_text(text)
    if not text or len(text) > TEXT_MOST:
        raise BadInput({field: code if not text else "text_long"})
    return text
