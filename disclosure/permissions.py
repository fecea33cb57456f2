"""Who may take which step with an item. Pure.

Whoever publishes (``disclosure:publish``: the office and the leaders) may do everything. Others who write (``disclosure:write``)
prepare items, and go on with those that they answer for or began. The Front reads (``disclosure:read``). Of land projects the
same holds, and with those of one's department; the leader ends them (``disclosure:decide``).
"""

from __future__ import annotations

from typing import Protocol

from accounts.permissions import Actor
from core.permissions import Permission
from disclosure.land_states import LandState, LandStep, land_leads_to
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


LAND_PERMISSIONS = {
    LandStep.PUBLISH: Permission.DISCLOSURE_PUBLISH, LandStep.FINISH: Permission.DISCLOSURE_DECIDE,
    LandStep.WITHDRAW: Permission.DISCLOSURE_DECIDE,
}  # fmt: skip


class ProjectFacts(Protocol):
    """What these rules need to know of a land project."""

    official_id: int
    created_by: int
    department_id: int


def may_take_land(actor: Actor, step: LandStep, project: ProjectFacts) -> bool:
    """Return whether the official may take the step with a land project of his commune."""
    if step in LAND_PERMISSIONS:
        return LAND_PERMISSIONS[step] in actor.permissions
    if Permission.DISCLOSURE_PUBLISH in actor.permissions:
        return True
    own = actor.id in (project.official_id, project.created_by) or project.department_id in actor.department_ids
    return own and Permission.DISCLOSURE_WRITE in actor.permissions


def open_land_steps(actor: Actor, state: LandState, project: ProjectFacts) -> frozenset[LandStep]:
    """Return the steps that the official may take now."""
    return frozenset(step for step in LandStep if land_leads_to(step, state) is not None and may_take_land(actor, step, project))
