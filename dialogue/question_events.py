"""What happened to a question; pure, frozen, without its words and without who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.events import RoomEvent


@dataclass(frozen=True, kw_only=True)
class QuestionEvent(RoomEvent):
    """Base of the events of one question."""

    question_id: int
    dialogue_id: int

    def subject(self) -> str:
        """Return the question."""
        return f"question:{self.question_id}"


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(QuestionEvent):
    """A question came in."""

    channel: str


@dataclass(frozen=True, kw_only=True)
class QuestionAccepted(QuestionEvent):
    """The moderator accepted it (or changed its public words); everybody can read it now."""

    again: bool


@dataclass(frozen=True, kw_only=True)
class QuestionRefused(QuestionEvent):
    """It is not taken up, for a reason that everybody can read."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class QuestionLed(QuestionEvent):
    """It was led to a procedure of its own; which one is not said."""


@dataclass(frozen=True, kw_only=True)
class QuestionMerged(QuestionEvent):
    """It goes on in a similar question."""

    leading_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionUnmerged(QuestionEvent):
    """It stands alone again."""

    leading_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionAssigned(QuestionEvent):
    """A department was asked for a draft answer."""

    department_id: int
    officer_id: int | None
    due_on: date


@dataclass(frozen=True, kw_only=True)
class QuestionDrafted(QuestionEvent):
    """A version of the draft answer was written."""

    number: int


@dataclass(frozen=True, kw_only=True)
class QuestionSettled(QuestionEvent):
    """The day brought an outcome: answered, promised or to be followed up; ``again``: only its words are new."""

    outcome: str
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class QuestionBecameCase(QuestionEvent):
    """What was not answered on the day became a case with a clock."""

    case_id: int


QUESTION_EVENTS: tuple[type[QuestionEvent], ...] = (
    QuestionAsked, QuestionAccepted, QuestionRefused, QuestionLed, QuestionMerged, QuestionUnmerged, QuestionAssigned,
    QuestionDrafted, QuestionSettled, QuestionBecameCase,
)  # fmt: skip
