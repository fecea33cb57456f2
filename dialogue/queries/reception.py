"""Reads of reception days: what everybody sees, and the day at the desk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.errors import NotFound
from core.extensions import db
from core.paging import Page
from deadlines.queries import term
from deadlines.terms import NotInForce
from dialogue.reception_models import ReceptionBooking, ReceptionDay
from dialogue.reception_rules import FREQUENCY, held_in, least_days, month_back, month_end, next_month, slots
from dialogue.reception_states import ALIVE, BookingState, DayState, ReceptionKind

PAGE_SIZE = 25
MONTHS_BACK = 6


@dataclass(frozen=True, kw_only=True)
class DayView:
    """A day as pages show it; nothing of who booked."""

    id: int
    kind: str
    state: str
    version: int
    held_on: date
    starts_at: datetime
    ends_at: datetime
    receiver: str
    place: str
    content: str
    published_on: date | None
    ad_hoc_reason: str
    reason: str
    attendees: str
    moved_to_on: date | None
    online_ref: str
    party_notice: str = ""
    free: int = 0


@dataclass(frozen=True, kw_only=True)
class MonthCount:
    """How many days were held in a month against the least the law asks for; ``running``: the month is not over.

    ``ahead``: published days of the month that are still to come.
    """

    month: date
    kind: str
    held: int
    least: int
    running: bool
    ahead: int = 0

    @property
    def short(self) -> bool:
        """Whether a month that is over had too few days."""
        return not self.running and self.held < self.least

    @property
    def endangered(self) -> bool:
        """Whether a running month will have too few days even when every published one is held."""
        return self.running and self.held + self.ahead < self.least


@dataclass(frozen=True, kw_only=True)
class MonthGap:
    """How many days the plan of a month can reach, and the least that the law asks for."""

    kind: str
    days: int
    least: int

    @property
    def lacking(self) -> int:
        """How many days are missing."""
        return max(0, self.least - self.days)


@dataclass(frozen=True, kw_only=True)
class BookingView:
    """A booking for whom it is: the resident with the secret words, or the desk of the day."""

    id: int
    code: str
    day: DayView
    slot_at: datetime
    state: str
    name: str
    phone: str
    matter: str
    field_id: int | None


def public_days(unit_id: int, *, today: date) -> list[DayView]:
    """Return the published days of this month and the next, also those that were postponed, by date."""
    first, end = today.replace(day=1), next_month(next_month(today))
    query = _days(unit_id).where(
        ReceptionDay.held_on >= first, ReceptionDay.held_on < end, ReceptionDay.published_on.is_not(None)
    )
    return _views(db.session.scalars(query.order_by(ReceptionDay.starts_at, ReceptionDay.id)).all())


def public_day(unit_id: int, day_id: int) -> DayView:
    """Return a published day. Raises NotFound."""
    query = _days(unit_id).where(ReceptionDay.id == day_id, ReceptionDay.published_on.is_not(None))
    views = _views(db.session.scalars(query).all())
    if not views:
        raise NotFound()
    return views[0]


def desk_days(actor: Actor, *, today: date, page: int, past: bool = False) -> Page[DayView]:
    """Return a page of the days from today on, or of those before, the nearest first."""
    query = _days(actor.unit_id)
    if past:
        query = query.where(ReceptionDay.held_on < today).order_by(ReceptionDay.starts_at.desc(), ReceptionDay.id.desc())
    else:
        query = query.where(ReceptionDay.held_on >= today).order_by(ReceptionDay.starts_at, ReceptionDay.id)
    rows = db.session.scalars(query.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)).all()
    return Page(items=_views(rows[:PAGE_SIZE]), number=page, size=PAGE_SIZE, has_next=len(rows) > PAGE_SIZE)


def desk_day(actor: Actor, day_id: int) -> DayView:
    """Return one day of the commune. Raises NotFound."""
    views = _views(db.session.scalars(_days(actor.unit_id).where(ReceptionDay.id == day_id)).all())
    if not views:
        raise NotFound()
    return views[0]


def days_on(unit_id: int, on: date) -> list[DayView]:
    """Return the published days of one date that were not postponed."""
    states = (DayState.PUBLISHED.value, DayState.HELD.value)
    query = _days(unit_id).where(ReceptionDay.held_on == on, ReceptionDay.state.in_(states))
    return _views(db.session.scalars(query.order_by(ReceptionDay.starts_at, ReceptionDay.id)).all())


def planned_dates(unit_id: int, kind: str, *, first: date, last: date) -> set[date]:
    """Return the dates of a kind that are on the plan already, whatever became of them but those taken off it."""
    query = select(ReceptionDay.held_on).where(
        ReceptionDay.unit_id == unit_id, ReceptionDay.kind == kind, ReceptionDay.held_on.between(first, last),
        ReceptionDay.state != DayState.CANCELLED.value,
    )  # fmt: skip
    return set(db.session.scalars(query))


def _days(unit_id: int):
    return select(ReceptionDay).where(ReceptionDay.unit_id == unit_id)


def _views(rows: Sequence[ReceptionDay]) -> list[DayView]:
    moved = {row.moved_to_id for row in rows if row.moved_to_id}
    dates = dict(
        db.session.execute(select(ReceptionDay.id, ReceptionDay.held_on).where(ReceptionDay.id.in_(moved))).tuples().all()
        if moved
        else ()
    )
    taken = _taken([row.id for row in rows if row.state == DayState.PUBLISHED])
    return [
        DayView(
            id=row.id, kind=row.kind, state=row.state, version=row.version, held_on=row.held_on, starts_at=row.starts_at,
            ends_at=row.ends_at, receiver=row.receiver, place=row.place, content=row.content, published_on=row.published_on,
            ad_hoc_reason=row.ad_hoc_reason, reason=row.reason, attendees=row.attendees,
            moved_to_on=dates.get(row.moved_to_id or 0), online_ref=row.online_ref,
            party_notice=row.party_notice,
            free=len(slots(row.starts_at, row.ends_at, minutes=row.slot_minutes)) - taken.get(row.id, 0)
            if row.state == DayState.PUBLISHED
            else 0,
        )
        for row in rows
    ]  # fmt: skip


def _taken(day_ids: Sequence[int]) -> dict[int, int]:
    if not day_ids:
        return {}
    query = (
        select(ReceptionBooking.day_id, db.func.count())
        .where(ReceptionBooking.day_id.in_(day_ids), ReceptionBooking.taken_at.is_not(None))
        .group_by(ReceptionBooking.day_id)
    )
    return dict(db.session.execute(query).tuples().all())


def free_slots(unit_id: int, day_id: int, *, at: datetime) -> list[datetime]:
    """Return the slots of a published day that nobody holds and that have not begun; nothing for any other day."""
    day = db.session.scalar(_days(unit_id).where(ReceptionDay.id == day_id))
    if day is None or day.state != DayState.PUBLISHED:
        return []
    query = select(ReceptionBooking.taken_at).where(ReceptionBooking.day_id == day.id, ReceptionBooking.taken_at.is_not(None))
    taken = set(db.session.scalars(query))
    return [slot for slot in slots(day.starts_at, day.ends_at, minutes=day.slot_minutes) if slot > at and slot not in taken]


def all_slots(unit_id: int, day_id: int) -> list[datetime]:
    """Return every slot of a published day, taken or not."""
    day = db.session.scalar(_days(unit_id).where(ReceptionDay.id == day_id, ReceptionDay.published_on.is_not(None)))
    return [] if day is None else list(slots(day.starts_at, day.ends_at, minutes=day.slot_minutes))


def month_counts(unit_id: int, *, today: date) -> list[MonthCount]:
    """Return for chair and secretary the days held in each month, the newest first, from the first month on record."""
    first = month_back(today, months=MONTHS_BACK - 1)
    query = select(ReceptionDay.kind, ReceptionDay.held_on, ReceptionDay.state).where(
        ReceptionDay.unit_id == unit_id, ReceptionDay.published_on.is_not(None), ReceptionDay.held_on >= first,
        ReceptionDay.held_on < next_month(today),
    )  # fmt: skip
    rows = db.session.execute(query).all()
    found = []
    for kind in FREQUENCY:
        known = [row for row in rows if row.kind == kind]
        for back in range(MONTHS_BACK):
            month = month_back(today, months=back)
            if known and month >= min(row.held_on for row in known).replace(day=1):
                held = {row.held_on for row in known if row.state == DayState.HELD}
                ahead = {row.held_on for row in known if row.state == DayState.PUBLISHED and row.held_on >= today} - held
                found.append(
                    MonthCount(
                        month=month, kind=kind.value, held=held_in(held, month), running=next_month(month) > today,
                        least=_least(unit_id, kind, month), ahead=held_in(ahead, month),
                    )
                )  # fmt: skip
    return found


def _least(unit_id: int, kind: ReceptionKind, month: date) -> int:
    try:
        rule = term(FREQUENCY[kind], month.replace(day=1), unit_id=unit_id)
    except NotInForce:
        rule = None
    return least_days(month, rule=rule)


def month_gap(unit_id: int, kind: ReceptionKind, month: date, *, suggested: Collection[date]) -> MonthGap:
    """Return how many days a month still lacks when the days on its plan and those suggested are all held.

    A fixed day that moved into the next month does not count in this one.
    """
    query = select(ReceptionDay.held_on).where(
        ReceptionDay.unit_id == unit_id, ReceptionDay.kind == kind.value, ReceptionDay.state.in_(ALIVE),
        ReceptionDay.held_on.between(month, month_end(month)),
    )  # fmt: skip
    days = {*db.session.scalars(query), *suggested}
    return MonthGap(kind=kind.value, days=held_in(days, month), least=_least(unit_id, kind, month))


def bookings_of(actor: Actor, day_id: int) -> list[BookingView]:
    """Return the bookings of a day that were not given back, by slot."""
    day = desk_day(actor, day_id)
    query = select(ReceptionBooking).where(
        ReceptionBooking.unit_id == actor.unit_id, ReceptionBooking.day_id == day_id,
        ReceptionBooking.state != BookingState.CANCELLED.value,
    )  # fmt: skip
    return [_booking(row, day) for row in db.session.scalars(query.order_by(ReceptionBooking.slot_at, ReceptionBooking.id))]


def booking(unit_id: int, booking_id: int) -> BookingView:
    """Return a booking for whom proved to be its owner. Raises NotFound."""
    return _one(unit_id, ReceptionBooking.id == booking_id)


def booking_by_code(unit_id: int, code: str) -> BookingView:
    """Return a booking by its code; pages show nothing personal of it without the secret words. Raises NotFound."""
    return _one(unit_id, ReceptionBooking.code == code)


def _one(unit_id: int, condition) -> BookingView:
    row = db.session.scalar(select(ReceptionBooking).where(ReceptionBooking.unit_id == unit_id, condition))
    if row is None:
        raise NotFound()
    day = db.session.scalars(_days(unit_id).where(ReceptionDay.id == row.day_id)).one()
    return _booking(row, _views([day])[0])


def _booking(row: ReceptionBooking, day: DayView) -> BookingView:
    return BookingView(
        id=row.id, code=row.code, day=day, slot_at=row.slot_at, state=row.state, name=row.name or "", phone=row.phone or "",
        matter=row.matter or "", field_id=row.field_id,
    )  # fmt: skip
