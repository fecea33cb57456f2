"""After a copy came back: recommendations whose words had been taken away since lose them again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.services.returning import who_is_named, who_moved
from core import shredding
from core.database import use_unit
from core.extensions import db
from core.gone import Marks
from core.transaction import transaction
from supervision.models import Recommendation
from supervision.services.emptying import DENOUNCES, KIND, take_out


def take_out_again(at: datetime, marks: Marks) -> int:
    """Take the words out of every recommendation that the marks name."""
    model = Recommendation
    query = select(model.unit_id, model.id, model.idempotency_key).where(model.emptied_at.is_(None)).order_by(model.id)
    rows = db.session.execute(query, execution_options={"all_units": True}).all() if len(marks) else []
    db.session.rollback()
    done = 0
    for unit_id, recommendation_id, key in rows:
        gone = marks.find(KIND, key)
        if gone is None:
            continue
        with use_unit(unit_id):
            actor, named = who_moved(gone, unit_id=unit_id), who_is_named(gone, unit_id=unit_id)
            with transaction():
                take_out(recommendation_id, actor=actor, at=at, denounces=gone.says(DENOUNCES), accused_id=named)
        done += 1
    if done:
        shredding.run(at)
    return done
