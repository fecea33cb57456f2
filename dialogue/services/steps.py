"""What every command of a dialogue begins with: it is this commune's, the actor may, the version is fresh, the step allowed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.errors import NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.permissions import Permission
from dialogue.models import Dialogue
from dialogue.states import DialogueState, Step, leads_to


def must(actor: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless the actor holds the permission."""
    if permission not in actor.permissions:
        raise NotAllowed(permission=permission.value)


def locked(dialogue_id: int, *, actor: Actor) -> Dialogue:
    """Return the dialogue of the actor's commune, locked and fresh. Raises NotFound."""
    query = select(Dialogue).where(Dialogue.id == dialogue_id, Dialogue.unit_id == actor.unit_id).with_for_update()
    dialogue = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if dialogue is None:
        raise NotFound()
    return dialogue


def load_for_step(dialogue_id: int, *, actor: Actor, step: Step, version: int, permission: Permission) -> Dialogue:
    """Return the dialogue, ready for the step. Raises NotAllowed, NotFound, StaleVersion, WrongState."""
    must(actor, permission)
    dialogue = locked(dialogue_id, actor=actor)
    if leads_to(step, DialogueState(dialogue.state)) is None:
        raise WrongState("dialogue_wrong_state", step=step.value, state=dialogue.state)
    if dialogue.version != version:
        raise StaleVersion(expected=version, current=dialogue.version)
    return dialogue


def enter(dialogue: Dialogue, step: Step, *, at: datetime) -> None:
    """Take the step: the state it leads to, one version more."""
    after = leads_to(step, DialogueState(dialogue.state))
    if after is None:
        raise WrongState("dialogue_wrong_state", step=step.value, state=dialogue.state)
    dialogue.state, dialogue.touched_at = after.value, at
    dialogue.version += 1
