"""Letters to those who booked a reception: their slot, a new date, a day that was not held. No name, no matter, no secret."""

from __future__ import annotations

from datetime import datetime

from accounts.queries import commune_profile
from core import letters, outbox
from core.extensions import db
from core.formats import local
from dialogue.reception_events import ReceptionHeld, ReceptionPostponed, SlotBooked
from dialogue.reception_models import ReceptionBooking, ReceptionDay
from dialogue.services.reception_days import booked

FIND_PATH = "/tiep-cong-dan/hen"


def tell_booked(event: SlotBooked) -> None:
    """Lay the letter with day, hour and place into the tray."""
    _lay(db.session.get_one(ReceptionBooking, event.booking_id), "reception_booked", at=event.at, day_id=event.day_id)


def tell_moved(event: ReceptionPostponed) -> None:
    """Tell everybody who had booked: the reason and the new date (Law on Citizen Reception, Art. 24.4)."""
    old = db.session.get_one(ReceptionDay, event.day_id)
    for booking in booked(event.new_day_id):
        _lay(booking, "reception_moved", at=event.at, day_id=event.new_day_id, reason=old.reason, before=old.held_on)


def tell_not_held(event: ReceptionHeld) -> None:
    """Tell everybody who had booked a day that did not take place."""
    if event.held:
        return
    day = db.session.get_one(ReceptionDay, event.day_id)
    for booking in booked(event.day_id):
        _lay(booking, "reception_not_held", at=event.at, day_id=event.day_id, reason=day.reason)


def _lay(booking: ReceptionBooking, template: str, *, at: datetime, day_id: int, **facts: object) -> None:
    day, profile = db.session.get_one(ReceptionDay, day_id), commune_profile(booking.unit_id)
    words = letters.render(
        f"dialogue/{template}.txt", locale=booking.locale, code=booking.code, on=day.held_on, place=day.place,
        hour=f"{local(booking.slot_at):%H:%M}", office=profile.named(booking.locale) if profile else "",
        url=letters.public_address(FIND_PATH), **facts,
    )  # fmt: skip
    outbox.enqueue(
        unit_id=booking.unit_id, at=at, event=template, subject=f"booking:{booking.id}", audience="resident", title=words.title,
        body=words.body, dedup_key=f"{template}:{booking.id}:{day_id}",
    )  # fmt: skip
