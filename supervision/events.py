"""What happened to a recommendation; pure, frozen, without its words and without names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.events import Event
from supervision.rules import subject_of


@dataclass(frozen=True, kw_only=True)
class RecommendationEvent(Event):
    """Base of all events of the room; ``body`` is who recommends."""

    NOT_FACTS: ClassVar[frozenset[str]] = Event.NOT_FACTS | {"recommendation_id"}

    recommendation_id: int
    body: str

    def subject(self) -> str:
        """Return what the event is about, as the audit trail names it ("supervision:7")."""
        return subject_of(self.recommendation_id)


@dataclass(frozen=True, kw_only=True)
class RecommendationRecorded(RecommendationEvent):
    """A recommendation came; ``on_behalf``: the office entered a paper."""

    due_on: date
    on_behalf: bool


@dataclass(frozen=True, kw_only=True)
class RecommendationCorrected(RecommendationEvent):
    """What is asked was put in other words before anybody had it; ``changed`` names the parts."""

    changed: str
    on_behalf: bool


@dataclass(frozen=True, kw_only=True)
class RecommendationAssigned(RecommendationEvent):
    """Somebody is to write the answer."""

    official_id: int | None
    department_id: int | None


@dataclass(frozen=True, kw_only=True)
class AnswerDrafted(RecommendationEvent):
    """An answer waits for a leader; ``promise_on`` the day that it names, if any."""

    round_number: int
    promise_on: date | None


@dataclass(frozen=True, kw_only=True)
class AnswerKept(RecommendationEvent):
    """What is written of an answer was kept, for nobody yet."""

    round_number: int


@dataclass(frozen=True, kw_only=True)
class AnswerSentBack(RecommendationEvent):
    """A leader wants another answer."""

    round_number: int


@dataclass(frozen=True, kw_only=True)
class RecommendationAnswered(RecommendationEvent):
    """The answer is out, ``days_late`` after its last day (0: in time); ``edited``: in other words than it was drafted."""

    round_number: int
    days_late: int
    promise_on: date | None
    edited: bool


@dataclass(frozen=True, kw_only=True)
class RecommendationJudged(RecommendationEvent):
    """The body said what it thinks of the answer, and it is closed."""

    round_number: int
    verdict: str
    on_behalf: bool


@dataclass(frozen=True, kw_only=True)
class RecommendationAskedAgain(RecommendationEvent):
    """The body asked once more; a new clock runs until ``due_on``."""

    due_on: date
    on_behalf: bool


@dataclass(frozen=True, kw_only=True)
class RecommendationWithdrawn(RecommendationEvent):
    """The body took its recommendation back."""

    on_behalf: bool


@dataclass(frozen=True, kw_only=True)
class PromiseSettled(RecommendationEvent):
    """What was promised is done, or not; ``days_late`` after its day."""

    round_number: int
    outcome: str
    days_late: int


@dataclass(frozen=True, kw_only=True)
class PublicationAgreed(RecommendationEvent):
    """The body ("body") or the leader ("leader") agreed that everybody reads it; ``published``: it was the second of them."""

    side: str
    published: bool


@dataclass(frozen=True, kw_only=True)
class RecommendationTakenBack(RecommendationEvent):
    """What everybody could read was taken back."""


@dataclass(frozen=True, kw_only=True)
class RecommendationEmptied(RecommendationEvent):
    """Its words were taken out because they belong elsewhere; where, no event says."""


EVENTS: tuple[type[RecommendationEvent], ...] = (
    RecommendationRecorded, RecommendationCorrected, RecommendationAssigned, AnswerDrafted, AnswerKept, AnswerSentBack,
    RecommendationAnswered, RecommendationJudged, RecommendationAskedAgain, RecommendationWithdrawn, PromiseSettled,
    PublicationAgreed, RecommendationTakenBack, RecommendationEmptied,
)  # fmt: skip
