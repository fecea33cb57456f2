"""After a copy came back: opinions whose words had been taken out since lose them again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.services.returning import once_more
from consultation.models import ConsultationOpinion
from consultation.services.opinions import DENOUNCES, KIND, take_out
from core.gone import Gone, Marks


def take_out_again(at: datetime, marks: Marks) -> int:
    """Take the words out of every opinion that the marks name."""
    model = ConsultationOpinion
    rows = select(model.unit_id, model.id, model.idempotency_key).where(model.emptied_at.is_(None)).order_by(model.id)

    def act(opinion_id: int, gone: Gone, actor: Actor) -> None:
        take_out(opinion_id, actor=actor, at=at, denounces=gone.says(DENOUNCES))

    return once_more(rows, KIND, marks, at=at, act=act)
