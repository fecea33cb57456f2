"""The session of a dialogue begins and ends."""

from __future__ import annotations

from datetime import datetime

from accounts.permissions import Actor
from core import page_cache
from core.bus import publish
from core.errors import BadInput
from core.permissions import Permission
from deadlines.clock import local_date
from dialogue.events import DialogueClosed, DialogueOpened
from dialogue.services.steps import enter, load_for_step
from dialogue.states import Step


def open_session(dialogue_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Begin the session, from its own day on. Event: DialogueOpened.

    Raises NotAllowed, NotFound, StaleVersion, WrongState, BadInput (before_its_day).
    """
    dialogue = load_for_step(dialogue_id, actor=actor, step=Step.OPEN, version=version, permission=Permission.DIALOGUE_PLAN)
    if local_date(at) < dialogue.held_on:
        raise BadInput({"held_on": "before_its_day"})
    dialogue.opened_at = at
    enter(dialogue, Step.OPEN, at=at)
    page_cache.raise_version(actor.unit_id)
    publish(DialogueOpened(unit_id=actor.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id))


def close_session(dialogue_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """End the session; the time for the results runs from its day. Event: DialogueClosed.

    Raises NotAllowed, NotFound, StaleVersion, WrongState.
    """
    dialogue = load_for_step(dialogue_id, actor=actor, step=Step.CLOSE, version=version, permission=Permission.DIALOGUE_PLAN)
    dialogue.closed_at = at
    enter(dialogue, Step.CLOSE, at=at)
    page_cache.raise_version(actor.unit_id)
    publish(DialogueClosed(unit_id=actor.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, held_on=dialogue.held_on))
