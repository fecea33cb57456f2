"""The reception register (form 03/TCD): one row for each reception, numbered without gaps; what was brought becomes a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts.models import Field, Official
from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.permissions import Permission
from core.sealing import sealer
from core.text import clean_line, clean_text, fold
from core.transaction import key_of, wait_for_twin
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.clock import local_date
from deadlines.engine import due_on
from deadlines.queries import term
from dialogue.queries.reception_register import received_moment
from dialogue.reception_events import ReceptionCaseMade, ReceptionCorrected, ReceptionEntered
from dialogue.reception_models import ReceptionBooking, ReceptionDay
from dialogue.reception_register_models import ReceptionEntry, ReceptionMatter, ReceptionPaper
from dialogue.reception_rules import REFUSE, group_faults, in_writing
from dialogue.reception_states import BookingState, Ground, Handling, MatterKind, ReceptionKind
from dialogue.services.steps import must
from feedback.rules import NewCase
from feedback.services import handling as case_handling
from feedback.services.document_issuing import take_number
from feedback.services.intake import Receipt, register_case
from feedback.signs import reads_as_denunciation
from feedback.states import CaseKind, Channel

SERIES = "STCD"
"""The series of the register in document_series: gapless, from 1 each year."""

AGE_MOST = timedelta(days=7)
PEOPLE_MOST = 9999
CASE_KINDS = {
    MatterKind.COMPLAINT: CaseKind.COMPLAINT, MatterKind.PETITION: CaseKind.PETITION, MatterKind.REFLECTION: CaseKind.REFLECTION,
    MatterKind.OTHER: CaseKind.OTHER,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """A reception as it was typed. ``representatives``: names of a group, one a line."""

    received_on: date
    kind: MatterKind
    handling: Handling
    name: str = ""
    address: str = ""
    identity: str = ""
    content: str = ""
    field_id: int | None = None
    people: int = 1
    representatives: str = ""
    settled_by: str = ""
    competent: bool = True
    guided_to: str = ""
    accepted_ref: str = ""
    follow_up: str = ""
    note: str = ""
    ground: Ground | None = None
    not_denunciation: bool = False
    day_id: int | None = None
    booking_id: int | None = None
    received_by: int | None = None


def enter_reception(new: NewEntry, *, actor: Actor, at: datetime, idempotency_key: str, calendar: WorkingCalendar) -> int:
    """Write a reception into the register under the next number of its year; return its id. Event: ReceptionEntered.

    The same key again returns the same row. Of a denunciation only number, date and kind are kept: it is received in person
    and written into the sealed register (Law on Denunciation 2018, Art. 8, 22). Raises NotAllowed, BadInput (codes as in
    ``dialogue.reception_phrases.FAULTS``). Source: Decree 154/2026/NĐ-CP, Art. 4, 12, 27, form 03/TCD.
    """
    must(actor, Permission.RECEPTION_RUN)
    key = key_of("entry", unit_id=actor.unit_id, key=idempotency_key)
    wait_for_twin(key)
    known = db.session.scalar(
        select(ReceptionEntry.id).where(ReceptionEntry.unit_id == actor.unit_id, ReceptionEntry.idempotency_key == key)
    )
    if known is not None:
        return known
    faults = _faults(new, today=local_date(at)) | _row_faults(new, actor=actor)
    if faults:
        raise BadInput(faults)
    day, booking = _day(new, actor=actor), _booking(new, actor=actor)
    entry = ReceptionEntry(
        unit_id=actor.unit_id, year=new.received_on.year, idempotency_key=key, received_on=new.received_on,
        received_at=received_moment(new.received_on, at),
        number=take_number(unit_id=actor.unit_id, series=SERIES, year=new.received_on.year), day_id=day.id if day else None,
        booking_id=booking.id if booking else None, by_kind=day.kind if day else ReceptionKind.REGULAR.value,
        received_by=new.received_by or actor.id, kind=new.kind.value, field_id=new.field_id, people=new.people,
        competent=new.competent, handling=new.handling.value, ground=new.ground.value if new.ground else "",
        notice_due_on=_notice_due(new, unit_id=actor.unit_id, calendar=calendar),
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    if new.kind is not MatterKind.DENUNCIATION:
        db.session.add(_matter(new, entry))
    if booking is not None:
        booking.state = BookingState.CAME.value
    db.session.flush()
    publish(ReceptionEntered(unit_id=actor.unit_id, at=at, actor_id=actor.id, entry_id=entry.id, number=entry.number))
    return entry.id


def _faults(new: NewEntry, *, today: date) -> dict[str, str]:
    faults = {}
    if not today - AGE_MOST <= new.received_on <= today:
        faults["received_on"] = "received_bad"
    if not 1 <= new.people <= PEOPLE_MOST:
        faults["people"] = "people_bad"
    if (new.handling is Handling.REFUSED) != (new.ground is not None):
        faults["ground"] = "refusal_ground"
    if new.handling is Handling.GUIDED and new.kind is not MatterKind.DENUNCIATION and len(clean_line(new.guided_to)) < 3:
        faults["guided_to"] = "guided_missing"
    if new.kind is MatterKind.DENUNCIATION:
        return faults
    if len(clean_line(new.name)) < 2:
        faults["name"] = "name_missing"
    content = clean_text(new.content)
    if len(content) < 10:
        faults["content"] = "content_missing"
    elif not new.not_denunciation and reads_as_denunciation(content):
        faults["not_denunciation"] = "reads_as_denunciation"
    return faults | group_faults(new.people, new.representatives.split("\n"))


def _row_faults(new: NewEntry, *, actor: Actor) -> dict[str, str]:
    faults = {}
    field = db.session.get(Field, new.field_id) if new.field_id else None
    if new.field_id and (field is None or field.unit_id != actor.unit_id):
        faults["field_id"] = "field_unknown"
    if new.received_by and new.received_by != actor.id:
        person = db.session.get(Official, new.received_by)
        if person is None or person.unit_id != actor.unit_id or not person.active:
            faults["received_by"] = "official_unknown"
    return faults


def _day(new: NewEntry, *, actor: Actor) -> ReceptionDay | None:
    if new.day_id is None:
        return None
    day = db.session.get(ReceptionDay, new.day_id)
    if day is None or day.unit_id != actor.unit_id or day.published_on is None or day.held_on != new.received_on:
        raise BadInput({"day_id": "day_unknown"})
    return day


def _booking(new: NewEntry, *, actor: Actor) -> ReceptionBooking | None:
    if new.booking_id is None:
        return None
    query = select(ReceptionBooking).where(ReceptionBooking.id == new.booking_id, ReceptionBooking.unit_id == actor.unit_id)
    booking = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if booking is None or booking.state != BookingState.BOOKED or booking.day_id != new.day_id:
        raise BadInput({"booking_id": "booking_over"})
    return booking


def _notice_due(new: NewEntry, *, unit_id: int, calendar: WorkingCalendar) -> date | None:
    """Return until when a refusal is told in writing; None where it is explained on the spot (ALL.RECEPTION.REFUSE)."""
    if new.ground is None or not in_writing(new.ground):
        return None
    try:
        return due_on(term(REFUSE, new.received_on, unit_id=unit_id), new.received_on, calendar).due_on
    except CalendarNotCovered:
        raise BadInput({"received_on": "calendar_closed"}) from None


def _matter(new: NewEntry, entry: ReceptionEntry) -> ReceptionMatter:
    lines = [clean_line(line) for line in new.representatives.split("\n")]
    return ReceptionMatter(
        unit_id=entry.unit_id, entry_id=entry.id, person_key=person_key(new.name, new.address, new.identity),
        name=clean_line(new.name)[:120], address=clean_line(new.address)[:200], identity=clean_line(new.identity)[:80],
        content=clean_text(new.content), representatives="\n".join(line for line in lines if line),
        settled_by=clean_line(new.settled_by)[:200], guided_to=clean_line(new.guided_to)[:200],
        accepted_ref=clean_line(new.accepted_ref)[:200], follow_up=clean_text(new.follow_up), note=clean_text(new.note),
    )  # fmt: skip


def person_key(name: str, address: str, identity: str) -> str:
    """Return the fingerprint of a person: by the number of the identity paper, else by name and address."""
    digits = "".join(char for char in identity if char.isascii() and char.isdigit())
    if len(digits) >= 9:
        return sealer.fingerprint("reception-identity", digits[:12])
    return sealer.fingerprint("reception-person", f"{fold(name)}|{fold(address)}")


def load_entry(entry_id: int, *, actor: Actor, version: int | None) -> tuple[ReceptionEntry, ReceptionMatter | None]:
    """Return a row of the actor's commune, locked and fresh, with its matter. Raises NotAllowed, NotFound, StaleVersion."""
    must(actor, Permission.RECEPTION_RUN)
    query = select(ReceptionEntry).where(ReceptionEntry.id == entry_id, ReceptionEntry.unit_id == actor.unit_id)
    entry = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if entry is None:
        raise NotFound()
    if version is not None and entry.version != version:
        raise StaleVersion(expected=version, current=entry.version)
    matter = db.session.scalars(
        select(ReceptionMatter)
        .where(ReceptionMatter.entry_id == entry.id, ReceptionMatter.unit_id == actor.unit_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return entry, matter


def correct(
    entry_id: int, *, actor: Actor, at: datetime, version: int, settled_by: str, guided_to: str, accepted_ref: str,
    follow_up: str, note: str,
) -> None:  # fmt: skip
    """Write what came of a reception into its row: columns 8 and 10 to 13. Event: ReceptionCorrected.

    Raises what load_entry raises and WrongState (a row without a matter).
    """
    entry, matter = load_entry(entry_id, actor=actor, version=version)
    if matter is None:
        raise WrongState("no_matter")
    matter.settled_by, matter.guided_to = clean_line(settled_by)[:200], clean_line(guided_to)[:200]
    matter.accepted_ref, matter.follow_up = clean_line(accepted_ref)[:200], clean_text(follow_up)
    matter.note = clean_text(note)
    entry.version += 1
    db.session.flush()
    publish(ReceptionCorrected(unit_id=actor.unit_id, at=at, actor_id=actor.id, entry_id=entry.id))


def make_case(entry_id: int, *, actor: Actor, at: datetime, version: int | None) -> Receipt:
    """Make a case of what was brought, once; its file names the row and the row names the case. Event: ReceptionCaseMade.

    The case was received on the day of the reception, whenever that was typed: every time limit counts from it.

    Raises what load_entry and register_case raise, and WrongState (no_matter, refused).
    """
    entry, matter = load_entry(entry_id, actor=actor, version=version)
    if matter is None or entry.handling == Handling.REFUSED:
        raise WrongState("no_matter" if matter is None else "reception_refused")
    new = NewCase(
        kind=CASE_KINDS[MatterKind(entry.kind)], story=matter.content, field_id=entry.field_id, name=matter.name,
        channel=Channel.WALK_IN,
    )  # fmt: skip
    key = f"reception-entry:{entry.id}"
    clerk = actor if Permission.CASE_REGISTER in actor.permissions else None  # the chair directs, and registers no letters
    received_at = received_moment(entry.received_on, entry.received_at)
    receipt = register_case(new, unit_id=actor.unit_id, idempotency_key=key, at=received_at, actor=clerk)
    if matter.case_id is not None:
        return receipt
    matter.case_id = receipt.case_id
    matter.accepted_ref = matter.accepted_ref or receipt.code
    entry.version += 1
    for paper in db.session.scalars(select(ReceptionPaper).where(ReceptionPaper.entry_id == entry.id)):
        paper.case_id = receipt.case_id
    db.session.flush()
    text = f"Từ lượt tiếp công dân {number_text(entry)}, ngày {entry.received_on:%d/%m/%Y} (sổ tiếp công dân, mẫu 03/TCD)."
    case_handling.add_note(receipt.case_id, actor=actor, at=at, text=text)
    publish(ReceptionCaseMade(unit_id=actor.unit_id, at=at, actor_id=actor.id, entry_id=entry.id, case_id=receipt.case_id))
    return receipt


def number_text(entry: ReceptionEntry) -> str:
    """Return "số 03/2026"."""
    return f"số {entry.number:02d}/{entry.year}"
