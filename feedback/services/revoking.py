"""Takes back a step that ended a case by mistake (thu hồi): the case goes on as if it had not been taken."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput, WrongState
from core.extensions import db
from core.text import clean_text
from deadlines.clock import local_date
from feedback.events import EndingRevoked
from feedback.link_models import CaseTransfer
from feedback.models import Case
from feedback.queries.endings import Ending, ending_of, revoking_fault
from feedback.revoking import BEFORE
from feedback.services import clocks
from feedback.services.steps import enter, load_for_change
from feedback.states import Action, CaseState

REASON_MOST = 500


def remembered(case: Case) -> dict[str, object]:
    """Return what the line of an ending keeps of the case as it stands, so that the ending can be taken back."""
    return {BEFORE: {"state": case.state, "clocks": clocks.running_ids(case)}}


def revoke(case_id: int, *, actor: Actor, at: datetime, version: int, reason: str) -> None:
    """Take back a transfer, guidance, return, refusal or filing: state and clocks are as before, counted from the same days.

    Within the hours of the setting revoke_hours, and while nobody acted upon it. The letter about the ending that has not left
    stays here; the sender, and whose letters follow the case, are told that it is void. Event: EndingRevoked.
    Raises WrongState (revoke_off, revoke_impossible, revoke_late, revoke_paper, revoke_acted) and BadInput (reason_missing).
    Source: Decree 30/2020, Art. 18.
    """
    case = load_for_change(case_id, actor=actor, action=Action.REVOKE, version=version)
    ending = ending_of(case)
    fault = revoking_fault(case, ending, at=at)
    if fault or ending is None:
        raise WrongState(fault, case_id=case.id, action=Action.REVOKE.value, state=case.state)
    reason = clean_text(reason)[:REASON_MOST]
    if len(reason) < 5:
        raise BadInput({"reason": "reason_missing"})
    ended = case.state
    _go_on(case, ending)
    due = case.due_on.isoformat() if case.due_on else None
    enter(case, "revoked", at=at, actor=actor, text=reason, for_sender=True, facts={"ending": ended, "due_on": due})
    publish(
        EndingRevoked(
            unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, ending=ended, ended_on=local_date(ending.ended_at),
            state=case.state,
        )
    )  # fmt: skip


def _go_on(case: Case, ending: Ending) -> None:
    filed = case.state == CaseState.FILED
    case.state, case.closed_on = ending.state, None
    if not filed:
        case.ground = case.late_reason = case.late_note = ""
        case.answered_on = case.on_time = None
    db.session.execute(delete(CaseTransfer).where(CaseTransfer.case_id == case.id))
    clocks.run_on(case, ending.clocks)
