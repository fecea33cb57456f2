"""Commands on an official's own lists: save, show first, forget. A list changes nothing for anybody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from accounts.models import Official
from accounts.permissions import Actor
from core.errors import BadInput, NotFound
from core.extensions import db
from core.text import clean_line
from feedback.desk_models import SavedView

MOST = 20
NAME_MOST, FILTERS_MOST = 60, 500


def save_view(*, actor: Actor, at: datetime, name: str, filters: str, opens_first: bool) -> SavedView:
    """Keep the filters under a name; a list of that name is replaced. Raises BadInput (view_name, view_filters, view_many)."""
    name = clean_line(name)
    if not 1 <= len(name) <= NAME_MOST:
        raise BadInput({"name": "view_name"})
    if len(filters) > FILTERS_MOST:
        raise BadInput({"filters": "view_filters"})
    _one_at_a_time(actor)
    query = select(SavedView).where(SavedView.unit_id == actor.unit_id, SavedView.official_id == actor.id)
    row = db.session.scalars(query.where(SavedView.name == name)).one_or_none()
    if row is None:
        number = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        if number >= MOST:
            raise BadInput({"name": "view_many"})
    if opens_first:
        _none_first(actor)
    if row is None:
        row = SavedView(unit_id=actor.unit_id, official_id=actor.id, name=name)
    row.filters, row.opens_first, row.changed = filters, opens_first, at
    db.session.add(row)
    db.session.flush()
    return row


def show_first(view_id: int, *, actor: Actor, at: datetime) -> None:
    """Let this list open with the desk, or, when it does already, no list of one's own. Raises NotFound."""
    row = _own(view_id, actor)
    first = not row.opens_first
    _none_first(actor)
    row.opens_first, row.changed = first, at
    db.session.flush()


def forget_view(view_id: int, *, actor: Actor) -> None:
    """Forget a list. Raises NotFound, also for a colleague's list."""
    db.session.delete(_own(view_id, actor))


def _own(view_id: int, actor: Actor) -> SavedView:
    query = select(SavedView).where(
        SavedView.id == view_id, SavedView.unit_id == actor.unit_id, SavedView.official_id == actor.id
    )
    row = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _one_at_a_time(actor: Actor) -> None:
    """Let two presses of the same person wait for each other."""
    db.session.execute(select(Official.id).where(Official.unit_id == actor.unit_id, Official.id == actor.id).with_for_update())


def _none_first(actor: Actor) -> None:
    mine = (SavedView.unit_id == actor.unit_id, SavedView.official_id == actor.id)
    db.session.execute(update(SavedView).where(*mine, SavedView.opens_first).values(opens_first=False))
