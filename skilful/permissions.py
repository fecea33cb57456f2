"""Who may take which step with a skilful model. Pure.

Whoever writes (``skilful:write``) registers, and goes on with a model that they registered or that their department looks after:
the Front with its own, an office with its own. The leader decides (``skilful:decide``) and may write in every one. What everybody
reads already is corrected by the leader only.
"""

from __future__ import annotations

from accounts.permissions import Actor
from core.permissions import Permission
from skilful.rules import STEPS, Standing, may_take
from skilful.states import Step


def is_own(actor: Actor, *, created_by: int, department_id: int | None) -> bool:
    """Return whether the official registered a model, or the official's department looks after it."""
    return actor.id == created_by or department_id in actor.department_ids


def permitted(actor: Actor, step: Step, *, created_by: int, department_id: int | None, published: bool) -> bool:
    """Return whether the official may take a step at all, wherever the model stands."""
    held = actor.permissions
    if STEPS[step].permission not in held:
        return False
    if STEPS[step].permission is Permission.SKILFUL_DECIDE or Permission.SKILFUL_DECIDE in held:
        return True
    if step is Step.CORRECT and published:
        return False
    return is_own(actor, created_by=created_by, department_id=department_id)


def open_steps(actor: Actor, standing: Standing, *, created_by: int, department_id: int | None) -> frozenset[Step]:
    """Return the steps that the official may take now."""
    known = {"created_by": created_by, "department_id": department_id, "published": standing.published}
    return frozenset(step for step in STEPS if may_take(step, standing) and permitted(actor, step, **known))
