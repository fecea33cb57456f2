"""Every event of a case leaves an audit entry in the same transaction."""

from __future__ import annotations

from core import audit
from feedback.events import CaseEvent


def write_down(event: CaseEvent) -> None:
    """Append the event to the commune's audit trail, without its texts."""
    audit.record(
        unit_id=event.unit_id, at=event.at, actor_id=event.actor_id, action=f"feedback:{audit.action_of(event)}",
        subject=f"case:{event.case_id}", facts={name: value for name, value in event.facts().items() if name != "ground"},
    )  # fmt: skip
