"""Commands of legal time: load reference data, change days and terms; each with its audit entry and its event.

They run inside ``core.transaction.transaction()``, like every command. National data belong to the operator (``flask calendar
load``, the shipped files); an administrator changes what is true in one commune, over the national rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from core.audit import record
from core.bus import publish
from core.database import new_public_id
from core.errors import BadInput, NotFound, WrongState
from core.extensions import db
from core.text import clean_line
from deadlines import queries
from deadlines.calendar import DayKind, SpecialDay
from deadlines.events import CalendarChanged, TermChanged, change_subject
from deadlines.models import NATION, CalendarDay, CalendarYear, LegalTermRow, ReferenceVersion
from deadlines.queries import special_day
from deadlines.reference import YearPlan, fits, shipped_terms, shipped_years
from deadlines.terms import UNCERTAIN, Term

LONGEST_TERM = 365
TEXTS = tuple(item.name for item in fields(Term) if item.name.endswith(("_vi", "_en")))


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a command did: the id under which its audit entries are found, and the days or codes that changed."""

    change_id: str
    days: tuple[date, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """True when there was nothing to change."""
        return not self.days and not self.codes


def load_reference_data(at: datetime, *, actor_id: int | None = None) -> Change:
    """Bring the shipped terms and calendar years into the tables; a second run changes nothing.

    A year that an operator loaded stays as it is; a shipped row that a new release corrects is corrected. Side effects when
    something changed: rows, version numbers, one audit entry each for calendar and terms, CalendarChanged and TermChanged.
    """
    days: list[date] = []
    years: list[int] = []
    for plan in shipped_years():
        known = db.session.get(CalendarYear, (NATION, plan.year))
        if known is None or known.source == "shipped":
            moved, new = _write_year(plan, source="shipped")
            days += moved
            years += [plan.year] if new else []
    codes = _write_terms(shipped_terms())
    change = Change(change_id=new_public_id(), days=tuple(days), codes=tuple(codes))
    if days or years:
        _calendar_changed(change, NATION, "year_loaded", {"years": years}, years=years, at=at, actor_id=actor_id)
    if codes:
        _terms_changed(change, NATION, "loaded", {"count": len(codes)}, valid_from=None, at=at, actor_id=actor_id)
    return change


def load_calendar_year(plan: YearPlan, *, at: datetime, actor_id: int | None = None) -> Change:
    """Replace the national plan of a year, e.g. a provisional one by the official one.

    A new year must follow the known ones without a gap (BadInput). Side effects as load_reference_data.
    """
    _ensure_loaded(at)
    known = set(db.session.scalars(select(CalendarYear.year).where(CalendarYear.scope == NATION)))
    if plan.year not in known and {plan.year - 1, plan.year + 1}.isdisjoint(known):
        raise BadInput({"year": "gap"}, first=min(known), last=max(known))
    moved, new = _write_year(plan, source="loaded")
    change = Change(change_id=new_public_id(), days=tuple(moved))
    if moved or new:
        facts = {"years": [plan.year], "document": plan.document, "provisional": plan.provisional}
        _calendar_changed(change, NATION, "year_loaded", facts, years=[plan.year], at=at, actor_id=actor_id)
    return change


def set_day(day: SpecialDay, *, unit_id: int, at: datetime, actor_id: int | None) -> Change:
    """Make a day special in one commune, or say anew what it is there; a national row stays underneath.

    Raises BadInput: day (year_unknown), kind (wrong_weekday), name_vi, document (missing). Side effects: the row, the version
    number, an audit entry with the row before, CalendarChanged.
    """
    _ensure_loaded(at)
    _check_day(day, unit_id)
    before = _effective(unit_id, day.on)
    if before is not None and _facts(before) == _facts(day):
        return Change(change_id=new_public_id())
    row = db.session.get(CalendarDay, (unit_id, day.on))
    if row is None:
        row = CalendarDay(scope=unit_id, day=day.on)
        db.session.add(row)
    _fill(row, day)
    facts = {**_facts(day), "before": _facts(before) if before else None}
    return _day_changed(day.on, "day_set", facts, unit_id=unit_id, at=at, actor_id=actor_id)


def remove_day(on: date, *, unit_id: int, at: datetime, actor_id: int | None) -> Change:
    """Make a special day an ordinary one in this commune; a national row is taken back for this commune only.

    Raises NotFound when nothing is special about it. Side effects as set_day.
    """
    _ensure_loaded(at)
    before = _effective(unit_id, on)
    if before is None:
        raise NotFound(day=on.isoformat())
    db.session.execute(delete(CalendarDay).where(CalendarDay.scope == unit_id, CalendarDay.day == on))
    national = db.session.get(CalendarDay, (NATION, on))
    if national is not None:
        row = CalendarDay(scope=unit_id, day=on)
        _fill(row, special_day(national), kind=DayKind.ORDINARY)
        db.session.add(row)
    return _day_changed(on, "day_removed", {"before": _facts(before)}, unit_id=unit_id, at=at, actor_id=actor_id)


def restore_day(on: date, *, unit_id: int, at: datetime, actor_id: int | None) -> Change:
    """Forget what this commune said about a day: the national calendar holds again.

    Raises NotFound when the commune said nothing. Side effects as set_day.
    """
    row = db.session.get(CalendarDay, (unit_id, on))
    if row is None:
        raise NotFound(day=on.isoformat())
    before = _effective(unit_id, on)
    db.session.delete(row)
    db.session.flush()
    after = _effective(unit_id, on)
    facts = {"before": _facts(before) if before else None, "after": _facts(after) if after else None}
    return _day_changed(on, "day_restored", facts, unit_id=unit_id, at=at, actor_id=actor_id)


def confirm_year(year: int, *, unit_id: int, document: str, at: datetime, actor_id: int | None) -> Change:
    """Confirm for one commune that the plan of a year is the official one, and by which document.

    Proofs made from now on carry no warning for this year. Raises BadInput: year (year_unknown), document (missing);
    WrongState when it is confirmed already. Side effects: the row, the version number, an audit entry, CalendarChanged.
    """
    _ensure_loaded(at)
    plan = next((plan for plan in queries.year_plans(unit_id) if plan.year == year), None)
    if plan is None:
        raise BadInput({"year": "year_unknown"})
    if not clean_line(document):
        raise BadInput({"document": "missing"})
    if not plan.provisional:
        raise WrongState(year=year)
    db.session.merge(CalendarYear(scope=unit_id, year=year, provisional=False, document=clean_line(document), source="local"))
    change = Change(change_id=new_public_id())
    facts = {"years": [year], "document": clean_line(document)}
    _calendar_changed(change, unit_id, "year_confirmed", facts, years=[year], at=at, actor_id=actor_id)
    return change


def change_term(
    code: str, *, unit_id: int, number: int, valid_from: date, basis: str, at: datetime, actor_id: int | None
) -> Change:
    """Set, for letters received from ``valid_from`` on, how long a commune takes where no law gives the number.

    ``number`` is in the term's own unit, ``basis`` the office's document. Letters received before keep the old figure.
    Raises NotFound, WrongState (the law has fixed the number), BadInput: number, basis. Side effects: the row, the version
    number, an audit entry with the figure before, TermChanged.
    """
    _ensure_loaded(at)
    national = _open_term(code)
    errors = {} if 1 <= number <= LONGEST_TERM else {"number": "out_of_range"}
    if not clean_line(basis):
        errors["basis"] = "missing"
    if errors:
        raise BadInput(errors, longest=LONGEST_TERM)
    before = queries.term(code, valid_from, unit_id=unit_id).number
    _close_local_rows(code, unit_id=unit_id, valid_from=valid_from)
    row = {name: getattr(national, name) for name in COPIED}
    texts = {**national.texts, "basis_vi": clean_line(basis), "basis_en": clean_line(basis)}
    db.session.add(
        LegalTermRow(
            **row,
            scope=unit_id,
            number=number,
            valid_from=valid_from,
            valid_to=None,
            texts=texts,
            confidence="office",
        )
    )
    change = Change(change_id=new_public_id(), codes=(code,))
    facts = {"code": code, "number": number, "before": before, "valid_from": valid_from, "basis": clean_line(basis)}
    _terms_changed(change, unit_id, "changed", facts, valid_from=valid_from, at=at, actor_id=actor_id)
    return change


def _open_term(code: str) -> LegalTermRow:
    query = select(LegalTermRow).where(LegalTermRow.scope == NATION, LegalTermRow.code == code)
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(term=code)
    if row.hard or not row.confidence.startswith(UNCERTAIN):
        raise WrongState("term_fixed_by_law", term=code)
    return row


COPIED = ("code", "family", "traits", "case_kind", "unit", "direction", "hard", "transition")


def _ensure_loaded(at: datetime) -> None:
    if not db.session.scalar(select(func.count()).select_from(CalendarYear).where(CalendarYear.scope == NATION)):
        load_reference_data(at)


def _write_year(plan: YearPlan, *, source: str) -> tuple[list[date], bool]:
    """Write a year's rows; return the days that changed and whether the year itself is new or was confirmed anew."""
    row = db.session.get(CalendarYear, (NATION, plan.year))
    heading = (plan.provisional, plan.document, plan.note_vi, plan.note_en, source)
    same = row is not None and heading == (row.provisional, row.document, row.note_vi, row.note_en, row.source)
    if row is None:
        row = CalendarYear(scope=NATION, year=plan.year)
        db.session.add(row)
    row.provisional, row.document, row.note_vi, row.note_en, row.source = heading
    within = CalendarDay.day.between(date(plan.year, 1, 1), date(plan.year, 12, 31))
    known = {day.day: day for day in db.session.scalars(select(CalendarDay).where(CalendarDay.scope == NATION, within))}
    moved = []
    for day in plan.days:
        old = known.pop(day.on, None)
        if old is None:
            old = CalendarDay(scope=NATION, day=day.on)
            db.session.add(old)
        elif _facts(special_day(old)) == _facts(day):
            continue
        _fill(old, day)
        moved.append(day.on)
    for gone in known.values():
        db.session.delete(gone)
        moved.append(gone.day)
    db.session.flush()
    return sorted(moved), not same


def _write_terms(terms: Sequence[Term]) -> list[str]:
    known = {row.code: row for row in db.session.scalars(select(LegalTermRow).where(LegalTermRow.scope == NATION))}
    changed = []
    for term in terms:
        row = known.get(term.code)
        values = _term_values(term)
        if row is None:
            db.session.add(LegalTermRow(scope=NATION, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
        else:
            continue
        changed.append(term.code)
    db.session.flush()
    return changed


def _term_values(term: Term) -> dict[str, Any]:
    return {
        "code": term.code,
        "family": term.family,
        "traits": " ".join(sorted(term.traits)),
        "case_kind": term.case_kind,
        "number": term.number,
        "unit": term.unit.value,
        "direction": term.direction.value,
        "valid_from": term.valid_from,
        "valid_to": term.valid_to,
        "hard": term.hard,
        "confidence": term.confidence,
        "transition": term.transition.value,
        "texts": {name: getattr(term, name) for name in TEXTS},
    }


def _close_local_rows(code: str, *, unit_id: int, valid_from: date) -> None:
    rows = db.session.scalars(select(LegalTermRow).where(LegalTermRow.scope == unit_id, LegalTermRow.code == code))
    for row in rows:
        if row.valid_from is not None and row.valid_from >= valid_from:
            db.session.delete(row)
        elif row.valid_to is None or row.valid_to >= valid_from:
            row.valid_to = valid_from - timedelta(days=1)
    db.session.flush()


def _check_day(day: SpecialDay, unit_id: int) -> None:
    errors = {}
    if not queries.calendar_for(unit_id).covers(day.on):
        errors["day"] = "year_unknown"
    if day.kind is DayKind.ORDINARY or not fits(day.kind, day.on):
        errors["kind"] = "wrong_weekday"
    for name in ("name_vi", "document"):
        if not clean_line(getattr(day, name)):
            errors[name] = "missing"
    if errors:
        raise BadInput(errors)


def _effective(unit_id: int, on: date) -> SpecialDay | None:
    row = db.session.get(CalendarDay, (unit_id, on)) or db.session.get(CalendarDay, (NATION, on))
    return None if row is None or row.kind == DayKind.ORDINARY else special_day(row)


def _fill(row: CalendarDay, day: SpecialDay, *, kind: DayKind | None = None) -> None:
    row.kind, row.uncertain = (kind or day.kind).value, day.uncertain
    row.name_vi, row.name_en = clean_line(day.name_vi), clean_line(day.name_en) or clean_line(day.name_vi)
    row.document = clean_line(day.document)


def _facts(day: SpecialDay) -> dict[str, Any]:
    name = clean_line(day.name_vi)
    return {
        "day": day.on.isoformat(), "kind": day.kind.value, "name": name, "name_en": clean_line(day.name_en) or name,
        "document": clean_line(day.document), "uncertain": day.uncertain,
    }  # fmt: skip


def _day_changed(on: date, verb: str, facts: dict[str, Any], *, unit_id: int, at: datetime, actor_id: int | None) -> Change:
    change = Change(change_id=new_public_id(), days=(on,))
    _calendar_changed(change, unit_id, verb, {"day": on.isoformat(), **facts}, years=[], at=at, actor_id=actor_id)
    return change


def _calendar_changed(
    change: Change, scope: int, verb: str, facts: dict[str, Any], *, years: Sequence[int], at: datetime, actor_id: int | None
) -> None:
    _changed(change, scope, "calendar", verb, facts, at=at, actor_id=actor_id)
    publish(
        CalendarChanged(
            unit_id=scope or None, change_id=change.change_id, days=change.days, years=tuple(years), at=at, actor_id=actor_id
        )
    )


def _terms_changed(
    change: Change, scope: int, verb: str, facts: dict[str, Any], *, valid_from: date | None, at: datetime,
    actor_id: int | None,
) -> None:  # fmt: skip
    _changed(change, scope, "terms", verb, facts, at=at, actor_id=actor_id)
    publish(
        TermChanged(
            unit_id=scope or None,
            change_id=change.change_id,
            codes=change.codes,
            valid_from=valid_from,
            at=at,
            actor_id=actor_id,
        )
    )


def _changed(
    change: Change, scope: int, kind: str, verb: str, facts: dict[str, Any], *, at: datetime, actor_id: int | None
) -> None:
    """Raise the version number and write the audit entry."""
    version = db.session.get(ReferenceVersion, (kind, scope), with_for_update=True)
    if version is None:
        version = ReferenceVersion(kind=kind, scope=scope, number=0)
        db.session.add(version)
    version.number, version.changed_at = version.number + 1, at
    db.session.flush()
    queries.forget_versions()
    record(
        unit_id=scope or None, at=at, actor_id=actor_id, action=f"deadlines:{kind}:{verb}",
        subject=change_subject(change.change_id), facts=facts,
    )  # fmt: skip
