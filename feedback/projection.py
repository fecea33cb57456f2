"""Keeps the public read model equal to the case: the only writer of PublicCase, inside the command's transaction."""

from __future__ import annotations

from sqlalchemy import select

from accounts.models import Field, Village
from core import page_cache
from core.extensions import db
from core.text import fold
from feedback.events import CaseEvent, CaseRegistered
from feedback.models import Answer, Case, Publication, PublicCase, Rating
from feedback.states import LIVES_IN_OTHERS, AnswerState, CaseKind

COPIED = (
    "unit_id", "code", "kind", "state", "field_id", "village_id", "received_on", "accepted_on", "due_on", "answered_on",
    "closed_on", "on_time", "extended",
)  # fmt: skip


def project(event: CaseEvent) -> None:
    """Rewrite what the public may see of the case, and tell the page caches."""
    case = db.session.get(Case, event.case_id)
    if case is not None:
        if case.state in LIVES_IN_OTHERS:
            hide(case)
        else:
            show(case, fresh=isinstance(event, CaseRegistered))
        page_cache.raise_version(case.unit_id)


def show(case: Case, *, fresh: bool = False) -> PublicCase:
    """Write the public row of a case; a ``fresh`` case has no answer, rating or publication to look for.

    A complaint shows number, field, state, dates and office, and at most a short neutral summary; never the village, an answer
    or a photo (law of complaints and Law 91/2025: see docs/adr/0011).
    """
    row = None if fresh else db.session.get(PublicCase, case.id)
    if row is None:
        row = PublicCase(id=case.id, photos=[])
        db.session.add(row)
    for name in COPIED:
        setattr(row, name, getattr(case, name))
    if case.kind == CaseKind.COMPLAINT:
        row.village_id = None
    row.reopened = case.round == 2
    publication = None if fresh else _publication(case)
    if not fresh:
        _answer_and_rating(row, case)
    row.published = publication is not None
    row.title = publication.title if publication else ""
    row.story = publication.story if publication else ""
    bare = case.kind == CaseKind.COMPLAINT
    row.answer = publication.answer if publication and not bare else ""
    row.photos = list(publication.photos) if publication and not bare else []
    row.search_text = search_text(row)
    return row


def hide(case: Case) -> None:
    """Take the public row away: a merged case counts where it goes on, a split one in its parts."""
    row = db.session.get(PublicCase, case.id)
    if row is not None:
        db.session.delete(row)


def search_text(row: PublicCase) -> str:
    """Return the folded words under which the public finds the case."""
    field = db.session.get(Field, row.field_id) if row.field_id else None
    village = db.session.get(Village, row.village_id) if row.village_id else None
    parts = [field.name if field else "", village.name if village else "", row.title, row.story, row.answer]
    return fold(" ".join(part for part in parts if part))


def _publication(case: Case) -> Publication | None:
    return db.session.scalars(select(Publication).where(Publication.case_id == case.id)).one_or_none()


def _answer_and_rating(row: PublicCase, case: Case) -> None:
    answer = db.session.execute(
        select(Answer.outcome, Answer.evidence)
        .where(Answer.case_id == case.id, Answer.state == AnswerState.ISSUED.value)
        .order_by(Answer.round.desc())
        .limit(1)
    ).one_or_none()
    row.outcome, row.evidence = (answer.outcome, answer.evidence) if answer else ("", "")
    row.satisfied = db.session.scalar(
        select(Rating.satisfied).where(Rating.case_id == case.id).order_by(Rating.round.desc()).limit(1)
    )
