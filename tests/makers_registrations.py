"""Makes seats of a dialogue and taps at the door, through the commands of the product."""

from __future__ import annotations

from itertools import count
from typing import Any

from sqlalchemy import func, select

from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from dialogue.models import Dialogue, DialoguePlace
from dialogue.registration_models import DialogueRegistration
from dialogue.registration_rules import NewRegistration, TapKind
from dialogue.services import attendance, registering
from dialogue.services.attendance import NewTap
from dialogue.services.planning import NewPlace
from dialogue.services.registering import SeatReceipt
from tests.makers import NOW, Commune
from tests.makers_dialogue import announced_dialogue, read_dialogue

_keys = count(1)
PERSON = {"name": "Lăng Văn Quý", "phone": "0977 111 222", "email": "quy@example.vn"}


def seated_dialogue(commune: Commune, *seats: int | None, whole: int | None = None) -> tuple[int, list[int]]:
    """Announce a dialogue with a place for each number of seats; return its id and those of the places."""
    with use_unit(commune.unit_id):
        others = db.session.scalar(select(func.count()).select_from(Dialogue).where(Dialogue.unit_id == commune.unit_id))
    where = f" – buổi {others + 1}" if others else ""
    places = tuple(
        NewPlace(name=f"Nhà văn hóa {number}{where}", seats=of_place) for number, of_place in enumerate(seats, start=1)
    )
    dialogue_id = announced_dialogue(commune, places=places, seats=whole)
    query = select(DialoguePlace.id).where(DialoguePlace.dialogue_id == dialogue_id).order_by(DialoguePlace.id)
    return dialogue_id, list(db.session.scalars(query))


def take_seat(commune: Commune, dialogue_id: int, *, at: Any = NOW, key: str = "", **changes: Any) -> SeatReceipt:
    """Register as a resident does, each from a telephone of their own."""
    own = {"phone": f"0977 {next(_keys):06}"}
    with use_unit(commune.unit_id), transaction():
        return registering.register(
            read_dialogue(dialogue_id).code, NewRegistration(**{**PERSON, **own, **changes}), unit_id=commune.unit_id,
            idempotency_key=key or f"seat-{next(_keys)}", at=at,
        )  # fmt: skip


def give_back(commune: Commune, dialogue_id: int, code: str, *, at: Any = NOW) -> None:
    """Cancel a seat."""
    with use_unit(commune.unit_id), transaction():
        registering.give_back(read_dialogue(dialogue_id).code, code, unit_id=commune.unit_id, at=at)


def states(dialogue_id: int) -> list[str]:
    """Return the states of all seats in their order."""
    query = select(DialogueRegistration.state).where(DialogueRegistration.dialogue_id == dialogue_id)
    return list(db.session.scalars(query.order_by(DialogueRegistration.id).execution_options(populate_existing=True)))


def tap(number: int, kind: TapKind = TapKind.PRESENT, **facts: Any) -> NewTap:
    """Return a tap of a device."""
    return NewTap(client_id=f"tap-{number:08d}", kind=kind, **facts)


def mark(commune: Commune, dialogue_id: int, *taps: NewTap, place_id: int | None = None, at: Any = NOW) -> int:
    """Write taps down as the clerk at the door."""
    with use_unit(commune.unit_id), transaction():
        return attendance.mark(dialogue_id, taps, place_id=place_id, actor=commune.clerk, at=at)
