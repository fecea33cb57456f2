"""A dialogue comes onto the plan and is announced, at the latest on the day the law names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from accounts.models import Official
from accounts.permissions import Actor
from core import page_cache
from core.bus import publish
from core.codes import new_code
from core.errors import BadInput
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line, clean_text, fold
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from dialogue.events import DialogueAnnounced, DialoguePlanned
from dialogue.models import Dialogue, DialogueChair, DialoguePlace
from dialogue.queries.dates import last_notice
from dialogue.rules import by_law, notice_gate
from dialogue.services.conflicts import conflict_faults
from dialogue.services.steps import enter, load_for_step, must
from dialogue.states import DialogueForm, DialogueKind, DialogueState, Step

LONGEST = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class NewPlace:
    """A place as it was typed; ``village_ids`` are the villages it is for (none: for everybody)."""

    name: str
    address: str = ""
    village_ids: tuple[int, ...] = ()
    seats: int | None = None


@dataclass(frozen=True, kw_only=True)
class NewDialogue:
    """A dialogue as it was typed. Moments are aware; ``satisfies`` holds ``kind`` too."""

    kind: DialogueKind
    satisfies: tuple[DialogueKind, ...]
    form: DialogueForm
    title: str
    content: str
    starts_at: datetime
    ends_at: datetime
    how_to_join: str = ""
    chairs: str = ""
    chair_ids: tuple[int, ...] = ()
    places: tuple[NewPlace, ...] = ()
    seats: int | None = None
    questions_from: date | None = None
    questions_to: date | None = None
    ad_hoc_reason: str = ""


def plan(new: NewDialogue, *, actor: Actor, at: datetime) -> int:
    """Put a dialogue onto the plan; return its id. Event: DialoguePlanned.

    Raises NotAllowed, BadInput (title_missing, content_missing, ends_before_it_starts, in_the_past, too_long,
    calendar_not_covered, questions_one_missing, questions_end_before_they_begin, questions_after_the_day, chair_unknown,
    place_twice, place_taken, chair_taken).
    """
    must(actor, Permission.DIALOGUE_PLAN)
    check(new, actor=actor, at=at)
    dialogue = Dialogue(
        unit_id=actor.unit_id, code=new_code(), state=DialogueState.PLANNED.value, created_by=actor.id, created_at=at,
        touched_at=at, **columns(new),
    )  # fmt: skip
    db.session.add(dialogue)
    db.session.flush()
    furnish(dialogue, places=new.places, chair_ids=new.chair_ids)
    page_cache.raise_version(actor.unit_id)
    publish(DialoguePlanned(unit_id=actor.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, held_on=dialogue.held_on))
    return dialogue.id


def columns(new: NewDialogue) -> dict[str, Any]:
    """Return what was typed as the row holds it, cleaned."""
    return {
        "kind": new.kind.value, "satisfies": sorted({new.kind.value, *(kind.value for kind in new.satisfies)}),
        "form": new.form.value, "title": clean_line(new.title), "content": clean_text(new.content),
        "how_to_join": clean_text(new.how_to_join), "chairs": clean_line(new.chairs), "held_on": local_date(new.starts_at),
        "starts_at": new.starts_at, "ends_at": new.ends_at, "seats": new.seats, "questions_from": new.questions_from,
        "questions_to": new.questions_to, "ad_hoc_reason": clean_text(new.ad_hoc_reason),
    }  # fmt: skip


def check(new: NewDialogue, *, actor: Actor, at: datetime, own_id: int | None = None) -> None:
    """Refuse what cannot be planned. ``own_id`` is the dialogue itself when it is changed. Raises BadInput."""
    faults = {**_words_faults(new), **(_time_faults(new, unit_id=actor.unit_id, at=at) or _window_faults(new))}
    known = select(Official.id).where(Official.unit_id == actor.unit_id, Official.active, Official.id.in_(new.chair_ids))
    if new.chair_ids and set(db.session.scalars(known)) != set(new.chair_ids):
        faults["chair_ids"] = "chair_unknown"
    names = [place.name for place in new.places]
    taken = conflict_faults(
        unit_id=actor.unit_id, starts_at=new.starts_at, ends_at=new.ends_at, places=names, chair_ids=new.chair_ids, own_id=own_id
    )
    faults = {**taken, **faults}
    if faults:
        raise BadInput(faults)


def _words_faults(new: NewDialogue) -> dict[str, str]:
    faults = {}
    if not clean_line(new.title):
        faults["title"] = "title_missing"
    if not clean_text(new.content):
        faults["content"] = "content_missing"
    return faults


def _window_faults(new: NewDialogue) -> dict[str, str]:
    first, last = new.questions_from, new.questions_to
    if bool(first) != bool(last):
        return {"questions_to" if first else "questions_from": "questions_one_missing"}
    if first and last and last < first:
        return {"questions_to": "questions_end_before_they_begin"}
    if last and last > local_date(new.starts_at):
        return {"questions_to": "questions_after_the_day"}
    return {}


def _time_faults(new: NewDialogue, *, unit_id: int, at: datetime) -> dict[str, str]:
    if new.ends_at <= new.starts_at:
        return {"ends_at": "ends_before_it_starts"}
    if new.starts_at <= at:
        return {"starts_at": "in_the_past"}
    if new.ends_at - new.starts_at > LONGEST:
        return {"ends_at": "too_long"}
    if not calendar_for(unit_id).covers(local_date(new.starts_at)):
        return {"starts_at": "calendar_not_covered"}
    return {}


def furnish(dialogue: Dialogue, *, places: Sequence[NewPlace], chair_ids: Sequence[int]) -> None:
    """Add the rows of places and chairs."""
    for place in places:
        db.session.add(
            DialoguePlace(
                unit_id=dialogue.unit_id, dialogue_id=dialogue.id, name=clean_line(place.name), name_key=fold(place.name),
                address=clean_line(place.address), village_ids=sorted(place.village_ids), seats=place.seats,
            )
        )  # fmt: skip
    for official_id in dict.fromkeys(chair_ids):
        db.session.add(DialogueChair(unit_id=dialogue.unit_id, dialogue_id=dialogue.id, official_id=official_id))


def announce(dialogue_id: int, *, actor: Actor, at: datetime, version: int, calendar: WorkingCalendar) -> None:
    """Announce a planned dialogue to everybody, today. Event: DialogueAnnounced.

    Raises NotAllowed, NotFound, StaleVersion, WrongState, BadInput (in_the_past; how_to_join_missing, place_missing: what Art.
    43 wants announced; how_to_join_wanted, place_wanted: what people have to know of any other; what through_the_gate refuses).
    """
    permission = Permission.DIALOGUE_DECIDE
    dialogue = load_for_step(dialogue_id, actor=actor, step=Step.ANNOUNCE, version=version, permission=permission)
    today = local_date(at)
    missing = _not_announced_without(dialogue, at=at)
    if missing:
        raise BadInput(missing)
    ad_hoc = through_the_gate(dialogue, held_on=dialogue.held_on, today=today, calendar=calendar, reason=dialogue.ad_hoc_reason)
    dialogue.announced_on = today
    enter(dialogue, Step.ANNOUNCE, at=at)
    page_cache.raise_version(actor.unit_id)
    publish(
        DialogueAnnounced(
            unit_id=actor.unit_id, at=at, actor_id=actor.id, dialogue_id=dialogue.id, held_on=dialogue.held_on,
            ad_hoc=ad_hoc,
        )
    )  # fmt: skip


def _not_announced_without(dialogue: Dialogue, *, at: datetime) -> dict[str, str]:
    faults, wanted = {}, "missing" if by_law(dialogue.satisfies) else "wanted"
    if dialogue.starts_at <= at:
        faults["starts_at"] = "in_the_past"
    if not dialogue.how_to_join:
        faults["how_to_join"] = f"how_to_join_{wanted}"
    places = select(DialoguePlace.id).where(DialoguePlace.dialogue_id == dialogue.id).limit(1)
    if dialogue.form == DialogueForm.IN_PERSON.value and db.session.scalar(places) is None:
        faults["places"] = f"place_{wanted}"
    return faults


def through_the_gate(dialogue: Dialogue, *, held_on: date, today: date, calendar: WorkingCalendar, reason: str) -> bool:
    """Return whether a dialogue of ``held_on`` is announced later than its rule wants, with its reason on record.

    Raises BadInput (notice_too_late, notice_too_late_for_office; ``latest_on``, ``term``). A hearing has no gate.
    Source: Law on Local Government 72/2025, Art. 43 (term DLG.CQDP.NOTICE); the office's own number for secretary and chair.
    """
    found = last_notice(dialogue.unit_id, dialogue.satisfies, held_on=held_on, on=today, calendar=calendar)
    if found is None:
        return False
    rule, latest = found[0], found[1].due_on
    gate = notice_gate(today=today, latest_on=latest, ad_hoc_reason=reason, rule=rule)
    if not gate.open:
        raise BadInput({"held_on": gate.code}, latest_on=latest.isoformat(), term=gate.term)
    return today > latest
