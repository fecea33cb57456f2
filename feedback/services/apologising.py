"""An apology for a late answer: written by who handles the case, signed by a leader; it moves no date of the law."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import setting
from core.bus import publish
from core.errors import BadInput, WrongState
from core.extensions import db
from core.text import clean_text
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from feedback.apologies import Apology, ApologyState, cleaned, day_fault, faults_of, owed_for
from feedback.apology_models import CaseApology
from feedback.events import ApologySent, ApologySentBack, ApologyWritten
from feedback.late_reasons import is_late
from feedback.models import Case
from feedback.services.steps import enter, load_for_change
from feedback.states import Action

NOTE_LEAST, NOTE_MOST = 5, 2000


def write_apology(case_id: int, *, actor: Actor, at: datetime, version: int, apology: Apology) -> None:
    """Lay an apology before the leader; one that came back is written anew. The sender reads nothing of it yet.

    Raises WrongState (apology_not_owed: nothing was missed, or the promised day is still to come; apology_waits: one lies with
    the leader) and BadInput (codes of apologies.faults_of). Event: ApologyWritten; the leaders are told.
    """
    case = load_for_change(case_id, actor=actor, action=Action.APOLOGISE, version=version)
    today, known = local_date(at), _apologies(case)
    open_one = next((row for row in known if row.state != ApologyState.SENT), None)
    if open_one is not None and open_one.state == ApologyState.SUBMITTED:
        raise WrongState("apology_waits", case_id=case.id)
    missed_on = owed_for(case.due_on, (row.new_on for row in known if row.state == ApologyState.SENT), today)
    if missed_on is None:
        raise WrongState("apology_not_owed", case_id=case.id)
    said = cleaned(apology)
    faults = faults_of(said, today=today, calendar=calendar_for(case.unit_id), most_days=_most_days(case))
    if faults:
        raise BadInput(faults)
    row = open_one or CaseApology(unit_id=case.unit_id, case_id=case.id, round=case.round)
    row.missed_on, row.new_on, row.state, row.leader_note = missed_on, said.new_on, ApologyState.SUBMITTED.value, ""
    row.reason, row.why, row.done, row.written_by, row.written_at = said.reason, said.why, said.done, actor.id, at
    db.session.add(row)
    db.session.flush()
    enter(case, "apology_written", at=at, actor=actor, text=row.done, facts=_facts(row))
    publish(
        ApologyWritten(
            unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, apology_id=row.id, reason=row.reason,
            missed_on=row.missed_on, new_on=row.new_on,
        )
    )  # fmt: skip


def decide_apology(case_id: int, *, actor: Actor, at: datetime, version: int, sign: bool, note: str = "") -> None:
    """Sign the apology, which sends it, or send it back with a note. The due date stays, and the case stays late.

    Raises WrongState (no_apology, apology_not_owed) and BadInput (note_missing; apology_day_past …: when it is signed
    the promised day must still be to come). Events: ApologySent, the sender is told; ApologySentBack.
    """
    case = load_for_change(case_id, actor=actor, action=Action.DECIDE_APOLOGY, version=version)
    row = next((row for row in _apologies(case) if row.state == ApologyState.SUBMITTED), None)
    if row is None:
        raise WrongState("no_apology", case_id=case.id)
    if sign:
        _sign(case, row, actor=actor, at=at)
        return
    note = clean_text(note)[:NOTE_MOST]
    if len(note) < NOTE_LEAST:
        raise BadInput({"note": "note_missing"})
    row.state, row.leader_note = ApologyState.SENT_BACK.value, note
    enter(case, "apology_sent_back", at=at, actor=actor, text=note)
    publish(ApologySentBack(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, apology_id=row.id))


def _sign(case: Case, row: CaseApology, *, actor: Actor, at: datetime) -> None:
    today = local_date(at)
    if not is_late(case.due_on, today):
        raise WrongState("apology_not_owed", case_id=case.id)
    wrong = day_fault(row.new_on, today=today, calendar=calendar_for(case.unit_id), most_days=_most_days(case))
    if wrong:
        raise BadInput({"": wrong})
    row.state, row.signed_by, row.signed_on = ApologyState.SENT.value, actor.id, today
    enter(case, "apologised", at=at, actor=actor, for_sender=True, text=row.done, facts=_facts(row))
    publish(
        ApologySent(
            unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, apology_id=row.id, reason=row.reason,
            missed_on=row.missed_on, new_on=row.new_on,
        )
    )  # fmt: skip


def _facts(row: CaseApology) -> dict[str, object]:
    return {
        "late_reason": row.reason, "why": row.why, "missed_on": row.missed_on.isoformat(), "new_on": row.new_on.isoformat(),
        "round": row.round,
    }  # fmt: skip


def _apologies(case: Case) -> list[CaseApology]:
    query = select(CaseApology).where(CaseApology.case_id == case.id, CaseApology.round == case.round)
    return list(db.session.scalars(query.order_by(CaseApology.id).execution_options(populate_existing=True)))


def _most_days(case: Case) -> int:
    return int(setting(case.unit_id, "apology_most_days"))
