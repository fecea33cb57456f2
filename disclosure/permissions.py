"""Who may take which step with an item. Pure.

Whoever publishes (``disclosure:publish``: the office and the leaders) may do everything. Others who write (``disclosure:write``)
prepare items, and go on with those that they answer for or began. The Front reads (``disclosure:read``).
"""

from __future__ import annotations

from accounts.permissions import Actor
from core.permissions import Permission
from disclosure.states import DECIDING, ItemState, ItemStep, leads_to


def may_take(actor: Actor, step: ItemStep, *, official_id: int, created_by: int) -> bool:
    """Return whether the official may take the step with an item of his commune."""
    if Permission.DISCLOSURE_PUBLISH in actor.permissions:
        return True
    own = actor.id in (official_id, created_by)
    return step not in DECIDING and Permission.DISCLOSURE_WRITE in actor.permissions and own


def open_steps(actor: Actor, state: ItemState, *, official_id: int, created_by: int) -> frozenset[ItemStep]:
    """Return the steps that the official may take now."""
    return frozenset(
        step
        for step in ItemStep
        if leads_to(step, state) is not None and may_take(actor, step, official_id=official_id, created_by=created_by)
    )
