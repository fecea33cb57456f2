"""What happened to the minutes and conclusions of a dialogue, and in the hall; pure, frozen, without any text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.events import DialogueEvent


@dataclass(frozen=True, kw_only=True)
class MinutesHeadWritten(DialogueEvent):
    """Place, chairs, attendance or times were written."""


@dataclass(frozen=True, kw_only=True)
class MinuteItemWritten(DialogueEvent):
    """An item was written, put right, or taken out."""

    item_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class MinutesFinished(DialogueEvent):
    """The minutes were read back and ended; they bear a number and change no more."""

    document_id: int
    items: int
    promises: int


@dataclass(frozen=True, kw_only=True)
class ConclusionDrafted(DialogueEvent):
    """The words of the conclusions were written."""


@dataclass(frozen=True, kw_only=True)
class DialogueConcluded(DialogueEvent):
    """The results were published, so many days too late (0: in time, or no day was to be kept: ``due_on`` None)."""

    document_id: int
    due_on: date | None
    days_late: int
    commitments: int


@dataclass(frozen=True, kw_only=True)
class TurnChanged(DialogueEvent):
    """Somebody was put into the queue of speakers, or a turn went on."""

    number: int
    state: str
