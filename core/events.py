"""The base of everything that happened: pure, frozen, named in the past tense."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened in a commune at a moment (aware, UTC), done by an official or by nobody (None)."""

    unit_id: int
    at: datetime
    actor_id: int | None = None
