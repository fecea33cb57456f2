"""What happened to people and places: past tense, frozen, known to whoever is entered in the handler table. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class OfficialCreated(Event):
    """An official got an account."""

    official_id: int


@dataclass(frozen=True, kw_only=True)
class OfficialDisabled(Event):
    """An official's account was closed; cases that he holds need somebody else."""

    official_id: int


@dataclass(frozen=True, kw_only=True)
class WayInGiven(Event):
    """Somebody else gave an official a way in, or made it wider.

    ``how``: leader_post, reopened (the account), password (a one-time one), second_factor (it was taken away).
    """

    official_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class WayInTaken(Event):
    """Somebody else shut an official out; ``how``: closed (the account), leader_post (a leader's post was taken)."""

    official_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class IdentityLinked(Event):
    """An official's account got a way in through the provider; ``how``: own (at his account page), email (at first sign-in)."""

    official_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class ResponsibilityChanged(Event):
    """The responsibility matrix changed from a day on."""

    field_id: int | None
    village_id: int | None
    department_id: int
    from_on: date


@dataclass(frozen=True, kw_only=True)
class SettingChanged(Event):
    """A rule of the commune was changed."""

    key: str
    before: bool | int | str
    after: bool | int | str


@dataclass(frozen=True, kw_only=True)
class CommuneLoaded(Event):
    """A commune's file was loaded and something changed."""

    changes: int
