"""After a copy came back: recommendations whose words had been taken away since lose them again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.services.returning import once_more, who_is_named
from core.gone import Gone, Marks
from supervision.models import Recommendation
from supervision.services.emptying import DENOUNCES, KIND, take_out


def take_out_again(at: datetime, marks: Marks) -> int:
    """Take the words out of every recommendation that the marks name."""
    model = Recommendation
    rows = select(model.unit_id, model.id, model.idempotency_key).where(model.emptied_at.is_(None)).order_by(model.id)

    def act(recommendation_id: int, gone: Gone, actor: Actor) -> None:
        named = who_is_named(gone, unit_id=actor.unit_id)
        take_out(recommendation_id, actor=actor, at=at, denounces=gone.says(DENOUNCES), accused_id=named)

    return once_more(rows, KIND, marks, at=at, act=act)
