"""What every command on a land project begins and ends with: it is this commune's, the actor may, and has seen it as it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core import page_cache
from core.bus import publish
from core.errors import NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from disclosure.land_events import LandEvent
from disclosure.land_models import LandProject
from disclosure.land_states import SHOWN, LandState, LandStep, land_leads_to
from disclosure.permissions import may_take_land


def load_project(project_id: int, *, actor: Actor, step: LandStep, version: int | None) -> LandProject:
    """Return the project of the actor's commune, locked, fresh and ready for the step.

    ``version`` None: whatever was written meanwhile.
    Raises NotFound, NotAllowed, WrongState (land_wrong_state), StaleVersion.
    """
    query = select(LandProject).where(LandProject.id == project_id, LandProject.unit_id == actor.unit_id)
    row = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    if not may_take_land(actor, step, row):
        raise NotAllowed(step=step.value)
    if land_leads_to(step, LandState(row.state)) is None:
        raise WrongState("land_wrong_state", step=step.value, state=row.state)
    if version is not None and row.version != version:
        raise StaleVersion(expected=version, current=row.version)
    return row


def enter_land(
    row: LandProject, step: LandStep, event: type[LandEvent], *, actor: Actor, at: datetime, **facts: object
) -> None:  # fmt: skip
    """Take the step: the state it leads to, one version more, the event; what everybody reads is made anew."""
    shown = row.state in SHOWN
    after = land_leads_to(step, LandState(row.state))
    row.state = row.state if after is None else after.value
    row.touched_at = at
    row.version += 1
    if shown or row.state in SHOWN:
        page_cache.raise_version(row.unit_id)
    publish(event(unit_id=row.unit_id, at=at, actor_id=actor.id, project_id=row.id, **facts))  # type: ignore[arg-type]
