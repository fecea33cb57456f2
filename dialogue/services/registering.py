"""A resident takes a seat, or a place on the wait list, exactly as many as there are; and gives it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.bus import publish
from core.codes import clean_code, hash_for, new_code, secret_for
from core.errors import BadInput, NotFound, WrongState
from core.extensions import db
from core.page_cache import raise_version
from core.transaction import key_of
from deadlines.clock import local_date
from dialogue.models import Dialogue, DialoguePlace
from dialogue.question_rules import contact_faults
from dialogue.registration_events import SeatCancelled, SeatPromoted, SeatRegistered
from dialogue.registration_models import DialogueRegistration
from dialogue.registration_rules import (
    WISHES_MOST,
    NewRegistration,
    Seats,
    SeatState,
    cleaned_registration,
    holds_enough,
    promoted,
    takes_registrations,
)
from dialogue.services.question_steps import place_faults, refuse
from dialogue.states import PUBLIC_STATES, DialogueState


@dataclass(frozen=True, kw_only=True)
class SeatReceipt:
    """What a resident takes home. ``repeated``: this sending was already registered; nothing new was made."""

    registration_id: int
    code: str
    secret: str
    state: str
    repeated: bool


def register(dialogue_code: str, new: NewRegistration, *, unit_id: int, idempotency_key: str, at: datetime) -> SeatReceipt:
    """Give out a seat, or a place at the end of the wait list; the same key again returns the same receipt.

    Registrations of one dialogue come one after the other: each locks the dialogue's row, so no seat is given out twice.
    Raises NotFound, BadInput (registration: registration_closed, place_missing, place_unknown, name_missing,
    phone_registered, …).
    Event: SeatRegistered; the resident is told.
    """
    dialogue = _locked(dialogue_code, unit_id=unit_id)
    key = key_of("registration", unit_id=unit_id, key=idempotency_key)
    own = DialogueRegistration.unit_id == unit_id, DialogueRegistration.idempotency_key == key
    known = db.session.scalars(select(DialogueRegistration).where(*own)).one_or_none()
    if known is not None:
        return _receipt(known, idempotency_key, repeated=True)
    if not takes_registrations(dialogue, today=local_date(at)):
        raise BadInput({"registration": "registration_closed"})
    new, seats = cleaned_registration(new), seats_of(dialogue)
    refuse(_faults(new, seats, unit_id=unit_id) or _phone_faults(new, dialogue.id))
    free = seats.fits(new.place_id, taken=_taken(dialogue.id)) and not _waiting(dialogue.id, new.place_id)
    seat = DialogueRegistration(
        unit_id=unit_id, dialogue_id=dialogue.id, place_id=new.place_id, code=new_code(), idempotency_key=key,
        state=(SeatState.CONFIRMED if free else SeatState.WAITING).value, village_id=new.village_id, name=new.name,
        phone=new.phone or None, email=new.email or None, wishes=new.wishes or None, secret_hash=hash_for(idempotency_key),
        locale=new.locale, registered_at=at,
    )  # fmt: skip
    db.session.add(seat)
    db.session.flush()
    raise_version(unit_id)
    publish(
        SeatRegistered(
            unit_id=unit_id, at=at, actor_id=None, dialogue_id=dialogue.id, registration_id=seat.id, state=seat.state
        )
    )  # fmt: skip
    return _receipt(seat, idempotency_key, repeated=False)


def _locked(code: str, *, unit_id: int) -> Dialogue:
    query = select(Dialogue).where(Dialogue.unit_id == unit_id, Dialogue.code == clean_code(code)).with_for_update()
    dialogue = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if dialogue is None or DialogueState(dialogue.state) not in PUBLIC_STATES:
        raise NotFound()
    return dialogue


def seats_of(dialogue: Dialogue) -> Seats:
    """Return how many seats there are: of each place, and of the dialogue as a whole."""
    query = select(DialoguePlace.id, DialoguePlace.seats).where(DialoguePlace.dialogue_id == dialogue.id)
    return Seats(whole=dialogue.seats, of_place={row.id: row.seats for row in db.session.execute(query)})


def _faults(new: NewRegistration, seats: Seats, *, unit_id: int) -> dict[str, str]:
    faults = contact_faults(new, phone_needed=True)
    if new.place_id is None and len(seats.of_place) > 0:
        faults["place_id"] = "place_missing"
    elif new.place_id is not None and new.place_id not in seats.of_place:
        faults["place_id"] = "place_unknown"
    if len(new.wishes) > WISHES_MOST:
        faults["wishes"] = "wishes_long"
    return faults | place_faults(unit_id=unit_id, field_id=None, village_id=new.village_id)


def _phone_faults(new: NewRegistration, dialogue_id: int) -> dict[str, str]:
    """Return a fault where the phone holds enough seats, or places on the wait list; whose they are is said to nobody."""
    query = select(DialogueRegistration.name, DialogueRegistration.phone).where(
        DialogueRegistration.dialogue_id == dialogue_id, DialogueRegistration.state != SeatState.CANCELLED.value
    )
    return {"phone": "phone_registered"} if holds_enough(new, db.session.execute(query).tuples()) else {}


def _taken(dialogue_id: int) -> dict[int | None, int]:
    query = (
        select(DialogueRegistration.place_id, func.count())
        .where(DialogueRegistration.dialogue_id == dialogue_id, DialogueRegistration.state == SeatState.CONFIRMED.value)
        .group_by(DialogueRegistration.place_id)
    )
    return dict(db.session.execute(query).tuples().all())


def _waiting(dialogue_id: int, place_id: int | None) -> bool:
    """Whether somebody waits for the same place already: nobody passes the wait list."""
    query = select(DialogueRegistration.id).where(
        DialogueRegistration.dialogue_id == dialogue_id, DialogueRegistration.state == SeatState.WAITING.value,
        DialogueRegistration.place_id.is_(None) if place_id is None else DialogueRegistration.place_id == place_id,
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None


def _receipt(seat: DialogueRegistration, key: str, *, repeated: bool) -> SeatReceipt:
    return SeatReceipt(registration_id=seat.id, code=seat.code, secret=secret_for(key), state=seat.state, repeated=repeated)


def give_back(dialogue_code: str, code: str, *, unit_id: int, at: datetime) -> None:
    """Give a seat back; who waits the longest moves up. Whoever calls has proved the secret words.

    Raises NotFound, WrongState (the seat was given back already, or the day is over). Events: SeatCancelled, SeatPromoted.
    """
    dialogue = _locked(dialogue_code, unit_id=unit_id)
    query = select(DialogueRegistration).where(
        DialogueRegistration.dialogue_id == dialogue.id, DialogueRegistration.code == clean_code(code)
    )
    seat = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if seat is None:
        raise NotFound()
    if seat.state == SeatState.CANCELLED or dialogue.state != DialogueState.ANNOUNCED:
        raise WrongState("seat_wrong_state", state=seat.state)
    seat.state, seat.cancelled_at = SeatState.CANCELLED.value, at
    db.session.flush()
    raise_version(unit_id)
    publish(SeatCancelled(unit_id=unit_id, at=at, actor_id=None, dialogue_id=dialogue.id, registration_id=seat.id))
    move_up(dialogue, at=at)


def move_up(dialogue: Dialogue, *, at: datetime) -> int:
    """Give free seats to the wait list in its order; return how many got one. The dialogue's row is locked."""
    query = select(DialogueRegistration).where(
        DialogueRegistration.dialogue_id == dialogue.id, DialogueRegistration.state == SeatState.WAITING.value
    )
    waiting = {seat.id: seat for seat in db.session.scalars(query.order_by(DialogueRegistration.id))}
    line = [(seat.id, seat.place_id) for seat in waiting.values()]
    chosen = promoted(line, seats=seats_of(dialogue), taken=_taken(dialogue.id))
    for number in chosen:
        waiting[number].state, waiting[number].promoted_at = SeatState.CONFIRMED.value, at
        db.session.flush()
        publish(SeatPromoted(unit_id=dialogue.unit_id, at=at, actor_id=None, dialogue_id=dialogue.id, registration_id=number))
    return len(chosen)
