"""Reads of legal time: the calendar and the terms of a commune, kept per process until their version number changes.

One cheap query per database transaction asks for the numbers, so that a change made by another process is seen by the
next command or page. An installation whose tables are still empty reads the data that ships with the product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, select

from core.audit import AuditEntry
from core.extensions import db
from deadlines.calendar import DayKind, SpecialDay, WorkingCalendar
from deadlines.events import change_subject
from deadlines.models import NATION, CalendarDay, CalendarYear, LegalTermRow, ReferenceVersion
from deadlines.reference import YearPlan, assemble, shipped_terms, shipped_years
from deadlines.terms import Direction, Term, TermUnit, Trait, Transition, choose_term

Numbers = dict[tuple[str, int], int]
MEMO, CHANGED = "deadlines.versions", "deadlines.changed"


_versions = ReferenceVersion.__table__.c
VERSIONS = select(_versions.kind, _versions.scope, _versions.number).where(_versions.scope.in_((NATION, bindparam("unit"))))


@dataclass
class _Kept:
    """What one process remembers of one database."""

    calendars: dict[int, WorkingCalendar] = field(default_factory=dict)
    terms: dict[int, tuple[str, tuple[Term, ...], dict[str, tuple[Term, ...]]]] = field(default_factory=dict)


_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


@dataclass(frozen=True, kw_only=True)
class CalendarRow:
    """One line of the holiday table. ``local``: set by this commune; ``overrides``: there is a national row under it."""

    day: SpecialDay
    local: bool
    overrides: bool


@dataclass(frozen=True, kw_only=True)
class ChangeNote:
    """One audit entry about a change of calendar or terms, as its page shows it."""

    action: str
    at: Any
    facts: dict[str, Any]


def calendar_for(unit_id: int | None = None) -> WorkingCalendar:
    """Return the working calendar of a commune (None: the national one). Its version is "national.local"."""
    version = _version("calendar", unit_id)
    kept = _kept().calendars
    known = kept.get(unit_id or NATION)
    if known is None or known.version != version:
        known = kept[unit_id or NATION] = assemble(version, year_plans(unit_id))
    return known


def year_plans(unit_id: int | None = None) -> list[YearPlan]:
    """Return the years of the calendar as they are for a commune, the earliest first."""
    if _number("calendar", NATION) == 0:
        return shipped_years()
    days = _days_by_year(unit_id)
    query = select(CalendarYear).where(_scoped(CalendarYear.scope, unit_id)).order_by(CalendarYear.scope)
    rows = {(row.scope == NATION, row.year): row for row in db.session.scalars(query)}
    years = sorted(year for national, year in rows if national)
    return [_year_plan(rows.get((False, year)) or rows[True, year], days.get(year, ())) for year in years]


def calendar_rows(unit_id: int | None, year: int) -> list[CalendarRow]:
    """Return the special days of a year for the holiday table; a national row that the commune took back is listed too."""
    if _number("calendar", NATION) == 0:
        plan = next((plan for plan in shipped_years() if plan.year == year), None)
        return [CalendarRow(day=day, local=False, overrides=False) for day in (plan.days if plan else ())]
    national, local = ({row.day: row for row in _days(scope, year)} for scope in (NATION, unit_id))
    return [
        CalendarRow(day=special_day(local.get(on) or national[on]), local=on in local, overrides=on in local and on in national)
        for on in sorted(national | local)
    ]


def years_covered(unit_id: int | None = None) -> list[int]:
    """Return the years the calendar knows."""
    calendar = calendar_for(unit_id)
    return list(range(calendar.first.year, calendar.last.year + 1))


def all_terms(unit_id: int | None = None) -> tuple[Term, ...]:
    """Return every term of a commune: the national rows in the order of the law, then its own."""
    return _terms(unit_id)[1]


def duties(unit_id: int | None, *, locale: str) -> dict[str, str]:
    """Return what each term is about in words people read, by its code: "Trả lời nội dung kiến nghị, phản ánh"."""
    return {term.code: term.text("stage", locale) for term in all_terms(unit_id)}


def term(
    code: str,
    received_on: date,
    *,
    unit_id: int | None = None,
    event_on: date | None = None,
    complex_case: bool = False,
    remote_area: bool = False,
    strict: bool = False,
) -> Term:
    """Return the term that rules a case received on ``received_on``; see terms.choose_term for the rest and the errors."""
    families = _terms(unit_id)[2]
    rows: Sequence[Term] = families.get(code) or _terms(unit_id)[1]
    return choose_term(
        rows, code, received_on=received_on, event_on=event_on, complex_case=complex_case, remote_area=remote_area,
        strict=strict,
    )  # fmt: skip


def change_notes(unit_id: int | None, change_id: str) -> list[ChangeNote]:
    """Return what was recorded about one change, for this commune and for the whole installation, in order."""
    rows = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject == change_subject(change_id), AuditEntry.chain.in_({NATION, unit_id or NATION}))
        .order_by(AuditEntry.id)
    )
    return [ChangeNote(action=row.action, at=row.at, facts=row.facts) for row in rows]


def latest_changes(unit_id: int | None, *, limit: int = 10) -> list[tuple[str, ChangeNote]]:
    """Return the last changes of calendar and terms with their ids, the newest first."""
    rows = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject.startswith(change_subject("")),
            AuditEntry.action.startswith("deadlines:"),
            AuditEntry.chain.in_({NATION, unit_id or NATION}),
        )
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [
        (row.subject.removeprefix(change_subject("")), ChangeNote(action=row.action, at=row.at, facts=row.facts)) for row in rows
    ]


def forget_versions() -> None:
    """Say that this transaction has changed reference data: what it reads from now on is kept for itself alone.

    Only a commit makes it true for others, and a version number that was rolled back may be given again.
    """
    db.session.info.pop(MEMO, None)
    db.session.info[CHANGED] = (db.session().get_transaction(), _Kept())


def _numbers(unit_id: int | None) -> Numbers:
    """Return the version numbers, asked once per database transaction."""
    memo = db.session.info.get(MEMO)
    session = db.session()
    if memo is not None and memo[0] is session.get_transaction() and (unit_id is None or unit_id in memo[1]):
        return memo[2]
    rows = db.session.execute(VERSIONS, {"unit": unit_id or NATION})
    numbers: Numbers = {(kind, scope): number for kind, scope, number in rows}
    if memo is not None and memo[0] is session.get_transaction():
        memo[1].add(unit_id)
        memo[2].update(numbers)
        return memo[2]
    db.session.info[MEMO] = (session.get_transaction(), {unit_id}, numbers)
    return numbers


def _number(kind: str, scope: int) -> int:
    return _numbers(scope or None).get((kind, scope), 0)


def _version(kind: str, unit_id: int | None) -> str:
    numbers = _numbers(unit_id)
    national = numbers.get((kind, NATION), 0)
    local = numbers.get((kind, unit_id), 0) if unit_id else 0
    return f"{national}.{local}"


def _terms(unit_id: int | None) -> tuple[str, tuple[Term, ...], dict[str, tuple[Term, ...]]]:
    version = _version("terms", unit_id)
    kept = _kept().terms
    known = kept.get(unit_id or NATION)
    if known is None or known[0] != version:
        rows = tuple(_load_terms(unit_id))
        families: dict[str, list[Term]] = {}
        for row in rows:
            families.setdefault(row.family, []).append(row)
        by_code = {row.code: tuple(families[row.family]) for row in rows}
        known = kept[unit_id or NATION] = (version, rows, by_code)
    return known


def _load_terms(unit_id: int | None) -> list[Term]:
    if _number("terms", NATION) == 0:
        return shipped_terms()
    query = select(LegalTermRow).where(_scoped(LegalTermRow.scope, unit_id)).order_by(LegalTermRow.scope, LegalTermRow.id)
    return [_as_term(row) for row in db.session.scalars(query)]


def _as_term(row: LegalTermRow) -> Term:
    return Term(
        code=row.code,
        family=row.family,
        traits=frozenset(Trait(name) for name in row.traits.split()),
        case_kind=row.case_kind,
        number=row.number,
        unit=TermUnit(row.unit),
        direction=Direction(row.direction),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        hard=row.hard,
        confidence=row.confidence,
        transition=Transition(row.transition),
        local=row.scope != NATION,
        **row.texts,
    )


def _year_plan(row: CalendarYear, days: Sequence[SpecialDay]) -> YearPlan:
    return YearPlan(
        year=row.year,
        provisional=row.provisional,
        document=row.document,
        days=tuple(days),
        note_vi=row.note_vi,
        note_en=row.note_en,
    )


def _days_by_year(unit_id: int | None) -> dict[int, list[SpecialDay]]:
    days: dict[date, CalendarDay] = {}
    query = select(CalendarDay).where(_scoped(CalendarDay.scope, unit_id)).order_by(CalendarDay.scope)
    for row in db.session.scalars(query):
        days[row.day] = row
    by_year: dict[int, list[SpecialDay]] = {}
    for on in sorted(days):
        if days[on].kind != DayKind.ORDINARY:
            by_year.setdefault(on.year, []).append(special_day(days[on]))
    return by_year


def _days(scope: int | None, year: int) -> list[CalendarDay]:
    if scope is None:
        return []
    within = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    return list(db.session.scalars(select(CalendarDay).where(CalendarDay.scope == scope, within).order_by(CalendarDay.day)))


def special_day(row: CalendarDay) -> SpecialDay:
    """Return a row of the table as the pure value."""
    return SpecialDay(
        on=row.day, kind=DayKind(row.kind), name_vi=row.name_vi, name_en=row.name_en, document=row.document,
        uncertain=row.uncertain,
    )  # fmt: skip


def _scoped(column: Any, unit_id: int | None) -> Any:
    return column.in_((NATION, unit_id)) if unit_id else column == NATION


def _kept() -> _Kept:
    changed = db.session.info.get(CHANGED)
    if changed is not None and changed[0] is db.session().get_transaction():
        return changed[1]
    return _KEPT.setdefault(db.engine, _Kept())
