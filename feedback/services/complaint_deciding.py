"""The decision and what comes after it: sent, appealed, in court, in force, carried out, closed (LKN Art. 31–46)."""

from __future__ import annotations

from datetime import date, datetime

from accounts.permissions import Actor
from core.errors import BadInput
from core.extensions import db
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from feedback.complaint_events import ComplaintDecided, ComplaintStateChanged, DecisionSent
from feedback.complaint_rules import missing_for_closing, missing_for_decision
from feedback.complaint_states import ComplaintAction, HigherOutcome, Result
from feedback.late_reasons import UNSAID, Lateness
from feedback.models import Case
from feedback.queries.complaint_facts import standing_of
from feedback.services import clocks
from feedback.services.complaint_base import (
    choice,
    clocks_in,
    day_of_fact,
    end_clocks,
    event_base,
    load_complaint,
    note,
    prose,
    refuse,
    run,
    track,
)
from feedback.services.lateness import why_late
from feedback.states import CaseState, ClockState

SEND, EFFECT, APPEAL, COURT = "KN.DECISION1.SEND", "KN.EFFECT1", "KN.APPEAL2", "KN.COURT"
SECOND, SECOND_COMPLEX, SECOND_SEND, SECOND_PUBLISH = (
    "KN.SETTLE2", "KN.SETTLE2.COMPLEX", "KN.DECISION2.SEND", "KN.DECISION2.PUBLISH",
)  # fmt: skip
"""Clocks of the second settlement bind the provincial chair: they are followed, never chased."""


def decide(
    case_id: int, *, actor: Actor, at: datetime, version: int, result: str, decision_number: str, decision: str,
    late: Lateness = UNSAID,
) -> date:  # fmt: skip
    """Decide the complaint (form 15): right, wrong, or partly right. Return the day until which the decision is sent.

    Ends KN.SETTLE1; starts KN.DECISION1.SEND and, for information, KN.EFFECT1. ``late``: why, when the due date has passed.
    Raises BadInput (kn_report_missing, kn_dialogue_missing, kn_is_withdrawn, kn_number_missing, text_missing,
    late_reason_missing …). Event: ComplaintDecided.
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.DECIDE, version=version)
    refuse(missing_for_decision(standing_of(case, row)))
    outcome, number = choice(Result, result, field="result"), clean_line(decision_number)[:60]
    if not number:
        raise BadInput({"decision_number": "kn_number_missing"})
    row.decision = prose(decision, field="decision", least=10)
    today = local_date(at)
    said = why_late(case, late, on=today)
    in_time = end_clocks(case, on=today)
    sending = run(case, SEND, on=today)
    track(case, EFFECT, on=today)
    row.result, row.decision_number, row.decided_on = outcome.value, number, today
    case.state, case.due_on, case.on_time = CaseState.DECIDED.value, sending.due_on, in_time
    facts = {
        "form": "15", "result": outcome.value, "number": number, "on_time": in_time, "term": SEND,
        "until": sending.due_on, **said,
    }  # fmt: skip
    event = ComplaintDecided(
        **event_base(case, at=at, actor=actor), result=outcome.value, on_time=in_time, send_on=sending.due_on, **said
    )  # fmt: skip
    note(case, ComplaintAction.DECIDE, at=at, actor=actor, text=row.decision, facts=facts, event=event)
    return sending.due_on


def send_decision(case_id: int, *, actor: Actor, at: datetime, version: int, sent_on: date | None) -> date | None:
    """Record that the decision was sent; return the last day for a second complaint. Event: DecisionSent; the person is told.

    Raises BadInput (kn_day_later, kn_day_earlier).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.SEND_DECISION, version=version)
    row.sent_on = day_of_fact(sent_on, today=local_date(at), field="sent_on", earliest=row.decided_on)
    in_time = end_clocks(case, on=row.sent_on, family=SEND)
    appeal, court = track(case, APPEAL, on=row.sent_on), track(case, COURT, on=row.sent_on)
    case.state, case.answered_on, case.due_on = CaseState.SENT.value, row.sent_on, None
    appeal_on = appeal.due_on if appeal else None
    facts = {
        "sent_on": row.sent_on, "on_time": in_time, "appeal_until": appeal_on, "court_until": court.due_on if court else None,
    }  # fmt: skip
    event = DecisionSent(**event_base(case, at=at, actor=actor), appeal_on=appeal_on)
    note(case, ComplaintAction.SEND_DECISION, at=at, actor=actor, text=row.decision, for_sender=True, facts=facts, event=event)
    return appeal_on


def record_appeal(
    case_id: int, *, actor: Actor, at: datetime, version: int, appealed_on: date | None, received_on: date | None = None
) -> bool:
    """Record a second complaint to the provincial chair; return whether it was too late (KN.APPEAL2, 30 or remote 45 days).

    The days count from the receipt of the decision (LKN Art. 33.1): from its sending, or from ``received_on`` where that day is
    known. There is one second complaint: what a province or a court has found is not complained of again (LKN Art. 7, 42).
    Raises BadInput (kn_higher_known, date_bad, kn_day_later, kn_day_earlier).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.RECORD_APPEAL, version=version)
    if row.higher_outcome:
        raise BadInput({"": "kn_higher_known"})
    row.appealed_on = day_of_fact(appealed_on, today=local_date(at), field="appealed_on", earliest=row.sent_on)
    last = clocks_in(case, ClockState.TRACKED, ClockState.ENDED, family=APPEAL)
    if last and received_on is not None:
        start = day_of_fact(received_on, today=row.appealed_on, field="received_on", earliest=row.sent_on)
        clocks.count_from(last[-1], case, start=start)
    row.appeal_late = bool(last) and row.appealed_on > last[-1].due_on
    end_clocks(case, on=row.appealed_on, family=APPEAL, states=(ClockState.TRACKED,))
    _move(case, CaseState.APPEALED)
    facts = {"appealed_on": row.appealed_on, "received_on": received_on, "late": row.appeal_late}
    _changed(case, ComplaintAction.RECORD_APPEAL, actor=actor, at=at, facts=facts)
    return row.appeal_late


def record_second(
    case_id: int, *, actor: Actor, at: datetime, version: int, taken_on: date | None, complex_case: bool = False
) -> date | None:
    """Record that the province accepted the second complaint; return the last day of its settlement (LKN Art. 37), if known.

    Tracks KN.SETTLE2: 45 days, remote 60; a case that is on file as complex, or that the province determines to be
    (``complex_case``), 60 and 70; all of them totals.
    Raises BadInput (kn_second_known, date_bad, kn_day_later, kn_day_earlier).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.RECORD_SECOND, version=version)
    if clocks_in(case, ClockState.TRACKED, ClockState.ENDED, family=SECOND):
        raise BadInput({"taken_on": "kn_second_known"})
    day = day_of_fact(taken_on, today=local_date(at), field="taken_on", earliest=row.appealed_on or row.sent_on)
    settling = track(case, SECOND_COMPLEX if complex_case else SECOND, on=day)
    until = settling.due_on if settling else None
    db.session.flush()
    _changed(case, ComplaintAction.RECORD_SECOND, actor=actor, at=at, facts={"taken_on": day, "until": until})
    return until


def record_court(case_id: int, *, actor: Actor, at: datetime, version: int, court_on: date | None) -> None:
    """Record that a court has taken the case (Law on Administrative Procedure 2015 Art. 116)."""
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.RECORD_COURT, version=version)
    row.court_on = day_of_fact(court_on, today=local_date(at), field="court_on", earliest=row.sent_on)
    end_clocks(case, on=row.court_on, family=COURT, states=(ClockState.TRACKED,))
    _move(case, CaseState.IN_COURT)
    _changed(case, ComplaintAction.RECORD_COURT, actor=actor, at=at, facts={"court_on": row.court_on})


def record_outcome(
    case_id: int, *, actor: Actor, at: datetime, version: int, outcome: str, text: str, outcome_on: date | None = None
) -> None:
    """Record what the province or the court made of it; the decision is carried out as it stands then.

    ``outcome_on`` is the day of that decision (None: today); effect counts from it, not from the day on which it is written down
    (LKN Art. 44). From one of the province on, its sending and its publication are tracked (LKN Art. 41: 7 days; Decree 124/2020
    Art. 12: 15 days); where it came to none, because it was not taken up or was withdrawn, there is none to send.
    Raises BadInput (kn_day_later, kn_day_earlier …).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.RECORD_OUTCOME, version=version)
    higher, text = choice(HigherOutcome, outcome, field="outcome"), prose(text, field="text")
    today = local_date(at)
    earliest = max((on for on in (row.decided_on, row.sent_on, row.appealed_on, row.court_on) if on), default=None)
    day = day_of_fact(outcome_on or today, today=today, field="outcome_on", earliest=earliest)
    row.higher_outcome, row.in_force_on = higher.value, day
    end_clocks(case, on=day, states=(ClockState.TRACKED,))
    facts: dict[str, object] = {"outcome": higher.value, "outcome_on": day}
    if case.state == CaseState.APPEALED and higher != HigherOutcome.ENDED:
        tracked = [track(case, code, on=day) for code in (SECOND_SEND, SECOND_PUBLISH)]
        facts["until"] = tracked[0].due_on if tracked[0] else None
    _move(case, CaseState.IN_FORCE)
    _changed(case, ComplaintAction.RECORD_OUTCOME, actor=actor, at=at, facts=facts, text=text)


def enter_force(case_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """The first decision has taken legal effect: its days have passed and nobody complained again (LKN Art. 44.1).

    The days are those of KN.EFFECT1 from the decision and of KN.APPEAL2 from its receipt; the later one counts.
    Raises BadInput (kn_effect_later).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.ENTER_FORCE, version=version)
    today = local_date(at)
    waiting = [*clocks_in(case, ClockState.TRACKED, family=EFFECT), *clocks_in(case, ClockState.TRACKED, family=APPEAL)]
    if any(today <= clock.due_on for clock in waiting):
        raise BadInput({"": "kn_effect_later"})
    effect = [clock.due_on for clock in waiting if clock.term_code.startswith(EFFECT)]
    row.in_force_on = effect[-1] if effect else today
    end_clocks(case, on=today, family=EFFECT, states=(ClockState.TRACKED,))
    end_clocks(case, on=today, family=APPEAL, states=(ClockState.TRACKED,))
    _move(case, CaseState.IN_FORCE)
    _changed(case, ComplaintAction.ENTER_FORCE, actor=actor, at=at, facts={"in_force_on": row.in_force_on})


def follow_up(case_id: int, *, actor: Actor, at: datetime, version: int, text: str, done: bool = False) -> None:
    """Write down how the decision is carried out, and whether it is done (LKN Art. 45, 46)."""
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.FOLLOW_UP, version=version)
    text = prose(text, field="text")
    row.enforced_on = local_date(at) if done else row.enforced_on
    note(case, ComplaintAction.FOLLOW_UP, at=at, actor=actor, text=text, for_sender=True, facts={"done": done})


def close_complaint(case_id: int, *, actor: Actor, at: datetime, version: int, remark: str = "") -> None:
    """End the file: the decision was carried out, or there was nothing to carry out. Raises BadInput (kn_not_enforced)."""
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.CLOSE, version=version)
    refuse(missing_for_closing(standing_of(case, row)))
    today = local_date(at)
    end_clocks(case, on=today, states=(ClockState.TRACKED,))
    case.state, case.closed_on = CaseState.CLOSED.value, today
    _changed(case, ComplaintAction.CLOSE, actor=actor, at=at, facts={}, text=clean_text(remark)[:5000])


def _move(case: Case, state: CaseState) -> None:
    case.state = state.value
    db.session.flush()


def _changed(
    case: Case, action: ComplaintAction, *, actor: Actor, at: datetime, facts: dict[str, object], text: str = ""
) -> None:
    event = ComplaintStateChanged(**event_base(case, at=at, actor=actor), state=case.state)
    note(case, action, at=at, actor=actor, text=text, for_sender=True, facts=facts, event=event)
