"""The decision and what comes after it: sent, appealed, in court, in force, carried out, closed (LKN Art. 31–46)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.permissions import Actor
from accounts.queries import commune_profile
from core.errors import BadInput
from core.extensions import db
from core.text import clean_line, clean_text
from core.transaction import wait_for_twin
from deadlines.clock import local_date
from feedback.complaint_events import ComplaintDecided, ComplaintStateChanged, DecisionSent
from feedback.complaint_models import Complaint
from feedback.complaint_rules import fault_of_outcome, missing_for_closing, missing_for_decision, read_number, ruling_term
from feedback.complaint_states import IN_HAND, ComplaintAction, HigherOutcome, Result
from feedback.document_kinds import DocumentKind, kind_def, symbol_of
from feedback.late_reasons import UNSAID, Lateness
from feedback.models import Case, CaseClock
from feedback.queries.complaint_facts import may_go_above_from, second_is_known, standing_of
from feedback.queries.documents import number_is_decided, number_is_issued
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
from feedback.services.document_issuing import go_on_after
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

    The paper of the decision bears this number and this day.

    Ends KN.SETTLE1; starts KN.DECISION1.SEND and, for information, KN.EFFECT1, unless it was taken above while it was late: then
    it has no effect of its own before it is known what is made of it. ``late``: why, when the due date has passed.
    Raises BadInput (kn_report_missing, kn_dialogue_missing, kn_is_withdrawn, kn_number_missing …, text_missing,
    late_reason_missing …). Event: ComplaintDecided.
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.DECIDE, version=version)
    refuse(missing_for_decision(standing_of(case, row)))
    outcome, today = choice(Result, result, field="result"), local_date(at)
    number = _number(decision_number, unit_id=case.unit_id, year=today.year)
    row.decision = prose(decision, field="decision", least=10)
    said = why_late(case, late, on=today)
    in_time = end_clocks(case, on=today)
    sending = run(case, SEND, on=today)
    if row.appealed_on is None and row.court_on is None:
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


def _number(typed: str, *, unit_id: int, year: int) -> str:
    """Return the number of the decision in one writing; the office's series of papers goes on after it.

    One number and symbol stand for one decision of a year, and one paper: whoever asks for it at the same moment waits until this
    transaction has ended.
    Raises BadInput (kn_number_missing, kn_number_form, kn_number_taken, kn_number_decided).
    Source: Decree 30/2020/NĐ-CP, Art. 15.
    """
    read = read_number(clean_line(typed))
    if read is None:
        raise BadInput({"decision_number": "kn_number_form" if clean_line(typed) else "kn_number_missing"})
    number, symbol = read
    profile = commune_profile(unit_id)
    series = kind_def(DocumentKind.SETTLEMENT_DECISION).series
    wait_for_twin(f"complaint_decisions:{unit_id}:{year}")
    if symbol == symbol_of(series, office=profile.symbol if profile else ""):
        go_on_after(unit_id=unit_id, series=series, year=year, number=number)
        if number_is_issued(unit_id, series=series, year=year, number=number):
            raise BadInput({"decision_number": "kn_number_taken"})
    if number_is_decided(unit_id, year=year, number=number, symbol=symbol):
        raise BadInput({"decision_number": "kn_number_decided"})
    return f"{number:02d}/{symbol}"


def send_decision(case_id: int, *, actor: Actor, at: datetime, version: int, sent_on: date | None) -> date | None:
    """Record that the decision was sent; return the last day for a second complaint. Event: DecisionSent; the person is told.

    What was taken above while the decision was late is there now: there is one second complaint, and no last day for it.
    Raises BadInput (kn_day_later, kn_day_earlier).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.SEND_DECISION, version=version)
    row.sent_on = day_of_fact(sent_on, today=local_date(at), field="sent_on", earliest=row.decided_on)
    in_time = end_clocks(case, on=row.sent_on, family=SEND)
    state = CaseState.IN_COURT if row.court_on else CaseState.APPEALED if row.appealed_on else CaseState.SENT
    appeal = track(case, _appeal_term(row), on=row.sent_on) if state is CaseState.SENT else None
    court = None if row.court_on else track(case, COURT, on=row.sent_on)
    case.state, case.answered_on, case.due_on = state.value, row.sent_on, None
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

    Of a disciplinary decision it is 10 days, of one of dismissal 30 (LKN Art. 48). They count from the receipt of the decision
    (LKN Art. 33.1): from its sending, or from ``received_on`` where that day is known; of a complaint not decided in time from
    the end of that time. Then the commune still owes its decision: the file stays where it is and late, and the second
    complaint stands beside it. There is one second complaint: what a province or a court has found is not complained of again
    (LKN Art. 7, 42).
    Raises BadInput (kn_higher_known, kn_above_known, kn_not_late, date_bad, kn_day_later, kn_day_earlier).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.RECORD_APPEAL, version=version)
    if row.higher_outcome:
        raise BadInput({"": "kn_higher_known"})
    if _undecided(case) and (row.appealed_on or row.court_on):
        raise BadInput({"": "kn_above_known"})
    row.appealed_on = _day_above(case, row, appealed_on, at=at, field="appealed_on")
    row.appeal_late = _appealed_late(case, row, received_on=received_on)
    end_clocks(case, on=row.appealed_on, family=APPEAL, states=(ClockState.TRACKED,))
    facts = {"appealed_on": row.appealed_on, "received_on": received_on, "late": row.appeal_late, **_unsettled(row)}
    _above(case, ComplaintAction.RECORD_APPEAL, CaseState.APPEALED, actor=actor, at=at, facts=facts)
    return row.appeal_late


def _appealed_late(case: Case, row: Complaint, *, received_on: date | None) -> bool:
    """Return whether the second complaint came after its last day, counted from where it begins."""
    since, went = may_go_above_from(case, row), row.appealed_on
    if since is not None and went is not None and (row.sent_on is None or went < row.sent_on):
        last: CaseClock | None = track(case, _appeal_term(row), on=since - timedelta(days=1))
        db.session.flush()
    else:
        last = next(reversed(clocks_in(case, ClockState.TRACKED, ClockState.ENDED, family=APPEAL)), None)
        if last is not None and received_on is not None and went is not None:
            start = day_of_fact(received_on, today=went, field="received_on", earliest=row.sent_on)
            clocks.count_from(last, case, start=start)
    return last is not None and went is not None and went > last.due_on


def _appeal_term(row: Complaint) -> str:
    return ruling_term(APPEAL, row.challenged)


def record_second(
    case_id: int, *, actor: Actor, at: datetime, version: int, taken_on: date | None, complex_case: bool = False
) -> date | None:
    """Record that the province accepted the second complaint; return the last day of its settlement (LKN Art. 37), if known.

    Tracks KN.SETTLE2: 45 days, remote 60; a case that is on file as complex, or that the province determines to be
    (``complex_case``), 60 and 70; all of them totals.
    Raises BadInput (kn_not_above, kn_second_known, date_bad, kn_day_later, kn_day_earlier).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.RECORD_SECOND, version=version)
    if _undecided(case) and (row.appealed_on is None or row.court_on):
        raise BadInput({"": "kn_not_above"})
    if second_is_known(row):
        raise BadInput({"taken_on": "kn_second_known"})
    day = day_of_fact(taken_on, today=local_date(at), field="taken_on", earliest=row.appealed_on or row.sent_on)
    settling = track(case, SECOND_COMPLEX if complex_case else SECOND, on=day)
    until = settling.due_on if settling else None
    db.session.flush()
    facts = {"taken_on": day, "until": until}
    _above(case, ComplaintAction.RECORD_SECOND, CaseState.APPEALED, actor=actor, at=at, facts=facts)
    return until


def record_court(case_id: int, *, actor: Actor, at: datetime, version: int, court_on: date | None) -> None:
    """Record that a court has taken the case (Law on Administrative Procedure 2015 Art. 116).

    While the commune is late with its decision the file stays where it is, as with a second complaint (see record_appeal).
    Raises BadInput (kn_above_known, kn_not_late, date_bad, kn_day_later, kn_day_earlier).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.RECORD_COURT, version=version)
    if _undecided(case) and row.court_on:
        raise BadInput({"": "kn_above_known"})
    row.court_on = _day_above(case, row, court_on, at=at, field="court_on")
    end_clocks(case, on=row.court_on, family=COURT, states=(ClockState.TRACKED,))
    facts = {"court_on": row.court_on, **_unsettled(row)}
    _above(case, ComplaintAction.RECORD_COURT, CaseState.IN_COURT, actor=actor, at=at, facts=facts)


def record_outcome(
    case_id: int, *, actor: Actor, at: datetime, version: int, outcome: str, text: str, outcome_on: date | None = None,
    late: Lateness = UNSAID,
) -> None:  # fmt: skip
    """Record what the province or the court made of it; the decision is carried out as it stands then.

    ``outcome_on`` is the day of that decision (None: today); it is kept as the day of its effect, not the day on which it is
    written down: LKN Art. 44.1 counts days for the first decision only (docs/adr/0011). From one of the province on, its sending
    and its publication are tracked (LKN Art. 41: 7 days; Decree 124/2020 Art. 12: 15 days); where it came to none, because it was
    not taken up or was withdrawn, there is none to send. Of a complaint that the commune has not decided it was settled there in
    its stead, which ends the commune's own time (``late``: why it was not kept), or it came back, and the commune decides as
    before.
    Raises BadInput (kn_not_above, kn_outcome_unfit, kn_day_later, kn_day_earlier, late_reason_missing …).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.RECORD_OUTCOME, version=version)
    if _undecided(case) and row.appealed_on is None and row.court_on is None:
        raise BadInput({"": "kn_not_above"})
    higher, text = choice(HigherOutcome, outcome, field="outcome"), prose(text, field="text")
    refuse(fault_of_outcome(higher, decided=not _undecided(case)), field="outcome")
    today = local_date(at)
    earliest = max((on for on in (row.decided_on, row.sent_on, row.appealed_on, row.court_on) if on), default=None)
    day = day_of_fact(outcome_on or today, today=today, field="outcome_on", earliest=earliest)
    facts: dict[str, object] = {"outcome": higher.value, "outcome_on": day}
    if higher is HigherOutcome.BACK:
        end_clocks(case, on=day, family=SECOND, states=(ClockState.TRACKED,))
        row.appealed_on, row.court_on, row.appeal_late = None, None, False
        return note(case, ComplaintAction.RECORD_OUTCOME, at=at, actor=actor, text=text, for_sender=True, facts=facts)
    said = _settled_above(case, late, on=today, day=day) if _undecided(case) else {}
    province = case.state == CaseState.APPEALED or (_undecided(case) and row.court_on is None)
    row.higher_outcome, row.in_force_on = higher.value, day
    end_clocks(case, on=day, states=(ClockState.TRACKED,))
    if province and higher is not HigherOutcome.ENDED:
        tracked = [track(case, code, on=day) for code in (SECOND_SEND, SECOND_PUBLISH)]
        facts["until"] = tracked[0].due_on if tracked[0] else None
    _move(case, CaseState.IN_FORCE)
    return _changed(case, ComplaintAction.RECORD_OUTCOME, actor=actor, at=at, facts={**facts, **said}, text=text, **said)


def _settled_above(case: Case, late: Lateness, *, on: date, day: date) -> dict[str, str]:
    """End the time of the commune, which was not kept; return the code of the reason. Raises what why_late raises."""
    said = why_late(case, late, on=on)
    case.on_time, case.answered_on = end_clocks(case, on=day), day
    case.due_on = None
    return said


def _undecided(case: Case) -> bool:
    """True while the commune still owes its first decision."""
    return CaseState(case.state) in IN_HAND


def _unsettled(row: Complaint) -> dict[str, bool]:
    """Return for the timeline that it went above because no decision had come."""
    return {"unsettled": True} if row.decided_on is None else {}


def _day_above(case: Case, row: Complaint, on: date | None, *, at: datetime, field: str) -> date:
    """Return the day on which it was taken above: after the decision was sent, or when its time had passed (LKN Art. 33.1).

    Raises BadInput (kn_not_late, date_bad, kn_day_later, kn_day_earlier).
    """
    today, since = local_date(at), may_go_above_from(case, row)
    if _undecided(case) and (since is None or today < since):
        raise BadInput({"": "kn_not_late"})
    earliest = min((day for day in (row.sent_on, since) if day), default=None)
    return day_of_fact(on, today=today, field=field, earliest=earliest)


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


def _above(
    case: Case, action: ComplaintAction, state: CaseState, *, actor: Actor, at: datetime, facts: dict[str, object]
) -> None:
    """Write down that it is above; only a complaint that the commune has decided moves there."""
    if _undecided(case):
        return note(case, action, at=at, actor=actor, for_sender=True, facts=facts)
    _move(case, state)
    return _changed(case, action, actor=actor, at=at, facts=facts)


def _changed(
    case: Case, action: ComplaintAction, *, actor: Actor, at: datetime, facts: dict[str, object], text: str = "",
    late_reason: str = "",
) -> None:  # fmt: skip
    event = ComplaintStateChanged(**event_base(case, at=at, actor=actor), state=case.state, late_reason=late_reason)
    note(case, action, at=at, actor=actor, text=text, for_sender=True, facts=facts, event=event)
