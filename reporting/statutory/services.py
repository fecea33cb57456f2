"""The commands of the office's reports: begin a draft, fill it in, issue it frozen, throw a draft away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.permissions import Permission
from core.text import clean_text
from core.transaction import key_of, wait_for_twin
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from reporting.periods import Period
from reporting.statutory.events import ReportDiscarded, ReportEvent, ReportFilledIn, ReportIssued, ReportMade
from reporting.statutory.filling import NUMBER_MOST, fingerprint, takes_hand, takes_put, to_frozen
from reporting.statutory.layout import Table
from reporting.statutory.models import StatutoryReport
from reporting.statutory.queries import ReportView, filled_of, must, report_view

REASON_LEAST, REASON_MOST, NARRATIVE_MOST = 5, 500, 20_000
Happened = TypeVar("Happened", bound=ReportEvent)


def make_report(period: Period, *, actor: Actor, at: datetime, idempotency_key: str) -> int:
    """Begin the report of a period and return its id; a draft that is there already is returned instead. Event: ReportMade.

    Where the period has an issued report, the new one takes its place when it is issued, and begins with what was typed in it.
    Raises NotAllowed, BadInput (period_later).
    """
    must(actor)
    if period.first_on > local_date(at):
        raise BadInput({"period": "period_later"})
    wait_for_twin(f"report:{actor.unit_id}:{period.first_on}:{period.last_on}")
    key = key_of("report", unit_id=actor.unit_id, key=idempotency_key)
    known = db.session.scalars(
        select(StatutoryReport)
        .where(
            StatutoryReport.unit_id == actor.unit_id, StatutoryReport.first_on == period.first_on,
            StatutoryReport.last_on == period.last_on,
        )
        .order_by(StatutoryReport.edition.desc())
    ).first()  # fmt: skip
    if known is not None and (known.issued_at is None or known.idempotency_key == key):
        return known.id
    row = StatutoryReport(
        unit_id=actor.unit_id, first_on=period.first_on, last_on=period.last_on, name=period.name, idempotency_key=key,
        edition=known.edition + 1 if known else 1, replaces_id=known.id if known else None, made_by=actor.id, made_at=at,
        touched_at=at, cells=dict(known.cells) if known else {}, narrative=known.narrative if known else "", reasons={},
        frozen={},
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    publish(_event(ReportMade, row, actor=actor, at=at))
    return row.id


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
    row = _draft(report_id, actor=actor, version=version)
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
    _touch(row, at=at)
    publish(_event(ReportFilledIn, row, actor=actor, at=at, part=table.code))


def write_words(report_id: int, text: str, *, actor: Actor, at: datetime, version: int) -> None:
    """Keep the words of the report. Event: ReportFilledIn. Raises what fill_in raises before it looks at numbers."""
    row = _draft(report_id, actor=actor, version=version)
    row.narrative = clean_text(text)[:NARRATIVE_MOST]
    _touch(row, at=at)
    publish(_event(ReportFilledIn, row, actor=actor, at=at, part="words"))


def issue_report(
    report_id: int, reasons: Mapping[str, str], *, actor: Actor, at: datetime, version: int, seen: str, unit: str,
) -> None:  # fmt: skip
    """Count for the last time and freeze everything that the report says. Event: ReportIssued.

    ``reasons``: formula that does not hold → why it is issued so. ``seen``: the fingerprint of the numbers that the leader has
    seen; where a case has changed them since, he is asked again. ``unit``: the reporting body's name, frozen with the numbers.
    Raises NotAllowed, NotFound, StaleVersion, WrongState (report_issued, period_runs), BadInput (formula: reason_missing).
    """
    if Permission.REPORT_ISSUE not in actor.permissions:
        raise NotAllowed(permission=Permission.REPORT_ISSUE.value)
    row = _draft(report_id, actor=actor, version=version)
    if row.last_on >= local_date(at):
        raise WrongState("period_runs")
    filled = filled_of(row)
    if fingerprint(filled) != seen:
        raise StaleVersion(expected=version, current=row.version)
    faults = [fault for each in filled for fault in each.failed]
    given = {fault.key: clean_text(reasons.get(fault.key, ""))[:REASON_MOST] for fault in faults}
    if short := {key: "reason_missing" for key, reason in given.items() if len(reason) < REASON_LEAST}:
        raise BadInput(short)
    row.frozen = {"tables": to_frozen(filled), "unit": unit, "issued_by": actor.name}
    row.reasons = given
    row.issued_by, row.issued_at, row.issued_on = actor.id, at, local_date(at)
    _touch(row, at=at)
    put = sum(len(each.put) for each in filled)
    publish(_event(ReportIssued, row, actor=actor, at=at, failed=len(faults), put=put))


def discard_draft(report_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Throw a draft away. Event: ReportDiscarded. Raises NotAllowed, NotFound, StaleVersion, WrongState (report_issued)."""
    row = _draft(report_id, actor=actor, version=version)
    gone = _event(ReportDiscarded, row, actor=actor, at=at)
    db.session.delete(row)
    db.session.flush()
    publish(gone)


def _draft(report_id: int, *, actor: Actor, version: int) -> StatutoryReport:
    """Return a draft of the actor's commune, locked and fresh."""
    must(actor)
    query = select(StatutoryReport).where(StatutoryReport.id == report_id, StatutoryReport.unit_id == actor.unit_id)
    row = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    if row.issued_at is not None:
        raise WrongState("report_issued")
    if row.version != version:
        raise StaleVersion(expected=version, current=row.version)
    return row


def _touch(row: StatutoryReport, *, at: datetime) -> None:
    row.version += 1
    row.touched_at = at
    db.session.flush()


def _sound(value: Any) -> bool:
    return value is None or (isinstance(value, int) and 0 <= value <= NUMBER_MOST)


def _event(kind: type[Happened], row: StatutoryReport, *, actor: Actor, at: datetime, **facts: Any) -> Happened:
    return kind(
        unit_id=row.unit_id, at=at, actor_id=actor.id, report_id=row.id, first_on=row.first_on, last_on=row.last_on,
        edition=row.edition, **facts,
    )  # fmt: skip
