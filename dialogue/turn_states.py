"""The queue of speakers in the hall: states of a turn and the steps of the moderator. Pure."""

from __future__ import annotations

from enum import StrEnum


class TurnState(StrEnum):
    """``WAITING`` in the queue · ``SHORTLIST`` among the next · ``SPEAKING`` now · ``ANSWERED`` · ``FOLLOW_UP`` · ``LEFT``."""

    WAITING = "waiting"
    SHORTLIST = "shortlist"
    SPEAKING = "speaking"
    ANSWERED = "answered"
    FOLLOW_UP = "follow_up"
    LEFT = "left"


class TurnStep(StrEnum):
    """What the moderator does with a turn."""

    CHOOSE = "choose"
    BACK = "back"
    START = "start"
    ANSWER = "answer"
    LATER = "later"
    LEAVE = "leave"


WAITING_ONES = frozenset({TurnState.WAITING, TurnState.SHORTLIST})
ENDED = frozenset({TurnState.ANSWERED, TurnState.FOLLOW_UP, TurnState.LEFT})
STEPS: dict[TurnStep, tuple[frozenset[TurnState], TurnState]] = {
    TurnStep.CHOOSE: (frozenset({TurnState.WAITING}), TurnState.SHORTLIST),
    TurnStep.BACK: (frozenset({TurnState.SHORTLIST, TurnState.LEFT}), TurnState.WAITING),
    TurnStep.START: (WAITING_ONES, TurnState.SPEAKING),
    TurnStep.ANSWER: (frozenset({TurnState.SPEAKING}), TurnState.ANSWERED),
    TurnStep.LATER: (frozenset({TurnState.SPEAKING}), TurnState.FOLLOW_UP),
    TurnStep.LEAVE: (WAITING_ONES, TurnState.LEFT),
}
"""Step → (states it may be taken from, the state it leads to). Only one turn is SPEAKING: starting another needs an end first."""


def leads_to(step: TurnStep, state: TurnState) -> TurnState | None:
    """Return the state after a step from ``state``, or None when the step may not be taken from there."""
    allowed, after = STEPS[step]
    return after if state in allowed else None


def open_steps(state: TurnState, *, somebody_speaks: bool) -> tuple[TurnStep, ...]:
    """Return the steps offered for a turn; nobody is called up while somebody speaks."""
    steps = (step for step in TurnStep if leads_to(step, state) is not None)
    return tuple(step for step in steps if step is not TurnStep.START or not somebody_speaks)
