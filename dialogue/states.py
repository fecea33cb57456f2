"""The words of a dialogue: its types, its states, and which step leads from where to where. Pure.

Sources: Law on Local Government 72/2025, Art. 43; Law on Grassroots Democracy 2022, Art. 27, 32; Decision 320-QĐ/TU (its
text is not known here, so its numbers are settings and terms set by the office).
"""

from __future__ import annotations

from enum import StrEnum


class DialogueKind(StrEnum):
    """What is meant by "đối thoại"; the dialogue inside a complaint is a step of its case (feedback) and no event of this room.

    ``COMMUNE_CONFERENCE`` the People's Committee with residents · ``LEADER_DIALOGUE`` secretary and chair with residents ·
    ``PRE_DECISION_HEARING`` before a decision that imposes a duty or ends a right.
    """

    COMMUNE_CONFERENCE = "commune_conference"
    LEADER_DIALOGUE = "leader_dialogue"
    PRE_DECISION_HEARING = "pre_decision_hearing"


class DialogueForm(StrEnum):
    """How people meet; Art. 43 allows all three."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    SOCIAL_NETWORK = "social_network"


class DialogueState(StrEnum):
    """Where a dialogue stands: on the plan, announced, going on, over, concluded (results published), or called off."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    IN_SESSION = "in_session"
    HELD = "held"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can be done with a dialogue as a whole."""

    CHANGE = "change"
    ANNOUNCE = "announce"
    POSTPONE = "postpone"
    CANCEL = "cancel"
    AMEND = "amend"
    OPEN = "open"
    CLOSE = "close"
    CONCLUDE = "conclude"


STEPS: dict[Step, tuple[frozenset[DialogueState], DialogueState | None]] = {
    Step.CHANGE: (frozenset({DialogueState.PLANNED}), None),
    Step.ANNOUNCE: (frozenset({DialogueState.PLANNED}), DialogueState.ANNOUNCED),
    Step.POSTPONE: (frozenset({DialogueState.ANNOUNCED}), None),
    Step.CANCEL: (frozenset({DialogueState.PLANNED, DialogueState.ANNOUNCED}), DialogueState.CANCELLED),
    Step.AMEND: (frozenset({DialogueState.ANNOUNCED}), None),
    Step.OPEN: (frozenset({DialogueState.ANNOUNCED}), DialogueState.IN_SESSION),
    Step.CLOSE: (frozenset({DialogueState.IN_SESSION}), DialogueState.HELD),
    Step.CONCLUDE: (frozenset({DialogueState.HELD}), DialogueState.CONCLUDED),
}
"""Step → (states it may be taken from, the state it leads to; None: it stays)."""

PUBLIC_STATES = frozenset(
    {
        DialogueState.ANNOUNCED, DialogueState.IN_SESSION, DialogueState.HELD, DialogueState.CONCLUDED, DialogueState.CANCELLED,
    }
)  # fmt: skip
"""What everybody may see; of a planned dialogue only the plan (title, month) is public."""


def leads_to(step: Step, state: DialogueState) -> DialogueState | None:
    """Return the state after a step from ``state``, or None when the step may not be taken from there."""
    allowed, after = STEPS[step]
    return (after or state) if state in allowed else None
