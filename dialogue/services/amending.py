"""An announced dialogue is said anew on the same day: places, hours, content, the way to take part, who chairs, seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from accounts.permissions import Actor
from core import page_cache
from core.bus import publish
from core.errors import BadInput
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line, clean_text, fold
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from dialogue.events import DialogueAmended
from dialogue.models import Dialogue, DialogueAmendment, DialogueChair, DialoguePlace
from dialogue.registration_models import DialogueRegistration
from dialogue.registration_rules import SeatState
from dialogue.services.conflicts import conflict_faults
from dialogue.services.planning import LONGEST, NewPlace, furnish, through_the_gate
from dialogue.services.registering import move_up
from dialogue.services.steps import enter, load_for_step
from dialogue.states import DialogueForm, Step

ANNOUNCED_PARTS = frozenset({"hours", "places", "content", "how_to_join"})
"""What Art. 43 wants announced in time; another chair or number of seats is no new announcement."""
ELSEWHERE = frozenset({"hours", "places"})
PARTS = ("hours", "places", "content", "how_to_join", "chairs", "seats")


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """The dialogue as it shall stand. The first ``places`` are those that there are, in their order; more are new ones."""

    starts_at: datetime
    ends_at: datetime
    content: str
    how_to_join: str
    chairs: str = ""
    places: tuple[NewPlace, ...] = ()
    seats: int | None = None
    reason: str = ""
    ad_hoc_reason: str = ""


def amend(
    dialogue_id: int, new: Amendment, *, actor: Actor, at: datetime, version: int, calendar: WorkingCalendar
) -> tuple[str, ...]:
    """Say an announced dialogue anew, with a reason that everybody reads; return what has changed. Event: DialogueAmended.

    When the time of day, a place, the content or the way to take part is another, it is announced anew today and the gate
    restarts: today must lie in time before the day, or ``ad_hoc_reason`` says why not. More seats go to the wait list. Calendars
    hear of it (sequence); who asked or registered is told of another hour or place. Raises NotAllowed, NotFound, StaleVersion,
    WrongState, BadInput (nothing_changed, reason_missing, other_day, place_kept, seats_taken, what plan() refuses,
    notice_too_late). Source: Law on Local Government 72/2025, Art. 43 (term DLG.CQDP.NOTICE).
    """
    permission = Permission.DIALOGUE_DECIDE
    dialogue = load_for_step(dialogue_id, actor=actor, step=Step.AMEND, version=version, permission=permission)
    rows = list(
        db.session.scalars(select(DialoguePlace).where(DialoguePlace.dialogue_id == dialogue.id).order_by(DialoguePlace.id))
    )
    changed = _changed(dialogue, rows, new)
    _check(dialogue, rows, new, changed=changed, at=at)
    ad_hoc = False
    if ANNOUNCED_PARTS & set(changed):
        today = local_date(at)
        ad_hoc = through_the_gate(dialogue, held_on=dialogue.held_on, today=today, calendar=calendar, reason=new.ad_hoc_reason)
        dialogue.announced_on, dialogue.ad_hoc_reason = today, clean_text(new.ad_hoc_reason)
    _write(dialogue, rows, new)
    note = {"at": at, "actor_id": actor.id, "changed": list(changed), "reason": clean_text(new.reason)}
    db.session.add(DialogueAmendment(unit_id=dialogue.unit_id, dialogue_id=dialogue.id, **note))
    enter(dialogue, Step.AMEND, at=at)
    db.session.flush()
    page_cache.raise_version(actor.unit_id)
    publish(
        DialogueAmended(
            unit_id=actor.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, held_on=dialogue.held_on, changed=changed,
            elsewhere=bool(ELSEWHERE & set(changed)), ad_hoc=ad_hoc,
        )
    )  # fmt: skip
    move_up(dialogue, at=at)
    return changed


def _changed(dialogue: Dialogue, rows: list[DialoguePlace], new: Amendment) -> tuple[str, ...]:
    where = [(row.name, row.address, sorted(row.village_ids)) for row in rows]
    wanted = [(clean_line(place.name), clean_line(place.address), sorted(place.village_ids)) for place in new.places]
    room = (dialogue.seats, [row.seats for row in rows])
    differs = {
        "hours": (dialogue.starts_at, dialogue.ends_at) != (new.starts_at, new.ends_at), "places": where != wanted,
        "content": dialogue.content != clean_text(new.content),
        "how_to_join": dialogue.how_to_join != clean_text(new.how_to_join),
        "chairs": dialogue.chairs != clean_line(new.chairs),
        "seats": room != (new.seats, [place.seats for place in new.places[: len(rows)]]),
    }  # fmt: skip
    return tuple(part for part in PARTS if differs[part])


def _check(dialogue: Dialogue, rows: list[DialoguePlace], new: Amendment, *, changed: tuple[str, ...], at: datetime) -> None:
    faults = _time_faults(dialogue, new, at=at) | _words_faults(dialogue, rows, new) | _seat_faults(dialogue, rows, new)
    if not changed:
        faults["reason"] = "nothing_changed"
    elif not clean_text(new.reason):
        faults["reason"] = "reason_missing"
    chairs = select(DialogueChair.official_id).where(DialogueChair.dialogue_id == dialogue.id)
    taken = conflict_faults(
        unit_id=dialogue.unit_id, starts_at=new.starts_at, ends_at=new.ends_at, own_id=dialogue.id,
        places=[place.name for place in new.places], chair_ids=db.session.scalars(chairs).all(),
    )  # fmt: skip
    faults = taken | faults
    if faults:
        raise BadInput(faults)


def _time_faults(dialogue: Dialogue, new: Amendment, *, at: datetime) -> dict[str, str]:
    if new.ends_at <= new.starts_at:
        return {"ends_at": "ends_before_it_starts"}
    if local_date(new.starts_at) != dialogue.held_on:
        return {"starts_at": "other_day"}
    if new.starts_at <= at:
        return {"starts_at": "in_the_past"}
    return {"ends_at": "too_long"} if new.ends_at - new.starts_at > LONGEST else {}


def _words_faults(dialogue: Dialogue, rows: list[DialoguePlace], new: Amendment) -> dict[str, str]:
    faults = {}
    if not clean_text(new.content):
        faults["content"] = "content_missing"
    if not clean_text(new.how_to_join):
        faults["how_to_join"] = "how_to_join_missing"
    if len(new.places) < len(rows):
        faults["places"] = "place_kept"
    elif not new.places and dialogue.form == DialogueForm.IN_PERSON.value:
        faults["places"] = "place_missing"
    return faults


def _seat_faults(dialogue: Dialogue, rows: list[DialoguePlace], new: Amendment) -> dict[str, str]:
    """Nobody loses a seat that was given: a place never has fewer than are taken there."""
    query = (
        select(DialogueRegistration.place_id, func.count())
        .where(DialogueRegistration.dialogue_id == dialogue.id, DialogueRegistration.state == SeatState.CONFIRMED.value)
        .group_by(DialogueRegistration.place_id)
    )
    taken = dict(db.session.execute(query).tuples().all())
    short = [
        row.id
        for row, place in zip(rows, new.places, strict=False)
        if place.seats is not None and place.seats < taken.get(row.id, 0)
    ]
    if short or (new.seats is not None and new.seats < sum(taken.values())):
        return {"seats": "seats_taken"}
    return {}


def _write(dialogue: Dialogue, rows: list[DialoguePlace], new: Amendment) -> None:
    dialogue.starts_at, dialogue.ends_at, dialogue.seats = new.starts_at, new.ends_at, new.seats
    dialogue.content, dialogue.how_to_join = clean_text(new.content), clean_text(new.how_to_join)
    dialogue.chairs = clean_line(new.chairs)
    dialogue.sequence += 1
    for row, place in zip(rows, new.places, strict=False):
        row.name, row.name_key, row.address = clean_line(place.name), fold(place.name), clean_line(place.address)
        row.village_ids, row.seats = sorted(place.village_ids), place.seats
    furnish(dialogue, places=new.places[len(rows) :], chair_ids=())
