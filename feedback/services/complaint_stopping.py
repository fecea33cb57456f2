"""A complaint stands still, goes on, is withdrawn, or ends without a decision (LKN Art. 10, 11a; Decree 124/2020 Art. 7a, 28b).

In force from 1 July 2026, for complaints accepted before too when no decision was taken yet (Decree 155/2026 Art. 22): the rows
of KN.SUSPEND.SEND follow the day of the act, and on an earlier day the act is refused.
"""

from __future__ import annotations

from datetime import date, datetime

from accounts.permissions import Actor
from core.errors import BadInput
from core.extensions import db
from core.text import clean_text
from deadlines.clock import local_date
from feedback.complaint_events import (
    ComplaintDiscontinued,
    ComplaintResumed,
    ComplaintSuspended,
    ComplaintWithdrawn,
    WithdrawalSetAside,
)
from feedback.complaint_models import Complaint, ComplaintStop
from feedback.complaint_rules import Withdrawn, fault_of_ending, people_after, setting_aside_faults, withdrawal_faults
from feedback.complaint_states import ComplaintAction, EndGround, Scope, StopGround
from feedback.late_reasons import UNSAID, Lateness
from feedback.models import Case
from feedback.queries.complaint_facts import standing_of, stops_of
from feedback.services.clocks import SETTLE_COMPLAINT, promise
from feedback.services.complaint_base import (
    choice,
    clocks_in,
    day_of_fact,
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
from feedback.states import WAITING_TO_BE_ACCEPTED, CaseState, ClockState

SEND = "KN.SUSPEND.SEND"


def suspend(case_id: int, *, actor: Actor, at: datetime, version: int, ground: str, reason: str) -> date:
    """Stop the settlement (form 14a); its clock stands still from tomorrow on. Return the day until which the decision is sent.

    Raises BadInput (choice_unknown, reason_missing, kn_not_in_force, kn_calendar_closed). Event: ComplaintSuspended.
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.SUSPEND, version=version)
    why, reason = choice(StopGround, ground, field="ground"), prose(reason, field="reason", least=10, code="reason_missing")
    today = local_date(at)
    sending = run(case, SEND, on=today, state=ClockState.TRACKED)
    for clock in clocks_in(case, ClockState.RUNNING, family=SETTLE_COMPLAINT):
        clock.state = ClockState.STOPPED.value
    db.session.add(
        ComplaintStop(unit_id=case.unit_id, case_id=case.id, ground=why.value, reason=reason, stopped_on=today, resumed_reason="")
    )
    row.state_before, case.state, case.due_on = case.state, CaseState.SUSPENDED.value, None
    facts = {"form": "14a", "ground": why.value, "term": SEND, "until": sending.due_on}
    event = ComplaintSuspended(**event_base(case, at=at, actor=actor), send_on=sending.due_on)
    note(case, ComplaintAction.SUSPEND, at=at, actor=actor, text=reason, for_sender=True, facts=facts, event=event)
    return sending.due_on


def resume(case_id: int, *, actor: Actor, at: datetime, version: int, reason: str) -> date | None:
    """Go on (form 14b): the clock runs on from today's decision. Return the new last day. Event: ComplaintResumed."""
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.RESUME, version=version)
    reason, today = prose(reason, field="reason", code="reason_missing"), local_date(at)
    stop = next((item for item in stops_of(case.id) if item.resumed_on is None), None)
    if stop is None:
        raise BadInput({"": "kn_not_stopped"})
    stop.resumed_on, stop.resumed_reason = today, reason
    sending = run(case, SEND, on=today, state=ClockState.TRACKED)
    for clock in clocks_in(case, ClockState.STOPPED, family=SETTLE_COMPLAINT):
        clock.state = ClockState.RUNNING.value
    db.session.flush()
    recounted(case)
    case.state, row.state_before = row.state_before or CaseState.VERIFYING.value, ""
    facts = {"form": "14b", "term": SEND, "until": sending.due_on, "stopped_on": stop.stopped_on, "due_on": case.due_on}
    event = ComplaintResumed(**event_base(case, at=at, actor=actor), due_on=case.due_on)
    note(case, ComplaintAction.RESUME, at=at, actor=actor, text=reason, for_sender=True, facts=facts, event=event)
    return case.due_on


def confirm_sent(case_id: int, *, actor: Actor, at: datetime, version: int, sent_on: date | None) -> bool | None:
    """Record that the last decision to suspend, resume or discontinue was sent; return whether in time.

    Raises BadInput (kn_nothing_to_send, kn_day_later, kn_day_earlier).
    """
    case, _row = load_complaint(case_id, actor=actor, action=ComplaintAction.CONFIRM_SENT, version=version)
    waiting = clocks_in(case, ClockState.TRACKED, family=SEND)
    if not waiting:
        raise BadInput({"": "kn_nothing_to_send"})
    day = day_of_fact(sent_on, today=local_date(at), field="sent_on", earliest=waiting[-1].started_on)
    in_time = end_clocks(case, on=day, family=SEND, states=(ClockState.TRACKED,))
    note(case, ComplaintAction.CONFIRM_SENT, at=at, actor=actor, facts={"sent_on": day, "on_time": in_time})
    return in_time


def withdraw(
    case_id: int, *, actor: Actor, at: datetime, version: int, scope: str, what: str = "", leaving: int | None = None,
    late: Lateness = UNSAID,
) -> None:  # fmt: skip
    """Record that the complaint is withdrawn: whole, in part, or by some of many (LKN Art. 10; Decree 124/2020 Art. 7a).

    Part: what is withdrawn is not looked at again. Some of many: the case goes on for the others. Whole, or all of them: before
    acceptance the road ends here, after it the chair discontinues the settlement. ``late``: why, when it ends here after the due
    date. Event: ComplaintWithdrawn. Raises BadInput (kn_part_missing, kn_leaving_range, kn_is_withdrawn, late_reason_missing).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.WITHDRAW, version=version)
    if row.withdrawn_on is not None:
        raise BadInput({"": "kn_is_withdrawn"})
    kind, number = choice(Scope, scope, field="scope"), leaving or 0
    faults = withdrawal_faults(kind, what=what, leaving=number, people=row.people)
    if faults:
        raise BadInput(faults)
    text = clean_text(what)[:5000]
    if kind == Scope.PART:
        row.withdrawn_part = "\n".join(part for part in (row.withdrawn_part, text) if part)
    elif kind == Scope.SOME_PEOPLE:
        row.people, row.people_left = row.people - number, row.people_left + number
    whole = kind == Scope.WHOLE or row.people == 0
    said = _after_withdrawal(case, row, late, today=local_date(at)) if whole else {}
    facts = {"scope": kind.value, "leaving": number, "people": row.people, "ended": row.withdrawn_on is not None, **said}
    event = ComplaintWithdrawn(**event_base(case, at=at, actor=actor), scope=Scope.WHOLE.value if whole else kind.value, **said)
    note(case, ComplaintAction.WITHDRAW, at=at, actor=actor, text=text, for_sender=True, facts=facts, event=event)


def _after_withdrawal(case: Case, row: Complaint, late: Lateness, *, today: date) -> dict[str, str]:
    """End the road of what was not accepted yet; return the code of why it is late, nothing where the chair discontinues it."""
    row.withdrawn_on = today
    if CaseState(case.state) not in WAITING_TO_BE_ACCEPTED:
        return {}
    said, row.state_before = why_late(case, late, on=today), case.state
    end_road(case, CaseState.WITHDRAWN, on=today, on_time=end_clocks(case, on=today))
    return said


def set_withdrawal_aside(
    case_id: int, *, actor: Actor, at: datetime, version: int, scope: str, reason: str, returning: int | None = 0
) -> date | None:
    """Look again at what was withdrawn, because the complainant was pressed to withdraw it; return the due date.

    A complaint that was not accepted yet goes on where it was left, and the days for its acceptance are counted from today; in
    hand, the settlement's clock runs or stands still as before. After a decision to discontinue the person complains anew
    (LKN Art. 11.8). ``returning``: how many of those who withdrew complain on. The reason stays with the desk: line and letter of
    the sender do not say that somebody was pressed. Event: WithdrawalSetAside. Raises BadInput (choice_unknown,
    kn_nothing_withdrawn, kn_returning_range, reason_missing).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.CONTINUE, version=version)
    kind, number, today = choice(Scope, scope, field="scope"), returning or 0, local_date(at)
    gone = Withdrawn(whole=row.withdrawn_on is not None, part=row.withdrawn_part, people=row.people, left=row.people_left)
    faults = setting_aside_faults(kind, gone, returning=number)
    if faults:
        raise BadInput(faults)
    reason = prose(reason, field="reason", least=10, code="reason_missing")
    row.people, row.people_left = people_after(kind, gone, returning=number)
    row.continued_on, row.continued_reason = today, "\n".join(part for part in (row.continued_reason, reason) if part)
    if kind == Scope.PART:
        row.withdrawn_part = ""
    else:
        row.withdrawn_on = None
    _on_the_road_again(case, row)
    facts = {"scope": kind.value, "people": row.people, "due_on": case.due_on}
    event = WithdrawalSetAside(**event_base(case, at=at, actor=actor), scope=kind.value, due_on=case.due_on)
    note(case, ComplaintAction.CONTINUE, at=at, actor=actor, for_sender=True, facts=facts, event=event)
    return case.due_on


def _on_the_road_again(case: Case, row: Complaint) -> None:
    """Let a complaint whose road ended with its withdrawal wait for its acceptance again."""
    if case.state != CaseState.WITHDRAWN or row.withdrawn_on is not None:
        return
    case.state, row.state_before = row.state_before or CaseState.RECEIVED.value, ""
    case.answered_on = case.closed_on = case.on_time = None
    db.session.flush()
    promise(case)


def discontinue(
    case_id: int, *, actor: Actor, at: datetime, version: int, ground: str, reason: str, late: Lateness = UNSAID
) -> date:
    """End the settlement without a decision on the matter (form 14a); return the day until which the decision is sent.

    ``late``: why, when the due date has passed; while the settlement is suspended it has none. Raises BadInput (choice_unknown,
    kn_not_withdrawn, reason_missing, kn_not_in_force, late_reason_missing …). Event: ComplaintDiscontinued.
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.DISCONTINUE, version=version)
    why = choice(EndGround, ground, field="ground")
    refuse(fault_of_ending(why, standing_of(case, row)), field="ground")
    reason, today = prose(reason, field="reason", code="reason_missing"), local_date(at)
    said = why_late(case, late, on=today)
    for stop in stops_of(case.id):
        stop.resumed_on = stop.resumed_on or today
    end_road(case, CaseState.DISCONTINUED, on=today, on_time=end_clocks(case, on=today))
    sending = run(case, SEND, on=today, state=ClockState.TRACKED)
    row.end_ground = why.value
    facts = {"form": "14a", "ground": why.value, "term": SEND, "until": sending.due_on, **said}
    event = ComplaintDiscontinued(**event_base(case, at=at, actor=actor), why=why.value, **said)
    note(case, ComplaintAction.DISCONTINUE, at=at, actor=actor, text=reason, for_sender=True, facts=facts, event=event)
    return sending.due_on
