"""Who came: taps at the door, also those that a device kept while it was offline, each written down once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.models import Village
from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput, WrongState
from core.extensions import db
from core.permissions import Permission
from dialogue.models import Dialogue, DialoguePlace
from dialogue.registration_events import AttendanceMarked
from dialogue.registration_models import DialogueRegistration, DialogueTap
from dialogue.registration_rules import PEOPLE_MOST, TapKind
from dialogue.services.steps import locked, must
from dialogue.states import DialogueState

MOST_TAPS = 500
ID_CHARACTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyz-")
DOOR_OPEN = frozenset({DialogueState.ANNOUNCED, DialogueState.IN_SESSION, DialogueState.HELD})
OLDEST = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class NewTap:
    """A tap as a device made it; ``tapped_at`` is what the device's clock said, if anything."""

    client_id: str
    kind: TapKind
    registration_id: int | None = None
    village_id: int | None = None
    people: int = 1
    voids: str = ""
    tapped_at: datetime | None = None


def mark(dialogue_id: int, taps: Sequence[NewTap], *, place_id: int | None, actor: Actor, at: datetime) -> int:
    """Write taps down, in their order; return how many were new. Nobody is refused for not having registered.

    The same tap sent again, by this or another device, is one tap. A device's clock is believed only between three days ago
    and now. Raises NotAllowed, NotFound, WrongState (before the announcement, after the conclusion or a cancellation),
    BadInput (place_unknown, taps_many, tap_unknown, people_range, village_unknown). Event: AttendanceMarked.
    """
    must(actor, Permission.DIALOGUE_PLAN)
    dialogue = locked(dialogue_id, actor=actor)
    if DialogueState(dialogue.state) not in DOOR_OPEN:
        raise WrongState("door_closed", state=dialogue.state)
    _check(dialogue, taps, place_id=place_id)
    wanted = [tap.client_id for tap in taps]
    known = set(db.session.scalars(select(DialogueTap.client_id).where(DialogueTap.client_id.in_(wanted))))
    fresh = {tap.client_id: tap for tap in taps if tap.client_id not in known}
    for tap in fresh.values():
        db.session.add(_row(tap, dialogue, place_id=place_id, actor=actor, at=at))
    if fresh:
        db.session.flush()
        publish(
            AttendanceMarked(
                unit_id=actor.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue_id, place_id=place_id, taps=len(fresh)
            )
        )  # fmt: skip
    return len(fresh)


def _row(tap: NewTap, dialogue: Dialogue, *, place_id: int | None, actor: Actor, at: datetime) -> DialogueTap:
    said = tap.tapped_at
    return DialogueTap(
        unit_id=actor.unit_id, dialogue_id=dialogue.id, place_id=place_id, client_id=tap.client_id, kind=tap.kind.value,
        registration_id=tap.registration_id, village_id=tap.village_id, people=tap.people, voids=tap.voids,
        tapped_at=said if said is not None and at - OLDEST <= said <= at else at, marked_by=actor.id,
    )  # fmt: skip


def _check(dialogue: Dialogue, taps: Sequence[NewTap], *, place_id: int | None) -> None:
    if len(taps) > MOST_TAPS:
        raise BadInput({"taps": "taps_many"})
    places = set(db.session.scalars(select(DialoguePlace.id).where(DialoguePlace.dialogue_id == dialogue.id)))
    if (place_id is None and places) or (place_id is not None and place_id not in places):
        raise BadInput({"place_id": "place_unknown"})
    seats = set(db.session.scalars(select(DialogueRegistration.id).where(DialogueRegistration.dialogue_id == dialogue.id)))
    homes = set(db.session.scalars(select(Village.id).where(Village.unit_id == dialogue.unit_id)))
    for tap in taps:
        fault = _fault(tap, seats=seats, homes=homes)
        if fault:
            raise BadInput({"people" if fault == "people_range" else "taps": fault})


def _fault(tap: NewTap, *, seats: set[int], homes: set[int]) -> str:
    ids = (tap.client_id, tap.voids) if tap.kind is TapKind.VOID else (tap.client_id,)
    if any(not 8 <= len(name) <= 36 or set(name) - ID_CHARACTERS for name in ids):
        return "tap_unknown"
    if (tap.kind is TapKind.PRESENT) != (tap.registration_id is not None) or (tap.kind is TapKind.VOID) != bool(tap.voids):
        return "tap_unknown"
    if tap.registration_id is not None and tap.registration_id not in seats:
        return "tap_unknown"
    if tap.village_id is not None and tap.village_id not in homes:
        return "village_unknown"
    return "" if 1 <= tap.people <= PEOPLE_MOST else "people_range"
