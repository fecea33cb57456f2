"""Promises written down for the conclusions, and how they become commitments on the day of the conclusions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from accounts.models import Department, Official
from accounts.permissions import Actor
from core.bus import publish
from core.codes import clean_code, new_code
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line, clean_text
from deadlines.calendar import WorkingCalendar
from deadlines.engine import due_on
from deadlines.queries import term
from dialogue.commitment_events import CommitmentChanged, CommitmentDrafted, CommitmentDropped, CommitmentOpened
from dialogue.commitment_models import Commitment, CommitmentEntry
from dialogue.commitment_rules import FOLLOW_UP, TEXT_MOST, Promise, gaps_of
from dialogue.commitment_states import CommitmentState, DueRule
from dialogue.models import Dialogue
from dialogue.services import day_outcomes
from dialogue.services.steps import locked, must
from dialogue.states import DialogueState
from feedback.models import Case

BEFORE_CONCLUSIONS = frozenset({DialogueState.IN_SESSION.value, DialogueState.HELD.value})


def draft(dialogue_id: int, promise: Promise, *, actor: Actor, at: datetime, item_id: int | None = None) -> int:
    """Write a promise down for the conclusions; return its id. It may still lack an owner or a date. Event: CommitmentDrafted.

    Its questions are promised from now on (QuestionSettled).
    Raises NotAllowed, NotFound, WrongState (only between opening and conclusions), BadInput.
    """
    must(actor, Permission.DIALOGUE_PLAN)
    dialogue = locked(dialogue_id, actor=actor)
    _before_conclusions(dialogue)
    values = _values(promise, dialogue_id=dialogue.id, actor=actor)
    row = Commitment(
        unit_id=actor.unit_id, code=new_code(), dialogue_id=dialogue.id, item_id=item_id, state=CommitmentState.DRAFT.value,
        created_by=actor.id, created_at=at, touched_at=at, **values,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    day_outcomes.link(row, promise.question_ids, actor=actor, at=at)
    publish(CommitmentDrafted(unit_id=actor.unit_id, at=at, actor_id=actor.id, commitment_id=row.id, dialogue_id=dialogue.id))
    return row.id


def change_draft(commitment_id: int, promise: Promise, *, actor: Actor, at: datetime, version: int) -> None:
    """Put a draft right. Event: CommitmentChanged. Raises as ``draft``, and StaleVersion."""
    row = _draft(commitment_id, actor=actor, version=version)
    for name, value in _values(promise, dialogue_id=row.dialogue_id, actor=actor).items():
        setattr(row, name, value)
    day_outcomes.link(row, promise.question_ids, actor=actor, at=at)
    row.touched_at = at
    row.version += 1
    publish(CommitmentChanged(unit_id=actor.unit_id, at=at, actor_id=actor.id, commitment_id=row.id))


def drop_draft(commitment_id: int, *, actor: Actor, at: datetime, version: int) -> int:
    """Take a draft out; the minutes keep what was said. Returns the dialogue's id. Event: CommitmentDropped."""
    row = _draft(commitment_id, actor=actor, version=version)
    dialogue_id = row.dialogue_id
    day_outcomes.link(row, (), actor=actor, at=at)
    db.session.delete(row)
    publish(CommitmentDropped(unit_id=actor.unit_id, at=at, actor_id=actor.id, commitment_id=commitment_id))
    return dialogue_id


def open_all(dialogue: Dialogue, *, actor: Actor, at: datetime, on: date, calendar: WorkingCalendar) -> list[Commitment]:
    """Turn every draft of a dialogue into a commitment, inside the command that publishes the conclusions.

    Raises BadInput (commitments: commitment_gaps, with the ids) when one lacks text, owner, date or evidence, or
    (commitments: commitment_date_past). Events: CommitmentOpened. A date by the rule FOLLOW_UP is counted from ``on``.
    """
    rows = drafts_of(dialogue)
    lacking = [row.id for row in rows if gaps_of(promise_of(row))]
    if lacking:
        raise BadInput({"commitments": "commitment_gaps"}, commitment_ids=lacking)
    for row in rows:
        if row.rule == DueRule.FOLLOW_UP.value:
            due = due_on(term(FOLLOW_UP, on, unit_id=dialogue.unit_id), on, calendar)
            row.due_on, row.proof = due.due_on, due.proof.to_dict()
        if row.due_on is None or row.due_on < on:
            raise BadInput({"commitments": "commitment_date_past"}, commitment_ids=[row.id])
        row.state, row.opened_on, row.first_due_on = CommitmentState.OPEN.value, on, row.due_on
        write(row, "open", actor=actor, at=at, facts={"due_on": row.due_on.isoformat(), "rule": row.rule})
        publish(CommitmentOpened(unit_id=row.unit_id, at=at, actor_id=actor.id, commitment_id=row.id, due_on=row.due_on))
    return rows


def drafts_of(dialogue: Dialogue) -> list[Commitment]:
    """Return the drafts of a dialogue in the order in which they were written."""
    query = select(Commitment).where(
        Commitment.unit_id == dialogue.unit_id, Commitment.dialogue_id == dialogue.id, Commitment.state == CommitmentState.DRAFT
    )
    return list(db.session.scalars(query.order_by(Commitment.id)))


def write(
    row: Commitment, kind: str, *, actor: Actor, at: datetime, text: str = "", facts: Mapping[str, object] | None = None
) -> None:
    """Add a line to the commitment's history and one to its version."""
    db.session.add(
        CommitmentEntry(
            unit_id=row.unit_id, commitment_id=row.id, at=at, actor_id=actor.id, kind=kind, text=text, facts=dict(facts or {})
        )
    )  # fmt: skip
    row.touched_at = at
    row.version += 1


def locked_commitment(commitment_id: int, *, actor: Actor) -> Commitment:
    """Return the commitment of the actor's commune, locked and fresh. Raises NotFound."""
    query = select(Commitment).where(Commitment.id == commitment_id, Commitment.unit_id == actor.unit_id).with_for_update()
    row = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    return row


def promise_of(row: Commitment) -> Promise:
    """Return what a row promises, as the rules see it (without linked cases and questions)."""
    return Promise(
        text=row.text, department_id=row.department_id, official_id=row.official_id, rule=DueRule(row.rule), due_on=row.due_on,
        evidence_required=row.evidence_required, budget_note=row.budget_note,
    )  # fmt: skip


def _draft(commitment_id: int, *, actor: Actor, version: int) -> Commitment:
    must(actor, Permission.DIALOGUE_PLAN)
    row = locked_commitment(commitment_id, actor=actor)
    if row.state != CommitmentState.DRAFT:
        raise WrongState("commitment_wrong_state", state=row.state, step="change")
    if row.version != version:
        raise StaleVersion(expected=version, current=row.version)
    _before_conclusions(locked(row.dialogue_id, actor=actor))
    return row


def _before_conclusions(dialogue: Dialogue) -> None:
    if dialogue.state not in BEFORE_CONCLUSIONS:
        raise WrongState("dialogue_wrong_state", step="draft", state=dialogue.state)


def _values(promise: Promise, *, dialogue_id: int, actor: Actor) -> dict[str, object]:
    faults = {}
    text = clean_text(promise.text)
    if not text:
        faults["text"] = "commitment_text_missing"
    elif len(text) > TEXT_MOST:
        faults["text"] = "text_long"
    if not _ours(Department, promise.department_id, actor):
        faults["department_id"] = "department_unknown"
    if not _ours(Official, promise.official_id, actor):
        faults["official_id"] = "officer_unknown"
    case_ids = _cases(promise.case_codes, actor)
    if case_ids is None:
        faults["case_codes"] = "leading_unknown"
    if not day_outcomes.are_accepted(promise.question_ids, dialogue_id=dialogue_id, unit_id=actor.unit_id):
        faults["question_ids"] = "question_unknown"
    if faults:
        raise BadInput(faults)
    follows = promise.rule is DueRule.FOLLOW_UP
    return {
        "text": text, "department_id": promise.department_id, "official_id": promise.official_id, "rule": promise.rule.value,
        "due_on": None if follows else promise.due_on, "evidence_required": clean_text(promise.evidence_required),
        "budget_note": clean_line(promise.budget_note), "case_ids": case_ids,
    }  # fmt: skip


def _ours(model: type[Department] | type[Official], row_id: int | None, actor: Actor) -> bool:
    known = select(model.id).where(model.id == row_id, model.unit_id == actor.unit_id)
    return row_id is None or db.session.scalar(known) is not None


def _cases(codes: tuple[str, ...], actor: Actor) -> list[int] | None:
    wanted = {clean_code(code) for code in codes}
    found = db.session.scalars(select(Case.id).where(Case.unit_id == actor.unit_id, Case.code.in_(wanted))) if wanted else ()
    ids = sorted(found)
    return ids if len(ids) == len(wanted) else None
