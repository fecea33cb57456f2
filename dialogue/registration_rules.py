"""The words of seats and of the door, and their rules: whether seats are given out, and who gets one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from core.text import clean_line, clean_text, phone_digits
from dialogue.states import DialogueState

WISHES_MOST = 500
PEOPLE_MOST = 200
PER_PHONE = 2
"""A family shares a telephone; reception days hold as many bookings of one number."""


class SeatState(StrEnum):
    """A seat is confirmed, waited for, or given back."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class TapKind(StrEnum):
    """What a tap at the door says."""

    PRESENT = "present"
    WALK_IN = "walk_in"
    VOID = "void"


class Registrable(Protocol):
    """What the rule needs to know of a dialogue."""

    state: str
    held_on: date


def takes_registrations(dialogue: Registrable, *, today: date) -> bool:
    """Answer whether seats are given out: from the announcement to the day itself. Others may come all the same."""
    return dialogue.state == DialogueState.ANNOUNCED and today <= dialogue.held_on


@dataclass(frozen=True, kw_only=True)
class NewRegistration:
    """A wish for a seat as it was typed."""

    name: str
    phone: str = ""
    email: str = ""
    village_id: int | None = None
    place_id: int | None = None
    wishes: str = ""
    locale: str = "vi"


def cleaned_registration(new: NewRegistration) -> NewRegistration:
    """Return it with clean text and a phone of digits only."""
    return replace(
        new, name=clean_line(new.name)[:120], phone=phone_digits(new.phone) or clean_line(new.phone),
        email=clean_line(new.email)[:160].lower(), wishes=clean_text(new.wishes),
        locale=new.locale if new.locale in ("vi", "en") else "vi",
    )  # fmt: skip


def holds_enough(new: NewRegistration, held: Iterable[tuple[str, str | None]]) -> bool:
    """Answer whether these names and phones are this person already, or as many people as may share one phone."""
    names = [name.casefold() for name, phone in held if phone == new.phone]
    return len(names) >= PER_PHONE or new.name.casefold() in names


@dataclass(frozen=True, kw_only=True)
class Seats:
    """How many seats a dialogue has in all and in each place; None: as many as come."""

    whole: int | None
    of_place: Mapping[int | None, int | None]

    def fits(self, place_id: int | None, *, taken: Mapping[int | None, int]) -> bool:
        """Return whether one more fits into a place, and into the whole, when ``taken`` seats are confirmed in each place."""
        own, whole = self.of_place.get(place_id), self.whole
        if own is not None and taken.get(place_id, 0) >= own:
            return False
        return whole is None or sum(taken.values()) < whole


def promoted(waiting: Sequence[tuple[int, int | None]], *, seats: Seats, taken: Mapping[int | None, int]) -> list[int]:
    """Return which of the wait list (id, place; in their order) get a seat now."""
    filled, chosen = dict(taken), []
    for number, place_id in waiting:
        if seats.fits(place_id, taken=filled):
            filled[place_id] = filled.get(place_id, 0) + 1
            chosen.append(number)
    return chosen
