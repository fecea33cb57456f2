"""Every event of the reports leaves an audit entry in the same transaction."""

from __future__ import annotations

from core import audit
from reporting.statutory.events import ReportDiscarded, ReportEvent, ReportFilledIn, ReportIssued, ReportMade

ACTIONS = {
    ReportMade: "reporting:report:made", ReportFilledIn: "reporting:report:filled", ReportIssued: "reporting:report:issued",
    ReportDiscarded: "reporting:report:discarded",
}  # fmt: skip


def write_down(event: ReportEvent) -> None:
    """Append the event to the commune's audit trail."""
    facts = {"first_on": event.first_on, "last_on": event.last_on, "edition": event.edition}
    more = {name: getattr(event, name) for name in ("part", "failed", "put") if hasattr(event, name)}
    audit.record(
        unit_id=event.unit_id, at=event.at, actor_id=event.actor_id, action=ACTIONS[type(event)],
        subject=f"report:{event.report_id}", facts={**facts, **more},
    )  # fmt: skip
