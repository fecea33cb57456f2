"""A letter with several matters becomes several cases, each with its own kind, clock and road (tách đơn)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Field
from accounts.permissions import Actor
from core.attachments import Picture, pictures
from core.bus import publish
from core.codes import new_code
from core.errors import BadInput
from core.extensions import db
from core.search_words import plain_text
from core.text import clean_text, shorten
from deadlines.clock import local_date
from feedback.events import CasePartMade, CaseSplit
from feedback.link_models import CaseLink
from feedback.models import Case
from feedback.rules import STORY_LEAST, STORY_MOST, SUBJECT_LENGTH
from feedback.services import clocks
from feedback.services.complaint_base import open_complaint
from feedback.services.copying import copy_photos, copy_sender
from feedback.services.intake import fresh_id
from feedback.services.merging import release_followers
from feedback.services.steps import enter, load_for_change
from feedback.states import Action, CaseKind, CaseState

FEWEST, MOST = 2, 4


@dataclass(frozen=True, kw_only=True)
class Part:
    """One matter of the letter: its kind, its field, and the words of it that belong here, typed by the clerk.

    ``photos`` are public ids of the letter's photos that show this matter; None: all of them.
    """

    kind: CaseKind
    field_id: int | None
    story: str
    photos: tuple[str, ...] | None = None


def split(case_id: int, *, actor: Actor, at: datetime, version: int, parts: Sequence[Part]) -> list[int]:
    """Make a case of each part and return their ids, in the order of the parts.

    The parts are received when the letter was, belong to the same sender, and open with the same secret words. The letter
    itself is in state split, has no clock and no public page: what may be seen of it is decided for each part alone.
    Each part gets the photos that show its matter, as files of its own: showing one part shows no photo of another. Scans of the
    whole letter stay with the letter. Letters that followed it go on by themselves: which part they belong to is for an
    official to say. Events: CasePartMade for each, CaseSplit for the letter; its sender is told once. CaseUnmerged for each
    that followed.
    Raises BadInput (parts_few, parts_many; story_short_N, field_unknown by ``story_N``, ``field_id_N``; photo_unknown).
    Source: Law on Citizen Reception 2013, Art. 25.3; Decree 154/2026, Art. 14.4.
    """
    case = load_for_change(case_id, actor=actor, action=Action.SPLIT, version=version)
    _check(case, parts)
    release_followers(case, actor=actor, at=at)
    clocks.end_running(case, on=local_date(at))
    case.state, case.closed_on = CaseState.SPLIT.value, local_date(at)
    made = [_make(case, part, number=number, actor=actor, at=at) for number, part in enumerate(parts, start=1)]
    enter(case, "split", at=at, actor=actor, for_sender=True, facts={"codes": [child.code for child in made]})
    publish(CaseSplit(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, parts=len(made)))
    return [child.id for child in made]


def _check(case: Case, parts: Sequence[Part]) -> None:
    faults, own = {}, divisible(case)
    if not FEWEST <= len(parts) <= MOST:
        faults["story_2" if len(parts) < FEWEST else ""] = "parts_few" if len(parts) < FEWEST else "parts_many"
    for number, part in enumerate(parts, start=1):
        if not STORY_LEAST <= len(clean_text(part.story)) <= STORY_MOST:
            faults[f"story_{number}"] = "part_short"
        field = db.session.get(Field, part.field_id) if part.field_id and part.field_id < 2**31 else None
        if field is None or field.unit_id != case.unit_id:
            faults[f"field_id_{number}"] = "field_unknown"
        if case.anonymous and part.kind != CaseKind.REFLECTION:
            faults[f"kind_{number}"] = "anonymous_not_allowed"
        if set(part.photos or ()) - own:
            faults[f"photos_{number}"] = "photo_unknown"
    if faults:
        raise BadInput(faults)


def _make(case: Case, part: Part, *, number: int, actor: Actor, at: datetime) -> Case:
    story = clean_text(part.story)
    subject = shorten(story, length=SUBJECT_LENGTH)
    copied = ("unit_id", "channel", "village_id", "place", "lat", "lon", "accuracy", "anonymous", "received_at", "received_on")
    child = Case(
        **{name: getattr(case, name) for name in copied}, id=fresh_id(), code=new_code(), state=CaseState.CLASSIFIED.value,
        idempotency_key=hashlib.sha256(f"part:{case.id}:{number}".encode()).hexdigest(), kind=part.kind.value, subject=subject,
        story=story, field_id=part.field_id, registered_by=actor.id, touched_at=at,
        search_text=plain_text(f"{subject} {story} {case.place}"),
    )  # fmt: skip
    db.session.add(child)
    db.session.flush()
    copy_sender(case, child)
    copy_photos(case, child, only=divisible(case) if part.photos is None else part.photos)
    db.session.add(
        CaseLink(
            unit_id=case.unit_id, kind="part", case_id=child.id, leading_id=case.id, number=number, clocks=[],
            made_on=local_date(at), made_by=actor.id,
        )
    )  # fmt: skip
    if part.kind == CaseKind.COMPLAINT:
        open_complaint(child)
    clocks.promise(child, fresh=True)
    enter(child, "part_made", at=at, actor=actor, for_sender=True, facts={"code": case.code}, changes=False)
    publish(CasePartMade(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=child.id, parent_id=case.id, kind=child.kind))
    return child


def divisible(case: Case) -> set[str]:
    """Return the photos and papers of the letter that may go with its parts: what the sender gave, no scans of the letter."""
    found = pictures(unit_id=case.unit_id, subject=f"case:{case.id}")
    return {item.public_id for item in found if goes_with_parts(item)}


def goes_with_parts(item: Picture) -> bool:
    """Return whether a file of a letter can belong to one of its matters."""
    return item.state != "failed" and item.purpose not in ("scan", "voice") and not item.purpose.startswith("answer")
