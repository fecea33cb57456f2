"""Reads of the office's reports for those who make and issue them: the list, one report filled in, the cases behind a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import setting
from core.errors import NotAllowed, NotFound
from core.extensions import db
from core.permissions import Permission
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from dialogue.reception_register_models import ReceptionEntry
from feedback.queries.public import PublicCard, cards_by_id
from reporting.editions.queries import (
    LIST_MOST,
    EditionItem,
    EditionView,
    edition_facts,
    edition_row,
    editions,
    latest_ended,
    missing_editions,
)
from reporting.periods import SPANS, Period, report
from reporting.statutory.counting import cases, counts, letter_numbers, letters, reception_numbers, reception_rows
from reporting.statutory.filling import Filled, filled_in, from_frozen
from reporting.statutory.models import StatutoryReport

PAGE_SIZE = 25
NARRATED = frozenset({"q1", "6t", "9t", "nam", ""})
"""Periods whose report has words beside the tables; the other quarters' are told with six months, nine months and the year."""


@dataclass(frozen=True, kw_only=True)
class ReportView(EditionView):
    """One report with its tables. ``unit``: the body's name as it was issued, empty for a draft."""

    narrative: str
    narrated: bool
    filled: tuple[Filled, ...]
    reasons: dict[str, str]
    made_at: datetime
    unit: str

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


@dataclass(frozen=True, kw_only=True)
class Sending:
    """When the commune's reports are sent: its day of the closing month, and its calendar."""

    day: int
    calendar: WorkingCalendar

    def due_on(self, period: Period) -> date | None:
        """Return by when the report of a period of the circular is sent: a day of its closing month, or the working day before.

        None for two typed days, and where the calendar does not reach so far. The day is the commune's setting: law.md §6.1.
        """
        if period.kind != "report":
            return None
        try:
            return self.calendar.on_or_before(period.last_on.replace(day=self.day))
        except CalendarNotCovered:
            return None


def sending_of(unit_id: int, calendar: WorkingCalendar) -> Sending:
    """Return when the reports of a commune are sent."""
    return Sending(day=int(setting(unit_id, "report_due_day")), calendar=calendar)


def reports(actor: Actor, calendar: WorkingCalendar) -> list[EditionItem]:
    """Return the reports of the commune, drafts first, then those of the latest periods. Raises NotAllowed."""
    return editions(StatutoryReport, actor, sending_of(actor.unit_id, calendar))


def missing(actor: Actor, calendar: WorkingCalendar, *, today: date) -> list[tuple[Period, date | None]]:
    """Return the periods of the circular that ended last, one of each length at most, and have no report yet, with their days."""
    return missing_editions(StatutoryReport, actor, ended(today), sending_of(actor.unit_id, calendar))


def ended(today: date) -> list[Period]:
    """Return the periods of the circular that ended on the last cut before a day: a quarter, and what ends with it."""
    years = (today.year - 1, today.year, today.year + 1)
    return latest_ended([report(year, span) for year in years for span in SPANS], today=today)


def report_view(actor: Actor, report_id: int, calendar: WorkingCalendar) -> ReportView:
    """Return one report: an issued one as it was frozen, a draft counted now. Raises NotAllowed, NotFound."""
    row, made_by = edition_row(StatutoryReport, actor, report_id)
    return ReportView(
        **edition_facts(row, made_by, sending_of(actor.unit_id, calendar)), narrative=row.narrative,
        narrated=row.name[5:] in NARRATED, filled=filled_of(row), reasons=dict(row.reasons), made_at=row.made_at,
        unit=row.frozen.get("unit", ""),
    )  # fmt: skip


def filled_of(row: StatutoryReport) -> tuple[Filled, ...]:
    """Return the tables of a report: frozen, or counted now."""
    if row.issued_at is not None:
        return from_frozen(row.frozen["tables"])
    return filled_in(counts(row.unit_id, first_on=row.first_on, last_on=row.last_on), row.cells)


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
