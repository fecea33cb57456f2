"""The minutes: their head, items that two people write at once without losing a word, and their end."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import select

from accounts.models import Department, Village
from accounts.permissions import Actor
from core import page_cache
from core.bus import publish
from core.errors import BadInput, StaleVersion, WrongState
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from dialogue.commitment_models import Commitment
from dialogue.commitment_rules import Promise
from dialogue.commitment_states import DueRule
from dialogue.minute_events import MinuteItemWritten, MinutesFinished, MinutesHeadWritten
from dialogue.minute_models import MinuteItem, Minutes
from dialogue.minute_rules import CONTENT, WRITABLE, Head, Item, faults_of_head, faults_of_item, gaps_of_minutes
from dialogue.models import Dialogue
from dialogue.queries.minutes import head_of, minutes_facts, written_items
from dialogue.services import commitments, day_outcomes
from dialogue.services.steps import enter, locked, must
from dialogue.states import DialogueState, Step
from feedback.document_kinds import DocumentKind
from feedback.documents import draft
from feedback.services.document_issuing import issue_paper


def write_head(dialogue_id: int, head: Head, *, actor: Actor, at: datetime, version: int) -> int:
    """Write the head of the minutes; ``version`` 0 before there is one. Returns the new version. Event: MinutesHeadWritten.

    Raises, as every command here, NotAllowed, NotFound, WrongState (not in session, or ended), StaleVersion, BadInput.
    """
    dialogue = _writable(dialogue_id, actor=actor)
    faults = faults_of_head(head)
    if faults:
        raise BadInput(faults)
    row = minutes_of(dialogue)
    current = row.version if row else 0
    if current != version:
        raise StaleVersion(expected=version, current=current)
    values = {name: clean_text(value) if isinstance(value, str) else value for name, value in asdict(head).items()}
    if row is None:
        row = Minutes(unit_id=dialogue.unit_id, dialogue_id=dialogue.id, version=0, touched_at=at)
        db.session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.touched_at = current + 1, at
    publish(MinutesHeadWritten(unit_id=dialogue.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id))
    return row.version


def write_item(dialogue_id: int, item: Item, *, actor: Actor, at: datetime, version: int) -> MinuteItem:
    """Write one item; ``version`` is the one its writer saw, 0 for a new one. Event: MinuteItemWritten when something changed.

    What it says became of its question is marked there, in the same transaction (QuestionSettled).
    Sending the same twice writes once. Raises StaleVersion when another has written something else meanwhile: both stay, the
    stored one here, the typed one with its writer.
    """
    dialogue = _writable(dialogue_id, actor=actor)
    item = _cleaned(item, dialogue=dialogue)
    query = select(MinuteItem).where(MinuteItem.dialogue_id == dialogue.id, MinuteItem.client_id == item.client_id)
    row = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    told = day_outcomes.told_by(row)
    if row is not None:
        if all(getattr(row, name) == getattr(item, name) for name in CONTENT):
            return row
        if row.version != version:
            raise StaleVersion(expected=version, current=row.version, item_id=row.id)
    else:
        row = MinuteItem(
            unit_id=dialogue.unit_id, dialogue_id=dialogue.id, client_id=item.client_id, version=0, created_at=at,
            written_by=actor.id, touched_at=at,
        )  # fmt: skip
        db.session.add(row)
    for name in CONTENT:
        setattr(row, name, getattr(item, name))
    row.version, row.touched_at, row.written_by = row.version + 1, at, actor.id
    db.session.flush()
    day_outcomes.follow_item(told, row, actor=actor, at=at)
    publish(
        MinuteItemWritten(
            unit_id=dialogue.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, item_id=row.id, version=row.version
        )
    )  # fmt: skip
    return row


def finish(dialogue_id: int, *, actor: Actor, at: datetime, version: int) -> int:
    """End the minutes: they get their number (BB) and change no more, and a dialogue still in session is over.

    Every promised item becomes a draft of a commitment. Returns the document's id. Event: MinutesFinished.
    Raises BadInput with what is missing (minutes_gap, minutes_empty).
    """
    dialogue = _writable(dialogue_id, actor=actor)
    row = minutes_of(dialogue)
    if row is None:
        raise BadInput({"place": "minutes_gap", "items": "minutes_empty"})
    if row.version != version:
        raise StaleVersion(expected=version, current=row.version)
    items = written_items(dialogue.unit_id, dialogue.id)
    gaps = gaps_of_minutes(head_of(row), items=len(items))
    if gaps:
        raise BadInput(gaps)
    promises = _drafted(dialogue, items, actor=actor, at=at)
    facts = minutes_facts(dialogue, row)
    ready = draft(DocumentKind.CONFERENCE_MINUTES, facts, unit_id=dialogue.unit_id, on=local_date(at))
    row.document_id = issue_paper(f"dialogue:{dialogue.id}", actor=actor, at=at, ready=ready).id
    row.finished_at, row.finished_by, row.touched_at = at, actor.id, at
    row.version += 1
    if dialogue.state == DialogueState.IN_SESSION:
        dialogue.closed_at = at
        enter(dialogue, Step.CLOSE, at=at)
    page_cache.raise_version(dialogue.unit_id)
    publish(
        MinutesFinished(
            unit_id=dialogue.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, document_id=row.document_id,
            items=len(items), promises=promises,
        )
    )  # fmt: skip
    return row.document_id


def minutes_of(dialogue: Dialogue) -> Minutes | None:
    """Return the minutes of a dialogue, fresh, or None."""
    query = select(Minutes).where(Minutes.unit_id == dialogue.unit_id, Minutes.dialogue_id == dialogue.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _writable(dialogue_id: int, *, actor: Actor) -> Dialogue:
    must(actor, Permission.DIALOGUE_PLAN)
    dialogue = locked(dialogue_id, actor=actor)
    if DialogueState(dialogue.state) not in WRITABLE:
        raise WrongState("minutes_not_open", state=dialogue.state)
    row = minutes_of(dialogue)
    if row is not None and row.finished_at is not None:
        raise WrongState("minutes_ended", state=dialogue.state)
    return dialogue


def _cleaned(item: Item, *, dialogue: Dialogue) -> Item:
    item = replace(
        item, opinion=clean_text(item.opinion), answer=clean_text(item.answer), promise=clean_text(item.promise),
        answered_by=clean_line(item.answered_by)[:120],
    )  # fmt: skip
    faults = faults_of_item(item, held_on=dialogue.held_on)
    for name, model in (("village_id", Village), ("department_id", Department)):
        row_id = getattr(item, name)
        known = select(model.id).where(model.id == row_id, model.unit_id == dialogue.unit_id)
        if row_id is not None and db.session.scalar(known) is None:
            faults[name] = "choice_unknown"
    asked = () if item.question_id is None or item.dropped else (item.question_id,)
    if not day_outcomes.are_accepted(asked, dialogue_id=dialogue.id, unit_id=dialogue.unit_id):
        faults["question_id"] = "question_unknown"
    if faults:
        raise BadInput(faults)
    return item


def _drafted(dialogue: Dialogue, items: list[MinuteItem], *, actor: Actor, at: datetime) -> int:
    promised = [item for item in items if item.promised]
    known = set(db.session.scalars(select(Commitment.item_id).where(Commitment.dialogue_id == dialogue.id)))
    for item in promised:
        if item.id not in known:
            questions = (item.question_id,) if item.question_id is not None else ()
            promise = Promise(
                text=item.promise[:2000], department_id=item.department_id, due_on=item.promise_due_on, question_ids=questions,
                rule=DueRule.TYPED if item.promise_due_on else DueRule.FOLLOW_UP,
            )  # fmt: skip
            commitments.draft(dialogue.id, promise, actor=actor, at=at, item_id=item.id)
    return len(promised)
