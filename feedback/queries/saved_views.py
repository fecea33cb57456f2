"""An official's own lists."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from accounts.permissions import Actor
from core.alphabet import alphabetical
from core.extensions import db
from feedback.desk_models import SavedView


@dataclass(frozen=True, kw_only=True)
class OwnView:
    """A saved list; ``filters`` is the query of the work list's address."""

    id: int
    name: str
    filters: str
    opens_first: bool


def own_views(actor: Actor) -> list[OwnView]:
    """Return the official's lists by name."""
    query = select(SavedView).where(SavedView.unit_id == actor.unit_id, SavedView.official_id == actor.id)
    return [
        OwnView(id=row.id, name=row.name, filters=row.filters, opens_first=row.opens_first)
        for row in sorted(db.session.scalars(query.order_by(SavedView.id)), key=lambda row: alphabetical(row.name))
    ]
