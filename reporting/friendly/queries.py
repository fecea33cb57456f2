"""Reads of the assessments: the list, what is due, one with its numbers and points, and what everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import setting
from core.extensions import db
from deadlines.calendar import WorkingCalendar
from feedback.redaction import mask
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
from reporting.friendly.counting import all_counts
from reporting.friendly.criteria import CriteriaList, Criterion, from_plain, in_force, shipped
from reporting.friendly.models import FriendlyAssessment, FriendlyList
from reporting.friendly.scoring import Assessment, Measured, YearBefore, assessed, from_frozen, measured
from reporting.mobilisation.queries import periods_of
from reporting.periods import Period, same_period_last_year

DAYS = "friendly_report_days"


@dataclass(frozen=True, kw_only=True)
class FriendlyView(EditionView):
    """One assessment at the desk; ``gone_reason``: why it was taken back."""

    made: Assessment
    gone_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicAssessment:
    """What everybody may read of an issued assessment: points, numbers and grade; no word that the clerk wrote."""

    period: Period
    issued_on: date
    made: Assessment


@dataclass(frozen=True, kw_only=True)
class GoneAssessment:
    """What is left of an assessment that everybody read and that was taken back."""

    period: Period
    issued_on: date
    gone_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class IssuedPeriods:
    """The periods that were assessed before everybody, the latest first."""

    shown: tuple[Period, ...]
    gone: tuple[GoneAssessment, ...]


def criteria_on(unit_id: int, day: date) -> CriteriaList:
    """Return the list by which a period that ends on a day is assessed: the commune's own before the product's."""
    rows = db.session.scalars(select(FriendlyList.content).where(FriendlyList.unit_id == unit_id)).all()
    found = in_force((from_plain(row) for row in rows), day) or in_force(shipped(), day)
    return found or shipped()[0]


def sending_of(unit_id: int, calendar: WorkingCalendar) -> DaysAfter:
    """Return when the assessments of a commune are issued."""
    return DaysAfter(days=int(setting(unit_id, DAYS)), calendar=calendar)


def reports(actor: Actor, calendar: WorkingCalendar) -> list[EditionItem]:
    """Return the assessments of the commune, drafts first, then those of the latest periods. Raises NotAllowed."""
    return editions(FriendlyAssessment, actor, sending_of(actor.unit_id, calendar))


def missing(actor: Actor, calendar: WorkingCalendar, *, today: date) -> list[tuple[Period, date | None]]:
    """Return the year that ended last if it has no assessment yet, with its day. Raises NotAllowed."""
    unit_id = actor.unit_id
    return missing_editions(FriendlyAssessment, actor, ended(unit_id, today), sending_of(unit_id, calendar))


def ended(unit_id: int, today: date) -> list[Period]:
    """Return the year of the commune that ended last before a day; half a year is assessed by who wants to, and not asked for."""
    known = [period for year in (today.year - 1, today.year) for period in periods_of(unit_id, year)]
    return latest_ended([period for period in known if _is_year(period)], today=today)


def _is_year(period: Period) -> bool:
    return period.name[5:] in ("nam", "namdl")


def assessment_view(actor: Actor, report_id: int, calendar: WorkingCalendar, *, today: date) -> FriendlyView:
    """Return one assessment: an issued one as it was frozen, a draft counted now. Raises NotAllowed, NotFound."""
    row, made_by = edition_row(FriendlyAssessment, actor, report_id)
    facts = edition_facts(row, made_by, sending_of(actor.unit_id, calendar))
    return FriendlyView(**facts, made=assessment_of(row, today=today), gone_reason=row.take_back_reason)


def assessment_of(row: FriendlyAssessment, *, today: date) -> Assessment:
    """Return an assessment: frozen, or with the numbers until its last day, of a running period until today."""
    if row.issued_at is not None:
        return from_frozen(row.frozen["made"])
    period, by = period_of(row), criteria_on(row.unit_id, row.last_on)
    before = _year_before(row.unit_id, period, by)
    return assessed(by, all_counts(row.unit_id, period.until(today)), before, row.scores)


def _year_before(unit_id: int, period: Period, by: CriteriaList) -> YearBefore:
    """Return the number of a criterion in the same period a year before: as it was issued last, or as it is counted now.

    One that was taken back tells nothing.
    """
    before = same_period_last_year(period)
    row = issued_last(FriendlyAssessment, unit_id, before)
    kept = (
        {(item.number, item.of): item.now for item in from_frozen(row.frozen["made"]).criteria} if row and not row.gone_on else {}
    )
    wanted = {(item.number, item.of) for item in by.criteria if item.number}
    counted = all_counts(unit_id, before) if not wanted <= set(kept) and begun_by(unit_id, before.last_on) else None

    def before_of(item: Criterion) -> Measured | None:
        return kept[item.number, item.of] if (item.number, item.of) in kept else measured(item, counted)

    return before_of


def issued_periods(unit_id: int) -> IssuedPeriods:
    """Return the periods with a name whose last assessment everybody reads, and those of which it was taken back."""
    model = FriendlyAssessment
    query = (
        select(model.name, model.first_on, model.last_on, model.issued_on, model.taken_back_on, model.take_back_reason)
        .where(model.unit_id == unit_id, model.issued_at.is_not(None), model.name != "")
        .order_by(model.last_on.desc(), model.first_on, model.edition)
    )
    last = {row.name: row for row in db.session.execute(query)}.values()
    gone = (
        GoneAssessment(
            period=period_of(row), issued_on=row.issued_on, gone_on=row.taken_back_on, reason=mask(row.take_back_reason).text
        )
        for row in last
        if row.taken_back_on
    )
    return IssuedPeriods(shown=tuple(period_of(row) for row in last if not row.taken_back_on), gone=tuple(gone))


def public_assessment(unit_id: int, period: Period) -> PublicAssessment | None:
    """Return what everybody may read of the assessment of a period that was issued last; None where that was taken back."""
    row = issued_last(FriendlyAssessment, unit_id, period)
    if row is None or row.issued_on is None or row.gone_on:
        return None
    return PublicAssessment(period=period_of(row), issued_on=row.issued_on, made=from_frozen(row.frozen["made"]).without_words())
