"""Letters that are like another one, found by village, field, time and text: among all for the clerk, among published for all.

What is compared is bounded: the newest letters of the village and of the field, and everything from the same phone. In a commune
with eighty letters a month that is every letter of half a year; in a table of 100,000 it is a few hundred rows from an index.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from accounts.permissions import Actor
from core.errors import NotFound
from core.extensions import db
from core.search_words import keys, plain_text
from feedback.likeness import LONGEST, nearest, ready, scored
from feedback.link_models import CaseLink
from feedback.models import Case, PublicCase, Sender
from feedback.permissions import may_read
from feedback.queries.links import MAY_LEAD
from feedback.states import LIVES_IN_OTHERS, MERGEABLE_KINDS, OPEN_STATES, CaseState

DAYS = 180
NEWEST = 250
FROM_ONE_PHONE = 30
WORTH_SCORING = 40
LEAST, SURE = 40, 52
"""From which score on a letter is shown to the clerk, and from which on it is the same matter in nine cases of ten (ADR 25)."""
REPEAT = 45
TO_JOIN = 45
"""From which score on an open case is offered to somebody who types; one that is done, which nobody can join, from SURE on."""
SHOWN = 5
WALKED = 2000
SHORTEST_WORDS = 4
ANSWERED = (CaseState.ANSWERED, CaseState.CLOSED, CaseState.REFUSED)
SENT_ON = (CaseState.GUIDED, CaseState.TRANSFERRED)
ELSEWHERE = tuple(sorted(state.value for state in LIVES_IN_OTHERS))
cases, senders = Case.__table__.c, Sender.__table__.c
SHOWN_OF_IT = (
    cases.id, cases.code, cases.subject, cases.state, cases.received_on, cases.closed_on, cases.answered_on, cases.village_id,
    cases.field_id, cases.kind,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SimilarCase:
    """A letter like the one on the screen. ``score`` 0–100; ``days`` between the two receipts; the rest is why it was found.

    ``repeats``: "answered" or "sent_on" when the same phone sent much the same before and that was answered, or guided or
    transferred (which happens only once: Circular 05/2021, Art. 14.1); else "".
    ``may_lead``: the letter on the screen can be merged into it, as far as kind and state of the two say.
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
    may_lead: bool

    @property
    def sure(self) -> bool:
        """True when the letters are so alike that they are about the same matter in nine cases of ten."""
        return self.score >= SURE


@dataclass(frozen=True, kw_only=True)
class SimilarPublished:
    """A published case that may be about the same thing; only an ``open`` one can be joined on its page."""

    code: str
    title: str
    state: str
    received_on: date
    village_id: int | None
    open: bool
    answered_on: date | None


def similar_cases(actor: Actor, case_id: int, *, neighbours: bool = True) -> tuple[SimilarCase, ...]:
    """Return the letters most like this one, best first: at most five. Raises NotFound.

    Without ``neighbours`` only those from the same phone, which costs next to nothing: what was said before by the same person.
    """
    case = db.session.scalars(select(Case).where(Case.id == case_id, Case.unit_id == actor.unit_id)).one_or_none()
    if case is None or not may_read(actor, case):
        raise NotFound()
    same_phone = _from_the_same_phone(case)
    texts = [ready(row.folded, key=row.id) for row in _candidates(case, same_phone, neighbours=neighbours)]
    own = ready(case.search_text)
    chosen = nearest(own, texts, most=WORTH_SCORING)
    chosen += [text for text in texts if text.key in same_phone and text not in chosen]
    found = {text.key: score for score, text in scored(own, chosen, least=LEAST)[:SHOWN]}
    shown = select(*SHOWN_OF_IT).where(cases.unit_id == case.unit_id, cases.id.in_(found))
    rows = {row.id: row for row in db.session.execute(shown)} if found else {}
    return tuple(_similar(case, rows[key], score, mine=key in same_phone) for key, score in found.items())


def _from_the_same_phone(case: Case) -> frozenset[int]:
    """Return the newest letters from the phone that sent the case."""
    own = select(senders.phone_fingerprint).where(senders.case_id == case.id).scalar_subquery()
    # Sums, so that neither the commune nor the order tempts a planner away from the index of the fingerprint.
    found = select(senders.case_id).where(senders.phone_fingerprint == own, senders.unit_id + 0 == case.unit_id)
    return frozenset(db.session.scalars(found.order_by((senders.case_id + 0).desc()).limit(FROM_ONE_PHONE)))


def _candidates(case: Case, same_phone: frozenset[int], *, neighbours: bool) -> list[Row[Any]]:
    """Return number and folded words of at most 2 × 250 neighbours and 30 letters from the same phone.

    Without the case itself, what belongs to it already, and what goes on under another number.
    """
    facts = select(cases.id, cases.state, func.substr(cases.search_text, 1, LONGEST).label("folded"))
    queries = [query.limit(NEWEST) for query in _near(facts, case)] if neighbours else []
    if same_phone:
        queries.append(facts.where(cases.unit_id == case.unit_id, cases.id.in_(same_phone)))
    own = {case.id, *_kin(case.id)}
    rows = {row.id: row for query in queries for row in db.session.execute(query)}
    return [row for row in rows.values() if row.id not in own and row.state not in ELSEWHERE]


def _near(facts: Select[Any], case: Case) -> list[Select[Any]]:
    """Return the selects of neighbours, newest first; each walks one index."""
    since = case.received_on - timedelta(days=DAYS)
    own = facts.where(cases.unit_id == case.unit_id)
    places = ((cases.village_id, case.village_id), (cases.field_id, case.field_id))
    near = [own.where(column == value, cases.received_on >= since) for column, value in places if value is not None]
    return [query.order_by(cases.received_on.desc()) for query in near] or [own.order_by(cases.id.desc())]


def _kin(case_id: int) -> list[int]:
    query = select(CaseLink.case_id, CaseLink.leading_id).where(or_(CaseLink.case_id == case_id, CaseLink.leading_id == case_id))
    return [number for row in db.session.execute(query) for number in row if number != case_id]


def _similar(case: Case, row: Row[Any], score: int, *, mine: bool) -> SimilarCase:
    repeats = ""
    if mine and score >= REPEAT and row.received_on <= case.received_on:
        repeats = "answered" if row.state in ANSWERED else "sent_on" if row.state in SENT_ON else ""
    return SimilarCase(
        id=row.id, code=row.code, subject=row.subject, state=row.state, received_on=row.received_on,
        settled_on=row.answered_on or row.closed_on, score=score, days=abs((case.received_on - row.received_on).days),
        same_village=row.village_id is not None and row.village_id == case.village_id,
        same_field=row.field_id is not None and row.field_id == case.field_id, same_sender=mine, repeats=repeats,
        may_lead=row.state in MAY_LEAD and {case.kind, row.kind} <= MERGEABLE_KINDS,
    )  # fmt: skip


def similar_published(
    unit_id: int, typed: str, *, village_id: int | None, field_id: int | None, today: date
) -> tuple[SimilarPublished, ...]:
    """Return published cases like what somebody is typing: at most three, best first; nothing for fewer than four words.

    Only what an official approved for everybody is looked at, so that nothing else can be found out by typing.
    """
    if len(keys(typed)) < SHORTEST_WORDS:
        return ()
    recent = _published(unit_id, since=today - timedelta(days=DAYS))
    place = [column == value for column, value in ((recent.c.village_id, village_id), (recent.c.field_id, field_id)) if value]
    query = select(recent).order_by(recent.c.id.desc()).limit(NEWEST)
    rows = {row.id: row for row in db.session.execute(query.where(or_(*place)) if place else query)}
    own = ready(plain_text(typed))
    near = nearest(own, (ready(row.search_text, key=row.id) for row in rows.values()), most=WORTH_SCORING)
    texts = [ready(plain_text(f"{rows[text.key].title} {rows[text.key].story}"), key=text.key) for text in near]
    like = [text for found, text in scored(own, texts, least=TO_JOIN) if found >= SURE or rows[text.key].state in OPEN_STATES]
    return tuple(
        SimilarPublished(
            code=rows[text.key].code, title=rows[text.key].title, state=rows[text.key].state,
            received_on=rows[text.key].received_on, village_id=rows[text.key].village_id,
            open=rows[text.key].state in OPEN_STATES, answered_on=rows[text.key].answered_on,
        )
        for text in like[:3]
    )  # fmt: skip


def _published(unit_id: int, *, since: date) -> Any:
    columns = (
        PublicCase.id, PublicCase.code, PublicCase.title, PublicCase.state, PublicCase.received_on, PublicCase.village_id,
        PublicCase.field_id, PublicCase.answered_on, func.substr(PublicCase.story, 1, LONGEST).label("story"),
        func.substr(PublicCase.search_text, 1, LONGEST).label("search_text"),
    )  # fmt: skip
    # A day that is no bare column, so that no planner takes the index of days and sorts half a year of the commune by number.
    day = func.coalesce(PublicCase.received_on, PublicCase.received_on)
    newest = select(*columns).where(PublicCase.unit_id == unit_id, PublicCase.published, day >= since)
    return newest.order_by(PublicCase.id.desc()).limit(WALKED).subquery("recent")
