"""What happened to a commitment; pure, frozen, without any text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.events import RoomEvent


@dataclass(frozen=True, kw_only=True)
class CommitmentEvent(RoomEvent):
    """Base of the events of one commitment."""

    commitment_id: int

    def subject(self) -> str:
        """Return the commitment."""
        return f"commitment:{self.commitment_id}"


@dataclass(frozen=True, kw_only=True)
class CommitmentDrafted(CommitmentEvent):
    """A promise was written down for the conclusions."""

    dialogue_id: int


@dataclass(frozen=True, kw_only=True)
class CommitmentChanged(CommitmentEvent):
    """A draft was put right."""


@dataclass(frozen=True, kw_only=True)
class CommitmentDropped(CommitmentEvent):
    """A draft was taken out before the conclusions."""


@dataclass(frozen=True, kw_only=True)
class CommitmentOpened(CommitmentEvent):
    """The conclusions were published with this promise in them."""

    due_on: date


@dataclass(frozen=True, kw_only=True)
class CommitmentProgressed(CommitmentEvent):
    """It was said how far it has come."""


@dataclass(frozen=True, kw_only=True)
class CommitmentMoved(CommitmentEvent):
    """Its date was moved, with a reason."""

    from_on: date
    to_on: date


@dataclass(frozen=True, kw_only=True)
class CommitmentDone(CommitmentEvent):
    """It was reported as kept, with evidence or the reason why there is none."""

    done_on: date
    evidence: str


@dataclass(frozen=True, kw_only=True)
class CommitmentConfirmed(CommitmentEvent):
    """Those who asked confirmed it."""


@dataclass(frozen=True, kw_only=True)
class CommitmentDisputed(CommitmentEvent):
    """Those who asked say that it was not kept."""


@dataclass(frozen=True, kw_only=True)
class CommitmentWithdrawn(CommitmentEvent):
    """It was given up, with a reason."""


@dataclass(frozen=True, kw_only=True)
class RemarkRecorded(CommitmentEvent):
    """The Front recorded a supervision remark."""

    remark_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class RemarkAnswered(CommitmentEvent):
    """The office answered a remark of the Front."""

    remark_id: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class VoiceRaised(CommitmentEvent):
    """Somebody who asked has said something of it; the words wait to be read."""

    voice_id: int


@dataclass(frozen=True, kw_only=True)
class VoiceDecided(CommitmentEvent):
    """The words of who asked were made public, or kept back."""

    voice_id: int
    shown: bool
