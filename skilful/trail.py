"""Every event of the room leaves an audit entry in the same transaction."""

from __future__ import annotations

from core import audit
from skilful.events import ModelEvent


def write_down(event: ModelEvent) -> None:
    """Append the event to the commune's audit trail, without anybody's words."""
    audit.record(
        unit_id=event.unit_id, at=event.at, actor_id=event.actor_id, subject=event.subject(), facts=event.facts(),
        action=f"skilful:{audit.action_of(event)}",
    )  # fmt: skip
