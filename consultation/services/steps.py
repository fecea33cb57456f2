"""What every command begins with: the actor may, it is this commune's, its phase allows the step, nobody was faster."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import setting
from consultation.models import Consultation
from consultation.rules import SUMMARY_DAYS, may_take, phase_of
from consultation.states import STEPS, Phase, Step
from core.errors import NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.permissions import Permission
from deadlines.clock import local_date


def must(actor: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless the actor holds the permission."""
    if permission not in actor.permissions:
        raise NotAllowed(permission=permission.value)


def phase_today(row: Consultation, *, at: datetime) -> Phase:
    """Return where a consultation stands at a moment."""
    return phase_of(row, today=local_date(at), summary_days=int(setting(row.unit_id, SUMMARY_DAYS)))


def load(consultation_id: int, step: Step, *, actor: Actor, at: datetime, version: int | None = None) -> Consultation:
    """Return the consultation, locked, fresh and ready for the step; ``version`` None: others may have written meanwhile.

    Raises NotAllowed, NotFound, WrongState (consultation_wrong_phase), StaleVersion.
    """
    must(actor, STEPS[step][1])
    query = select(Consultation).where(Consultation.id == consultation_id, Consultation.unit_id == actor.unit_id)
    row = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    phase = phase_today(row, at=at)
    if not may_take(step, phase):
        raise WrongState("consultation_wrong_phase", step=step.value, state=phase.value)
    if version is not None and row.version != version:
        raise StaleVersion(expected=version, current=row.version)
    return row


def changed(row: Consultation, *, at: datetime) -> None:
    """Note that a row was written over."""
    row.version += 1
    row.touched_at = at
