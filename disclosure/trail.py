"""Every event of the room leaves an audit entry in the same transaction."""

from __future__ import annotations

from core import audit
from disclosure.events import DisclosureEvent
from disclosure.land_events import LandEvent


def write_down(event: DisclosureEvent) -> None:
    """Append the event to the commune's audit trail, without its texts."""
    audit.record(
        unit_id=event.unit_id, at=event.at, actor_id=event.actor_id, subject=f"disclosure:{event.item_id}", facts=event.facts(),
        action=audit.action_of(event),
    )  # fmt: skip


def write_land_down(event: LandEvent) -> None:
    """Append an event of a land project to the commune's audit trail, without its texts."""
    audit.record(
        unit_id=event.unit_id, at=event.at, actor_id=event.actor_id, subject=f"land:{event.project_id}", facts=event.facts(),
        action=audit.action_of(event),
    )  # fmt: skip
