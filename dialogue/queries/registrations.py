"""Seats as everybody, their holders and the desk see them; and who came, by village. Names only for who plans dialogues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from accounts.permissions import Actor
from core import outbox
from core.alphabet import alphabetical
from core.codes import clean_code, secret_matches
from core.extensions import db
from core.permissions import Permission
from dialogue.models import Dialogue, DialoguePlace
from dialogue.queries.askers import Holder
from dialogue.queries.dialogue_heads import DialogueHead
from dialogue.queries.questions import village_names
from dialogue.registration_models import DialogueRegistration, DialogueTap
from dialogue.registration_rules import SeatState, TapKind
from dialogue.states import DialogueState


@dataclass(frozen=True, kw_only=True)
class PlaceSeats:
    """A place with its seats: ``left`` None means as many as come; ``waiting`` people on the wait list."""

    id: int | None
    name: str
    address: str
    seats: int | None
    taken: int
    waiting: int

    @property
    def left(self) -> int | None:
        """Seats that are still free."""
        return None if self.seats is None else max(0, self.seats - self.taken)


@dataclass(frozen=True, kw_only=True)
class OwnSeat:
    """A seat by its code; ``position`` counts the wait list from 1. ``own``: the secret words were proved."""

    id: int
    code: str
    state: str
    place_name: str
    place_address: str
    position: int
    own: bool
    name: str = ""
    wishes: str = ""
    letters: tuple[outbox.Letter, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """One line of the desk's list and of the door."""

    id: int
    code: str
    state: str
    name: str
    phone: str
    wishes: str
    place_id: int | None
    place_name: str
    village_id: int | None
    village_name: str
    registered_at: datetime
    tap_id: str


@dataclass(frozen=True, kw_only=True)
class WalkIn:
    """People who came without registering."""

    client_id: str
    village_name: str
    people: int


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """Who came, by village ("" where it is not known)."""

    registered: int
    walked_in: int
    by_village: tuple[tuple[str, int], ...]

    @property
    def people(self) -> int:
        """Everybody who came."""
        return self.registered + self.walked_in


def place_seats(dialogue: DialogueHead) -> list[PlaceSeats]:
    """Return every place with its seats; a dialogue without places has one line for itself."""
    counts = Counter[tuple[int | None, str]]()
    query = select(DialogueRegistration.place_id, DialogueRegistration.state, func.count()).where(
        DialogueRegistration.dialogue_id == dialogue.id
    )
    for place_id, state, number in db.session.execute(query.group_by(DialogueRegistration.place_id, DialogueRegistration.state)):
        counts[(place_id, state)] = number
    lines = [(place.id, place.name, place.address, place.seats) for place in dialogue.places] or [(None, "", "", dialogue.seats)]
    return [
        PlaceSeats(
            id=number, name=name, address=address, seats=seats if seats is not None or len(lines) > 1 else dialogue.seats,
            taken=counts[(number, SeatState.CONFIRMED.value)], waiting=counts[(number, SeatState.WAITING.value)],
        )
        for number, name, address, seats in lines
    ]  # fmt: skip


def _by_code(dialogue_id: int, code: str) -> DialogueRegistration | None:
    query = select(DialogueRegistration).where(
        DialogueRegistration.dialogue_id == dialogue_id, DialogueRegistration.code == clean_code(code)
    )
    return db.session.scalars(query).one_or_none()


def own_seat(dialogue_id: int, code: str, *, own: bool) -> OwnSeat | None:
    """Return a seat by its code; name, wishes and letters only with ``own``."""
    seat = _by_code(dialogue_id, code)
    if seat is None:
        return None
    place = db.session.get(DialoguePlace, seat.place_id) if seat.place_id else None
    before = select(func.count()).where(
        DialogueRegistration.unit_id == seat.unit_id, DialogueRegistration.dialogue_id == dialogue_id,
        DialogueRegistration.state == SeatState.WAITING.value,
        DialogueRegistration.place_id == seat.place_id, DialogueRegistration.id <= seat.id,
    )  # fmt: skip
    waits = seat.state == SeatState.WAITING
    return OwnSeat(
        id=seat.id, code=seat.code, state=seat.state, place_name=place.name if place else "",
        place_address=place.address if place else "", position=(db.session.scalar(before) or 1) if waits else 0, own=own,
        name=seat.name if own else "", wishes=(seat.wishes or "") if own else "",
        letters=tuple(outbox.for_resident(unit_id=seat.unit_id, subject=f"registration:{seat.id}")) if own else (),
    )  # fmt: skip


def seat_opens(dialogue_id: int, code: str, secret: str) -> bool:
    """Return whether the words are those of the seat's receipt."""
    seat = _by_code(dialogue_id, code)
    return seat is not None and secret_matches(secret, hashed=seat.secret_hash)


# ------------------------------------------------------------------ the desk and the door


def seat_rows(actor: Actor, dialogue: DialogueHead, *, place_id: int | None = None, whole: bool = True) -> list[SeatRow]:
    """Return the registrations in their order, those of one place when ``whole`` is false.

    Names, phones and wishes are empty for who does not plan dialogues. The list of a commune's event is short enough for a page.
    """
    query = select(DialogueRegistration).where(
        DialogueRegistration.unit_id == actor.unit_id, DialogueRegistration.dialogue_id == dialogue.id
    )
    if not whole:
        query = query.where(DialogueRegistration.place_id == place_id, DialogueRegistration.state != SeatState.CANCELLED.value)
    rows = db.session.scalars(query.order_by(DialogueRegistration.id)).all()
    names, places = Permission.DIALOGUE_PLAN in actor.permissions, {place.id: place.name for place in dialogue.places}
    villages, present = village_names([row.village_id for row in rows]), _present(dialogue.id)
    return [
        SeatRow(
            id=row.id, code=row.code, state=row.state, name=row.name if names else "", phone=(row.phone or "") if names else "",
            wishes=(row.wishes or "") if names else "", place_id=row.place_id, place_name=places.get(row.place_id or 0, ""),
            village_id=row.village_id, village_name=villages.get(row.village_id or 0, ""), registered_at=row.registered_at,
            tap_id=present.get(row.id, ""),
        )
        for row in rows
    ]  # fmt: skip


def _standing(dialogue_id: int) -> Sequence[DialogueTap]:
    """Return the taps that nobody took back."""
    taps = db.session.scalars(select(DialogueTap).where(DialogueTap.dialogue_id == dialogue_id).order_by(DialogueTap.id)).all()
    taken_back = {tap.voids for tap in taps if tap.kind == TapKind.VOID}
    return [tap for tap in taps if tap.kind != TapKind.VOID and tap.client_id not in taken_back]


def _present(dialogue_id: int) -> dict[int, str]:
    return {tap.registration_id: tap.client_id for tap in _standing(dialogue_id) if tap.registration_id}


def walk_ins(dialogue_id: int, *, place_id: int | None) -> list[WalkIn]:
    """Return who came to a place without registering, the newest first."""
    taps = [tap for tap in _standing(dialogue_id) if tap.kind == TapKind.WALK_IN and tap.place_id == place_id]
    names = village_names([tap.village_id for tap in taps])
    return [
        WalkIn(client_id=tap.client_id, village_name=names.get(tap.village_id or 0, ""), people=tap.people) for tap in taps[::-1]
    ]


def turnout(dialogue_id: int) -> Turnout:
    """Return who came, by village; somebody who was tapped twice counts once."""
    taps = _standing(dialogue_id)
    present = {tap.registration_id for tap in taps if tap.registration_id}
    homes = select(DialogueRegistration.id, DialogueRegistration.village_id).where(
        DialogueRegistration.dialogue_id == dialogue_id, DialogueRegistration.id.in_(present)
    )
    counts = Counter[int]()
    for row in db.session.execute(homes) if present else ():
        counts[row.village_id or 0] += 1
    walked = [tap for tap in taps if tap.kind == TapKind.WALK_IN]
    for tap in walked:
        counts[tap.village_id or 0] += tap.people
    names = village_names(list(counts))
    by_name = [(names.get(number, ""), people) for number, people in counts.items()]
    ordered = sorted(by_name, key=lambda item: (-item[1], alphabetical(item[0])))
    return Turnout(registered=len(present), walked_in=sum(tap.people for tap in walked), by_village=tuple(ordered))


# ------------------------------------------------------------------ who is to be told


def holder(registration_id: int) -> Holder | None:
    """Return who holds a seat, or None when there is none."""
    seat = db.session.get(DialogueRegistration, registration_id)
    dialogue = db.session.get(Dialogue, seat.dialogue_id) if seat is not None else None
    return _holder(seat, dialogue) if seat is not None and dialogue is not None else None


def _holder(seat: DialogueRegistration, dialogue: Dialogue) -> Holder:
    return Holder(
        subject=f"registration:{seat.id}", code=seat.code, locale=seat.locale, email=seat.email,
        path=f"/doi-thoai/{dialogue.code}/dang-ky/{seat.code}", title=dialogue.title, held_on=dialogue.held_on,
        starts_at=dialogue.starts_at,
    )  # fmt: skip


def holders(dialogue_id: int, *states: SeatState) -> Iterator[Holder]:
    """Yield the holders of a dialogue's seats in these states."""
    dialogue = db.session.get(Dialogue, dialogue_id)
    query = select(DialogueRegistration).where(
        DialogueRegistration.dialogue_id == dialogue_id, DialogueRegistration.state.in_([state.value for state in states])
    )
    if dialogue is not None:
        for seat in db.session.scalars(query.order_by(DialogueRegistration.id)):
            yield _holder(seat, dialogue)


def held_tomorrow(unit_id: int, *, on: date) -> list[int]:
    """Return the announced dialogues of a commune that are held on a day."""
    query = select(Dialogue.id).where(
        Dialogue.unit_id == unit_id, Dialogue.held_on == on, Dialogue.state == DialogueState.ANNOUNCED.value
    )
    return list(db.session.scalars(query.order_by(Dialogue.id)))


def place_words(dialogue_id: int) -> str:
    """Return where a dialogue is held, "Hội trường xã, Nà Mùn; Nhà văn hóa Nà Lìa"; nothing when nobody meets in person."""
    query = select(DialoguePlace.name, DialoguePlace.address).where(DialoguePlace.dialogue_id == dialogue_id)
    rows = db.session.execute(query.order_by(DialoguePlace.id))
    return "; ".join(f"{row.name}, {row.address}" if row.address else row.name for row in rows)


def whereabouts(registration_id: int) -> str:
    """Return where the holder of a seat goes: the place, or how to join when there is none."""
    seat = db.session.get(DialogueRegistration, registration_id)
    place = db.session.get(DialoguePlace, seat.place_id) if seat is not None and seat.place_id else None
    if place is not None:
        return ", ".join(part for part in (place.name, place.address) if part)
    dialogue = db.session.get(Dialogue, seat.dialogue_id) if seat is not None else None
    return dialogue.how_to_join if dialogue is not None else ""
