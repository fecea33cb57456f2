"""What every command begins and ends with: it is this commune's, the actor may, nobody was faster; then state, log, event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import setting
from core import bus, page_cache
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.text import clean_line
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.engine import Due, NotComputable, due_on
from deadlines.queries import term
from deadlines.terms import NotInForce
from supervision.events import RecommendationEvent
from supervision.models import Recommendation, RecommendationEntry, RecommendationRound
from supervision.permissions import on_behalf, permitted
from supervision.rules import DOCUMENT_MOST, REPLY, REPLY_DAYS, STEPS, Standing, by_law, may_take, office_term
from supervision.states import Body, State, Step

QUIET = frozenset({Step.CORRECT, Step.ASSIGN, Step.DRAFT, Step.SEND_BACK})
"""Steps of which no public number and no public word speaks."""


def standing_of(row: Recommendation, rounds: Sequence[RecommendationRound]) -> Standing:
    """Return where a recommendation stands, for the table of steps."""
    return Standing(
        state=State(row.state), round_number=row.round_number, open_promises=any(map(open_promise, rounds)),
        agreed=row.body_agreed_at is not None, allowed=row.leader_agreed_at is not None, published=row.published_on is not None,
        taken_back=row.taken_back_on is not None,
    )  # fmt: skip


def open_promise(kept: RecommendationRound) -> bool:
    """Return whether a round holds a promise of an answer that is out, of which nobody has said yet what became of it."""
    return kept.answered_on is not None and kept.promise_on is not None and not kept.promise_state


def load(recommendation_id: int, step: Step, *, actor: Actor, version: int) -> tuple[Recommendation, list[RecommendationRound]]:
    """Return the recommendation of the actor's commune, locked, fresh and ready for the step, with its rounds in order.

    Raises NotFound, NotAllowed, WrongState (supervision_wrong_state), StaleVersion.
    """
    row = locked(recommendation_id, actor=actor)
    if not permitted(actor, step, official_id=row.official_id, department_id=row.department_id):
        raise NotAllowed(step=step.value)
    rounds = rounds_of(row)
    if not may_take(step, standing_of(row, rounds)):
        raise WrongState("supervision_wrong_state", step=step.value, state=row.state)
    if row.version != version:
        raise StaleVersion(expected=version, current=row.version)
    return row, rounds


def locked(recommendation_id: int, *, actor: Actor) -> Recommendation:
    """Return a recommendation of the actor's commune that has its words, locked and fresh. Raises NotFound."""
    query = select(Recommendation).where(
        Recommendation.id == recommendation_id, Recommendation.unit_id == actor.unit_id, Recommendation.emptied_at.is_(None)
    )
    row = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    return row


def rounds_of(row: Recommendation) -> list[RecommendationRound]:
    """Return the rounds in order."""
    query = select(RecommendationRound).where(RecommendationRound.recommendation_id == row.id)
    return list(db.session.scalars(query.order_by(RecommendationRound.number).execution_options(populate_existing=True)))


def enter(row: Recommendation, step: Step, *, actor: Actor, at: datetime, words: str = "", **facts: Any) -> None:
    """Take the step: the state it leads to, one version more, and a line in the log."""
    passage = STEPS.get(step)
    if passage is not None:
        row.state = row.state if passage.to is None else passage.to.value
        row.version += 1
    row.touched_at = at
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
    db.session.add(
        RecommendationEntry(
            unit_id=row.unit_id, recommendation_id=row.id, at=at, actor_id=actor.id, step=step.value, words=words, facts=plain
        )
    )
    if step not in QUIET:
        page_cache.raise_version(row.unit_id)


def tell(kind: type[RecommendationEvent], row: Recommendation, *, actor: Actor, at: datetime, **facts: Any) -> None:
    """Publish an event of the recommendation."""
    bus.publish(
        kind(unit_id=row.unit_id, at=at, actor_id=actor.id, recommendation_id=row.id, body=row.body, **facts)  # type: ignore[arg-type]
    )


def reply_due(body: Body, start: date, *, unit_id: int, calendar: WorkingCalendar, field: str) -> Due:
    """Return by when a body is answered that asked on ``start``, with the proof.

    The law says so for the People's Inspection Board (term DC.TTND.REPLY); for the others it is the setting
    ``supervision_reply_days``. Raises BadInput (day_outside) under ``field``.
    """
    try:
        wanted = term(REPLY, start, unit_id=unit_id) if by_law(body) else office_term(int(setting(unit_id, REPLY_DAYS)))
        return due_on(wanted, start, calendar)
    except (NotInForce, CalendarNotCovered, NotComputable, ValueError, OverflowError):
        raise BadInput({field: "day_outside"}) from None


def paper_of(text: str, *, actor: Actor) -> Mapping[str, Any]:
    """Return the facts of a step that a body takes: an official who enters it for a body names its paper.

    Raises BadInput (paper_missing, text_long).
    """
    paper = clean_line(text)
    if on_behalf(actor) and not paper:
        raise BadInput({"paper": "paper_missing"})
    if len(paper) > DOCUMENT_MOST:
        raise BadInput({"paper": "text_long"})
    return {"on_behalf": on_behalf(actor), **({"paper": paper} if paper else {})}
