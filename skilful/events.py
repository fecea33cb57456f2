"""What happened to a skilful model; pure, frozen, without its words and without names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.events import Event
from skilful.rules import subject_of


@dataclass(frozen=True, kw_only=True)
class ModelEvent(Event):
    """Base of all events of the room; ``year`` is the model's latest."""

    NOT_FACTS: ClassVar[frozenset[str]] = Event.NOT_FACTS | {"model_id"}

    model_id: int
    year: int

    def subject(self) -> str:
        """Return what the event is about, as the audit trail names it ("skilful:7")."""
        return subject_of(self.model_id)


@dataclass(frozen=True, kw_only=True)
class ModelRegistered(ModelEvent):
    """A model is in the register; ``learned_from_id`` the one that it copies, if any."""

    sphere: str
    carrier: str
    learned_from_id: int | None


@dataclass(frozen=True, kw_only=True)
class ModelCorrected(ModelEvent):
    """What was registered is written anew; ``changed`` the names of the fields, ``named`` whether a person may be named."""

    changed: str
    named: bool


@dataclass(frozen=True, kw_only=True)
class ProgressNoted(ModelEvent):
    """Somebody wrote how it goes; ``public``: for everybody."""

    note_id: int
    on: date
    public: bool


@dataclass(frozen=True, kw_only=True)
class NoteHidden(ModelEvent):
    """A note is for the desk only again."""

    note_id: int


@dataclass(frozen=True, kw_only=True)
class ModelAssessed(ModelEvent):
    """What came of the year is said."""

    result: str


@dataclass(frozen=True, kw_only=True)
class AssessmentTakenBack(ModelEvent):
    """What was said of the year no longer holds; ``result`` what it was."""

    result: str


@dataclass(frozen=True, kw_only=True)
class ModelRecognised(ModelEvent):
    """A decision recognises it."""

    level: str
    decided_on: date


@dataclass(frozen=True, kw_only=True)
class RecognitionStruck(ModelEvent):
    """A recognition that was entered wrongly is struck."""

    level: str


@dataclass(frozen=True, kw_only=True)
class ModelCarriedOn(ModelEvent):
    """It goes on in another year, ``year``."""


@dataclass(frozen=True, kw_only=True)
class ModelEnded(ModelEvent):
    """Nobody goes on with it."""


@dataclass(frozen=True, kw_only=True)
class ModelWithdrawn(ModelEvent):
    """It was taken from the register before anybody else read it."""


@dataclass(frozen=True, kw_only=True)
class ModelPublished(ModelEvent):
    """Everybody reads it."""


@dataclass(frozen=True, kw_only=True)
class ModelTakenBack(ModelEvent):
    """What everybody could read was taken back."""


EVENTS: tuple[type[ModelEvent], ...] = (
    ModelRegistered, ModelCorrected, ProgressNoted, NoteHidden, ModelAssessed, AssessmentTakenBack, ModelRecognised,
    RecognitionStruck, ModelCarriedOn, ModelEnded, ModelWithdrawn, ModelPublished, ModelTakenBack,
)  # fmt: skip
