"""A letter that says again what was answered, or guided, before: turned away with the number of the earlier case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from core.codes import clean_code
from core.errors import BadInput
from core.extensions import db
from feedback.late_reasons import UNSAID, Lateness
from feedback.models import Case
from feedback.services import triage
from feedback.states import Action, CaseState

EARLIER: dict[str, frozenset[CaseState]] = {
    "nothing_new": frozenset({CaseState.ANSWERED, CaseState.CLOSED}),
    "already_guided": frozenset({CaseState.GUIDED, CaseState.TRANSFERRED}),
}
"""Ground → the states in which the earlier case must be.

nothing_new: Law on Citizen Reception 2013, Art. 9; Decree 154/2026, Art. 4. already_guided: Circular 05/2021, Art. 14.1.
"""


def turn_away_again(
    case_id: int, *, actor: Actor, at: datetime, version: int, action: Action, ground_code: str, ground: str, letter: str,
    earlier_code: str, late: Lateness = UNSAID,
) -> None:  # fmt: skip
    """Refuse or file a repeated letter; the ground names the earlier case and the day it was settled.

    Raises BadInput (earlier_missing, earlier_unknown, earlier_state, earlier_later) and what triage.turn_away raises.
    """
    earlier = _earlier(case_id, actor=actor, typed=earlier_code, states=EARLIER[ground_code])
    settled = earlier.answered_on or earlier.closed_on
    named = f"{ground.rstrip('. ')} (hồ sơ {earlier.code}" + (f", ngày {settled:%d/%m/%Y})." if settled else ").")
    triage.turn_away(
        case_id, actor=actor, at=at, version=version, action=action, ground=named, letter=letter, late=late,
        ground_code=ground_code if action is Action.FILE_ONLY else "",
    )  # fmt: skip


def _earlier(case_id: int, *, actor: Actor, typed: str, states: frozenset[CaseState]) -> Case:
    code, fault = clean_code(typed), ""
    earlier = db.session.scalars(select(Case).where(Case.unit_id == actor.unit_id, Case.code == code)).one_or_none()
    received_on = db.session.scalar(select(Case.received_on).where(Case.id == case_id, Case.unit_id == actor.unit_id))
    if not typed.strip():
        fault = "earlier_missing"
    elif earlier is None or earlier.id == case_id:
        fault = "earlier_unknown"
    elif CaseState(earlier.state) not in states:
        fault = "earlier_state"
    elif received_on is not None and earlier.received_on > received_on:
        fault = "earlier_later"
    if earlier is None or fault:
        raise BadInput({"earlier_code": fault})
    return earlier
