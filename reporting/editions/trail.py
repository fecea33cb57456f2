"""Every event of the reports leaves an audit entry in the same transaction."""

from __future__ import annotations

from core import audit
from reporting.editions.events import ReportDiscarded, ReportEvent, ReportFilledIn, ReportIssued, ReportMade, ReportTakenBack

ACTIONS = {
    ReportMade: "made", ReportFilledIn: "filled", ReportIssued: "issued", ReportTakenBack: "taken_back",
    ReportDiscarded: "discarded",
}  # fmt: skip


def write_down(event: ReportEvent) -> None:
    """Append the event to the commune's audit trail, as "reporting:report:made"."""
    facts = {"first_on": event.first_on, "last_on": event.last_on, "edition": event.edition}
    part = {"part": event.part} if isinstance(event, ReportFilledIn) else {}
    more = event.more if isinstance(event, ReportIssued) else {}
    audit.record(
        unit_id=event.unit_id, at=event.at, actor_id=event.actor_id,
        action=f"reporting:{event.report}:{ACTIONS[type(event)]}", subject=f"{event.report}:{event.report_id}",
        facts={**facts, **part, **more},
    )  # fmt: skip
