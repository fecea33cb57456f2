"""What happened to a dialogue; pure, frozen. ``dialogue_id`` names it, nothing here is personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class RoomEvent(Event):
    """Base of all events of the room."""

    def subject(self) -> str:
        """Return what the event is about, as the audit trail names it ("dialogue:7")."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class DialogueEvent(RoomEvent):
    """Base of the events of one dialogue."""

    dialogue_id: int

    def subject(self) -> str:
        """Return the dialogue."""
        return f"dialogue:{self.dialogue_id}"


@dataclass(frozen=True, kw_only=True)
class DialoguePlanned(DialogueEvent):
    """A dialogue came onto the plan."""

    held_on: date


@dataclass(frozen=True, kw_only=True)
class DialogueAnnounced(DialogueEvent):
    """Time, place, content and the way to take part were announced to everybody."""

    held_on: date
    ad_hoc: bool


@dataclass(frozen=True, kw_only=True)
class DialogueChanged(DialogueEvent):
    """Something of a dialogue on the plan was changed."""

    held_on: date


@dataclass(frozen=True, kw_only=True)
class DialoguePostponed(DialogueEvent):
    """An announced dialogue got another day; ``move_id`` is the row that says from when to when, and why."""

    from_on: date
    held_on: date
    move_id: int
    ad_hoc: bool


@dataclass(frozen=True, kw_only=True)
class DialogueAmended(DialogueEvent):
    """What was announced is said anew, the day stays; ``elsewhere``: place or hour is another, so who registered is told."""

    held_on: date
    changed: tuple[str, ...]
    elsewhere: bool
    ad_hoc: bool

    def facts(self) -> dict[str, Any]:
        """Return the facts with the changed parts as a list, as the audit trail keeps them."""
        return {**super().facts(), "changed": list(self.changed)}


@dataclass(frozen=True, kw_only=True)
class DialogueCancelled(DialogueEvent):
    """A dialogue was called off; ``announced``: the public already knew of it, so who registered is told."""

    held_on: date
    announced: bool


@dataclass(frozen=True, kw_only=True)
class DialogueOpened(DialogueEvent):
    """The session began."""


@dataclass(frozen=True, kw_only=True)
class DialogueClosed(DialogueEvent):
    """The session ended; from its day the time for the results runs."""

    held_on: date


@dataclass(frozen=True, kw_only=True)
class DialogueStepDone(DialogueEvent):
    """A step of the checklist was done."""

    step: str
    done_on: date


@dataclass(frozen=True, kw_only=True)
class CallEvent(RoomEvent):
    """Base of the events of a call for a dialogue."""

    call_id: int
    source: str

    def subject(self) -> str:
        """Return the call."""
        return f"dialogue_call:{self.call_id}"


@dataclass(frozen=True, kw_only=True)
class DialogueCalled(CallEvent):
    """Somebody calls for a dialogue; ``number`` of voters, people or letters."""

    number: int | None


@dataclass(frozen=True, kw_only=True)
class DialogueCallAnswered(CallEvent):
    """A call was answered: "plan" or "no"."""

    answer: str


@dataclass(frozen=True, kw_only=True)
class DialogueRecorded(DialogueEvent):
    """A dialogue that was held before was written down afterwards."""

    held_on: date
