"""The base of everything that happened: pure, frozen, named in the past tense."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened in a commune at a moment (aware, UTC), done by an official or by nobody (None).

    ``NOT_FACTS`` names the fields that say who, when and of what: an audit entry has them beside its facts.
    """

    NOT_FACTS: ClassVar[frozenset[str]] = frozenset({"unit_id", "at", "actor_id"})

    unit_id: int
    at: datetime
    actor_id: int | None = None

    def facts(self) -> dict[str, Any]:
        """Return what the event says beyond who, when and of what, as plain values (days as "2026-11-20")."""
        values = {item.name: getattr(self, item.name) for item in fields(self) if item.name not in self.NOT_FACTS}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
