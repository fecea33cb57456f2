"""Every event of a case leaves an audit entry in the same transaction."""

from __future__ import annotations

import re

from core import audit
from feedback.events import CaseEvent

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def write_down(event: CaseEvent) -> None:
    """Append the event to the commune's audit trail, without its texts."""
    audit.record(
        unit_id=event.unit_id, at=event.at, actor_id=event.actor_id, action="feedback:" + action_name(type(event).__name__),
        subject=f"case:{event.case_id}", facts={name: value for name, value in event.facts().items() if name != "ground"},
    )  # fmt: skip


def action_name(event_name: str) -> str:
    """CaseRegistered → case:registered · ExtensionDecided → extension:decided."""
    return ":".join(_HUMP.split(event_name)).lower()
