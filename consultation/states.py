"""The words of a consultation: where it stands, how opinions come, what they say, what becomes of them. Pure.

Sources: Law on Grassroots Democracy 2022, Art. 25 (nine matters), 26 (forms), 28 (at least 20 days, summary and explanation).
"""

from __future__ import annotations

from enum import StrEnum

from core.permissions import Permission


class State(StrEnum):
    """Being written, opened to everybody, called off, or its summary is published. It closes by its date, without a step."""

    DRAFT = "draft"
    OPEN = "open"
    CANCELLED = "cancelled"
    PUBLISHED = "published"


class Phase(StrEnum):
    """Where it stands today; computed, never stored."""

    DRAFT = "draft"
    COMING = "coming"
    RUNNING = "running"
    CLOSED = "closed"
    LATE = "late"
    DONE = "done"
    CANCELLED = "cancelled"


class Way(StrEnum):
    """How opinions come (Art. 26): on the portal, or counted on paper by officials and the Front."""

    PORTAL = "portal"
    MEETING = "meeting"
    HOUSEHOLD = "household"
    BOX = "box"
    FRONT = "front"
    CONFERENCE = "conference"


ON_PAPER = (Way.MEETING, Way.HOUSEHOLD, Way.BOX, Way.FRONT, Way.CONFERENCE)
"""Ways whose opinions are entered as counts."""


class Choice(StrEnum):
    """What somebody says to a question."""

    AGREE = "agree"
    DISAGREE = "disagree"
    OTHER = "other"


class Verdict(StrEnum):
    """What the commune does with a point (Art. 28: taken up, or explained why not)."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"


class Step(StrEnum):
    """What can be done with a consultation at the desk."""

    CHANGE = "change"
    OPEN = "open"
    PROLONG = "prolong"
    CANCEL = "cancel"
    COUNT = "count"
    SUM_UP = "sum_up"
    PUBLISH = "publish"


_BEFORE = frozenset({Phase.DRAFT})
_TAKING = frozenset({Phase.COMING, Phase.RUNNING})
_AFTER = frozenset({Phase.CLOSED, Phase.LATE})

STEPS: dict[Step, tuple[frozenset[Phase], Permission]] = {
    Step.CHANGE: (_BEFORE, Permission.CONSULTATION_PLAN),
    Step.OPEN: (_BEFORE, Permission.CONSULTATION_DECIDE),
    Step.PROLONG: (_TAKING, Permission.CONSULTATION_DECIDE),
    Step.CANCEL: (_BEFORE | _TAKING | _AFTER, Permission.CONSULTATION_DECIDE),
    Step.COUNT: (frozenset({Phase.RUNNING}) | _AFTER, Permission.CONSULTATION_COUNT),
    Step.SUM_UP: (_AFTER, Permission.CONSULTATION_PLAN),
    Step.PUBLISH: (_AFTER, Permission.CONSULTATION_DECIDE),
}
"""Step → (phases in which it may be taken, the permission)."""
