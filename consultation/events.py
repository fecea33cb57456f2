"""What happened to a consultation; pure, frozen, without anybody's words and without who gave an opinion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ConsultationEvent(Event):
    """Base of all events of the room."""

    NOT_FACTS: ClassVar[frozenset[str]] = Event.NOT_FACTS | {"consultation_id"}

    consultation_id: int

    def subject(self) -> str:
        """Return what the event is about, as the audit trail names it ("consultation:7")."""
        return f"consultation:{self.consultation_id}"


@dataclass(frozen=True, kw_only=True)
class ConsultationDrafted(ConsultationEvent):
    """A consultation was begun."""

    matter: str


@dataclass(frozen=True, kw_only=True)
class ConsultationChanged(ConsultationEvent):
    """A draft was written over; ``files`` when a file came or went."""

    files: bool = False


@dataclass(frozen=True, kw_only=True)
class ConsultationOpened(ConsultationEvent):
    """The draft is before everybody."""

    opens_on: date
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class ConsultationProlonged(ConsultationEvent):
    """The last day moved to a later one."""

    from_on: date
    to_on: date


@dataclass(frozen=True, kw_only=True)
class ConsultationCancelled(ConsultationEvent):
    """It was called off; ``opened``: everybody already knew of it."""

    opened: bool


@dataclass(frozen=True, kw_only=True)
class OpinionGiven(ConsultationEvent):
    """Somebody gave an opinion on the portal."""


@dataclass(frozen=True, kw_only=True)
class OpinionEmptied(ConsultationEvent):
    """The words of an opinion were taken out, its choices count on."""

    opinion_id: int


@dataclass(frozen=True, kw_only=True)
class SheetRecorded(ConsultationEvent):
    """Counts from paper were entered; ``replaces`` the row that they correct, if any."""

    sheet_id: int
    way: str
    held_on: date
    replaces: int | None = None


@dataclass(frozen=True, kw_only=True)
class PointWritten(ConsultationEvent):
    """A point of the summary was written, or written over."""

    point_id: int
    verdict: str


@dataclass(frozen=True, kw_only=True)
class PointDropped(ConsultationEvent):
    """A point was taken out of the summary before it was published."""

    point_id: int


@dataclass(frozen=True, kw_only=True)
class SummaryPublished(ConsultationEvent):
    """Summary and explanation are before everybody."""

    points: int
    late: bool


EVENTS: tuple[type[ConsultationEvent], ...] = (
    ConsultationDrafted, ConsultationChanged, ConsultationOpened, ConsultationProlonged, ConsultationCancelled, OpinionGiven,
    OpinionEmptied, SheetRecorded, PointWritten, PointDropped, SummaryPublished,
)  # fmt: skip
