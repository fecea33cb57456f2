"""Supervision: the Fatherland Front records a remark on a commitment, and the office answers it within its clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import setting
from core import page_cache
from core.bus import publish
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.extensions import db
from core.permissions import Permission
from core.text import clean_text
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from dialogue.commitment_events import RemarkAnswered, RemarkRecorded
from dialogue.commitment_models import SupervisionRemark
from dialogue.commitment_rules import TEXT_MOST, may_remark
from dialogue.commitment_states import CommitmentState
from dialogue.services.commitments import locked_commitment, write

DAYS = "front_remark_days"


def remark(commitment_id: int, *, actor: Actor, at: datetime, text: str, calendar: WorkingCalendar) -> int:
    """Record a remark; it is answered within the setting ``front_remark_days`` (working days). Event: RemarkRecorded.

    Raises NotAllowed, NotFound (a draft is not public), BadInput. Source: Law on Grassroots Democracy 2022, Art. 28.6 (the Front
    supervises); the law names no number of days for the answer.
    """
    row = locked_commitment(commitment_id, actor=actor)
    if Permission.DIALOGUE_SUPERVISE not in actor.permissions:
        raise NotAllowed(permission=Permission.DIALOGUE_SUPERVISE.value)
    if not may_remark(actor, CommitmentState(row.state)):
        raise NotFound()
    said = _said(text)
    due = calendar.add_working(local_date(at), int(setting(row.unit_id, DAYS)))
    made = SupervisionRemark(unit_id=row.unit_id, commitment_id=row.id, at=at, by_id=actor.id, text=said, due_on=due)
    db.session.add(made)
    db.session.flush()
    write(row, "remark", actor=actor, at=at, text=said, facts={"due_on": due.isoformat()})
    page_cache.raise_version(row.unit_id)
    publish(
        RemarkRecorded(
            unit_id=row.unit_id, at=at, actor_id=actor.id, commitment_id=row.id, remark_id=made.id, due_on=due
        )
    )  # fmt: skip
    return made.id


def answer_remark(remark_id: int, *, actor: Actor, at: datetime, text: str) -> int:
    """Answer a remark once, late or not; return the commitment's id. Event: RemarkAnswered.

    Raises NotAllowed (only the office), NotFound, WrongState (remark_answered), BadInput.
    """
    if not actor.permissions & {Permission.DIALOGUE_DECIDE, Permission.DIALOGUE_PLAN}:
        raise NotAllowed(permission=Permission.DIALOGUE_DECIDE.value)
    query = select(SupervisionRemark).where(SupervisionRemark.id == remark_id, SupervisionRemark.unit_id == actor.unit_id)
    made = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if made is None:
        raise NotFound()
    if made.answered_at is not None:
        raise WrongState("remark_answered")
    made.answer, made.answered_at, made.answered_by = _said(text), at, actor.id
    row = locked_commitment(made.commitment_id, actor=actor)
    write(row, "reply", actor=actor, at=at, text=made.answer)
    page_cache.raise_version(row.unit_id)
    publish(
        RemarkAnswered(
            unit_id=row.unit_id, at=at, actor_id=actor.id, commitment_id=row.id, remark_id=made.id,
            late=local_date(at) > made.due_on,
        )
    )  # fmt: skip
    return row.id


def _said(text: str) -> str:
    text = clean_text(text)
    if not text or len(text) > TEXT_MOST:
        raise BadInput({"text": "text_missing" if not text else "text_long"})
    return text
