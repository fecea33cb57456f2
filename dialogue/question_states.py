"""The words of a question before a dialogue: how it came, where it stands, why it may be refused, what became of it. Pure.

Sources: Law on Grassroots Democracy 2022, Art. 28, 32 (opinions are gathered, explained, published); Law on Citizen Reception
2013, Art. 9, 10 (what need not be taken up); complaints and denunciations have procedures of their own.
"""

from __future__ import annotations

from enum import StrEnum

from core.permissions import Permission


class QuestionChannel(StrEnum):
    """How a question came: typed on the web, handed on by a village head or the Front, on paper, or asked in the hall."""

    WEB = "web"
    VILLAGE_HEAD = "village_head"
    FRONT = "front"
    PAPER = "paper"
    HALL = "hall"


KEYED = (QuestionChannel.VILLAGE_HEAD, QuestionChannel.FRONT, QuestionChannel.PAPER)
"""Channels whose questions are keyed in at the desk before the day; those from the hall belong to the day itself."""


class QuestionState(StrEnum):
    """Waiting for the moderator, accepted, merged into another one, led to its own procedure, or refused."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    MERGED = "merged"
    LED_ELSEWHERE = "led_elsewhere"
    REFUSED = "refused"


class QuestionOutcome(StrEnum):
    """What became of an accepted question: nothing yet, answered, promised (a commitment), or to be followed up."""

    OPEN = "open"
    ANSWERED = "answered"
    PROMISED = "promised"
    FOLLOW_UP = "follow_up"


UNANSWERED = frozenset({QuestionOutcome.OPEN, QuestionOutcome.FOLLOW_UP})
"""What becomes a case by itself after the day."""


class QuestionStep(StrEnum):
    """What can be done with a question at the desk."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    LEAD = "lead"
    MERGE = "merge"
    UNMERGE = "unmerge"
    ASSIGN = "assign"
    DRAFT = "draft"
    SETTLE = "settle"


_UNDECIDED = frozenset({QuestionState.WAITING, QuestionState.ACCEPTED})
_ACCEPTED = frozenset({QuestionState.ACCEPTED})

STEPS: dict[QuestionStep, tuple[frozenset[QuestionState], QuestionState | None, Permission]] = {
    QuestionStep.ACCEPT: (_UNDECIDED | {QuestionState.REFUSED}, QuestionState.ACCEPTED, Permission.DIALOGUE_PLAN),
    QuestionStep.REFUSE: (_UNDECIDED, QuestionState.REFUSED, Permission.DIALOGUE_PLAN),
    QuestionStep.LEAD: (_UNDECIDED, QuestionState.LED_ELSEWHERE, Permission.DIALOGUE_PLAN),
    QuestionStep.MERGE: (_UNDECIDED, QuestionState.MERGED, Permission.DIALOGUE_PLAN),
    QuestionStep.UNMERGE: (frozenset({QuestionState.MERGED}), None, Permission.DIALOGUE_PLAN),
    QuestionStep.ASSIGN: (_ACCEPTED, None, Permission.DIALOGUE_PLAN),
    QuestionStep.DRAFT: (_ACCEPTED, None, Permission.DIALOGUE_ANSWER),
    QuestionStep.SETTLE: (_ACCEPTED, None, Permission.DIALOGUE_PLAN),
}
"""Step → (states it may be taken from, the state it leads to; None: it stays or goes back, the permission)."""


BEFORE_A_CASE = frozenset({QuestionStep.REFUSE, QuestionStep.LEAD, QuestionStep.MERGE})
"""Not taken once the question goes on in a case: its words and its sender stand there, and are answered or moved there."""


def question_leads_to(step: QuestionStep, state: QuestionState) -> QuestionState | None:
    """Return the state after a step from ``state``, or None when the step may not be taken from there."""
    allowed, after, _permission = STEPS[step]
    return (after or state) if state in allowed else None


class RefusalReason(StrEnum):
    """Why a question is not taken up; each is shown to everybody with the moderator's words."""

    OUT_OF_COMPETENCE = "out_of_competence"
    OUT_OF_TOPIC = "out_of_topic"
    SETTLED = "settled"
    NO_CONTENT = "no_content"
    OFFENSIVE = "offensive"
    CONFIDENTIAL = "confidential"


class Procedure(StrEnum):
    """A procedure of its own that a question turned out to belong to."""

    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
