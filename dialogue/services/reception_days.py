"""Reception days: planned for a month at once, published in time, postponed with a reason and a new date, held or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import setting
from core import page_cache
from core.bus import publish
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line, clean_text
from core.transaction import wait_for_twin
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.clock import HERE, local_date
from deadlines.engine import count_back
from deadlines.queries import term
from dialogue.reception_events import (
    OnlineReferenced,
    ReceptionCancelled,
    ReceptionHeld,
    ReceptionPostponed,
    ReceptionPublished,
    ReceptionScheduled,
)
from dialogue.reception_models import ReceptionBooking, ReceptionDay
from dialogue.reception_rules import ONLINE, POST, overlaps, post_gate
from dialogue.reception_states import ALIVE, PERSONAL, BookingState, DayState, ReceptionKind
from dialogue.services.steps import must


@dataclass(frozen=True, kw_only=True)
class NewDay:
    """A day as it was typed; ``begins`` and ``ends`` are times of day in Vietnam."""

    kind: ReceptionKind
    on: date
    begins: time
    ends: time
    receiver: str
    place: str
    content: str = ""
    ad_hoc_reason: str = ""


def schedule(days: Sequence[NewDay], *, actor: Actor, at: datetime, calendar: WorkingCalendar) -> list[int]:
    """Put days onto the plan, all or none; return their ids. Event: ReceptionScheduled for each.

    Raises NotAllowed and BadInput (receiver_missing, place_missing, ends_before_it_starts, in_the_past, day_off,
    calendar_closed, reason_missing, hour_taken) with ``on``: the day it is about.
    """
    must(actor, Permission.RECEPTION_RUN)
    wait_for_twin(f"reception-plan:{actor.unit_id}")
    rows = []
    for new in days:
        _check(new, actor=actor, at=at, calendar=calendar)
        row = _row(new, actor=actor, at=at)
        _check_hour(row)
        db.session.add(row)
        db.session.flush()
        rows.append(row)
        publish(
            ReceptionScheduled(unit_id=actor.unit_id, at=at, actor_id=actor.id, day_id=row.id, held_on=row.held_on, kind=row.kind)
        )
    return [row.id for row in rows]


def _check(new: NewDay, *, actor: Actor, at: datetime, calendar: WorkingCalendar) -> None:
    faults = {}
    if not clean_line(new.receiver):
        faults["receiver"] = "receiver_missing"
    if not clean_line(new.place):
        faults["place"] = "place_missing"
    if new.ends <= new.begins:
        faults["hours"] = "ends_before_it_starts"
    if moment(new.on, new.begins) <= at:
        faults["on"] = "in_the_past"
    elif new.kind is not ReceptionKind.AD_HOC:
        faults |= day_faults(new.on, calendar)
    if new.kind is ReceptionKind.AD_HOC and len(clean_text(new.ad_hoc_reason)) < 10:
        faults["ad_hoc_reason"] = "reason_missing"
    if faults:
        raise BadInput(faults, on=new.on.isoformat())


def day_faults(on: date, calendar: WorkingCalendar) -> dict[str, str]:
    """Return what is wrong with a day as a day of the plan: it is off, or the calendar does not reach so far."""
    try:
        return {} if calendar.is_working(on) else {"on": "day_off"}
    except CalendarNotCovered:
        return {"on": "calendar_closed"}


def moment(on: date, clock: time) -> datetime:
    """Return a time of day in Vietnam as a moment in UTC."""
    return datetime.combine(on, clock, HERE).astimezone(UTC)


def _row(new: NewDay, *, actor: Actor, at: datetime) -> ReceptionDay:
    return ReceptionDay(
        unit_id=actor.unit_id, kind=new.kind.value, state=DayState.SCHEDULED.value, held_on=new.on,
        starts_at=moment(new.on, new.begins), ends_at=moment(new.on, new.ends),
        slot_minutes=int(setting(actor.unit_id, "reception_slot_minutes")), receiver=clean_line(new.receiver)[:160],
        place=clean_line(new.place)[:160], content=clean_text(new.content), ad_hoc_reason=clean_text(new.ad_hoc_reason),
        created_by=actor.id, touched_at=at,
    )  # fmt: skip


def _check_hour(row: ReceptionDay) -> None:
    """Refuse a place twice at one hour, and one person at two receptions."""
    query = select(ReceptionDay).where(
        ReceptionDay.unit_id == row.unit_id, ReceptionDay.held_on == row.held_on,
        ReceptionDay.state.in_([state.value for state in ALIVE]),
    )  # fmt: skip
    for other in db.session.scalars(query):
        same = other.place == row.place or other.receiver == row.receiver
        if same and overlaps((row.starts_at, row.ends_at), (other.starts_at, other.ends_at)):
            raise BadInput({"hours": "hour_taken"}, on=row.held_on.isoformat())


def load_day(day_id: int, *, actor: Actor, states: Sequence[DayState], version: int | None) -> ReceptionDay:
    """Return the day of the actor's commune, locked and fresh. Raises NotAllowed, NotFound, WrongState, StaleVersion."""
    must(actor, Permission.RECEPTION_RUN)
    query = select(ReceptionDay).where(ReceptionDay.id == day_id, ReceptionDay.unit_id == actor.unit_id).with_for_update()
    day = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if day is None:
        raise NotFound()
    if DayState(day.state) not in states:
        raise WrongState("reception_wrong_state", state=day.state)
    if version is not None and day.version != version:
        raise StaleVersion(expected=version, current=day.version)
    return day


def latest_post(on: date, *, unit_id: int, today: date, calendar: WorkingCalendar) -> date:
    """Return the last day on which a reception on ``on`` is published in time (TCD.SCHEDULE.POST)."""
    return count_back(term(POST, today, unit_id=unit_id), on, calendar).due_on


def publish_day(day_id: int, *, actor: Actor, at: datetime, version: int, calendar: WorkingCalendar) -> None:
    """Show a planned day to everybody, today. Event: ReceptionPublished.

    Raises what load_day raises, BadInput (reception_too_late with ``latest_on`` and ``term``; calendar_closed).
    Source: Law on Citizen Reception 2013, Art. 24.4; Art. 18.3 for ad hoc days.
    """
    day = load_day(day_id, actor=actor, states=(DayState.SCHEDULED,), version=version)
    today = local_date(at)
    if day.starts_at <= at:
        raise BadInput({"on": "in_the_past"})
    try:
        latest = latest_post(day.held_on, unit_id=day.unit_id, today=today, calendar=calendar)
    except CalendarNotCovered:
        raise BadInput({"on": "calendar_closed"}) from None
    gate = post_gate(today=today, latest_on=latest, kind=ReceptionKind(day.kind), reason=day.ad_hoc_reason)
    if not gate.open:
        raise BadInput({"on": gate.code}, latest_on=latest.isoformat(), term=gate.term)
    day.published_on = today
    _enter(day, DayState.PUBLISHED, at=at)
    publish(
        ReceptionPublished(
            unit_id=day.unit_id, at=at, actor_id=actor.id, day_id=day.id, held_on=day.held_on, ad_hoc=today > latest
        )
    )


def _enter(day: ReceptionDay, state: DayState, *, at: datetime) -> None:
    day.state, day.touched_at = state.value, at
    day.version += 1
    db.session.flush()
    page_cache.raise_version(day.unit_id)


def postpone(
    day_id: int, *, actor: Actor, at: datetime, version: int, reason: str, new_on: date | None, calendar: WorkingCalendar
) -> int:
    """Move a published day with everybody who booked; the new day is public at once. Returns its id. Event: ReceptionPostponed.

    Raises what load_day raises, BadInput (reason_missing, date_missing, moved_earlier, day_off, calendar_closed, hour_taken).
    Source: Law on Citizen Reception 2013, Art. 24.4: a postponement gives the reason and the new date.
    """
    day = load_day(day_id, actor=actor, states=(DayState.PUBLISHED,), version=version)
    wait_for_twin(f"reception-plan:{actor.unit_id}")
    new_on = _new_date(day, reason=reason, new_on=new_on, today=local_date(at), calendar=calendar)
    begins, ends = (when.astimezone(HERE).time() for when in (day.starts_at, day.ends_at))
    new = ReceptionDay(
        unit_id=day.unit_id, kind=day.kind, state=DayState.PUBLISHED.value, held_on=new_on, starts_at=moment(new_on, begins),
        ends_at=moment(new_on, ends), slot_minutes=day.slot_minutes, receiver=day.receiver, place=day.place, content=day.content,
        ad_hoc_reason=day.ad_hoc_reason, published_on=local_date(at), created_by=actor.id, touched_at=at,
    )  # fmt: skip
    _check_hour(new)
    db.session.add(new)
    db.session.flush()
    for booking in booked(day.id):
        booking.day_id, booking.slot_at = new.id, booking.slot_at + (new.starts_at - day.starts_at)
        booking.taken_at = booking.slot_at
    day.reason, day.moved_to_id = clean_text(reason), new.id
    _enter(day, DayState.POSTPONED, at=at)
    publish(
        ReceptionPostponed(
            unit_id=day.unit_id, at=at, actor_id=actor.id, day_id=day.id, held_on=day.held_on, new_day_id=new.id, new_on=new_on
        )
    )
    return new.id


def _new_date(day: ReceptionDay, *, reason: str, new_on: date | None, today: date, calendar: WorkingCalendar) -> date:
    faults = {} if len(clean_text(reason)) >= 5 else {"reason": "reason_missing"}
    if new_on is None:
        raise BadInput({**faults, "new_on": "date_missing"})
    if new_on <= max(day.held_on, today):
        faults["new_on"] = "moved_earlier"
    elif day_faults(new_on, calendar):
        faults["new_on"] = day_faults(new_on, calendar)["on"]
    if faults:
        raise BadInput(faults)
    return new_on


def booked(day_id: int) -> list[ReceptionBooking]:
    """Return the bookings of a day that hold their slot, by slot."""
    query = select(ReceptionBooking).where(ReceptionBooking.day_id == day_id, ReceptionBooking.state == BookingState.BOOKED.value)
    return list(db.session.scalars(query.order_by(ReceptionBooking.slot_at, ReceptionBooking.id)))


def cancel(day_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Take a day that was never published off the plan. Event: ReceptionCancelled. A published day is postponed instead."""
    day = load_day(day_id, actor=actor, states=(DayState.SCHEDULED,), version=version)
    _enter(day, DayState.CANCELLED, at=at)
    publish(ReceptionCancelled(unit_id=day.unit_id, at=at, actor_id=actor.id, day_id=day.id, held_on=day.held_on))


def record_held(
    day_id: int, *, actor: Actor, at: datetime, version: int, held: bool, in_person: bool, attendees: str = "", reason: str = ""
) -> None:
    """Record from the day on whether it took place, and who was there. Event: ReceptionHeld.

    Where somebody else received in place of the chair or the secretary the day was not held: it is not theirs to delegate
    (term TCD.CHAIR.FREQ). Raises what load_day raises, BadInput (not_yet, delegated, attendees_missing, reason_missing).
    """
    day = load_day(day_id, actor=actor, states=(DayState.PUBLISHED,), version=version)
    attendees, reason = clean_text(attendees), clean_text(reason)
    if at < day.starts_at:
        raise BadInput({"": "not_yet"})
    if held and ReceptionKind(day.kind) in PERSONAL and not in_person:
        raise BadInput({"in_person": "delegated"})
    if held and len(attendees) < 3:
        raise BadInput({"attendees": "attendees_missing"})
    if not held and len(reason) < 5:
        raise BadInput({"reason": "reason_missing"})
    day.attendees, day.reason = (attendees, "") if held else ("", reason)
    _enter(day, DayState.HELD if held else DayState.NOT_HELD, at=at)
    publish(ReceptionHeld(unit_id=day.unit_id, at=at, actor_id=actor.id, day_id=day.id, held_on=day.held_on, held=held))


def reference_online(day_id: int, *, actor: Actor, at: datetime, version: int, ref: str, calendar: WorkingCalendar) -> None:
    """Note the session of the State's online reception system; it is never held here. Event: OnlineReferenced.

    Raises what load_day raises, BadInput (ref_missing, online_too_late with ``latest_on`` and ``term``).
    Source: Decree 154/2026/NĐ-CP, Art. 16.2, 23 (term TCD.ONLINE.NOTIFY).
    """
    day = load_day(day_id, actor=actor, states=(DayState.SCHEDULED, DayState.PUBLISHED), version=version)
    today, ref = local_date(at), clean_line(ref)
    if len(ref) < 3 or len(ref) > 80:
        raise BadInput({"ref": "ref_missing"})
    try:
        latest = count_back(term(ONLINE, today, unit_id=day.unit_id), day.held_on, calendar).due_on
    except CalendarNotCovered:
        raise BadInput({"ref": "calendar_closed"}) from None
    if today > latest:
        raise BadInput({"ref": "online_too_late"}, latest_on=latest.isoformat(), term=ONLINE)
    day.online_ref, day.online_notified_on = ref, today
    _enter(day, DayState(day.state), at=at)
    publish(OnlineReferenced(unit_id=day.unit_id, at=at, actor_id=actor.id, day_id=day.id, held_on=day.held_on))
