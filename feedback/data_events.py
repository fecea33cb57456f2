"""What happened to a request about personal data; pure, frozen. ``request`` is its public id.

Nothing here is personal but ``former``, which is neither written down nor shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from feedback.events import CaseEvent


@dataclass(frozen=True, kw_only=True)
class DataAsked(CaseEvent):
    """Somebody asked about the data a case holds of them: ``channel`` online (by the secret words) or counter."""

    request: str
    right: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class DataTaken(CaseEvent):
    """The commune said that it has the request; ``on_time`` None: no date could be counted."""

    request: str
    on_time: bool | None


@dataclass(frozen=True, kw_only=True)
class DataExtended(CaseEvent):
    """The leader gave a request more days, once."""

    request: str
    days: int
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class DataAnswered(CaseEvent):
    """A request ended: ``outcome`` done or refused, ``why`` the ground's code; ``erased``: phone and email left the case.

    ``corrected`` names what was set right ("name phone"), never a value; ``former`` are email addresses that letters no longer
    go to.
    """

    NOT_FACTS: ClassVar[frozenset[str]] = CaseEvent.NOT_FACTS | {"former"}

    request: str
    right: str
    outcome: str
    why: str
    erased: bool
    on_time: bool | None
    corrected: str = ""
    former: tuple[str, ...] = field(default=(), repr=False)
