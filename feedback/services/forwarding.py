"""Telling the body that forwarded a letter how it was settled: the date by which, kept in step with the case, and the tick."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from accounts.permissions import Actor
from core.bus import publish
from core.database import use_unit
from core.errors import BadInput, WrongState
from core.extensions import db
from core.text import clean_line
from deadlines import queries as legal_time
from deadlines.calendar import CalendarNotCovered
from deadlines.clock import local_date
from deadlines.engine import due_on
from deadlines.events import CalendarChanged, TermChanged
from deadlines.terms import NotInForce
from feedback.events import CaseEvent, CasePartMade, ForwarderTold
from feedback.forwarding import NUMBER_MOST, is_settled, report_faults, report_rule
from feedback.forwarding_models import CaseForwarding
from feedback.link_models import CaseLink
from feedback.models import Case
from feedback.queries.forwardings import OWED, forwarding_of
from feedback.services.steps import enter, load_for_change
from feedback.services.upkeep import tenant_ids
from feedback.states import Action


def follow(event: CaseEvent) -> None:
    """Start the time for telling the outcome on the day a forwarded letter is settled; forget it when the case goes on again.

    Also for the letters that follow the case: they are settled with it. What was told of an earlier outcome stays in its lines.
    """
    leading, on = aliased(Case), local_date(event.at)
    merged = (CaseLink.case_id == CaseForwarding.case_id) & (CaseLink.kind == "merged")
    query = (
        select(CaseForwarding, Case, leading.state)
        .join(Case, Case.id == CaseForwarding.case_id)
        .outerjoin(CaseLink, merged)
        .outerjoin(leading, leading.id == CaseLink.leading_id)
        .where(CaseForwarding.unit_id == event.unit_id)
        .where(or_(CaseForwarding.case_id == event.case_id, CaseLink.leading_id == event.case_id))
    )
    for row, case, state in db.session.execute(query).all():
        if not is_settled(case.state, leading=state):
            row.settled_on, row.due_on, row.reported_on, row.report_number = None, None, None, ""
            row.term_code, row.proof = "", {}
        elif row.settled_on is None:
            row.settled_on = on
            _count(row, case)
    db.session.flush()


def pass_on(event: CasePartMade) -> None:
    """Let every part of a letter that was split bear who forwarded it: of each the outcome is told."""
    whole = forwarding_of(event.parent_id)
    if whole is not None:
        copied = {name: getattr(whole, name) for name in ("unit_id", "source", "body", "number", "sent_on")}
        db.session.add(CaseForwarding(**copied, case_id=event.case_id, proof={}))


def report_back(case_id: int, *, actor: Actor, at: datetime, version: int, reported_on: date | None, number: str = "") -> None:
    """Tick that the forwarding body was told how the letter was settled, on which day, by which paper. Event: ForwarderTold.

    Raises WrongState (not_forwarded, reported_already) and BadInput (reported_on_missing, reported_on_range). The sender is not
    told. Source: Law on Citizen Reception 2013, Art. 27.2; Law on Complaints 2011, Art. 66.2.
    """
    case = load_for_change(case_id, actor=actor, action=Action.REPORT_BACK, version=version)
    row = forwarding_of(case.id)
    if row is None or row.settled_on is None:
        raise WrongState("not_forwarded", case_id=case.id)
    if row.reported_on is not None:
        raise WrongState("reported_already", case_id=case.id)
    faults = report_faults(reported_on, settled_on=row.settled_on, today=local_date(at))
    if reported_on is None or faults:
        raise BadInput(faults)
    row.reported_on, row.report_number = reported_on, clean_line(number)[:NUMBER_MOST]
    in_time = None if row.due_on is None else reported_on <= row.due_on
    facts = {"source": row.source, "number": row.report_number, "reported_on": reported_on.isoformat(), "on_time": in_time}
    enter(case, "reported_back", at=at, actor=actor, facts=facts)
    base = {"unit_id": case.unit_id, "at": at, "actor_id": actor.id, "case_id": case.id}
    publish(ForwarderTold(**base, source=row.source, reported_on=reported_on, in_time=in_time))


def on_legal_time_changed(event: CalendarChanged | TermChanged) -> None:
    """Count anew by when those who wait are told, with the present calendar and terms."""
    for unit_id in tenant_ids() if event.unit_id is None else [event.unit_id]:
        with use_unit(unit_id):
            query = select(CaseForwarding, Case).join(Case, Case.id == CaseForwarding.case_id)
            for row, case in db.session.execute(query.where(CaseForwarding.unit_id == unit_id, *OWED)).all():
                _count(row, case)
            db.session.flush()


def _count(row: CaseForwarding, case: Case) -> None:
    """Set the date; where the calendar does not reach so far yet, none: it is counted when the calendar comes."""
    rule = report_rule(kind=case.kind, source=row.source)
    row.term_code, row.due_on, row.proof = rule.term, None, {}
    if not rule.term or row.settled_on is None:
        return
    try:
        term = legal_time.term(rule.term, case.received_on, unit_id=row.unit_id, event_on=row.settled_on)
        due = due_on(term, row.settled_on, legal_time.calendar_for(row.unit_id))
    except (CalendarNotCovered, NotInForce):
        return
    row.due_on, row.proof = due.due_on, due.proof.to_dict()
