"""Reads that every report of the office has: the list, the periods without one, and what stands before and after an edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from accounts.models import Official
from accounts.permissions import Actor
from accounts.queries import officials
from accounts.read_models import OfficialItem
from accounts.roles import Role
from core.errors import NotAllowed, NotFound
from core.extensions import db
from core.permissions import Permission
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from dialogue.reception_register_models import ReceptionEntry
from feedback.models import PublicCase
from reporting.editions.heads import Head, Paper, paper_of, symbol_of
from reporting.editions.models import Edition
from reporting.periods import Period, named_for_report

LIST_MOST = 100
Row = TypeVar("Row", bound=Edition)


class Sending(Protocol):
    """When a commune sends its reports of a kind."""

    def due_on(self, period: Period) -> date | None:
        """Return by when the report of a period is sent; None where no day is known."""


@dataclass(frozen=True, kw_only=True)
class DaysAfter:
    """Sent so many days after the period, or on the working day before."""

    days: int
    calendar: WorkingCalendar

    def due_on(self, period: Period) -> date | None:
        """Return by when the report of half a year or of a year is sent; None for two typed days, and beyond the calendar."""
        if not period.name:
            return None
        try:
            return self.calendar.on_or_before(period.last_on + timedelta(days=self.days))
        except CalendarNotCovered:
            return None


@dataclass(frozen=True, kw_only=True)
class EditionItem:
    """A report in the list. ``replaced``: a later edition was issued. ``due_on`` None: nobody expects that period, or unknown.

    ``gone_on``: it was taken back.
    """

    id: int
    period: Period
    edition: int
    issued_on: date | None
    made_by: str
    issued_by: str
    due_on: date | None
    replaced: bool
    paper: Paper | None = None
    gone_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class EditionView:
    """What the page of every report says of it. ``paper`` None: a draft, and a report that has no head.

    ``replaces``: the issued one that it takes the place of; ``replaced_by``: the issued one that took its own.
    """

    id: int
    version: int
    period: Period
    edition: int
    made_by: str
    issued_by: str
    issued_on: date | None
    issued_at: datetime | None
    due_on: date | None
    paper: Paper | None
    replaces: EditionItem | None
    replaced_by: int | None
    gone_on: date | None = None


def must(actor: Actor) -> None:
    """Raise NotAllowed unless the actor makes reports."""
    if Permission.REPORT_MAKE not in actor.permissions:
        raise NotAllowed(permission=Permission.REPORT_MAKE.value)


def period_of(row: Edition) -> Period:
    """Return the period of a report: one with a name, or two typed days."""
    return (named_for_report(row.name) if row.name else None) or Period(first_on=row.first_on, last_on=row.last_on)


def editions(model: type[Edition], actor: Actor, sending: Sending) -> list[EditionItem]:
    """Return the reports of the commune, drafts first, then those of the latest periods. Raises NotAllowed."""
    must(actor)
    maker, issuer = aliased(Official), aliased(Official)
    query = (
        select(model, maker.full_name, issuer.full_name)
        .join(maker, maker.id == model.made_by)
        .outerjoin(issuer, issuer.id == model.issued_by)
        .where(model.unit_id == actor.unit_id)
        .order_by(model.issued_on.is_not(None), model.last_on.desc(), model.first_on, model.edition.desc())
        .limit(LIST_MOST)
    )
    rows = db.session.execute(query).all()
    replaced = {row.replaces_id for row, _maker, _issuer in rows if row.issued_on is not None}
    return [_item(row, made_by, issued_by or "", sending, replaced=row.id in replaced) for row, made_by, issued_by in rows]


def _item(row: Edition, made_by: str, issued_by: str, sending: Sending, *, replaced: bool) -> EditionItem:
    period = period_of(row)
    return EditionItem(
        id=row.id, period=period, edition=row.edition, issued_on=row.issued_on, made_by=made_by, issued_by=issued_by,
        due_on=sending.due_on(period), replaced=replaced, paper=paper_of(row), gone_on=row.gone_on,
    )  # fmt: skip


def without_edition(model: type[Edition], unit_id: int, periods: Sequence[Period], *, issued: bool = False) -> list[Period]:
    """Return which of some periods have no report yet, or none that was ``issued``."""
    query = select(model.first_on, model.last_on).where(
        model.unit_id == unit_id, model.last_on.in_({period.last_on for period in periods})
    )
    if issued:
        query = query.where(model.issued_at.is_not(None))
    known = set(db.session.execute(query).tuples())
    return [period for period in periods if (period.first_on, period.last_on) not in known]


def missing_editions(
    model: type[Edition], actor: Actor, ended: Sequence[Period], sending: Sending
) -> list[tuple[Period, date | None]]:
    """Return which of the periods that ended last have no report yet, with their days of sending. Raises NotAllowed."""
    must(actor)
    return [(period, sending.due_on(period)) for period in without_edition(model, actor.unit_id, ended)]


def latest_ended(periods: Sequence[Period], *, today: date) -> list[Period]:
    """Return those of some periods that ended last before a day: several may end together."""
    ended = [period for period in periods if period.last_on < today]
    latest = max((period.last_on for period in ended), default=None)
    return [period for period in ended if period.last_on == latest]


def edition_row(model: type[Row], actor: Actor, report_id: int) -> tuple[Row, str]:
    """Return a report of the commune, fresh, with the name of who began it. Raises NotAllowed, NotFound."""
    must(actor)
    query = (
        select(model, Official.full_name)
        .join(Official, Official.id == model.made_by)
        .where(model.unit_id == actor.unit_id, model.id == report_id)
        .execution_options(populate_existing=True)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


def neighbours(row: Edition, sending: Sending) -> tuple[EditionItem | None, int | None]:
    """Return the report that this one takes the place of, and the issued one that took the place of this."""
    model = type(row)
    others = db.session.scalars(
        select(model).where(
            model.unit_id == row.unit_id, model.first_on == row.first_on, model.last_on == row.last_on, model.id != row.id,
            model.issued_on.is_not(None),
        )
    ).all()  # fmt: skip
    before = next((other for other in others if other.id == row.replaces_id), None)
    after = next((other.id for other in others if other.replaces_id == row.id), None)
    return (_item(before, "", "", sending, replaced=True) if before else None), after


def edition_facts(row: Edition, made_by: str, sending: Sending) -> dict[str, Any]:
    """Return what EditionView has of a report; the reports put their numbers and words beside it."""
    period = period_of(row)
    replaces, replaced_by = neighbours(row, sending)
    return {
        "id": row.id, "version": row.version, "period": period, "edition": row.edition, "made_by": made_by,
        "issued_by": row.frozen.get("issued_by", ""), "issued_on": row.issued_on, "issued_at": row.issued_at,
        "due_on": sending.due_on(period), "paper": paper_of(row), "replaces": replaces, "replaced_by": replaced_by,
        "gone_on": row.gone_on,
    }  # fmt: skip


def issued_last(model: type[Row], unit_id: int, period: Period) -> Row | None:
    """Return the report of a period that was issued last, or None."""
    query = select(model).where(
        model.unit_id == unit_id, model.first_on == period.first_on, model.last_on == period.last_on,
        model.issued_at.is_not(None),
    )  # fmt: skip
    return db.session.scalars(query.order_by(model.edition.desc()).limit(1)).first()


def signers(unit_id: int, *, on: date) -> tuple[OfficialItem, ...]:
    """Return who may sign the commune's reports on a day: its leaders."""
    return tuple(person for person in officials(unit_id, on=on) if Role.LEADER in person.roles)


def number_used(row: Edition, head: Head) -> bool:
    """Return whether another report of the commune, of any kind, bears the number and symbol of a head in the same year."""
    if head.day is None:
        return False
    wanted = (head.number, symbol_of(head), head.day.year)
    found = (
        paper_of(other)
        for model in Edition.__subclasses__()
        for other in db.session.scalars(
            select(model).where(model.unit_id == row.unit_id, model.issued_on >= head.day.replace(month=1, day=1))
        )
    )
    return any(paper is not None and (paper.number, paper.symbol, paper.day.year) == wanted for paper in found)


def begun_by(unit_id: int, day: date) -> bool:
    """Return whether the commune kept its letters or receptions here by a day; numbers before that are unknown, not nought."""
    rows = [
        select(model.id).where(model.unit_id == unit_id, model.received_on <= day).limit(1).exists()
        for model in (PublicCase, ReceptionEntry)
    ]
    return bool(db.session.scalar(select(or_(*rows))))
