"""Every event of the room leaves an audit entry in the same transaction."""

from __future__ import annotations

import re

from consultation.events import ConsultationEvent
from core import audit

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def write_down(event: ConsultationEvent) -> None:
    """Append the event to the commune's audit trail, without anybody's words."""
    audit.record(
        unit_id=event.unit_id, at=event.at, actor_id=event.actor_id, subject=event.subject(), facts=event.facts(),
        action="consultation:" + ":".join(_HUMP.split(type(event).__name__)).lower(),
    )  # fmt: skip
