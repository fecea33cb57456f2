"""Keeps the public read model equal to the case: the only writer of PublicCase, inside the command's transaction."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from accounts.models import Field, Village
from accounts.queries import setting
from core import page_cache
from core.extensions import db
from core.geometry import on_grid
from core.search_words import exact_text, plain_text
from feedback import public_news
from feedback.apologies import ApologyState
from feedback.apology_models import CaseApology
from feedback.before_after import write_before_after
from feedback.event_days import write_days
from feedback.events import CaseEvent, CaseRegistered
from feedback.models import Answer, Case, Publication, PublicCase, Rating
from feedback.states import LIVES_IN_OTHERS, AnswerState, CaseKind
from feedback.traces import follow_up, gone

COPIED = (
    "unit_id", "code", "kind", "state", "field_id", "village_id", "received_on", "accepted_on", "due_on", "answered_on",
    "closed_on", "on_time", "extended",
)  # fmt: skip


def project(event: CaseEvent) -> None:
    """Rewrite what the public may see of the case, and tell other systems and the page caches."""
    case = db.session.get(Case, event.case_id)
    if case is not None:
        fresh = isinstance(event, CaseRegistered)
        before = None if fresh else public_news.seen(db.session.get(PublicCase, case.id))
        if case.state in LIVES_IN_OTHERS:
            hide(case)
            gone(case.id, at=event.at)
            public_news.tell(before, None, at=event.at)
        else:
            row = show(case, fresh=fresh)
            if not fresh:
                follow_up(row, at=event.at)
            public_news.tell(before, row, at=event.at)
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
    write_days(row, case, fresh=fresh)
    if not fresh:
        row.apology_on, row.promised_on = _apology(case)
    row.published = publication is not None
    row.title = publication.title if publication else ""
    row.story = publication.story if publication else ""
    bare = case.kind == CaseKind.COMPLAINT
    row.answer = publication.answer if publication and not bare else ""
    row.photos = list(publication.photos) if publication and not bare else []
    write_before_after(row, case)
    row.square_lat, row.square_lon = _square(case) if publication and publication.place_shown and not bare else (None, None)
    rekey(row)
    return row


def _apology(case: Case) -> tuple[date, date] | tuple[None, None]:
    """Return when the commune apologised last in the present round and the day it promised; no word of the apology."""
    query = select(CaseApology.signed_on, CaseApology.new_on).where(
        CaseApology.case_id == case.id, CaseApology.round == case.round, CaseApology.state == ApologyState.SENT.value
    )
    found = db.session.execute(query.order_by(CaseApology.id.desc()).limit(1)).one_or_none()
    return (found.signed_on, found.new_on) if found else (None, None)


def _square(case: Case) -> tuple[float, float] | tuple[None, None]:
    """Return the middle of the square of the public grid that the case lies in; nothing finer leaves this function."""
    if case.lat is None or case.lon is None:
        return None, None
    return on_grid(lat=case.lat, lon=case.lon, metres=int(setting(case.unit_id, "public_square_metres")))


def hide(case: Case) -> None:
    """Take the public row away: a merged case counts where it goes on, a split one in its parts."""
    row = db.session.get(PublicCase, case.id)
    if row is not None:
        db.session.delete(row)


def rekey(row: PublicCase) -> None:
    """Write the keys of the words under which the public finds the case."""
    field = db.session.get(Field, row.field_id) if row.field_id else None
    village = db.session.get(Village, row.village_id) if row.village_id else None
    parts = [field.name if field else "", village.name if village else "", row.title, row.story, row.answer]
    whole = " ".join(part for part in parts if part)
    row.search_text, row.search_marks = plain_text(whole), exact_text(whole)


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
