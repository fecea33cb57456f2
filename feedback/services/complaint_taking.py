"""Accepted, not accepted, or guided: what the office decides on a complaint in its first days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from accounts.models import Village
from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput
from core.extensions import db
from core.text import clean_line
from deadlines.clock import local_date
from feedback.complaint_events import ComplaintAccepted, ComplaintNotAccepted
from feedback.complaint_models import Complaint
from feedback.complaint_rules import clean_criteria, fault_of_refusal, missing_for_acceptance
from feedback.complaint_states import ComplaintAction, Complexity, RefusalGround
from feedback.events import CaseDueMoved, CaseTurnedAway
from feedback.late_reasons import UNSAID, Lateness
from feedback.models import Case
from feedback.queries.complaint_facts import standing_of
from feedback.services import clocks
from feedback.services.complaint_base import (
    choice,
    clocks_in,
    end_clocks,
    end_road,
    event_base,
    load_complaint,
    note,
    prose,
    recounted,
    refuse,
    run,
)
from feedback.services.lateness import why_late
from feedback.services.steps import enter
from feedback.services.triage import give_to
from feedback.states import CaseState, ClockState

ARTICLE_11 = "Luật Khiếu nại 2011, Điều 11"
GUIDANCE = "Luật Tiếp công dân 2013, Điều 26.1b; Nghị định 124/2020/NĐ-CP, Điều 8.3 (Nghị định 155/2026/NĐ-CP, Điều 6)"


def accept_complaint(
    case_id: int, *, actor: Actor, at: datetime, version: int, department_id: int, officer_id: int | None = None,
    criteria: Sequence[str] = (), complex_reason: str = "",
) -> date | None:  # fmt: skip
    """Accept the complaint (thụ lý, form 03) and give its verification to a department; return the day of the settlement.

    The clock of acceptance ends and KN.SETTLE1 starts today: 30 days, remote 45, complex 45, both 60 (LKN Art. 28). Remote is
    the flag of the village. Raises BadInput (kn_not_signed, kn_time_unchecked, kn_time_barred, kn_signatures_missing,
    kn_representatives_missing, kn_is_withdrawn, kn_calendar_closed …). Event: ComplaintAccepted; the complainant is told.
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.ACCEPT, version=version)
    refuse(missing_for_acceptance(standing_of(case, row)))
    away = give_to(case, department_id=department_id, officer_id=officer_id, actor=actor, on=local_date(at))
    today = local_date(at)
    row.remote = _is_remote(case)
    if criteria:
        _mark(row, criteria, complex_reason)
    db.session.flush()
    end_clocks(case, on=today)
    for planned in clocks_in(case, ClockState.PLANNED):
        db.session.delete(planned)
    clock = run(case, clocks.SETTLE_COMPLAINT, on=today)
    case.state, case.accepted_on, case.due_on = CaseState.ACCEPTED.value, today, clock.due_on
    facts = {
        "form": "03", "term": clock.term_code, "department_id": department_id, "officer_id": case.officer_id, **away,
        "remote": row.remote, "criteria": list(row.criteria), "due_on": clock.due_on,
    }  # fmt: skip
    event = ComplaintAccepted(**event_base(case, at=at, actor=actor), due_on=clock.due_on, term=clock.term_code)
    note(case, ComplaintAction.ACCEPT, at=at, actor=actor, for_sender=True, facts=facts, event=event)
    return clock.due_on


def _is_remote(case: Case) -> bool:
    village = db.session.get(Village, case.village_id) if case.village_id else None
    return village is not None and village.remote


def _mark(row: Complaint, criteria: Sequence[str], reason: str) -> None:
    chosen = clean_criteria(criteria, [word.value for word in Complexity])
    if not chosen:
        raise BadInput({"criteria": "kn_criterion_missing"})
    row.complex_reason = prose(reason, field="complex_reason", least=10, code="reason_missing")
    row.is_complex, row.criteria = True, list(chosen)


def mark_complex(case_id: int, *, actor: Actor, at: datetime, version: int, criteria: Sequence[str], complex_reason: str) -> None:
    """Determine in writing that the case is complex, by at least one of the seven criteria (Decree 124/2020 Art. 3a).

    The running clock is counted anew: 45 days from acceptance, 60 where remote; totals, not additions. Too late once the
    ordinary time is over. Raises BadInput (kn_criterion_missing, reason_missing, kn_already_complex, kn_complex_late).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.MARK_COMPLEX, version=version)
    before = case.due_on
    if row.is_complex:
        raise BadInput({"": "kn_already_complex"})
    if before is not None and local_date(at) > before:
        raise BadInput({"": "kn_complex_late"})
    _mark(row, criteria, complex_reason)
    db.session.flush()
    recounted(case)
    facts = {"criteria": list(row.criteria), "due_before": before, "due_on": case.due_on}
    note(case, ComplaintAction.MARK_COMPLEX, at=at, actor=actor, text=row.complex_reason, for_sender=True, facts=facts)
    publish(
        CaseDueMoved(**event_base(case, at=at, actor=actor), due_before=before, due_on=case.due_on, why="complex")
    )  # fmt: skip


def not_accept(
    case_id: int, *, actor: Actor, at: datetime, version: int, ground: str, reason: str, late: Lateness = UNSAID
) -> None:
    """Refuse to accept, on one of the nine grounds of LKN Art. 11 (form 04). Event: ComplaintNotAccepted; the person is told.

    ``late``: why, when the due date has passed. Raises BadInput (choice_unknown, reason_missing, late_reason_missing …, and
    kn_not_barred, kn_is_signed when the file says otherwise).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.NOT_ACCEPT, version=version)
    number = choice(RefusalGround, ground, field="ground")
    refuse(fault_of_refusal(number, standing_of(case, row)), field="ground")
    reason = prose(reason, field="reason", least=10, code="reason_missing")
    today = local_date(at)
    said = why_late(case, late, on=today)
    row.refusal_ground, case.ground = number.value, f"{ARTICLE_11}, khoản {number.value}: {reason}"
    end_road(case, CaseState.NOT_ACCEPTED, on=today, on_time=end_clocks(case, on=today))
    event = ComplaintNotAccepted(**event_base(case, at=at, actor=actor), number=number.value, ground=case.ground[:200], **said)
    facts = {"form": "04", "article": f"{ARTICLE_11}, khoản {number.value}", "number": number.value, **said}
    note(case, ComplaintAction.NOT_ACCEPT, at=at, actor=actor, text=reason, for_sender=True, facts=facts, event=event)


def guide_complaint(
    case_id: int, *, actor: Actor, at: datetime, version: int, receiver: str, letter: str, late: Lateness = UNSAID
) -> None:
    """Tell the person where to complain: a complaint that is not for the commune is guided, never transferred.

    ``late``: why, when the due date has passed. Raises BadInput (receiver_missing, letter_missing, late_reason_missing …).
    Event: CaseTurnedAway (guided); the person is told.
    """
    case, _row = load_complaint(case_id, actor=actor, action=ComplaintAction.GUIDE, version=version)
    receiver, letter = clean_line(receiver)[:200], prose(letter, field="letter", least=10, code="letter_missing")
    if not receiver:
        raise BadInput({"receiver": "receiver_missing"})
    today = local_date(at)
    said = why_late(case, late, on=today)
    case.ground = GUIDANCE
    end_road(case, CaseState.GUIDED, on=today, on_time=end_clocks(case, on=today))
    facts = {"ground": GUIDANCE, "receiver": receiver, **said}
    enter(case, CaseState.GUIDED.value, at=at, actor=actor, text=letter, for_sender=True, facts=facts)
    publish(CaseTurnedAway(**event_base(case, at=at, actor=actor), state=case.state, ground=GUIDANCE[:200], **said))
