"""The commands that reports of the office have: begin a draft, hold it while it is changed, freeze it, take back, throw away."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select

from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.permissions import Permission
from core.transaction import key_of, wait_for_twin
from deadlines.clock import local_date
from reporting.editions.events import ReportDiscarded, ReportEvent, ReportFilledIn, ReportIssued, ReportMade, ReportTakenBack
from reporting.editions.heads import Head, head_faults
from reporting.editions.models import Edition
from reporting.editions.queries import must, number_used, signers
from reporting.periods import Period

Row = TypeVar("Row", bound=Edition)
Happened = TypeVar("Happened", bound=ReportEvent)


def begin(model: type[Row], period: Period, *, actor: Actor, at: datetime, idempotency_key: str) -> int:
    """Begin the report of a period and return its id; a draft that is there already is returned instead. Event: ReportMade.

    Where the period has an issued report, the new one takes its place when it is issued, and begins with what was typed in it.
    Raises NotAllowed, BadInput (period_later).
    """
    must(actor)
    if period.first_on > local_date(at):
        raise BadInput({"period": "period_later"})
    wait_for_twin(f"{model.REPORT}:{actor.unit_id}:{period.first_on}:{period.last_on}")
    key = key_of(model.REPORT, unit_id=actor.unit_id, key=idempotency_key)
    known = db.session.scalars(
        select(model)
        .where(model.unit_id == actor.unit_id, model.first_on == period.first_on, model.last_on == period.last_on)
        .order_by(model.edition.desc())
    ).first()
    if known is not None and (known.issued_at is None or known.idempotency_key == key):
        return known.id
    row = model(
        unit_id=actor.unit_id, first_on=period.first_on, last_on=period.last_on, name=period.name, idempotency_key=key,
        edition=known.edition + 1 if known else 1, replaces_id=known.id if known else None, made_by=actor.id, made_at=at,
        touched_at=at, frozen={}, **{name: deepcopy(getattr(known, name)) for name in model.KEPT if known},
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    publish(_event(ReportMade, row, actor=actor, at=at))
    return row.id


def draft_of(model: type[Row], report_id: int, *, actor: Actor, version: int) -> Row:
    """Return a draft of the actor's commune, locked and fresh. Raises NotAllowed, NotFound, StaleVersion, WrongState."""
    row = _held(model, report_id, actor=actor)
    if row.issued_at is not None:
        raise WrongState("report_issued")
    _same(row, version)
    return row


def issued_to_take_back(model: type[Row], report_id: int, *, actor: Actor, version: int) -> Row:
    """Return the issued report that stands for its period, locked and fresh.

    Raises NotAllowed, NotFound, StaleVersion, WrongState (report_draft, report_gone, report_replaced).
    """
    _must_issue(actor)
    row = _held(model, report_id, actor=actor)
    if row.issued_at is None:
        raise WrongState("report_draft")
    if row.gone_on is not None:
        raise WrongState("report_gone")
    if db.session.scalar(select(model.id).where(model.replaces_id == row.id, model.issued_at.is_not(None))) is not None:
        raise WrongState("report_replaced")
    _same(row, version)
    return row


def taken_back(row: Edition, *, actor: Actor, at: datetime) -> None:
    """Note that an issued report was taken back. Event: ReportTakenBack."""
    _touch(row, at=at)
    publish(_event(ReportTakenBack, row, actor=actor, at=at))


def filled(row: Edition, *, actor: Actor, at: datetime, part: str) -> None:
    """Note that something was typed into a draft. Event: ReportFilledIn."""
    _touch(row, at=at)
    publish(_event(ReportFilledIn, row, actor=actor, at=at, part=part))


def draft_to_issue(model: type[Row], report_id: int, *, actor: Actor, at: datetime, version: int) -> Row:
    """Return a draft that may be issued, locked. Raises what draft_of raises, NotAllowed, WrongState (period_runs)."""
    _must_issue(actor)
    row = draft_of(model, report_id, actor=actor, version=version)
    if row.last_on >= local_date(at):
        raise WrongState("period_runs")
    return row


def faults_of(row: Edition, head: Head, *, today: date) -> dict[str, str]:
    """Return what is wrong with the head of a report that is to be issued (field → code), its signer and its number too."""
    staff = signers(row.unit_id, on=today)
    faults = head_faults(head, last_on=row.last_on, today=today, staff=staff)
    if not head.again and number_used(row, head):
        faults.setdefault("number", "number_used")
    return faults


def freeze(row: Edition, says: Mapping[str, Any], *, actor: Actor, at: datetime, facts: Mapping[str, Any]) -> None:
    """Keep everything that the report says, for good. Event: ReportIssued with plain ``facts``."""
    row.frozen = {**says, "issued_by": actor.name}
    row.issued_by, row.issued_at, row.issued_on = actor.id, at, local_date(at)
    _touch(row, at=at)
    publish(_event(ReportIssued, row, actor=actor, at=at, more=facts))


def discard(model: type[Row], report_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Throw a draft away. Event: ReportDiscarded. Raises what draft_of raises."""
    row = draft_of(model, report_id, actor=actor, version=version)
    gone = _event(ReportDiscarded, row, actor=actor, at=at)
    db.session.delete(row)
    db.session.flush()
    publish(gone)


def _must_issue(actor: Actor) -> None:
    if Permission.REPORT_ISSUE not in actor.permissions:
        raise NotAllowed(permission=Permission.REPORT_ISSUE.value)


def _held(model: type[Row], report_id: int, *, actor: Actor) -> Row:
    """Return a report of the actor's commune, locked and fresh."""
    must(actor)
    query = select(model).where(model.id == report_id, model.unit_id == actor.unit_id)
    row = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _same(row: Edition, version: int) -> None:
    if row.version != version:
        raise StaleVersion(expected=version, current=row.version)


def _touch(row: Edition, *, at: datetime) -> None:
    row.version += 1
    row.touched_at = at
    db.session.flush()


def _event(kind: type[Happened], row: Edition, *, actor: Actor, at: datetime, **facts: Any) -> Happened:
    return kind(
        unit_id=row.unit_id, at=at, actor_id=actor.id, report=row.REPORT, report_id=row.id, first_on=row.first_on,
        last_on=row.last_on, edition=row.edition, **facts,
    )  # fmt: skip
