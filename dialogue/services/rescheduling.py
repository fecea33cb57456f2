"""A dialogue is changed while it is on the plan, gets another day, or is called off: always with its reason once announced."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from accounts.permissions import Actor
from core import page_cache
from core.bus import publish
from core.errors import BadInput
from core.extensions import db
from core.permissions import Permission
from core.text import clean_text
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from dialogue.events import DialogueCancelled, DialogueChanged, DialoguePostponed
from dialogue.models import Dialogue, DialogueChair, DialogueMove, DialoguePlace
from dialogue.services.conflicts import conflict_faults
from dialogue.services.planning import LONGEST, NewDialogue, check, columns, furnish, through_the_gate
from dialogue.services.steps import enter, load_for_step
from dialogue.states import DialogueState, Step


def change(dialogue_id: int, new: NewDialogue, *, actor: Actor, at: datetime, version: int) -> None:
    """Write over a dialogue that is on the plan. Event: DialogueChanged. Raises what plan() does, StaleVersion, WrongState."""
    dialogue = load_for_step(dialogue_id, actor=actor, step=Step.CHANGE, version=version, permission=Permission.DIALOGUE_PLAN)
    check(new, actor=actor, at=at, own_id=dialogue_id)
    for name, value in columns(new).items():
        setattr(dialogue, name, value)
    for model in (DialoguePlace, DialogueChair):
        db.session.execute(delete(model).where(model.dialogue_id == dialogue_id, model.unit_id == actor.unit_id))
    furnish(dialogue, places=new.places, chair_ids=new.chair_ids)
    enter(dialogue, Step.CHANGE, at=at)
    page_cache.raise_version(actor.unit_id)
    publish(DialogueChanged(unit_id=actor.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, held_on=dialogue.held_on))


def postpone(
    dialogue_id: int, *, starts_at: datetime, ends_at: datetime, reason: str, ad_hoc_reason: str = "", actor: Actor,
    at: datetime, version: int, calendar: WorkingCalendar,
) -> None:  # fmt: skip
    """Give an announced dialogue another day, announced anew today. Event: DialoguePostponed.

    The gate restarts: today must lie in time before the new day, or ``ad_hoc_reason`` says why not. The question window keeps
    its distance to the day. Calendars hear of it (sequence). Raises NotAllowed, NotFound, StaleVersion, WrongState, BadInput.
    Source: Law on Local Government 72/2025, Art. 43 (term DLG.CQDP.NOTICE).
    """
    permission = Permission.DIALOGUE_DECIDE
    dialogue = load_for_step(dialogue_id, actor=actor, step=Step.POSTPONE, version=version, permission=permission)
    _check_move(dialogue, starts_at=starts_at, ends_at=ends_at, reason=reason, at=at, calendar=calendar)
    today, from_on, held_on = local_date(at), dialogue.held_on, local_date(starts_at)
    ad_hoc = through_the_gate(dialogue, held_on=held_on, today=today, calendar=calendar, reason=ad_hoc_reason)
    move = DialogueMove(
        unit_id=actor.unit_id, dialogue_id=dialogue.id, at=at, actor_id=actor.id, from_at=dialogue.starts_at, to_at=starts_at,
        reason=clean_text(reason),
    )  # fmt: skip
    db.session.add(move)
    if dialogue.questions_to is not None:
        dialogue.questions_to += held_on - from_on
        dialogue.questions_from = min(dialogue.questions_from or dialogue.questions_to, dialogue.questions_to)
    dialogue.starts_at, dialogue.ends_at, dialogue.held_on = starts_at, ends_at, held_on
    dialogue.announced_on, dialogue.ad_hoc_reason = today, clean_text(ad_hoc_reason)
    dialogue.sequence += 1
    enter(dialogue, Step.POSTPONE, at=at)
    db.session.flush()
    page_cache.raise_version(actor.unit_id)
    publish(
        DialoguePostponed(
            unit_id=actor.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, from_on=from_on, held_on=held_on,
            move_id=move.id, ad_hoc=ad_hoc,
        )
    )  # fmt: skip


def _check_move(
    dialogue: Dialogue, *, starts_at: datetime, ends_at: datetime, reason: str, at: datetime, calendar: WorkingCalendar
) -> None:
    faults = {} if reason.strip() else {"reason": "reason_missing"}
    if ends_at <= starts_at:
        faults["ends_at"] = "ends_before_it_starts"
    elif starts_at <= at:
        faults["starts_at"] = "in_the_past"
    elif ends_at - starts_at > LONGEST:
        faults["ends_at"] = "too_long"
    elif not calendar.covers(local_date(starts_at)):
        faults["starts_at"] = "calendar_not_covered"
    elif (starts_at, ends_at) == (dialogue.starts_at, dialogue.ends_at):
        faults["starts_at"] = "same_time"
    if not faults:
        faults = conflict_faults(
            unit_id=dialogue.unit_id, starts_at=starts_at, ends_at=ends_at, own_id=dialogue.id,
            places=db.session.scalars(select(DialoguePlace.name).where(DialoguePlace.dialogue_id == dialogue.id)).all(),
            chair_ids=db.session.scalars(select(DialogueChair.official_id).where(DialogueChair.dialogue_id == dialogue.id)).all(),
        )  # fmt: skip
    if faults:
        raise BadInput(faults)


def cancel(dialogue_id: int, *, reason: str, actor: Actor, at: datetime, version: int) -> None:
    """Call a dialogue off, with its reason in public if it was announced. Event: DialogueCancelled.

    Raises NotAllowed, NotFound, StaleVersion, WrongState, BadInput (reason_missing).
    """
    permission = Permission.DIALOGUE_DECIDE
    dialogue = load_for_step(dialogue_id, actor=actor, step=Step.CANCEL, version=version, permission=permission)
    if not reason.strip():
        raise BadInput({"reason": "reason_missing"})
    announced = dialogue.state == DialogueState.ANNOUNCED.value
    dialogue.cancel_reason = clean_text(reason)
    dialogue.sequence += 1
    enter(dialogue, Step.CANCEL, at=at)
    page_cache.raise_version(actor.unit_id)
    publish(
        DialogueCancelled(
            unit_id=actor.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, held_on=dialogue.held_on,
            announced=announced,
        )
    )  # fmt: skip
