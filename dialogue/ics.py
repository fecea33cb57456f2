"""Dialogues as iCalendar (RFC 5545): Vietnam's time zone, an unchanging UID, a SEQUENCE that rises, CANCELLED when called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vText

from core.formats import HERE
from dialogue.queries.dialogues import DialogueView, Place
from dialogue.states import DialogueState

ZONE = "Asia/Ho_Chi_Minh"
REFRESH = "PT12H"


def calendar_of(views: Sequence[DialogueView], *, name: str, addresses: Sequence[str], domain: str) -> bytes:
    """Return the calendar file of some dialogues. ``addresses`` are the pages, in the order of ``views``.

    Nothing in it depends on when it is made, so the same dialogues give the same bytes. ``domain`` makes the UIDs of two
    communes differ; it must never change.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Gan Dan//Doi thoai//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("x-published-ttl", REFRESH)
    calendar.add_component(_zone())
    for view, address in zip(views, addresses, strict=True):
        calendar.add_component(_event(view, address=address, domain=domain))
    return calendar.to_ical()


def _zone() -> Timezone:
    """Vietnam has had one offset and no summer time since 1975."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - RFC 5545 wants the local moment here
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def _event(view: DialogueView, *, address: str, domain: str) -> Event:
    event = Event()
    event.add("uid", f"{view.code}@{domain}")
    event.add("dtstamp", view.touched_at)
    event.add("last-modified", view.touched_at)
    event.add("created", view.created_at)
    event.add("sequence", view.sequence)
    if view.record is None:
        event.add("dtstart", view.starts_at.astimezone(HERE))
        event.add("dtend", view.ends_at.astimezone(HERE))
    else:
        event.add("dtstart", view.held_on)  # of what was entered afterwards the hours are not known
    event.add("summary", view.title)
    event.add("status", "CANCELLED" if view.state == DialogueState.CANCELLED.value else "CONFIRMED")
    event.add("description", "\n\n".join(part for part in (view.cancel_reason, view.content, view.how_to_join) if part))
    event.add("url", vText(address))
    event.add("transp", "OPAQUE")
    if view.places:
        event.add("location", "; ".join(_place(place) for place in view.places))
    return event


def _place(place: Place) -> str:
    return f"{place.name}, {place.address}" if place.address else place.name
