"""A land-recovery project: entered, changed, put before everybody, ended, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from accounts.models import Department, Official, Village
from accounts.permissions import Actor
from core.bus import publish
from core.codes import new_code
from core.errors import BadInput, NotAllowed
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line, clean_text
from core.transaction import key_of, wait_for_twin
from deadlines.clock import local_date
from disclosure.land_events import (
    LandProjectBegun,
    LandProjectChanged,
    LandProjectFinished,
    LandProjectPublished,
    LandProjectWithdrawn,
)
from disclosure.land_models import LandProject
from disclosure.land_rules import NewProject, finishing_gap, project_faults
from disclosure.land_states import LandState, LandStep
from disclosure.queries.land import plans_of
from disclosure.services.contents import ours
from disclosure.services.land_steps import enter_land, load_project
from disclosure.services.publishing import reason_of


def begin_project(project: NewProject, *, actor: Actor, at: datetime, idempotency_key: str) -> int:
    """Enter a project and return its id; the same key again returns the same one. Event: LandProjectBegun.

    Raises NotAllowed, BadInput (what project_faults says, owner_unknown, department_unknown, village_unknown).
    """
    if Permission.DISCLOSURE_WRITE not in actor.permissions:
        raise NotAllowed(permission=Permission.DISCLOSURE_WRITE.value)
    key = key_of("land", unit_id=actor.unit_id, key=idempotency_key)
    wait_for_twin(key)
    known = db.session.scalar(select(LandProject.id).where(LandProject.idempotency_key == key))
    if known is not None:
        return known
    row = LandProject(
        unit_id=actor.unit_id, code=new_code(), state=LandState.DRAFT.value, version=1, idempotency_key=key, created_by=actor.id,
        created_at=at, touched_at=at, **_checked(project, actor=actor, today=local_date(at)),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    event = LandProjectBegun(unit_id=row.unit_id, at=at, actor_id=actor.id, project_id=row.id, official_id=row.official_id)
    publish(event)
    return row.id


def change_project(project_id: int, project: NewProject, *, actor: Actor, at: datetime, version: int) -> None:
    """Write over a project. Event: LandProjectChanged. Raises as load_project, and BadInput as begin_project."""
    row = load_project(project_id, actor=actor, step=LandStep.CHANGE, version=version)
    values = _checked(project, actor=actor, today=local_date(at))
    changed = tuple(name for name, value in values.items() if getattr(row, name) != value)
    for name, value in values.items():
        setattr(row, name, value)
    enter_land(row, LandStep.CHANGE, LandProjectChanged, actor=actor, at=at, changed=changed)


def publish_project(project_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Let everybody read a project. Event: LandProjectPublished. Raises as load_project."""
    row = load_project(project_id, actor=actor, step=LandStep.PUBLISH, version=version)
    row.published_on = local_date(at)
    enter_land(row, LandStep.PUBLISH, LandProjectPublished, actor=actor, at=at)


def finish_project(project_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """End a project; refused while a draft hangs, opinions are missing or a dialogue is owed. Event: LandProjectFinished.

    Raises as load_project, and BadInput (posting_goes_on, opinions_owed, dialogue_owed).
    """
    row = load_project(project_id, actor=actor, step=LandStep.FINISH, version=version)
    today = local_date(at)
    gap = finishing_gap([plan.phase for plan in plans_of(row.unit_id, [row.id], today=today)[row.id]])
    if gap:
        raise BadInput({"": gap})
    row.ended_on = today
    enter_land(row, LandStep.FINISH, LandProjectFinished, actor=actor, at=at)


def withdraw_project(project_id: int, *, reason: str, actor: Actor, at: datetime, version: int) -> None:
    """Take a project back; its page says that, when and why, and nothing else. Event: LandProjectWithdrawn.

    The items that posted its drafts are things of their own and stay. Raises as load_project, and BadInput (reason_missing).
    """
    row = load_project(project_id, actor=actor, step=LandStep.WITHDRAW, version=version)
    row.withdraw_reason, row.ended_on = reason_of(reason), local_date(at)
    enter_land(row, LandStep.WITHDRAW, LandProjectWithdrawn, actor=actor, at=at)


def _checked(project: NewProject, *, actor: Actor, today: date) -> dict[str, Any]:
    """Return the columns of a project as it was typed."""
    project = replace(
        project, name=clean_line(project.name), document=clean_line(project.document), summary=clean_text(project.summary)
    )
    faults = project_faults(project, today=today)
    for model, name, code in ((Official, "official_id", "owner_unknown"), (Department, "department_id", "department_unknown")):
        number = getattr(project, name)
        if number is not None and not ours(model, [number], actor):
            faults[name] = code
    if not ours(Village, project.village_ids, actor):
        faults["village_ids"] = "village_unknown"
    if faults:
        raise BadInput(faults)
    return {
        "name": project.name, "document": project.document, "decided_on": project.decided_on, "summary": project.summary,
        "village_ids": sorted(set(project.village_ids)), "department_id": project.department_id,
        "official_id": project.official_id,
    }  # fmt: skip
