"""What happened to an item; pure, frozen, without its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class DisclosureEvent(Event):
    """Base of the events of one item; ``kind`` is the clause of Art. 11."""

    NOT_FACTS: ClassVar[frozenset[str]] = Event.NOT_FACTS | {"item_id"}

    item_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class DisclosureDrafted(DisclosureEvent):
    """An item was begun; ``official_id`` answers for it until ``due_on``."""

    official_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class DisclosureChanged(DisclosureEvent):
    """A draft was changed."""

    official_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class DisclosureDiscarded(DisclosureEvent):
    """A draft was thrown away."""


@dataclass(frozen=True, kw_only=True)
class DisclosurePublished(DisclosureEvent):
    """An item came onto the portal, ``days_late`` after its last day (0: in time)."""

    days_late: int


@dataclass(frozen=True, kw_only=True)
class DisclosureCorrected(DisclosureEvent):
    """A published item was corrected; ``edition`` is the one that was kept."""

    edition: int


@dataclass(frozen=True, kw_only=True)
class DisclosureWithdrawn(DisclosureEvent):
    """A published item was taken back."""


@dataclass(frozen=True, kw_only=True)
class DisclosureShown(DisclosureEvent):
    """Evidence was noted: in so many places of one way, from when (and, of what was read out or sent, until when)."""

    way: str
    places: int
    from_on: date
    to_on: date | None


@dataclass(frozen=True, kw_only=True)
class DisclosureTakenDown(DisclosureEvent):
    """What hung in so many places came down."""

    places: int
    to_on: date


EVENTS = (
    DisclosureDrafted, DisclosureChanged, DisclosureDiscarded, DisclosurePublished, DisclosureCorrected, DisclosureWithdrawn,
    DisclosureShown, DisclosureTakenDown,
)  # fmt: skip
