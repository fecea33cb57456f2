"""Brings dialogues to every state through the commands, and reads calendar files without the library that wrote them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from core.database import use_unit
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.services import rescheduling, sessions
from tests.makers import NOW, Commune
from tests.makers_dialogue import HELD_AT, announced_dialogue, read_dialogue

REASON = "Bão số 12 đổ bộ đúng ngày đã hẹn"
LATER = HELD_AT + timedelta(days=7)
"""Tuesday, 22 December 2026, 08:00 in Vietnam."""


def here(text: str) -> datetime:
    """Return the moment of "2026-12-15 08:00" in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=7)


def at_hour(starts_at: datetime) -> dict[str, datetime]:
    """Return begin and end of three hours."""
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}


def postpone(commune: Commune, dialogue_id: int, *, to: datetime = LATER, at: datetime = NOW, **changes: Any) -> None:
    """Give a dialogue another day."""
    facts: dict[str, Any] = {
        "starts_at": to,
        "ends_at": to + timedelta(hours=3),
        "reason": REASON,
        "actor": commune.leader,
        **changes,
    }
    version = facts.pop("version", None) or read_dialogue(dialogue_id).version
    with use_unit(commune.unit_id), transaction():
        rescheduling.postpone(dialogue_id, at=at, version=version, calendar=calendar_for(commune.unit_id), **facts)


def cancel(commune: Commune, dialogue_id: int, *, at: datetime = NOW, reason: str = REASON) -> None:
    """Call a dialogue off."""
    version = read_dialogue(dialogue_id).version
    with use_unit(commune.unit_id), transaction():
        rescheduling.cancel(dialogue_id, reason=reason, actor=commune.leader, at=at, version=version)


def opened_dialogue(commune: Commune, **changes: Any) -> int:
    """Return a dialogue whose session has begun, on its own day."""
    dialogue_id = announced_dialogue(commune, **changes)
    row = read_dialogue(dialogue_id)
    with use_unit(commune.unit_id), transaction():
        sessions.open_session(dialogue_id, actor=commune.clerk, at=row.starts_at, version=row.version)
    return dialogue_id


def held_dialogue(commune: Commune, **changes: Any) -> int:
    """Return a dialogue whose session is over."""
    dialogue_id = opened_dialogue(commune, **changes)
    row = read_dialogue(dialogue_id)
    with use_unit(commune.unit_id), transaction():
        sessions.close_session(dialogue_id, actor=commune.clerk, at=row.ends_at, version=row.version)
    return dialogue_id


@dataclass
class Part:
    """A component of a calendar file: its lines by name (parameters after the first ";" kept apart) and its parts."""

    name: str
    lines: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def named(self, name: str) -> list[Part]:
        """Return the parts of a name."""
        return [part for part in self.parts if part.name == name]


def read_calendar(raw: bytes) -> Part:
    """Read a calendar file by the letter of RFC 5545: CRLF, folded lines of at most 75 octets, BEGIN and END that match."""
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    root = Part(name="")
    open_parts = [root]
    for line in raw.replace(b"\r\n ", b"").decode().rstrip("\r\n").split("\r\n"):
        head, _, value = line.partition(":")
        name, _, parameters = head.partition(";")
        if name == "BEGIN":
            part = Part(name=value)
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif name == "END":
            assert open_parts.pop().name == value
        else:
            open_parts[-1].lines[name] = _plain(value)
            open_parts[-1].parameters[name] = parameters
    assert open_parts == [root]
    return root.parts[0]


def _plain(value: str) -> str:
    for written, meant in (("\\n", "\n"), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\")):
        value = value.replace(written, meant)
    return value
