"""A resident books a slot of a reception day, looks it up by code and secret words, and gives it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import func, select, update

from accounts.models import Field
from accounts.queries import setting
from core import page_cache
from core.bus import publish
from core.codes import clean_code, hash_for, hash_secret, new_code, secret_for, secret_matches
from core.errors import BadInput, NotFound, WrongState
from core.extensions import db
from core.sealing import sealer
from core.text import clean_line, phone_digits
from core.transaction import key_of, wait_for_twin
from deadlines.clock import local_date
from dialogue.reception_events import SlotBooked, SlotGivenBack
from dialogue.reception_models import ReceptionBooking, ReceptionDay
from dialogue.reception_rules import slots
from dialogue.reception_states import BookingState, DayState
from feedback.rules import lookup_lock
from feedback.signs import reads_as_denunciation

MATTER_MOST, NAME_MOST = 200, 120
PER_PHONE = 2


@dataclass(frozen=True, kw_only=True)
class NewBooking:
    """A booking as it was typed; ``slot_at`` is the beginning of the slot (aware), None when none was chosen."""

    slot_at: datetime | None
    name: str
    phone: str
    matter: str
    field_id: int | None = None
    locale: str = "vi"


@dataclass(frozen=True, kw_only=True)
class BookingReceipt:
    """What the resident takes home. ``repeated``: this form was a booking already; nothing new was made."""

    booking_id: int
    code: str
    secret: str
    repeated: bool


@dataclass(frozen=True, kw_only=True)
class Found:
    """The result of a look-up (``booking_id`` None: nothing), or until when the code is locked."""

    booking_id: int | None = None
    locked_until: datetime | None = None


def book(day_id: int, new: NewBooking, *, unit_id: int, at: datetime, idempotency_key: str) -> BookingReceipt:
    """Give a slot of a published day to somebody, once; the same key again gives the same receipt. Event: SlotBooked.

    Raises NotFound (no such public day), BadInput (slot_missing, slot_taken, day_closed, name_missing, phone_missing, phone_bad,
    matter_short, matter_long, denunciation, field_unknown, booked_enough). Nothing of a denunciation is kept.
    """
    key = key_of("reception", unit_id=unit_id, key=idempotency_key)
    wait_for_twin(key)
    known = db.session.execute(
        select(ReceptionBooking.id, ReceptionBooking.code).where(
            ReceptionBooking.unit_id == unit_id, ReceptionBooking.idempotency_key == key
        )
    ).one_or_none()
    if known is not None:
        return BookingReceipt(booking_id=known.id, code=known.code, secret=secret_for(idempotency_key), repeated=True)
    day = _open_day(day_id, unit_id=unit_id)
    faults = _faults(new, day=day, at=at)
    if faults or new.slot_at is None:
        raise BadInput(faults)
    booking = ReceptionBooking(
        unit_id=unit_id, day_id=day.id, slot_at=new.slot_at, taken_at=new.slot_at, state=BookingState.BOOKED.value,
        code=new_code(), idempotency_key=key, secret_hash=hash_for(idempotency_key), phone_key=_phone_key(new.phone),
        name=clean_line(new.name), phone=phone_digits(new.phone), matter=clean_line(new.matter), field_id=new.field_id,
        locale=new.locale, created_at=at,
    )  # fmt: skip
    db.session.add(booking)
    db.session.flush()
    page_cache.raise_version(unit_id)
    publish(SlotBooked(unit_id=unit_id, at=at, booking_id=booking.id, day_id=day.id))
    return BookingReceipt(booking_id=booking.id, code=booking.code, secret=secret_for(idempotency_key), repeated=False)


def _open_day(day_id: int, *, unit_id: int) -> ReceptionDay:
    """Return the public day, locked: whoever books the same day at the same moment waits here."""
    query = select(ReceptionDay).where(ReceptionDay.id == day_id, ReceptionDay.unit_id == unit_id).with_for_update()
    day = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if day is None or day.published_on is None:
        raise NotFound()
    return day


def _faults(new: NewBooking, *, day: ReceptionDay, at: datetime) -> dict[str, str]:
    faults = _words_faults(new)
    if day.state != DayState.PUBLISHED:
        return faults | {"slot": "day_closed"}
    if new.slot_at is None:
        faults["slot"] = "slot_missing"
    elif new.slot_at not in slots(day.starts_at, day.ends_at, minutes=day.slot_minutes) or new.slot_at <= at:
        faults["slot"] = "day_closed"
    elif new.slot_at in taken_slots(day.id):
        faults["slot"] = "slot_taken"
    field = db.session.get(Field, new.field_id) if new.field_id is not None and 0 < new.field_id < 2**31 else None
    if new.field_id is not None and (field is None or field.unit_id != day.unit_id):
        faults["field_id"] = "field_unknown"
    if "phone" not in faults and _booked_by(new.phone, day=day) >= PER_PHONE:
        faults["phone"] = "booked_enough"
    return faults


def _words_faults(new: NewBooking) -> dict[str, str]:
    faults = {}
    if not 2 <= len(clean_line(new.name)) <= NAME_MOST:
        faults["name"] = "name_missing"
    if not clean_line(new.phone):
        faults["phone"] = "phone_missing"
    elif not phone_digits(new.phone):
        faults["phone"] = "phone_bad"
    matter = clean_line(new.matter)
    if not 5 <= len(matter) <= MATTER_MOST:
        faults["matter"] = "matter_short" if len(matter) < 5 else "matter_long"
    elif reads_as_denunciation(matter):
        faults["matter"] = "denunciation"
    return faults


def taken_slots(day_id: int) -> set[datetime]:
    """Return the slots of a day that somebody holds."""
    query = select(ReceptionBooking.taken_at).where(ReceptionBooking.day_id == day_id, ReceptionBooking.taken_at.is_not(None))
    return {taken for taken in db.session.scalars(query) if taken is not None}


def _phone_key(phone: str) -> str:
    return sealer.fingerprint("reception-phone", phone_digits(phone))


def _booked_by(phone: str, *, day: ReceptionDay) -> int:
    query = select(func.count(ReceptionBooking.id)).where(
        ReceptionBooking.day_id == day.id, ReceptionBooking.taken_at.is_not(None), ReceptionBooking.phone_key == _phone_key(phone)
    )
    return db.session.scalar(query) or 0


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no words match, so that an unknown code takes as long as a wrong secret."""
    return hash_secret("không · ai · biết · được")


def look_up(code: str, *, unit_id: int, at: datetime, secret: str) -> Found:
    """Find a booking by its code and secret words. From the fifth wrong try on its code is locked for a while."""
    query = select(ReceptionBooking).where(ReceptionBooking.unit_id == unit_id, ReceptionBooking.code == clean_code(code))
    booking = db.session.scalars(query.with_for_update()).one_or_none()
    if booking is None:
        secret_matches(secret, hashed=_nobody())
        return Found()
    if booking.locked_until is not None and booking.locked_until > at:
        return Found(locked_until=booking.locked_until)
    if secret_matches(secret, hashed=booking.secret_hash):
        booking.failed_tries, booking.locked_until = 0, None
        return Found(booking_id=booking.id)
    booking.failed_tries += 1
    pause = lookup_lock(booking.failed_tries)
    booking.locked_until = at + pause if pause else None
    return Found(locked_until=booking.locked_until)


def give_back(booking_id: int, *, unit_id: int, at: datetime) -> None:
    """Give a slot back before it begins; what was typed is emptied at once. Event: SlotGivenBack.

    Whoever calls has proved the secret words. Raises NotFound, WrongState (too late, or given back already).
    """
    query = select(ReceptionBooking).where(ReceptionBooking.id == booking_id, ReceptionBooking.unit_id == unit_id)
    booking = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if booking is None:
        raise NotFound()
    if booking.state != BookingState.BOOKED or booking.slot_at <= at:
        raise WrongState("booking_over", state=booking.state)
    booking.state, booking.taken_at = BookingState.CANCELLED.value, None
    booking.name = booking.phone = booking.matter = None
    booking.phone_key = ""
    db.session.flush()
    page_cache.raise_version(unit_id)
    publish(SlotGivenBack(unit_id=unit_id, at=at, booking_id=booking.id, day_id=booking.day_id))


def forget_old(*, unit_id: int, at: datetime) -> int:
    """Empty name, phone and matter of bookings whose day has passed (setting reception_keep_days); return how many."""
    last = local_date(at) - timedelta(days=int(setting(unit_id, "reception_keep_days")))
    old = select(ReceptionDay.id).where(ReceptionDay.unit_id == unit_id, ReceptionDay.held_on < last)
    done = db.session.execute(
        update(ReceptionBooking)
        .where(ReceptionBooking.unit_id == unit_id, ReceptionBooking.day_id.in_(old), ReceptionBooking.name.is_not(None))
        .values(name=None, phone=None, matter=None, phone_key="")
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
