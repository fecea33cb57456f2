"""The commands of the office's reports: begin a draft, fill it in, issue it frozen, throw a draft away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from accounts.permissions import Actor
from core.errors import BadInput, StaleVersion
from core.extensions import db
from core.text import clean_text
from deadlines.calendar import WorkingCalendar
from reporting.editions import services as editions
from reporting.periods import Period
from reporting.statutory.filling import NUMBER_MOST, fingerprint, takes_hand, takes_put, to_frozen
from reporting.statutory.layout import Table
from reporting.statutory.models import StatutoryReport
from reporting.statutory.queries import ReportView, filled_of, report_view

REASON_LEAST, REASON_MOST, NARRATIVE_MOST = 5, 500, 20_000


def make_report(period: Period, *, actor: Actor, at: datetime, idempotency_key: str) -> int:
    """Begin the report of a period and return its id; what editions.begin says. Event: ReportMade."""
    return editions.begin(StatutoryReport, period, actor=actor, at=at, idempotency_key=idempotency_key)


def begin_words(report_id: int, write: Callable[[ReportView], str], *, actor: Actor, calendar: WorkingCalendar) -> None:
    """Let a new draft begin with the words that ``write`` makes of its numbers; one that has words keeps them."""
    view = report_view(actor, report_id, calendar)
    if view.narrated and view.issued_on is None and view.version == 1 and not view.narrative:
        row = db.session.get_one(StatutoryReport, report_id)
        row.narrative = clean_text(write(view))[:NARRATIVE_MOST]
        db.session.flush()


def fill_in(
    report_id: int, table: Table, cells: Mapping[str, Mapping[str, Any]], *, actor: Actor, at: datetime, version: int
) -> None:
    """Keep what was typed into a table: column → hand, put, why. Event: ReportFilledIn.

    Raises NotAllowed, NotFound, StaleVersion, WrongState (report_issued), BadInput (``put-5``: why_missing, number_bad).
    """
    row = editions.draft_of(StatutoryReport, report_id, actor=actor, version=version)
    kept, faults = {}, {}
    for column in table.columns:
        own = cells.get(column.code, {})
        hand, put = own.get("hand") if takes_hand(table, column) else None, own.get("put") if takes_put(table, column) else None
        why = clean_text(str(own.get("why", "")))[:REASON_MOST] if put is not None else ""
        if put is not None and len(why) < REASON_LEAST:
            faults[f"why_{column.code}"] = "why_missing"
        faults |= {f"{name}_{column.code}": "number_bad" for name, value in (("hand", hand), ("put", put)) if not _sound(value)}
        typed = {"hand": hand, "put": put, "why": why}
        if hand is not None or put is not None:
            kept[column.code] = {name: value for name, value in typed.items() if value not in (None, "")}
    if faults:
        raise BadInput(faults)
    row.cells = {**row.cells, table.code: kept}
    editions.filled(row, actor=actor, at=at, part=table.code)


def write_words(report_id: int, text: str, *, actor: Actor, at: datetime, version: int) -> None:
    """Keep the words of the report. Event: ReportFilledIn. Raises what fill_in raises before it looks at numbers."""
    row = editions.draft_of(StatutoryReport, report_id, actor=actor, version=version)
    row.narrative = clean_text(text)[:NARRATIVE_MOST]
    editions.filled(row, actor=actor, at=at, part="words")


def issue_report(
    report_id: int, reasons: Mapping[str, str], *, actor: Actor, at: datetime, version: int, seen: str, unit: str,
) -> None:  # fmt: skip
    """Count for the last time and freeze everything that the report says. Event: ReportIssued.

    ``reasons``: formula that does not hold → why it is issued so. ``seen``: the fingerprint of the numbers that the leader has
    seen; where a case has changed them since, he is asked again. ``unit``: the reporting body's name, frozen with the numbers.
    Raises NotAllowed, NotFound, StaleVersion, WrongState (report_issued, period_runs), BadInput (formula: reason_missing).
    """
    row = editions.draft_to_issue(StatutoryReport, report_id, actor=actor, at=at, version=version)
    filled = filled_of(row)
    if fingerprint(filled) != seen:
        raise StaleVersion(expected=version, current=row.version)
    faults = [fault for each in filled for fault in each.failed]
    given = {fault.key: clean_text(reasons.get(fault.key, ""))[:REASON_MOST] for fault in faults}
    if short := {key: "reason_missing" for key, reason in given.items() if len(reason) < REASON_LEAST}:
        raise BadInput(short)
    row.reasons = given
    says = {"tables": to_frozen(filled), "unit": unit}
    put = sum(len(each.put) for each in filled)
    editions.freeze(row, says, actor=actor, at=at, facts={"failed": len(faults), "put": put})


def discard_draft(report_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Throw a draft away; what editions.discard says. Event: ReportDiscarded."""
    editions.discard(StatutoryReport, report_id, actor=actor, at=at, version=version)


def _sound(value: Any) -> bool:
    return value is None or (isinstance(value, int) and 0 <= value <= NUMBER_MOST)
