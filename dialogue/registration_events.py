"""What happened to a seat, and at the door; pure, frozen, without names."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.events import DialogueEvent


@dataclass(frozen=True, kw_only=True)
class RegistrationEvent(DialogueEvent):
    """Base of the events of one seat."""

    registration_id: int

    def subject(self) -> str:
        """Return the registration."""
        return f"registration:{self.registration_id}"


@dataclass(frozen=True, kw_only=True)
class SeatRegistered(RegistrationEvent):
    """Somebody registered: they have a seat, or wait for one."""

    state: str


@dataclass(frozen=True, kw_only=True)
class SeatPromoted(RegistrationEvent):
    """Somebody of the wait list got a seat."""


@dataclass(frozen=True, kw_only=True)
class SeatCancelled(RegistrationEvent):
    """A seat was given back by who held it."""


@dataclass(frozen=True, kw_only=True)
class AttendanceMarked(DialogueEvent):
    """Taps at the door were written down."""

    place_id: int | None
    taps: int


REGISTRATION_EVENTS: tuple[type[DialogueEvent], ...] = (SeatRegistered, SeatPromoted, SeatCancelled, AttendanceMarked)
