"""Letters handed over between communes: who may receive one, and what each side may know of the other's case.

Of the case at the other commune a page learns its code, its state and its clocks with their proofs; never a note, a name or a
draft. The other commune's rows are read inside ``use_unit`` of that commune and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select, union_all

from accounts.models import Unit
from core.alphabet import alphabetical
from core.database import use_unit
from core.extensions import db
from deadlines.queries import calendar_for
from feedback.handover_models import CaseHandover
from feedback.models import Case
from feedback.queries.stand_ins import by_id
from feedback.queries.views_of_clocks import ClockView, clock_views, kept_clock_views
from feedback.stand_in_models import StandIn
from feedback.states import CaseState


@dataclass(frozen=True, kw_only=True)
class OtherCommune:
    """A commune of this installation, and how it signs."""

    id: int
    office: str


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Where a letter lies now, when that is not the commune that was asked: a case there and its code."""

    unit_id: int
    case_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class HandoverView:
    """The other side of a handover. ``sent``: the letter went there from here; else it came from there.

    ``used`` is how many working days it lay at the first commune. ``away``: the other commune has it now. The clocks and the
    state are those of the other commune's case.
    """

    sent: bool
    away: bool
    office: str
    code: str
    sent_on: date
    returned_on: date | None
    used: int
    state: str
    clocks: tuple[ClockView, ...]

    @property
    def clock(self) -> ClockView | None:
        """The clock that runs there now; of several the one that ends first."""
        running = [clock for clock in self.clocks if clock.remaining is not None]
        return min(running, key=lambda clock: clock.due_on, default=None)


def row_of(case_id: int) -> CaseHandover | None:
    """Return the handover that a case of the present commune went or came by, or None."""
    query = select(CaseHandover).where(or_(CaseHandover.from_case_id == case_id, CaseHandover.to_case_id == case_id))
    return db.session.scalars(query).one_or_none()


def came_back_on(case_id: int) -> date | None:
    """Return the day on which another commune gave the case back, or None."""
    return db.session.scalar(select(CaseHandover.returned_on).where(CaseHandover.from_case_id == case_id))


def receivers(case: Case, *, on: date) -> list[OtherCommune]:
    """Return the communes that may receive the case on a day: tenants in force; of a letter that came, only where it came from.

    Nothing, when it was handed over or given back already: each happens once.
    """
    row = row_of(case.id)
    if row is not None and (row.from_case_id == case.id or row.returned_on is not None):
        return []
    begun = or_(Unit.valid_from.is_(None), Unit.valid_from <= on)
    query = select(Unit).where(Unit.is_tenant, Unit.id != case.unit_id, begun, or_(Unit.valid_to.is_(None), Unit.valid_to >= on))
    if row is not None:
        query = query.where(Unit.id == row.from_unit_id)
    found = db.session.scalars(query.order_by(Unit.id))
    return [_commune(unit) for unit in sorted(found, key=lambda unit: alphabetical(unit.name))]


def receivers_of(case_id: int, *, on: date) -> list[OtherCommune]:
    """Return the communes that may receive a case of the present commune."""
    case = db.session.get(Case, case_id)
    return [] if case is None else receivers(case, on=on)


def office_of(unit_id: int) -> str:
    """Return how a commune signs."""
    return _commune(db.session.get_one(Unit, unit_id)).office


def _commune(unit: Unit) -> OtherCommune:
    return OtherCommune(id=unit.id, office=str((unit.profile or {}).get("authority") or unit.name))


def holder(unit_id: int, case_id: int) -> Holder | None:
    """Return where the letter lies, when it was handed over or given back to another commune; None while it lies here."""
    row = row_of(case_id)
    if row is None or _lies_here(row, case_id):
        return None
    return _other_side(row, unit_id, case_id)


def left_behind(unit_id: int, case_id: int) -> Holder | None:
    """Return the copy that the other commune kept of a letter that lies here, or None."""
    row = row_of(case_id)
    if row is None or not _lies_here(row, case_id):
        return None
    return _other_side(row, unit_id, case_id)


def _lies_here(row: CaseHandover, case_id: int) -> bool:
    return (row.from_case_id == case_id) is (row.returned_on is not None)


def _other_side(row: CaseHandover, unit_id: int, case_id: int) -> Holder | None:
    there = "to_" if row.from_case_id == case_id else "from_"
    if unit_id != (row.from_unit_id if there == "to_" else row.to_unit_id):
        return None
    return Holder(**{name: getattr(row, there + name) for name in ("unit_id", "case_id", "code")})


def arrived_as(unit_id: int, code: str) -> str:
    """Return the code that a letter has at this commune when the other one knows it under ``code``; else ``code`` itself."""
    came = select(CaseHandover.to_code).where(CaseHandover.to_unit_id == unit_id, CaseHandover.from_code == code)
    went = select(CaseHandover.from_code).where(CaseHandover.from_unit_id == unit_id, CaseHandover.to_code == code)
    return db.session.scalars(union_all(came, went).limit(1)).one_or_none() or code


def case_there(place: Holder) -> Case | StandIn | None:
    """Return the case at the other commune, or what stands in for it. Callers read dates and states of it, nothing else."""
    with use_unit(place.unit_id):
        query = select(Case).where(Case.unit_id == place.unit_id, Case.id == place.case_id)
        return db.session.scalars(query).one_or_none() or by_id(place.unit_id, place.case_id)


def clocks_there(case: Case | StandIn, *, today: date, locale: str) -> list[ClockView]:
    """Return the clocks of a case of another commune, counted by that commune's calendar."""
    with use_unit(case.unit_id):
        calendar = calendar_for(case.unit_id)
        if isinstance(case, StandIn):
            return kept_clock_views(case, today=today, calendar=calendar, locale=locale)
        return clock_views(case.unit_id, case.id, today=today, calendar=calendar, locale=locale)


def handover_view(unit_id: int, case_id: int, *, received_on: date, today: date, locale: str) -> HandoverView | None:
    """Return the other side of the handover of a case that the caller may read, or None."""
    row = row_of(case_id)
    place = _other_side(row, unit_id, case_id) if row is not None else None
    if row is None or place is None:
        return None
    sent = row.from_case_id == case_id
    case, commune = case_there(place), _commune(db.session.get_one(Unit, place.unit_id))
    first = received_on if sent else (case.received_on if case is not None else row.sent_on)
    return HandoverView(
        sent=sent, away=sent is (row.returned_on is None), office=commune.office, code=place.code,
        sent_on=row.sent_on, returned_on=row.returned_on, state=case.state if case is not None else CaseState.CLOSED.value,
        used=calendar_for(row.from_unit_id).working_days_between(first, row.sent_on),
        clocks=tuple(clocks_there(case, today=today, locale=locale)) if case is not None else (),
    )  # fmt: skip
