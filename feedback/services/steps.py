"""What every command at the desk begins and ends with: load for change, write the timeline, raise the version."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from accounts.permissions import Actor
from core.errors import NotFound, StaleVersion
from core.extensions import db
from feedback.matrix import not_allowed, step_for, wrong_state
from feedback.models import Case, CaseEntry
from feedback.permissions import may, may_read
from feedback.states import CaseState


def load_for_change(case_id: int, *, actor: Actor, action: StrEnum, version: int | None) -> Case:
    """Return the case, locked and fresh. ``version`` None: the step adds only and cannot overwrite.

    Raises NotFound (also for another commune's case), StaleVersion, WrongState, NotAllowed, in this order.
    """
    query = select(Case).where(Case.id == case_id, Case.unit_id == actor.unit_id).with_for_update()
    case = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if case is None or not may_read(actor, case):
        raise NotFound()
    if version is not None and version != case.version:
        raise StaleVersion(case_id=case_id, expected=version, current=case.version)
    step = step_for(action, case.kind)
    if step is None or CaseState(case.state) not in step.states:
        raise wrong_state(action, case_id=case_id, kind=case.kind, state=case.state)
    if not may(actor, action, case):
        raise not_allowed(action, kind=case.kind)
    return case


def load_for_sender(case_id: int, *, unit_id: int) -> Case:
    """Return the case, locked and fresh, for its sender (whose right to it was checked by code and secret)."""
    query = select(Case).where(Case.id == case_id, Case.unit_id == unit_id).with_for_update()
    case = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if case is None:
        raise NotFound()
    return case


def enter(
    case: Case, kind: str, *, at: datetime, actor: Actor | None, text: str = "", for_sender: bool = False,
    facts: dict[str, object] | None = None, changes: bool = True,
) -> None:  # fmt: skip
    """Write a line of the timeline; a step that ``changes`` the case raises its version."""
    if changes:
        case.version += 1
    case.touched_at = at
    db.session.add(
        CaseEntry(
            unit_id=case.unit_id, case_id=case.id, kind=kind, at=at, actor_id=actor.id if actor else None,
            for_sender=for_sender, version=case.version, text=text, facts=facts or {},
        )
    )  # fmt: skip
