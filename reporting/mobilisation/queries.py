"""Reads of the report for those who make and issue it: the list, what is due, one report with its numbers and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.permissions import Actor
from accounts.queries import setting
from deadlines.calendar import WorkingCalendar
from feedback.late_reasons import late_reasons
from reporting.editions.queries import (
    DaysAfter,
    EditionItem,
    EditionView,
    begun_by,
    edition_facts,
    edition_row,
    editions,
    issued_last,
    latest_ended,
    missing_editions,
    period_of,
)
from reporting.mobilisation.counting import UNSAID, counts
from reporting.mobilisation.filling import FilledSection, filled_in, from_frozen, values_of
from reporting.mobilisation.models import MobilisationReport
from reporting.mobilisation.sections import sections_on
from reporting.periods import CUT_DAY, Period, calendar, report, same_period_last_year

PERIODS, DAYS, RECIPIENTS = "mobilisation_report_periods", "mobilisation_report_days", "mobilisation_report_recipients"
UNSAID_WORDS = "chưa ghi lý do"


@dataclass(frozen=True, kw_only=True)
class MobilisationView(EditionView):
    """One report with its sections."""

    filled: tuple[FilledSection, ...]


def periods_of(unit_id: int, year: int) -> list[Period]:
    """Return the periods of a year that the commune reports: of the calendar, or as the circular cuts them."""
    if int(setting(unit_id, PERIODS)) == CUT_DAY:
        return [report(year, span) for span in ("6t", "nam")]
    return [calendar(year, span) for span in ("6tdl", "namdl")]


def sending_of(unit_id: int, calendar: WorkingCalendar) -> DaysAfter:
    """Return when the reports of a commune are sent."""
    return DaysAfter(days=int(setting(unit_id, DAYS)), calendar=calendar)


def recipients_of(unit_id: int) -> tuple[str, ...]:
    """Return to whom the paper goes, from the setting: one after the other, with semicolons between them."""
    return tuple(line for item in str(setting(unit_id, RECIPIENTS)).split(";") if (line := item.strip()))


def reports(actor: Actor, calendar: WorkingCalendar) -> list[EditionItem]:
    """Return the reports of the commune, drafts first, then those of the latest periods. Raises NotAllowed."""
    return editions(MobilisationReport, actor, sending_of(actor.unit_id, calendar))


def missing(actor: Actor, calendar: WorkingCalendar, *, today: date) -> list[tuple[Period, date | None]]:
    """Return the periods that ended last and have no report yet, with their days of sending. Raises NotAllowed."""
    unit_id = actor.unit_id
    return missing_editions(MobilisationReport, actor, ended(unit_id, today), sending_of(unit_id, calendar))


def ended(unit_id: int, today: date) -> list[Period]:
    """Return the period of the commune that ended last before a day."""
    years = (today.year - 1, today.year)
    return latest_ended([period for year in years for period in periods_of(unit_id, year)], today=today)


def report_view(actor: Actor, report_id: int, calendar: WorkingCalendar, *, today: date) -> MobilisationView:
    """Return one report: an issued one as it was frozen, a draft counted now. Raises NotAllowed, NotFound."""
    row, made_by = edition_row(MobilisationReport, actor, report_id)
    facts = edition_facts(row, made_by, sending_of(actor.unit_id, calendar))
    return MobilisationView(**facts, filled=filled_of(row, today=today))


def filled_of(row: MobilisationReport, *, today: date) -> tuple[FilledSection, ...]:
    """Return the sections of a report: frozen, or with the numbers until its last day, of a running period until today."""
    if row.issued_at is not None:
        return from_frozen(row.frozen["sections"])
    period = period_of(row)
    now = counts(row.unit_id, period.until(today))
    reasons = {code: words[:1].lower() + words[1:] for code, words in late_reasons("vi").items()} | {UNSAID: UNSAID_WORDS}
    return filled_in(sections_on(row.last_on), now, _year_before(row.unit_id, period), row.words, reasons)


def _year_before(unit_id: int, period: Period) -> dict[str, int] | None:
    """Return the numbers of the same period a year before: as they were issued last, counted now, or None: not known."""
    before = same_period_last_year(period)
    row = issued_last(MobilisationReport, unit_id, before)
    if row is None:
        return counts(unit_id, before) if begun_by(unit_id, before.last_on) else None
    return values_of(from_frozen(row.frozen["sections"]))
