"""The public version: a clean copy that a person approved, and its withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.attachments import Attachment
from core.bus import publish as publish_event
from core.errors import BadInput, WrongState
from core.extensions import db
from core.text import clean_line, clean_text
from feedback.complaint_rules import SUMMARY_MOST, repeats_letter
from feedback.events import CasePublished, CaseUnpublished
from feedback.models import Case, Publication
from feedback.services.steps import enter, load_for_change
from feedback.states import Action, CaseKind


def publish(
    case_id: int, *, actor: Actor, at: datetime, version: int, title: str, story: str, answer: str = "",
    photos: Sequence[str] = (), place_shown: bool = False,
) -> None:  # fmt: skip
    """Show this title, story, answer and these photos to everybody; what was shown before is replaced.

    ``place_shown``: the map shows the square that the place lies in, otherwise the village's middle (docs/adr/0026).

    Of a complaint only a short neutral summary may be shown, in words of the office's own. Raises BadInput (title_missing,
    story_missing, photo_unknown, kn_full_text, kn_own_words, kn_summary_long). Event: CasePublished.
    """
    case = load_for_change(case_id, actor=actor, action=Action.PUBLISH, version=version)
    title, story, answer = clean_line(title)[:160], clean_text(story)[:5000], clean_text(answer)[:8000]
    faults = {}
    if len(title) < 5:
        faults["title"] = "title_missing"
    if len(story) < 10:
        faults["story"] = "story_missing"
    if set(photos) - _photos_of(case):
        faults["photos"] = "photo_unknown"
    if case.kind == CaseKind.COMPLAINT:
        faults |= _complaint_faults(case, title=title, story=story, answer=answer, photos=photos)
    if faults:
        raise BadInput(faults)
    row = _publication(case)
    replaced = row is not None and _replaces(row, title=title, story=story, answer=answer, photos=photos)
    if row is None:
        row = Publication(unit_id=case.unit_id, case_id=case.id)
        db.session.add(row)
    row.title, row.story, row.answer, row.photos = title, story, answer, list(photos)
    row.place_shown = place_shown and case.lat is not None and case.kind != CaseKind.COMPLAINT
    row.approved_by, row.approved_at = actor.id, at
    enter(case, "published", at=at, actor=actor, facts={"photos": len(photos)})
    publish_event(
        CasePublished(
            unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, photos=len(photos), replaced=replaced
        )
    )  # fmt: skip


def _replaces(row: Publication, *, title: str, story: str, answer: str, photos: Sequence[str]) -> bool:
    """Return whether something that was shown goes: an answer or photos that come to what is shown replace nothing."""
    words = (row.title, row.story) != (title, story) or row.answer not in ("", answer)
    return words or not set(row.photos) <= set(photos)


def _complaint_faults(case: Case, *, title: str, story: str, answer: str, photos: Sequence[str]) -> dict[str, str]:
    faults = {}
    if answer:
        faults["answer"] = "kn_full_text"
    if photos:
        faults["photos"] = "kn_full_text"
    if len(story) > SUMMARY_MOST:
        faults["story"] = "kn_summary_long"
    for name, text in (("title", title), ("story", story)):
        if repeats_letter(text, f"{case.subject} {case.story}"):
            faults[name] = "kn_own_words"
    return faults


def unpublish(case_id: int, *, actor: Actor, at: datetime, version: int, reason: str) -> None:
    """Take the public version back; number, field, village, dates and state stay. Event: CaseUnpublished.

    Raises BadInput (reason_missing) and WrongState when nothing is published.
    """
    case = load_for_change(case_id, actor=actor, action=Action.UNPUBLISH, version=version)
    row = _publication(case)
    if row is None:
        raise WrongState("not_published", case_id=case.id)
    if len(clean_text(reason)) < 5:
        raise BadInput({"reason": "reason_missing"})
    db.session.delete(row)
    enter(case, "unpublished", at=at, actor=actor, text=clean_text(reason))
    publish_event(CaseUnpublished(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id))


def _publication(case: Case) -> Publication | None:
    return db.session.scalars(select(Publication).where(Publication.case_id == case.id)).one_or_none()


def _photos_of(case: Case) -> set[str]:
    query = select(Attachment.public_id).where(
        Attachment.unit_id == case.unit_id, Attachment.subject == f"case:{case.id}", Attachment.media_type.like("image/%")
    )
    return set(db.session.scalars(query))
