"""Reads of the office's reports for those who make and issue them: the list, one report filled in, the cases behind a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from accounts.models import Official
from accounts.permissions import Actor
from accounts.queries import setting
from core.errors import NotAllowed, NotFound
from core.extensions import db
from core.permissions import Permission
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from dialogue.reception_register_models import ReceptionEntry
from feedback.queries.public import PublicCard, cards_by_id
from reporting.periods import SPANS, Period, named, report
from reporting.statutory.counting import cases, counts, letter_numbers, letters, reception_numbers, reception_rows
from reporting.statutory.filling import Filled, filled_in, from_frozen
from reporting.statutory.models import StatutoryReport

PAGE_SIZE = 25
LIST_MOST = 100
NARRATED = frozenset({"q1", "6t", "9t", "nam", ""})
"""Periods whose report has words beside the tables; the other quarters' are told with six months, nine months and the year."""


@dataclass(frozen=True, kw_only=True)
class ReportItem:
    """A report in the list. ``replaced``: a later edition was issued. ``due_on`` None: no period of the circular, or unknown."""

    id: int
    period: Period
    edition: int
    issued_on: date | None
    made_by: str
    issued_by: str
    due_on: date | None
    replaced: bool


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """One report with its tables. ``unit``: the body's name as it was issued, empty for a draft.

    ``replaces``: the issued one that it takes the place of; ``replaced_by``: the issued one that took its own.
    """

    id: int
    version: int
    period: Period
    edition: int
    narrative: str
    narrated: bool
    filled: tuple[Filled, ...]
    reasons: dict[str, str]
    made_by: str
    made_at: datetime
    issued_by: str
    unit: str
    issued_on: date | None
    issued_at: datetime | None
    due_on: date | None
    replaces: ReportItem | None
    replaced_by: int | None

    @property
    def failed(self) -> list[Any]:
        """Return every formula that does not hold."""
        return [fault for each in self.filled for fault in each.failed]

    def table(self, slug: str) -> Filled:
        """Return one table. Raises NotFound."""
        found = next((each for each in self.filled if each.table.slug == slug), None)
        if found is None:
            raise NotFound()
        return found


@dataclass(frozen=True, kw_only=True)
class ReceptionRow:
    """A reception behind a number: its number in the register and its day; who came stands in the register alone."""

    id: int
    number_text: str
    received_on: date
    people: int


def must(actor: Actor) -> None:
    """Raise NotAllowed unless the actor makes reports."""
    if Permission.REPORT_MAKE not in actor.permissions:
        raise NotAllowed(permission=Permission.REPORT_MAKE.value)


def period_of(row: StatutoryReport) -> Period:
    """Return the period of a report: one of the circular by its name, or two typed days."""
    return (named(row.name) if row.name else None) or Period(first_on=row.first_on, last_on=row.last_on)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """When the commune's reports are sent: its day of the closing month, and its calendar."""

    day: int
    calendar: WorkingCalendar


def sending_of(unit_id: int, calendar: WorkingCalendar) -> Sending:
    """Return when the reports of a commune are sent."""
    return Sending(day=int(setting(unit_id, "report_due_day")), calendar=calendar)


def due_day(period: Period, sending: Sending) -> date | None:
    """Return by when the report of a period of the circular is sent: a day of its closing month, or the working day before it.

    None for two typed days, and where the calendar does not reach so far. The day is the commune's setting: law.md §6.1.
    """
    if period.kind != "report":
        return None
    try:
        return sending.calendar.on_or_before(period.last_on.replace(day=sending.day))
    except CalendarNotCovered:
        return None


def reports(actor: Actor, calendar: WorkingCalendar) -> list[ReportItem]:
    """Return the reports of the commune, drafts first, then those of the latest periods. Raises NotAllowed."""
    must(actor)
    maker, issuer = aliased(Official), aliased(Official)
    query = (
        select(StatutoryReport, maker.full_name, issuer.full_name)
        .join(maker, maker.id == StatutoryReport.made_by)
        .outerjoin(issuer, issuer.id == StatutoryReport.issued_by)
        .where(StatutoryReport.unit_id == actor.unit_id)
        .order_by(StatutoryReport.last_on.desc(), StatutoryReport.first_on, StatutoryReport.edition.desc())
        .limit(LIST_MOST)
    )
    rows = db.session.execute(query).all()
    sending = sending_of(actor.unit_id, calendar)
    replaced = {row.replaces_id for row, _maker, _issuer in rows if row.issued_on is not None}
    return sorted(
        (_item(row, made_by, issued_by or "", sending, replaced=row.id in replaced) for row, made_by, issued_by in rows),
        key=lambda item: item.issued_on is not None,
    )


def _item(row: StatutoryReport, made_by: str, issued_by: str, sending: Sending, *, replaced: bool) -> ReportItem:
    period = period_of(row)
    return ReportItem(
        id=row.id, period=period, edition=row.edition, issued_on=row.issued_on, made_by=made_by, issued_by=issued_by,
        due_on=due_day(period, sending), replaced=replaced,
    )  # fmt: skip


def missing(actor: Actor, calendar: WorkingCalendar, *, today: date) -> list[tuple[Period, date | None]]:
    """Return the periods of the circular that ended last, one of each length at most, and have no report yet, with their days."""
    must(actor)
    last, sending = _ended(today), sending_of(actor.unit_id, calendar)
    known = set(
        db.session.execute(
            select(StatutoryReport.first_on, StatutoryReport.last_on).where(
                StatutoryReport.unit_id == actor.unit_id, StatutoryReport.last_on.in_({period.last_on for period in last})
            )
        ).tuples()
    )
    return [
        (period, due_day(period, sending)) for period in last if (period.first_on, period.last_on) not in known
    ]  # fmt: skip


def unissued(unit_id: int, *, today: date) -> list[Period]:
    """Return the periods of the circular that ended last, one of each length at most, whose report nobody has issued."""
    last = _ended(today)
    query = select(StatutoryReport.first_on, StatutoryReport.last_on).where(
        StatutoryReport.unit_id == unit_id, StatutoryReport.last_on == last[0].last_on, StatutoryReport.issued_at.is_not(None)
    )
    issued = set(db.session.execute(query).tuples())
    return [period for period in last if (period.first_on, period.last_on) not in issued]


def _ended(today: date) -> list[Period]:
    """Return the periods of the circular that ended on the last cut before a day: a quarter, and what ends with it."""
    years = (today.year - 1, today.year, today.year + 1)
    ended = [period for year in years for span in SPANS if (period := report(year, span)).last_on < today]
    latest = max(period.last_on for period in ended)
    return [period for period in ended if period.last_on == latest]


def report_view(actor: Actor, report_id: int, calendar: WorkingCalendar) -> ReportView:
    """Return one report: an issued one as it was frozen, a draft counted now. Raises NotAllowed, NotFound."""
    must(actor)
    query = (
        select(StatutoryReport, Official.full_name)
        .join(Official, Official.id == StatutoryReport.made_by)
        .where(StatutoryReport.unit_id == actor.unit_id, StatutoryReport.id == report_id)
        .execution_options(populate_existing=True)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound()
    row, made_by = found
    period = period_of(row)
    sending = sending_of(actor.unit_id, calendar)
    replaces, replaced_by = _neighbours(row, sending)
    return ReportView(
        id=row.id, version=row.version, period=period, edition=row.edition, narrative=row.narrative,
        narrated=row.name[5:] in NARRATED, filled=filled_of(row), reasons=dict(row.reasons), made_by=made_by,
        made_at=row.made_at, issued_by=row.frozen.get("issued_by", ""), unit=row.frozen.get("unit", ""),
        issued_on=row.issued_on, issued_at=row.issued_at, due_on=due_day(period, sending), replaces=replaces,
        replaced_by=replaced_by,
    )  # fmt: skip


def filled_of(row: StatutoryReport) -> tuple[Filled, ...]:
    """Return the tables of a report: frozen, or counted now."""
    if row.issued_at is not None:
        return from_frozen(row.frozen["tables"])
    return filled_in(counts(row.unit_id, first_on=row.first_on, last_on=row.last_on), row.cells)


def _neighbours(row: StatutoryReport, sending: Sending) -> tuple[ReportItem | None, int | None]:
    """Return the report that this one takes the place of, and the issued one that took the place of this."""
    others = db.session.scalars(
        select(StatutoryReport).where(
            StatutoryReport.unit_id == row.unit_id, StatutoryReport.first_on == row.first_on,
            StatutoryReport.last_on == row.last_on, StatutoryReport.id != row.id, StatutoryReport.issued_on.is_not(None),
        )
    ).all()  # fmt: skip
    before = next((other for other in others if other.id == row.replaces_id), None)
    after = next((other.id for other in others if other.replaces_id == row.id), None)
    return (_item(before, "", "", sending, replaced=True) if before else None), after


def same_period_last_year(period: Period) -> Period:
    """Return the same period a year before; of two typed days the same days (29 February: the 28th)."""
    if period.kind == "report":
        return report(int(period.name[:4]) - 1, period.name[5:])
    return Period(first_on=_year_before(period.first_on), last_on=_year_before(period.last_on))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def letters_behind(unit_id: int, number: str, period: Period, *, after: str, today: date) -> tuple[Sequence[PublicCard], str]:
    """Return a page of the letters that a number counts, as everybody sees them, and the code after which the next one begins."""
    span = {"first_on": period.first_on, "last_on": period.last_on}
    query = letters(unit_id, cases.id, **span).where(letter_numbers(**span)[number])
    if after:
        known = select(cases.id).where(cases.code == after, cases.unit_id == unit_id).scalar_subquery()
        query = query.where(cases.id < known)
    ids = list(db.session.scalars(query.order_by(cases.id.desc()).limit(PAGE_SIZE + 1)))
    cards = cards_by_id(unit_id, ids[:PAGE_SIZE], today=today)
    return cards, cards[-1].code if len(ids) > PAGE_SIZE and cards else ""


def receptions_behind(actor: Actor, number: str, period: Period) -> list[ReceptionRow]:
    """Return the receptions that a number counts, the newest first, at most LIST_MOST. Raises NotAllowed."""
    if Permission.RECEPTION_RUN not in actor.permissions:
        raise NotAllowed(permission=Permission.RECEPTION_RUN.value)
    row = reception_rows(actor.unit_id, first_on=period.first_on, last_on=period.last_on).c
    condition, _people = reception_numbers(row)[number]
    entry = ReceptionEntry.__table__.c
    query = (
        select(entry.id, entry.number, entry.year, entry.received_on, entry.people)
        .join(row.id.table, row.id == entry.id)
        .where(entry.unit_id == actor.unit_id, condition)
        .order_by(entry.id.desc())
        .limit(LIST_MOST)
    )
    return [
        ReceptionRow(
            id=each.id, number_text=f"{each.number:02d}/{each.year}", received_on=each.received_on, people=each.people,
        )
        for each in db.session.execute(query)
    ]  # fmt: skip
