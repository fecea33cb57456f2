"""Who may do what with a case, beyond the permission a role holds. Pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Protocol

from accounts.permissions import Actor
from core.permissions import Permission
from feedback.matrix import step_for
from feedback.states import BEING_HANDLED, Action, CaseState

WITHIN_DEPARTMENT = frozenset({Action.ASSIGN, Action.REMIND})
"""What heads do with running cases of their own department only."""


class CaseFacts(Protocol):
    """What these rules need to know of a case."""

    unit_id: int
    kind: str
    state: str
    department_id: int | None
    officer_id: int | None


def may_read(actor: Actor, case: CaseFacts) -> bool:
    """Officials with the permission read the letters of their own commune."""
    return actor.unit_id == case.unit_id and Permission.CASE_READ in actor.permissions


def may_see_identity(actor: Actor, case: CaseFacts) -> bool:
    """Name and phone are for those who receive, handle or decide: an officer sees them for cases of their department only."""
    if not may_read(actor, case) or Permission.CASE_IDENTITY not in actor.permissions:
        return False
    wide = {Permission.CASE_REGISTER, Permission.CASE_APPROVE} & actor.permissions
    return bool(wide) or handles(actor, case)


def handles(actor: Actor, case: CaseFacts) -> bool:
    """True when the case lies with the actor or with a department of theirs."""
    return case.officer_id == actor.id or case.department_id in actor.department_ids


def wrote_for(actor: Actor, author_id: int, *, covered: Collection[int]) -> bool:
    """True for who wrote something and for who stands in for them: ``covered`` are those for whom the actor does that day."""
    return author_id == actor.id or author_id in covered


def may_remind(actor: Actor, case: CaseFacts) -> bool:
    """A letter that nobody has yet lies with reception: a leader reminds them, they do not remind themselves."""
    has_it = case.department_id is not None or case.officer_id is not None
    return has_it or Permission.CASE_REGISTER not in actor.permissions


def may(actor: Actor, action: StrEnum, case: CaseFacts) -> bool:
    """Return whether the table of steps of the case's kind, the actor's permissions and their department allow the action now."""
    step = step_for(action, case.kind)
    if step is None or actor.unit_id != case.unit_id or CaseState(case.state) not in step.states:
        return False
    if step.permission not in actor.permissions:
        return False
    if action == Action.REMIND and not may_remind(actor, case):
        return False
    if step.permission == Permission.CASE_HANDLE or (action in WITHIN_DEPARTMENT and case.state in BEING_HANDLED):
        return handles(actor, case) or bool({Permission.CASE_REGISTER, Permission.CASE_APPROVE} & actor.permissions)
    return True
