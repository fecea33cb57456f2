"""One table of steps for each kind of letter, and the one way to look something up in it. Pure."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from core.errors import NotAllowed, WrongState
from feedback.complaint_states import COMPLAINT_STEPS
from feedback.states import ALL_STATES, COMPLAINT_ONLY, STEPS, CaseKind, CaseState, Step

PETITION_STATES = ALL_STATES - COMPLAINT_ONLY


@cache
def steps_of(kind: str) -> tuple[Step, ...]:
    """Return the table of a kind: who may do what from where. A state that the kind cannot have stands in none of its rows."""
    if kind == CaseKind.COMPLAINT:
        return COMPLAINT_STEPS
    rows = (step for step in STEPS if CaseKind(kind) in step.kinds)
    return tuple(_within(step, PETITION_STATES) for step in rows)


def step_for(action: StrEnum, kind: str) -> Step | None:
    """Return the row of an action in the table of a kind, or None when the law knows no such step for it."""
    return next((step for step in steps_of(kind) if step.action is action), None)


def rule_of(action: StrEnum) -> Step:
    """Return the row by which an action is explained, whatever the kind: its own table's, a complaint's last."""
    return next(step for step in (*STEPS, *COMPLAINT_STEPS) if step.action is action)


def wrong_state(action: StrEnum, *, case_id: int, kind: str, state: str) -> WrongState:
    """Return the refusal of a step from this state: with the states from which it is possible, and its article."""
    step = step_for(action, kind)
    rule = step or rule_of(action)
    return WrongState(
        "wrong_state" if step else "not_for_kind", case_id=case_id, action=action.value, state=state, kind=kind,
        legal_basis=rule.legal_basis, states=sorted(step.states) if step else [],
    )  # fmt: skip


def wrong_channel(action: StrEnum, *, case_id: int, kind: str, state: str) -> WrongState:
    """Return the refusal of a step to a letter that came in another way, with its article."""
    step = rule_of(action)
    return WrongState(
        "refused_letter", case_id=case_id, action=action.value, state=state, kind=kind, legal_basis=step.legal_basis,
        states=sorted(step.states),
    )  # fmt: skip


def not_allowed(action: StrEnum, *, kind: str) -> NotAllowed:
    """Return the refusal of a step to this official: with the permission that it needs, and its article."""
    rule = step_for(action, kind) or rule_of(action)
    return NotAllowed(action=action.value, permission=rule.permission.value, legal_basis=rule.legal_basis)


def _within(step: Step, states: frozenset[CaseState]) -> Step:
    return Step(
        action=step.action, states=step.states & states, permission=step.permission, legal_basis=step.legal_basis,
        kinds=step.kinds, form=step.form, term=step.term,
    )  # fmt: skip
