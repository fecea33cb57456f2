"""Verification: what is to be found out, which papers are asked for, and the report (LKN Art. 29)."""

from __future__ import annotations

from datetime import date, datetime

from accounts.permissions import Actor
from core.errors import BadInput
from core.extensions import db
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from feedback.complaint_events import PapersRequested
from feedback.complaint_models import ComplaintTask, PaperRequest
from feedback.complaint_states import ComplaintAction, Result
from feedback.models import Case, CaseClock
from feedback.services.complaint_base import (
    choice,
    day_of_fact,
    event_base,
    load_complaint,
    note,
    prose,
    run,
)
from feedback.states import CaseState, ClockState

EVIDENCE = "KN.EVIDENCE"


def start_verification(case_id: int, *, actor: Actor, at: datetime, version: int, task: str) -> None:
    """The chair orders the verification and says what is to be found out first (form 05). State: verifying."""
    case, _row = load_complaint(case_id, actor=actor, action=ComplaintAction.VERIFY, version=version)
    task = prose(task, field="task")
    case.state = CaseState.VERIFYING.value
    _add(case, task, actor=actor, at=at)
    note(case, ComplaintAction.VERIFY, at=at, actor=actor, text=task, facts={"form": "05", "due_on": case.due_on})


def add_task(case_id: int, *, actor: Actor, at: datetime, version: int, task: str, due_on: date | None = None) -> int:
    """Write down one more thing to be verified; ``due_on`` is the office's own day. Raises BadInput (kn_day_past)."""
    case, _row = load_complaint(case_id, actor=actor, action=ComplaintAction.ADD_TASK, version=version)
    task = prose(task, field="task")
    if due_on is not None and due_on < local_date(at):
        raise BadInput({"due_on": "kn_day_past"})
    row = _add(case, task, actor=actor, at=at, due_on=due_on)
    note(case, ComplaintAction.ADD_TASK, at=at, actor=actor, text=task, facts={"until": due_on})
    return row.id


def _add(case: Case, task: str, *, actor: Actor, at: datetime, due_on: date | None = None) -> ComplaintTask:
    row = ComplaintTask(
        unit_id=case.unit_id, case_id=case.id, text=task, due_on=due_on, created_at=at, created_by=actor.id, found=""
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def finish_task(case_id: int, *, actor: Actor, at: datetime, version: int, task_id: int | None, found: str) -> None:
    """Write down what was found. Raises BadInput (choice_unknown for another case's or a finished task, text_missing)."""
    case, _row = load_complaint(case_id, actor=actor, action=ComplaintAction.FINISH_TASK, version=version)
    task = db.session.get(ComplaintTask, task_id) if task_id else None
    if task is None or task.case_id != case.id or task.done_on is not None:
        raise BadInput({"task_id": "choice_unknown"})
    task.found, task.done_on = prose(found, field="found"), local_date(at)
    note(case, ComplaintAction.FINISH_TASK, at=at, actor=actor, text=task.found)


def request_papers(case_id: int, *, actor: Actor, at: datetime, version: int, asked_of: str, text: str) -> PaperRequest:
    """Ask the respondent or whoever holds them for papers or an explanation, within 7 days (KN.EVIDENCE). Event: PapersRequested.

    Raises BadInput (kn_asked_of_missing, text_missing, kn_calendar_closed).
    """
    case, _row = load_complaint(case_id, actor=actor, action=ComplaintAction.REQUEST_PAPERS, version=version)
    asked_of, text = clean_line(asked_of)[:200], prose(text, field="text")
    if not asked_of:
        raise BadInput({"asked_of": "kn_asked_of_missing"})
    today = local_date(at)
    clock = run(case, EVIDENCE, on=today, state=ClockState.TRACKED)
    row = PaperRequest(
        unit_id=case.unit_id, case_id=case.id, clock_id=clock.id, asked_of=asked_of, text=text, asked_on=today, note=""
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    event = PapersRequested(**event_base(case, at=at, actor=actor), due_on=clock.due_on)
    facts = {"form": "08", "term": EVIDENCE, "until": clock.due_on}
    note(case, ComplaintAction.REQUEST_PAPERS, at=at, actor=actor, text=text, facts=facts, event=event)
    return row


def receive_papers(
    case_id: int, *, actor: Actor, at: datetime, version: int, request_id: int | None, received_on: date | None, remark: str = ""
) -> None:  # fmt: skip
    """Record that what was asked for came in, and when. Raises BadInput (choice_unknown, kn_day_later, kn_day_earlier)."""
    case, _row = load_complaint(case_id, actor=actor, action=ComplaintAction.RECEIVE_PAPERS, version=version)
    wanted = db.session.get(PaperRequest, request_id) if request_id else None
    if wanted is None or wanted.case_id != case.id or wanted.received_on is not None:
        raise BadInput({"request_id": "choice_unknown"})
    today = local_date(at)
    wanted.received_on = day_of_fact(received_on, today=today, field="received_on", earliest=wanted.asked_on)
    wanted.note = clean_text(remark)[:5000]
    clock = db.session.get(CaseClock, wanted.clock_id) if wanted.clock_id else None
    in_time = None
    if clock is not None:
        clock.state, clock.ended_on = ClockState.ENDED.value, wanted.received_on
        in_time = wanted.received_on <= clock.due_on
    facts = {"received_on": wanted.received_on, "on_time": in_time}
    note(case, ComplaintAction.RECEIVE_PAPERS, at=at, actor=actor, text=wanted.note, facts=facts)


def report_verification(
    case_id: int, *, actor: Actor, at: datetime, version: int, report: str, proposal: str, differs: bool = False
) -> None:
    """Report what was found (form 13, LKN Art. 29.4) and propose a result; ``differs``: the complainant asks for something else.

    When request and finding differ the dialogue becomes a duty (LKN Art. 30.1). The leader is told by the work list.
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.REPORT, version=version)
    proposed = choice(Result, proposal, field="proposal")
    row.report = prose(report, field="report", least=10)
    row.reported_on, row.differs = local_date(at), differs
    facts = {"form": "13", "proposal": proposed.value, "differs": differs}
    note(case, ComplaintAction.REPORT, at=at, actor=actor, text=row.report, facts=facts)
