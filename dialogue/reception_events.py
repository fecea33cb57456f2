"""What happened at citizen reception; pure, frozen, nothing personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.events import RoomEvent


@dataclass(frozen=True, kw_only=True)
class ReceptionDayEvent(RoomEvent):
    """Base of the events of one day."""

    day_id: int
    held_on: date

    def subject(self) -> str:
        """Return the day."""
        return f"reception:{self.day_id}"


@dataclass(frozen=True, kw_only=True)
class ReceptionScheduled(ReceptionDayEvent):
    """A day came onto the plan."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class ReceptionPublished(ReceptionDayEvent):
    """The day was shown to everybody."""

    ad_hoc: bool


@dataclass(frozen=True, kw_only=True)
class ReceptionPostponed(ReceptionDayEvent):
    """The day does not take place; another takes its place, with everybody who had booked."""

    new_day_id: int
    new_on: date


@dataclass(frozen=True, kw_only=True)
class ReceptionCancelled(ReceptionDayEvent):
    """The day was taken off the plan."""


@dataclass(frozen=True, kw_only=True)
class ReceptionHeld(ReceptionDayEvent):
    """It was recorded whether the day took place."""

    held: bool


@dataclass(frozen=True, kw_only=True)
class OnlineReferenced(ReceptionDayEvent):
    """The session of the State's online reception system was referenced."""


@dataclass(frozen=True, kw_only=True)
class BookingEvent(RoomEvent):
    """Base of the events of one booking."""

    booking_id: int
    day_id: int

    def subject(self) -> str:
        """Return the booking."""
        return f"booking:{self.booking_id}"


@dataclass(frozen=True, kw_only=True)
class SlotBooked(BookingEvent):
    """Somebody was given a slot."""


@dataclass(frozen=True, kw_only=True)
class SlotGivenBack(BookingEvent):
    """Somebody gave their slot back."""


@dataclass(frozen=True, kw_only=True)
class EntryEvent(RoomEvent):
    """Base of the events of one row of the register."""

    entry_id: int

    def subject(self) -> str:
        """Return the row."""
        return f"reception-entry:{self.entry_id}"


@dataclass(frozen=True, kw_only=True)
class ReceptionEntered(EntryEvent):
    """Somebody was received; the row has its number."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ReceptionCorrected(EntryEvent):
    """What follows, or a note, was written into a row."""


@dataclass(frozen=True, kw_only=True)
class ReceptionCaseMade(EntryEvent):
    """The letter that somebody brought became a case."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ReceptionPaperIssued(EntryEvent):
    """A paper of a reception got its number."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ReceptionConcluded(ReceptionDayEvent):
    """The chair's written conclusion got its number (None: the secretary's, a paper of the Party office); tasks became cases."""

    number: int | None
    cases: int
