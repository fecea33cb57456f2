"""Tells a case further up as its time is used: at 50 % its officer, at 80 % also the head, at 100 % also the leaders, once each.

What was told stands in the timeline of the case (kind "escalated"), so a pass that runs twice, or in two workers, tells once:
the case is locked before it is asked whether this stage was told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core.bus import publish
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from feedback.escalation import stage_of
from feedback.events import CaseEscalated
from feedback.models import Case, CaseClock, CaseEntry
from feedback.queries.complaint_facts import suspensions_of_cases
from feedback.reminders import at_work
from feedback.services.upkeep import unhurried
from feedback.states import OPEN_STATES, CaseKind, ClockState

TOLD = "escalated"


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A case that reached a stage; ``key`` names the stage of this round and this length of its time."""

    case_id: int
    stage: int
    key: str


def escalate(at: datetime) -> int:
    """Tell every stage that was reached and not told; return how many. Not before 07:00, not on days off."""
    told = 0
    for unit_id, _calendar in at_work(at):
        for part in unhurried(_reached(unit_id, today=local_date(at))):
            with transaction():
                told += sum(_tell(item, unit_id=unit_id, at=at) for item in part)
    return told


def _reached(unit_id: int, *, today: date) -> list[Reached]:
    calendar = calendar_for(unit_id)
    query = (
        select(
            CaseClock.case_id, CaseClock.started_on, CaseClock.due_on, CaseClock.round, CaseClock.extension_days, Case.kind
        )
        .join(Case, Case.id == CaseClock.case_id)
        .where(
            CaseClock.unit_id == unit_id, CaseClock.state == ClockState.RUNNING.value, CaseClock.due_on == Case.due_on,
            Case.state.in_([state.value for state in OPEN_STATES]),
        )
        .order_by(CaseClock.case_id)
    )  # fmt: skip
    found = []
    told = _told_keys(unit_id)
    rows = db.session.execute(query).all()
    stops = suspensions_of_cases(unit_id, [row.case_id for row in rows if row.kind == CaseKind.COMPLAINT])
    for row in rows:
        stage = stage_of(row.started_on, row.due_on, today, calendar, stops=stops.get(row.case_id, ()))
        key = f"{row.round}/{row.started_on}+{row.extension_days}/{stage}"
        if stage and (row.case_id, key) not in told:
            found.append(Reached(case_id=row.case_id, stage=stage, key=key))
    return found


def _told_keys(unit_id: int) -> set[tuple[int, str]]:
    query = (
        select(CaseEntry.case_id, CaseEntry.facts)
        .join(Case, Case.id == CaseEntry.case_id)
        .where(
            CaseEntry.unit_id == unit_id, CaseEntry.kind == TOLD, Case.unit_id == unit_id,
            Case.state.in_([state.value for state in OPEN_STATES]),
        )
    )  # fmt: skip
    return {(case_id, str(facts.get("key"))) for case_id, facts in db.session.execute(query)}


def _tell(item: Reached, *, unit_id: int, at: datetime) -> int:
    query = select(Case).where(Case.id == item.case_id, Case.unit_id == unit_id).with_for_update()
    case = db.session.scalars(query.execution_options(populate_existing=True)).one()
    known = select(CaseEntry.facts).where(CaseEntry.case_id == case.id, CaseEntry.kind == TOLD)
    if case.state not in OPEN_STATES or any(facts.get("key") == item.key for facts in db.session.scalars(known)):
        return 0
    db.session.add(
        CaseEntry(
            unit_id=unit_id, case_id=case.id, kind=TOLD, at=at, actor_id=None, version=case.version,
            facts={"stage": item.stage, "key": item.key, "due_on": case.due_on.isoformat() if case.due_on else None},
        )
    )  # fmt: skip
    publish(CaseEscalated(unit_id=unit_id, at=at, actor_id=None, case_id=case.id, stage=item.stage))
    return 1
