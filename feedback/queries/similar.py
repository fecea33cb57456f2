"""Letters that are like another one, found by village, field, time and text: among all for the clerk, among published for all.

What is compared is bounded: the newest letters of the village and of the field, and everything from the same phone. In a commune
with eighty letters a month that is every letter of half a year; in a table of 100,000 it is a few hundred rows from an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, union

from accounts.permissions import Actor
from core.errors import NotFound
from core.extensions import db
from core.text import fold, words
from feedback.likeness import LONGEST, nearest, ready, scored
from feedback.link_models import CaseLink
from feedback.models import Case, PublicCase, Sender
from feedback.permissions import may_read
from feedback.states import CaseState

DAYS = 180
NEWEST = 300
FROM_ONE_PHONE = 30
WORTH_SCORING = 40
LEAST = 40
REPEAT = 45
SHOWN = 5
WALKED = 2000
SHORTEST_WORDS = 4
ANSWERED = (CaseState.ANSWERED, CaseState.CLOSED, CaseState.REFUSED)
SENT_ON = (CaseState.GUIDED, CaseState.TRANSFERRED)


@dataclass(frozen=True, kw_only=True)
class SimilarCase:
    """A letter like the one on the screen. ``score`` 0–100; ``days`` between the two receipts; the rest is why it was found.

    ``repeats``: "answered" or "sent_on" when the same phone sent much the same before and that was answered, or guided or
    transferred (which happens only once: Circular 05/2021, Art. 14.1); else "".
    """

    id: int
    code: str
    subject: str
    state: str
    received_on: date
    settled_on: date | None
    score: int
    days: int
    same_village: bool
    same_field: bool
    same_sender: bool
    repeats: str


@dataclass(frozen=True, kw_only=True)
class SimilarPublished:
    """A published case that may be about the same thing."""

    code: str
    title: str
    state: str
    received_on: date
    village_id: int | None


def similar_cases(actor: Actor, case_id: int) -> tuple[SimilarCase, ...]:
    """Return the letters most like this one, best first: at most five. Raises NotFound."""
    case = db.session.scalars(select(Case).where(Case.id == case_id, Case.unit_id == actor.unit_id)).one_or_none()
    if case is None or not may_read(actor, case):
        raise NotFound()
    phone = db.session.scalar(select(Sender.phone_fingerprint).where(Sender.case_id == case.id))
    rows = _candidates(case, phone)
    own = ready(case.search_text)
    same_phone = {row.id for row in rows if phone and row.phone_fingerprint == phone}
    texts = [ready(row.folded, key=row.id) for row in rows]
    chosen = nearest(own, texts, most=WORTH_SCORING)
    chosen += [text for text in texts if text.key in same_phone and text not in chosen]
    found = scored(own, chosen, least=LEAST)[:SHOWN]
    known = {row.id: row for row in rows}
    return tuple(_similar(case, known[text.key], score, mine=text.key in same_phone) for score, text in found)


def _candidates(case: Case, phone: str | None) -> Sequence[Row[Any]]:
    """Return at most 2 × 300 neighbours and 30 letters from the same phone; not what belongs to the case already."""
    since = case.received_on - timedelta(days=DAYS)
    near: list[Select[Any]] = []
    for column in (Case.village_id, Case.field_id):
        value = getattr(case, column.key)
        if value is not None:
            found = select(Case.id).where(Case.unit_id == case.unit_id, column == value, Case.received_on >= since)
            near.append(found.order_by(Case.received_on.desc()).limit(NEWEST))
    if not near:
        near.append(select(Case.id).where(Case.unit_id == case.unit_id).order_by(Case.id.desc()).limit(NEWEST))
    if phone:
        own = select(Sender.case_id.label("id")).where(Sender.unit_id == case.unit_id, Sender.phone_fingerprint == phone)
        near.append(own.order_by(Sender.case_id.desc()).limit(FROM_ONE_PHONE))
    ids = union(*(select(part.subquery().c.id) for part in near)).subquery("near")
    linked = select(CaseLink.id).where(
        or_(
            (CaseLink.case_id == Case.id) & (CaseLink.leading_id == case.id),
            (CaseLink.case_id == case.id) & (CaseLink.leading_id == Case.id),
        )
    )
    return db.session.execute(
        select(
            Case.id, Case.code, Case.subject, Case.state, Case.received_on, Case.closed_on, Case.answered_on, Case.village_id,
            Case.field_id, func.substr(Case.search_text, 1, LONGEST).label("folded"), Sender.phone_fingerprint,
        )
        .join(ids, ids.c.id == Case.id)
        .outerjoin(Sender, Sender.case_id == Case.id)
        .where(Case.id != case.id, Case.state.not_in((CaseState.MERGED, CaseState.SPLIT)), ~linked.exists())
    ).all()  # fmt: skip


def _similar(case: Case, row: Row[Any], score: int, *, mine: bool) -> SimilarCase:
    repeats = ""
    if mine and score >= REPEAT and row.received_on <= case.received_on:
        repeats = "answered" if row.state in ANSWERED else "sent_on" if row.state in SENT_ON else ""
    return SimilarCase(
        id=row.id, code=row.code, subject=row.subject, state=row.state, received_on=row.received_on,
        settled_on=row.answered_on or row.closed_on, score=score, days=abs((case.received_on - row.received_on).days),
        same_village=row.village_id is not None and row.village_id == case.village_id,
        same_field=row.field_id is not None and row.field_id == case.field_id, same_sender=mine, repeats=repeats,
    )  # fmt: skip


def similar_published(
    unit_id: int, typed: str, *, village_id: int | None, field_id: int | None, today: date
) -> tuple[SimilarPublished, ...]:
    """Return published cases like what somebody is typing: at most three, best first; nothing for fewer than four words.

    Only what an official approved for everybody is looked at, so that nothing else can be found out by typing.
    """
    if len(words(typed)) < SHORTEST_WORDS:
        return ()
    recent = _published(unit_id, since=today - timedelta(days=DAYS))
    place = [column == value for column, value in ((recent.c.village_id, village_id), (recent.c.field_id, field_id)) if value]
    query = select(recent).order_by(recent.c.id.desc()).limit(NEWEST)
    rows = {row.id: row for row in db.session.execute(query.where(or_(*place)) if place else query)}
    own = ready(fold(typed))
    near = nearest(own, (ready(row.search_text, key=row.id) for row in rows.values()), most=WORTH_SCORING)
    texts = [ready(fold(f"{rows[text.key].title} {rows[text.key].story}"), key=text.key) for text in near]
    return tuple(
        SimilarPublished(
            code=rows[text.key].code, title=rows[text.key].title, state=rows[text.key].state,
            received_on=rows[text.key].received_on, village_id=rows[text.key].village_id,
        )
        for _score, text in scored(own, texts, least=LEAST)[:3]
    )  # fmt: skip


def _published(unit_id: int, *, since: date) -> Any:
    columns = (
        PublicCase.id, PublicCase.code, PublicCase.title, PublicCase.state, PublicCase.received_on, PublicCase.village_id,
        PublicCase.field_id, func.substr(PublicCase.story, 1, LONGEST).label("story"),
        func.substr(PublicCase.search_text, 1, LONGEST).label("search_text"),
    )  # fmt: skip
    newest = select(*columns).where(PublicCase.unit_id == unit_id, PublicCase.published, PublicCase.received_on >= since)
    return newest.order_by(PublicCase.id.desc()).limit(WALKED).subquery("recent")
