"""Every event of the room leaves an audit entry in the same transaction."""

from __future__ import annotations

from core import audit
from supervision.events import RecommendationEvent


def write_down(event: RecommendationEvent) -> None:
    """Append the event to the commune's audit trail, without anybody's words."""
    audit.record(
        unit_id=event.unit_id, at=event.at, actor_id=event.actor_id, subject=event.subject(), facts=event.facts(),
        action=f"supervision:{audit.action_of(event)}",
    )  # fmt: skip
