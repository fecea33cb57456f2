"""The words of a commitment made at a dialogue: its states, and which step leads from where to where. Pure.

Source: Law on Local Government 72/2025, Art. 43; Law on Grassroots Democracy 2022, Art. 28.6, 32 (followed up and supervised).
"""

from __future__ import annotations

from enum import StrEnum


class CommitmentState(StrEnum):
    """Where a promise stands.

    ``DRAFT`` before the conclusions, seen by the desk only · ``OPEN`` promised · ``DONE`` reported with evidence ·
    ``CONFIRMED`` or ``DISPUTED`` by those who asked · ``WITHDRAWN`` given up, with a reason.
    """

    DRAFT = "draft"
    OPEN = "open"
    DONE = "done"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


class CommitmentStep(StrEnum):
    """What can be done with one commitment; each leaves an entry in its public history."""

    OPEN = "open"
    PROGRESS = "progress"
    MOVE = "move"
    DONE = "done"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    WITHDRAW = "withdraw"


class DueRule(StrEnum):
    """Where the date comes from: a day that was named, or the term DLG.FOLLOWUP counted from the conclusions."""

    TYPED = "typed"
    FOLLOW_UP = "follow_up"


RUNNING = frozenset({CommitmentState.OPEN, CommitmentState.DISPUTED})
"""Still owed: a disputed one goes on until it is done in earnest."""
PUBLIC = frozenset(set(CommitmentState) - {CommitmentState.DRAFT})
REPORTED = frozenset({CommitmentState.DONE, CommitmentState.CONFIRMED})

STEPS: dict[CommitmentStep, tuple[frozenset[CommitmentState], CommitmentState | None]] = {
    CommitmentStep.OPEN: (frozenset({CommitmentState.DRAFT}), CommitmentState.OPEN),
    CommitmentStep.PROGRESS: (RUNNING, None),
    CommitmentStep.MOVE: (RUNNING, None),
    CommitmentStep.DONE: (RUNNING, CommitmentState.DONE),
    CommitmentStep.CONFIRM: (frozenset({CommitmentState.DONE}), CommitmentState.CONFIRMED),
    CommitmentStep.DISPUTE: (REPORTED, CommitmentState.DISPUTED),
    CommitmentStep.WITHDRAW: (RUNNING, CommitmentState.WITHDRAWN),
}
"""Step → (states it may be taken from, the state it leads to; None: it stays)."""


def leads_to(step: CommitmentStep, state: CommitmentState) -> CommitmentState | None:
    """Return the state after a step from ``state``, or None when the step may not be taken from there."""
    allowed, after = STEPS[step]
    return (after or state) if state in allowed else None


class Verdict(StrEnum):
    """What somebody who asked says of a promise reported as kept."""

    CONFIRM = "confirm"
    DISPUTE = "dispute"


class VoiceState(StrEnum):
    """Whether the words of who asked wait for the office, are public, or were kept back."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"


VERDICTS = {Verdict.CONFIRM: CommitmentStep.CONFIRM, Verdict.DISPUTE: CommitmentStep.DISPUTE}
