"""The words of a land-recovery project: its states, the steps between them, and where a draft plan and its dialogue stand. Pure.

Source: Land Law 2024, Art. 87 (posting of the draft plan, opinions, dialogue with those who disagree).
"""

from __future__ import annotations

from enum import StrEnum


class LandState(StrEnum):
    """``DRAFT`` seen by the desk only · ``OPEN`` before everybody · ``FINISHED`` · ``WITHDRAWN`` taken back."""

    DRAFT = "draft"
    OPEN = "open"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"


class LandStep(StrEnum):
    """What can be done with a project; ``POST`` begins the posting of a draft plan, ``LINK`` adds or drops a letter."""

    CHANGE = "change"
    PUBLISH = "publish"
    POST = "post"
    COUNT = "count"
    TALK = "talk"
    LINK = "link"
    FINISH = "finish"
    WITHDRAW = "withdraw"


class PlanPhase(StrEnum):
    """Where a draft plan stands. ``COMING`` not on the portal · ``UNPOSTED`` on no wall yet · ``POSTING`` hangs as the law wants.

    ``COUNTING`` hung long enough, nobody wrote down who agrees · ``TALKING`` somebody disagrees, the dialogue is not held ·
    ``SETTLED`` nothing is owed · ``GONE`` taken back.
    """

    COMING = "coming"
    UNPOSTED = "unposted"
    POSTING = "posting"
    COUNTING = "counting"
    TALKING = "talking"
    SETTLED = "settled"
    GONE = "gone"


class TalkState(StrEnum):
    """The duty of a dialogue: ``NONE`` nobody disagrees · ``WAITING`` · ``LATE`` · ``ARRANGED`` has its day · ``HELD``."""

    NONE = "none"
    WAITING = "waiting"
    LATE = "late"
    ARRANGED = "arranged"
    HELD = "held"


LIVE = frozenset({LandState.DRAFT, LandState.OPEN})
SHOWN = frozenset({LandState.OPEN, LandState.FINISHED})
"""States in which everybody reads a project."""

STEPS: dict[LandStep, tuple[frozenset[LandState], LandState | None]] = {
    LandStep.CHANGE: (LIVE, None),
    LandStep.PUBLISH: (frozenset({LandState.DRAFT}), LandState.OPEN),
    LandStep.POST: (LIVE, None),
    LandStep.COUNT: (frozenset({LandState.OPEN}), None),
    LandStep.TALK: (frozenset({LandState.OPEN}), None),
    LandStep.LINK: (LIVE, None),
    LandStep.FINISH: (frozenset({LandState.OPEN}), LandState.FINISHED),
    LandStep.WITHDRAW: (LIVE | {LandState.FINISHED}, LandState.WITHDRAWN),
}
"""Step → (states it may be taken from, the state it leads to; None: it stays)."""


def land_leads_to(step: LandStep, state: LandState) -> LandState | None:
    """Return the state after a step from ``state``, or None when the step may not be taken from there."""
    allowed, after = STEPS[step]
    return (after or state) if state in allowed else None
