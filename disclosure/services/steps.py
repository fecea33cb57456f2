"""What every command begins with: the item is this commune's, the actor may take the step, and has seen it as it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.errors import NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from disclosure.events import DisclosureEvent
from disclosure.models import DisclosureItem
from disclosure.permissions import may_take
from disclosure.states import ItemState, ItemStep, leads_to


def load_for_step(item_id: int, *, actor: Actor, step: ItemStep, version: int) -> DisclosureItem:
    """Return the item of the actor's commune, locked, fresh and ready for the step.

    Raises NotFound, NotAllowed, WrongState (disclosure_wrong_state), StaleVersion.
    """
    query = select(DisclosureItem).where(DisclosureItem.id == item_id, DisclosureItem.unit_id == actor.unit_id)
    row = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    if not may_take(actor, step, official_id=row.official_id, created_by=row.created_by):
        raise NotAllowed(step=step.value)
    if leads_to(step, ItemState(row.state)) is None:
        raise WrongState("disclosure_wrong_state", step=step.value, state=row.state)
    if row.version != version:
        raise StaleVersion(expected=version, current=row.version)
    return row


def enter(row: DisclosureItem, step: ItemStep, *, at: datetime) -> None:
    """Take the step: the state it leads to, one version more."""
    after = leads_to(step, ItemState(row.state))
    row.state = row.state if after is None else after.value
    row.touched_at = at
    row.version += 1


def event_of(kind: type[DisclosureEvent], row: DisclosureItem, *, actor: Actor, at: datetime, **facts: object) -> DisclosureEvent:
    """Return an event of the item."""
    return kind(unit_id=row.unit_id, at=at, actor_id=actor.id, item_id=row.id, kind=row.kind, **facts)  # type: ignore[arg-type]
