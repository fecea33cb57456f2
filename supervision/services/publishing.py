"""Before everybody: when the body and the leader have both agreed; taken back by either, with a reason and for good."""

from __future__ import annotations

from datetime import datetime

from accounts.permissions import Actor
from core.errors import BadInput
from core.text import clean_text
from deadlines.clock import local_date
from supervision.events import PublicationAgreed, RecommendationTakenBack
from supervision.models import Recommendation
from supervision.rules import reason_faults
from supervision.services.steps import enter, load, paper_of, tell
from supervision.states import Step


def agree(
    recommendation_id: int, *, read_over: bool, paper: str = "", actor: Actor, at: datetime, version: int
) -> None:  # fmt: skip
    """Agree for the body that everybody reads it. Event: PublicationAgreed.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (read_over: nobody has looked for names; paper_missing).
    """
    row, _rounds = load(recommendation_id, Step.AGREE, actor=actor, version=version)
    _looked(read_over)
    said = paper_of(paper, actor=actor)
    row.body_agreed_at = at
    enter(row, Step.AGREE, actor=actor, at=at, **said)
    _both(row, "body", actor=actor, at=at)


def allow(recommendation_id: int, *, read_over: bool, actor: Actor, at: datetime, version: int) -> None:
    """Agree as the leader. Event: PublicationAgreed. Raises as ``agree``."""
    row, _rounds = load(recommendation_id, Step.ALLOW, actor=actor, version=version)
    _looked(read_over)
    row.leader_agreed_at = at
    enter(row, Step.ALLOW, actor=actor, at=at)
    _both(row, "leader", actor=actor, at=at)


def take_back(recommendation_id: int, *, reason: str, actor: Actor, at: datetime, version: int) -> None:
    """Take back what everybody reads; its page answers 410 and says why. Event: RecommendationTakenBack.

    Raises NotFound, NotAllowed, WrongState, StaleVersion, BadInput (reason_short).
    """
    row, _rounds = load(recommendation_id, Step.TAKE_BACK, actor=actor, version=version)
    reason = clean_text(reason)
    faults = reason_faults(reason)
    if faults:
        raise BadInput(faults)
    row.taken_back_on, row.take_back_reason = local_date(at), reason
    enter(row, Step.TAKE_BACK, actor=actor, at=at, words=reason)
    tell(RecommendationTakenBack, row, actor=actor, at=at)


def _looked(read_over: bool) -> None:
    if not read_over:
        raise BadInput({"read_over": "read_over"})


def _both(row: Recommendation, side: str, *, actor: Actor, at: datetime) -> None:
    if row.body_agreed_at is not None and row.leader_agreed_at is not None:
        row.published_on = local_date(at)
    tell(PublicationAgreed, row, actor=actor, at=at, side=side, published=row.published_on is not None)
