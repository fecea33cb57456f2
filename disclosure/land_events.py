"""What happened to a land project; pure, frozen, without its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class LandEvent(Event):
    """Base of the events of one project."""

    NOT_FACTS: ClassVar[frozenset[str]] = Event.NOT_FACTS | {"project_id"}

    project_id: int


@dataclass(frozen=True, kw_only=True)
class LandProjectBegun(LandEvent):
    """A project was entered; ``official_id`` answers for it."""

    official_id: int


@dataclass(frozen=True, kw_only=True)
class LandProjectChanged(LandEvent):
    """A project was changed: which of its fields, by name."""

    changed: tuple[str, ...]

    def facts(self) -> dict[str, Any]:
        """Return the names of the fields, as a list."""
        return {"changed": list(self.changed)}


@dataclass(frozen=True, kw_only=True)
class LandProjectPublished(LandEvent):
    """Everybody reads it from now on."""


@dataclass(frozen=True, kw_only=True)
class LandProjectFinished(LandEvent):
    """It ended; what everybody read stays."""


@dataclass(frozen=True, kw_only=True)
class LandProjectWithdrawn(LandEvent):
    """It was taken back."""


@dataclass(frozen=True, kw_only=True)
class LandPlanAdded(LandEvent):
    """A draft plan was begun: the item of disclosure that posts it."""

    item_id: int


@dataclass(frozen=True, kw_only=True)
class LandOpinionsCounted(LandEvent):
    """Opinions on a draft plan were written down; ``due_on``: the last day of the dialogue that they call for."""

    item_id: int
    agree: int
    disagree: int
    minutes_on: date
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class LandDialogueLinked(LandEvent):
    """A dialogue was named that answers those who disagree; None: none any more."""

    item_id: int
    dialogue_id: int | None


@dataclass(frozen=True, kw_only=True)
class LandLetterLinked(LandEvent):
    """A letter was said to be about the project."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class LandLetterUnlinked(LandEvent):
    """A letter is not about the project after all."""

    case_id: int


LAND_EVENTS = (
    LandProjectBegun, LandProjectChanged, LandProjectPublished, LandProjectFinished, LandProjectWithdrawn, LandPlanAdded,
    LandOpinionsCounted, LandDialogueLinked, LandLetterLinked, LandLetterUnlinked,
)  # fmt: skip
