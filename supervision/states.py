"""The words of a recommendation: who supervises, where it stands, what can be done with it. Pure.

Source: Law on Grassroots Democracy 2022: the Fatherland Front and its member organisations supervise, the People's Inspection
Board (Art. 40) and the Community Investment Supervision Board send recommendations.
"""

from __future__ import annotations

from enum import StrEnum


class Body(StrEnum):
    """Who supervises and recommends."""

    FATHERLAND_FRONT = "fatherland_front"
    MEMBER_ORGANISATION = "member_organisation"
    PEOPLES_INSPECTION = "peoples_inspection"
    COMMUNITY_SUPERVISION = "community_supervision"


class State(StrEnum):
    """Where a recommendation stands.

    ``RECEIVED`` nobody has it yet · ``ASSIGNED`` somebody writes the answer · ``DRAFTED`` a leader has it on the table ·
    ``ANSWERED`` the body may say what it thinks · ``CLOSED`` · ``WITHDRAWN`` by the body.
    """

    RECEIVED = "received"
    ASSIGNED = "assigned"
    DRAFTED = "drafted"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What the body says of an answer."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"


class PromiseState(StrEnum):
    """What became of a promise with a day; without one of these it is still open."""

    DONE = "done"
    NOT_DONE = "not_done"


class Step(StrEnum):
    """What can be done with a recommendation; ``RECEIVE`` is how it begins."""

    RECEIVE = "receive"
    CORRECT = "correct"
    ASSIGN = "assign"
    DRAFT = "draft"
    SEND_BACK = "send_back"
    ANSWER = "answer"
    JUDGE = "judge"
    ASK_AGAIN = "ask_again"
    WITHDRAW = "withdraw"
    SETTLE = "settle"
    AGREE = "agree"
    ALLOW = "allow"
    TAKE_BACK = "take_back"


UNANSWERED = frozenset({State.RECEIVED, State.ASSIGNED, State.DRAFTED})
"""States in which a clock runs."""
OVER = frozenset({State.CLOSED, State.WITHDRAWN})
