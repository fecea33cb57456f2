"""Who may take which step with a recommendation. Pure.

Whoever writes (``supervision:write``) speaks for a supervising body: the Front for itself, an official who also handles answers
(``supervision:handle``) only with the number of the body's paper. The leader decides (``supervision:decide``). An answer is
written by whoever it was assigned to, or by the leader; clerk and leader assign.
"""

from __future__ import annotations

from accounts.permissions import Actor
from core.permissions import Permission
from supervision.rules import STEPS, Standing, may_take
from supervision.states import Step

WRITING = frozenset({Step.DRAFT, Step.SETTLE})


def on_behalf(actor: Actor) -> bool:
    """Return whether the official only puts down what a body wrote on paper, as the office does."""
    return Permission.SUPERVISION_HANDLE in actor.permissions


def has_it(actor: Actor, *, official_id: int | None, department_id: int | None) -> bool:
    """Return whether a recommendation is the official's work: his own, or of his department while nobody there is named."""
    return actor.id == official_id or (official_id is None and department_id in actor.department_ids)


def permitted(actor: Actor, step: Step, *, official_id: int | None, department_id: int | None) -> bool:
    """Return whether the official may take a step at all, wherever the recommendation stands."""
    held = actor.permissions
    if step is Step.TAKE_BACK:
        return bool(held & {Permission.SUPERVISION_DECIDE, Permission.SUPERVISION_WRITE})
    if STEPS[step].permission not in held:
        return False
    if step is Step.ASSIGN:
        return bool(held & {Permission.SUPERVISION_WRITE, Permission.SUPERVISION_DECIDE})
    if step in WRITING:
        own = has_it(actor, official_id=official_id, department_id=department_id)
        return own or Permission.SUPERVISION_DECIDE in held
    return True


def open_steps(actor: Actor, standing: Standing, *, official_id: int | None, department_id: int | None) -> frozenset[Step]:
    """Return the steps that the official may take now."""
    owner = {"official_id": official_id, "department_id": department_id}
    return frozenset(step for step in STEPS if may_take(step, standing) and permitted(actor, step, **owner))
