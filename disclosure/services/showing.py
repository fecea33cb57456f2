"""Evidence of the forms beside the portal: it hung, it was read out, it was sent; and when what hung may come down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import BinaryIO

from sqlalchemy import select

from accounts.permissions import Actor
from core import page_cache
from core.bus import publish
from core.errors import BadInput
from core.extensions import db
from core.text import clean_text
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.clock import local_date
from deadlines.engine import Due, due_on
from deadlines.queries import term
from deadlines.terms import NotInForce
from disclosure.catalogue import kind_of
from disclosure.events import DisclosureShown, DisclosureTakenDown
from disclosure.models import EVIDENCE, DisclosureItem, DisclosureShowing
from disclosure.rules import LOUDSPEAKER, NOTE_MOST, POSTING, Gate, Showing, showing_faults, taking_down
from disclosure.services.contents import keep_files
from disclosure.services.land_plans import posting_term_of
from disclosure.services.steps import enter, event_of, load_for_step
from disclosure.states import HUNG, ItemState, ItemStep, Way


def note_showing(
    item_id: int, shown: Showing, photos: Sequence[BinaryIO] = (), *, actor: Actor, at: datetime, version: int,
    calendar: WorkingCalendar,
) -> None:  # fmt: skip
    """Note evidence of one way in one or several places. Noted again, it writes over what is not ended. Event: DisclosureShown.

    What hangs gets the last day for which the law wants it there, with the proof; what is permanent has none.
    Raises NotFound, NotAllowed, WrongState, StaleVersion, NotKept, BadInput (what showing_faults says, places_missing,
    place_unknown, place_ended, calendar_not_covered).
    """
    row = load_for_step(item_id, actor=actor, step=ItemStep.SHOW, version=version)
    places = _places(row, shown.places)
    way, note = Way(places[0].way), clean_text(shown.note)
    if len({Way(place.way) in HUNG or place.way for place in places}) > 1:
        raise BadInput({"places": "place_unknown"})
    if any(Way(place.way) in HUNG and place.to_on is not None for place in places):
        raise BadInput({"places": "place_ended"})
    spoken = term(LOUDSPEAKER, local_date(at), unit_id=row.unit_id).number
    faults = showing_faults(way, shown, today=local_date(at), decided_on=row.decided_on, least_days=spoken)
    if len(note) > NOTE_MOST:
        faults["note"] = "text_long"
    if faults or shown.from_on is None:
        raise BadInput(faults, days=spoken, term=LOUDSPEAKER)
    kept = keep_files(
        photos, subject=f"{EVIDENCE}:{row.id}", purpose="evidence", field="photos", actor=actor, at=at, documents=False
    )
    due = _least(row, way, shown.from_on, calendar)
    for place in places:
        _write(place, shown, way, note=note, photos=kept, due=due, actor=actor, at=at)
    enter(row, ItemStep.SHOW, at=at)
    page_cache.raise_version(row.unit_id)
    facts = {"way": way.value, "places": len(places), "from_on": shown.from_on, "to_on": places[0].to_on}
    publish(event_of(DisclosureShown, row, actor=actor, at=at, **facts))


def _write(
    place: DisclosureShowing, shown: Showing, way: Way, *, note: str, photos: list[str], due: Due | None, actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    ends = {Way.LOUDSPEAKER: shown.to_on, Way.VILLAGE_HEADS: shown.from_on}
    place.from_on, place.to_on = shown.from_on, ends.get(way)
    place.least_on, place.proof = (due.due_on, due.proof.to_dict()) if due else (None, None)
    place.note, place.photos = note, [*place.photos, *photos]
    place.noted_by, place.noted_at = actor.id, at


def _least(row: DisclosureItem, way: Way, from_on: date, calendar: WorkingCalendar) -> Due | None:
    """Return the last day for which it has to hang; None for what does not hang, and for what hangs permanently."""
    kind = kind_of(row.kind)
    if way not in HUNG or kind is None or kind.permanent:
        return None
    try:
        rule = term(posting_term_of(row.id) or POSTING, from_on, unit_id=row.unit_id)
        return due_on(rule, from_on, calendar)
    except (CalendarNotCovered, NotInForce):
        raise BadInput({"from_on": "calendar_not_covered"}) from None


def take_down(
    item_id: int, places: Sequence[str], *, to_on: date | None, replaced_by_id: int | None = None, actor: Actor, at: datetime,
    version: int,
) -> None:  # fmt: skip
    """Note that what hung came down on a day. Event: DisclosureTakenDown.

    Refused before the days of the law are over (posting_short, with ``until`` and ``days``), and for what hangs permanently until
    a later item of the same kind takes its place (posting_permanent). Raises as note_showing.
    """
    row = load_for_step(item_id, actor=actor, step=ItemStep.TAKE_DOWN, version=version)
    hung = _places(row, places)
    if to_on is None or to_on > local_date(at):
        raise BadInput({"to_on": "date_bad" if to_on is None else "to_later"})
    if replaced_by_id is not None and not _takes_its_place(replaced_by_id, row):
        raise BadInput({"replaced_by_id": "replacement_unknown"})
    gates = [_gate(place, row, to_on, replaced=replaced_by_id is not None) for place in hung]
    shut = [gate for gate in gates if not gate.open]
    if shut:
        raise _refused(shut, row, min(place.from_on or to_on for place in hung))
    for place in hung:
        place.to_on = to_on
    if replaced_by_id is not None:
        row.replaced_by_id = replaced_by_id
    enter(row, ItemStep.TAKE_DOWN, at=at)
    page_cache.raise_version(row.unit_id)
    publish(event_of(DisclosureTakenDown, row, actor=actor, at=at, places=len(hung), to_on=to_on))


def _gate(place: DisclosureShowing, row: DisclosureItem, to_on: date, *, replaced: bool) -> Gate:
    kind = kind_of(row.kind)
    if place.to_on is not None:
        return Gate(open=False, code="not_hanging")
    return taking_down(
        Way(place.way), from_on=place.from_on, least_on=place.least_on, to_on=to_on, replaced=replaced,
        permanent=kind is not None and kind.permanent, withdrawn=row.state == ItemState.WITHDRAWN,
    )  # fmt: skip


def _refused(shut: Sequence[Gate], row: DisclosureItem, begun_on: date) -> BadInput:
    """Return the refusal of the first shut gate; of several days the last. ``begun_on``: the first day on which it hung."""
    days = [gate.on for gate in shut if gate.code == shut[0].code and gate.on is not None]
    field = "places" if shut[0].code == "not_hanging" else "to_on"
    if not shut[0].term:
        return BadInput({field: shut[0].code})
    rule = term(posting_term_of(row.id) or shut[0].term, begun_on, unit_id=row.unit_id)
    until = max(days).isoformat() if days else ""
    return BadInput({field: shut[0].code}, until=until, days=rule.number, basis_vi=rule.basis_vi, basis_en=rule.basis_en)


def _takes_its_place(item_id: int, row: DisclosureItem) -> bool:
    query = select(DisclosureItem.id).where(
        DisclosureItem.unit_id == row.unit_id, DisclosureItem.id == item_id, DisclosureItem.id != row.id,
        DisclosureItem.kind == row.kind, DisclosureItem.state == ItemState.PUBLISHED.value,
    )  # fmt: skip
    return db.session.scalar(query) is not None


def _places(row: DisclosureItem, places: Sequence[str]) -> list[DisclosureShowing]:
    """Return the places by their keys. Raises BadInput (places_missing, place_unknown)."""
    wanted = set(places)
    if not wanted:
        raise BadInput({"places": "places_missing"})
    query = select(DisclosureShowing).where(DisclosureShowing.item_id == row.id, DisclosureShowing.place.in_(wanted))
    found = list(db.session.scalars(query.order_by(DisclosureShowing.id)))
    if {place.place for place in found} != wanted:
        raise BadInput({"places": "place_unknown"})
    return found
