"""An event of a seat → a letter to its holder; the reminder of the day before; and news that the day was moved or called off."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from core import outbox
from core.database import use_unit
from core.formats import local
from core.transaction import transaction
from deadlines.clock import local_date
from dialogue.events import DialogueAmended, DialogueCancelled, DialogueEvent, DialoguePostponed
from dialogue.queries import askers, registrations
from dialogue.question_notices import letter_to
from dialogue.registration_events import SeatCancelled, SeatPromoted, SeatRegistered
from dialogue.registration_rules import SeatState
from feedback.services.upkeep import tenant_ids

NOT_BEFORE = time(7, 0)


def tell(event: DialogueEvent) -> None:
    """Lay the letter of an event into the tray, in the command's transaction."""
    if not isinstance(event, SeatRegistered | SeatPromoted | SeatCancelled):
        return
    holder, template = registrations.holder(event.registration_id), _template(event)
    if holder is not None:
        mark = f"{template}:{event.at.isoformat()}"
        outbox.enqueue_all([letter_to(holder, template=template, unit_id=event.unit_id, at=event.at, mark=mark)])


def _template(event: SeatRegistered | SeatPromoted | SeatCancelled) -> str:
    if isinstance(event, SeatRegistered):
        return "registration_confirmed" if event.state == SeatState.CONFIRMED else "registration_waiting"
    return "registration_promoted" if isinstance(event, SeatPromoted) else "registration_cancelled"


def tell_holders(event: DialoguePostponed | DialogueCancelled) -> None:
    """Tell everybody who holds a seat or waits for one that the dialogue was moved or called off."""
    moved = isinstance(event, DialoguePostponed)
    template = "dialogue_postponed" if moved else "dialogue_cancelled"
    facts: dict[str, Any] = {"from_on": event.from_on} if isinstance(event, DialoguePostponed) else {}
    mark = f"{template}:{event.at.isoformat()}"
    outbox.enqueue_all(
        [
            letter_to(holder, template=template, unit_id=event.unit_id, at=event.at, mark=mark, **facts)
            for holder in registrations.holders(event.dialogue_id, SeatState.CONFIRMED, SeatState.WAITING)
        ]
    )


def tell_amended(event: DialogueAmended) -> None:
    """Tell everybody who holds a seat, waits for one, or asked, that the hour or the place is another."""
    if not event.elsewhere:
        return
    mark = f"dialogue_amended:{event.at.isoformat()}"
    holders = [
        *registrations.holders(event.dialogue_id, SeatState.CONFIRMED, SeatState.WAITING),
        *askers.askers(event.dialogue_id),
    ]
    places = registrations.place_words(event.dialogue_id)
    outbox.enqueue_all(
        [
            letter_to(
                holder, template="dialogue_amended", unit_id=event.unit_id, at=event.at, mark=mark, starts_at=holder.starts_at,
                place_name=places,
            )
            for holder in holders
        ]
    )  # fmt: skip


def remind(at: datetime) -> int:
    """Lay the reminders for tomorrow's dialogues of every commune; return how many.

    Nothing happens before 07:00. A reminder is laid once for each seat and day, so a pass that runs twice reminds once, and a
    postponed dialogue reminds again.
    """
    if local(at).time() < NOT_BEFORE:
        return 0
    laid = 0
    for unit_id in tenant_ids():
        with use_unit(unit_id):
            for dialogue_id in registrations.held_tomorrow(unit_id, on=local_date(at) + timedelta(days=1)):
                with transaction():
                    laid += _remind(dialogue_id, unit_id=unit_id, at=at)
    return laid


def _remind(dialogue_id: int, *, unit_id: int, at: datetime) -> int:
    laid = 0
    for holder in registrations.holders(dialogue_id, SeatState.CONFIRMED):
        place = registrations.whereabouts(int(holder.subject.partition(":")[2]))
        letter = letter_to(
            holder, template="registration_reminder", unit_id=unit_id, at=at, mark=f"reminder:{holder.held_on}",
            starts_at=holder.starts_at, place_name=place,
        )  # fmt: skip
        laid += outbox.enqueue(
            unit_id=unit_id, at=at, event=letter.event, subject=letter.subject, audience="resident", title=letter.title,
            body=letter.body, dedup_key=letter.dedup_key, email=letter.email,
        )  # fmt: skip
    return laid
