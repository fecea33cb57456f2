"""A complaint on the case screen: what is on file, and which steps the file does not allow yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from core.errors import DomainError
from core.extensions import db
from deadlines import queries as legal_time
from deadlines.engine import due_on
from deadlines.explain import explain, length_text
from feedback.complaint_models import Complaint, ComplaintTask, PaperRequest
from feedback.complaint_rules import missing_for_acceptance, missing_for_closing, missing_for_decision, ruling_term
from feedback.complaint_states import IN_HAND, Challenged, ComplaintAction
from feedback.matrix import rule_of
from feedback.models import Case, CaseClock
from feedback.queries.complaint_facts import (
    complaint_row,
    dialogues_of,
    may_go_above_from,
    second_is_known,
    standing_of,
    stops_of,
)
from feedback.redaction import mask
from feedback.states import ClockState, Step


@dataclass(frozen=True, kw_only=True)
class TaskView:
    """Something to be verified; ``done_on`` None while it is open."""

    id: int
    text: str
    due_on: date | None
    done_on: date | None
    found: str


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """A request for papers; ``due_on`` is the day of its seven-day clock."""

    id: int
    asked_of: str
    text: str
    asked_on: date
    due_on: date | None
    received_on: date | None
    note: str


@dataclass(frozen=True, kw_only=True)
class DialogueView:
    """A dialogue: invitation, and minutes once held."""

    invited_on: date
    planned_on: date
    hour: str
    place: str
    held_on: date | None
    presence: str
    minutes: str
    agreed: str
    disputed: str
    topics: str = ""
    invited: str = ""


@dataclass(frozen=True, kw_only=True)
class StopView:
    """A suspension; ``resumed_on`` None while it lasts."""

    ground: str
    reason: str
    stopped_on: date
    resumed_on: date | None
    resumed_reason: str


@dataclass(frozen=True, kw_only=True)
class ComplaintView:
    """Everything on file of one complaint. ``barred`` None: not checked yet; names are empty for eyes that may not see them."""

    target: str
    learned_on: date | None
    excused_days: int
    excused_reason: str
    time_limit_on: date | None
    barred: bool | None
    signature: str
    signed_on: date | None
    people: int
    representatives: tuple[str, ...]
    appointment_paper: str
    all_signed: bool
    attorney: str
    attorney_paper: str
    remote: bool
    is_complex: bool
    criteria: tuple[str, ...]
    complex_reason: str
    refusal_ground: str
    withdrawn_on: date | None
    withdrawn_part: str
    end_ground: str
    reported_on: date | None
    report: str
    differs: bool
    result: str
    decision_number: str
    decision: str
    decided_on: date | None
    sent_on: date | None
    appealed_on: date | None
    appeal_late: bool
    court_on: date | None
    higher_outcome: str
    in_force_on: date | None
    enforced_on: date | None
    challenged: str = Challenged.ADMINISTRATIVE
    people_left: int = 0
    continued_on: date | None = None
    continued_reason: str = ""
    time_limit_why: tuple[str, ...] = ()
    tasks: tuple[TaskView, ...] = ()
    requests: tuple[RequestView, ...] = ()
    dialogues: tuple[DialogueView, ...] = ()
    stops: tuple[StopView, ...] = ()
    hidden: frozenset[StrEnum] = field(default=frozenset())
    blocked: dict[StrEnum, str] = field(default_factory=dict)

    @property
    def open_dialogue(self) -> DialogueView | None:
        """The dialogue that was announced and not yet held."""
        return next((item for item in self.dialogues if item.held_on is None), None)

    @property
    def resumed(self) -> tuple[StopView, ...]:
        """The suspensions after which the settlement went on by a decision, the oldest first."""
        return tuple(item for item in self.stops if item.resumed_on is not None and item.resumed_reason)


COPIED = (
    "target", "learned_on", "excused_days", "excused_reason", "time_limit_on", "signature", "signed_on", "people",
    "appointment_paper", "all_signed", "attorney_paper", "remote", "is_complex", "complex_reason", "refusal_ground",
    "withdrawn_on", "withdrawn_part", "end_ground", "reported_on", "report", "differs", "result", "decision_number", "decision",
    "decided_on", "sent_on", "appealed_on", "appeal_late", "court_on", "higher_outcome", "in_force_on", "enforced_on",
    "challenged", "people_left", "continued_on", "continued_reason",
)  # fmt: skip


def complaint_view(case: Case, *, today: date, locale: str = "vi") -> ComplaintView | None:
    """Return what is on file of the case's complaint, or None for another letter; ``locale`` is of the proof of the time bar."""
    row = complaint_row(case.id)
    if row is None:
        return None
    tasks, requests = _tasks(case.id), _requests(case.id)
    view = ComplaintView(
        **{name: getattr(row, name) for name in COPIED}, barred=standing_of(case, row).barred, criteria=tuple(row.criteria or ()),
        representatives=tuple((row.representatives or "").splitlines()), attorney=row.attorney or "", tasks=tasks,
        requests=requests, time_limit_why=_time_limit_why(case, row, locale=locale),
        dialogues=tuple(
            DialogueView(
                invited_on=item.invited_on, planned_on=item.planned_on, hour=item.hour, place=item.place, held_on=item.held_on,
                presence=item.presence, minutes=item.minutes, agreed=item.agreed, disputed=item.disputed,
                topics=item.topics, invited=item.invited,
            )
            for item in dialogues_of(case.id)
        ),
        stops=tuple(
            StopView(
                ground=item.ground, reason=item.reason, stopped_on=item.stopped_on, resumed_on=item.resumed_on,
                resumed_reason=item.resumed_reason,
            )
            for item in stops_of(case.id)
        ),
    )  # fmt: skip
    return replace(view, hidden=_hidden(case, row, view, today=today), blocked=_blocked(case, row, today=today))


def _time_limit_why(case: Case, row: Complaint, *, locale: str) -> tuple[str, ...]:
    """Return the proof of the last day to complain; nothing when today's table would give another day than the one on file."""
    if row.learned_on is None or row.time_limit_on is None:
        return ()
    try:
        code = ruling_term(rule_of(ComplaintAction.CHECK_TIME).term, row.challenged)
        term = legal_time.term(code, case.received_on, unit_id=case.unit_id)
        due = due_on(term, row.learned_on, legal_time.calendar_for(case.unit_id), extension=row.excused_days)
    except DomainError:
        return ()
    return tuple(explain(due.proof, locale)) if due.due_on == row.time_limit_on else ()


def veiled_complaint(view: ComplaintView) -> ComplaintView:
    """Return the file without names, and with what people wrote masked."""
    masked = {
        name: mask(getattr(view, name)).text if getattr(view, name) else ""
        for name in ("target", "excused_reason", "withdrawn_part", "report", "decision", "complex_reason")
    }
    return replace(
        view, **masked, continued_reason="", representatives=(), attorney="", appointment_paper="", attorney_paper="",
        tasks=tuple(replace(item, text=mask(item.text).text, found=mask(item.found).text) for item in view.tasks),
        requests=tuple(replace(item, asked_of="", text=mask(item.text).text, note="") for item in view.requests),
        dialogues=tuple(
            replace(item, minutes="", agreed="", disputed="", topics=mask(item.topics).text, invited="")
            for item in view.dialogues
        ),
        stops=tuple(
            replace(item, reason=mask(item.reason).text, resumed_reason=mask(item.resumed_reason).text) for item in view.stops
        ),
    )  # fmt: skip


def deadline_text(step: Step, case: Case, view: ComplaintView, *, today: date, locale: str) -> str:
    """Return the length of the term that a step keeps or starts ("7 ngày làm việc"), or "" when it has none now.

    It is the length that rules this complaint: complex and remote ones have longer terms, those about discipline shorter ones
    (LKN Art. 28, 33, 48).
    """
    if not step.term:
        return ""
    try:
        term = legal_time.term(
            ruling_term(step.term, view.challenged), case.received_on, unit_id=case.unit_id, event_on=today,
            complex_case=view.is_complex, remote_area=view.remote,
        )  # fmt: skip
    except DomainError:
        return ""
    return length_text(term.number, term.unit, locale)


def _tasks(case_id: int) -> tuple[TaskView, ...]:
    rows = db.session.scalars(select(ComplaintTask).where(ComplaintTask.case_id == case_id).order_by(ComplaintTask.id))
    return tuple(TaskView(id=row.id, text=row.text, due_on=row.due_on, done_on=row.done_on, found=row.found) for row in rows)


def _requests(case_id: int) -> tuple[RequestView, ...]:
    query = (
        select(PaperRequest, CaseClock.due_on)
        .outerjoin(CaseClock, CaseClock.id == PaperRequest.clock_id)
        .where(PaperRequest.case_id == case_id)
        .order_by(PaperRequest.id)
    )
    return tuple(
        RequestView(
            id=row.id, asked_of=row.asked_of, text=row.text, asked_on=row.asked_on, due_on=due_on, received_on=row.received_on,
            note=row.note,
        )
        for row, due_on in db.session.execute(query)
    )  # fmt: skip


def _hidden(case: Case, row: Complaint, view: ComplaintView, *, today: date) -> frozenset[StrEnum]:
    """Return the steps that the table allows by state, but for which there is nothing to be done on file."""
    nothing_for = {
        ComplaintAction.FINISH_TASK: all(item.done_on for item in view.tasks),
        ComplaintAction.RECEIVE_PAPERS: all(item.received_on for item in view.requests),
        ComplaintAction.HOLD_DIALOGUE: view.open_dialogue is None,
        ComplaintAction.CONFIRM_SENT: not _waits_to_be_sent(case.id),
        ComplaintAction.MARK_COMPLEX: view.is_complex,
        ComplaintAction.WITHDRAW: view.withdrawn_on is not None,
        ComplaintAction.CONTINUE: not (view.withdrawn_on or view.withdrawn_part or view.people_left),
        ComplaintAction.RECORD_APPEAL: bool(view.higher_outcome),
        ComplaintAction.RECORD_SECOND: second_is_known(row),
    }
    early = _not_above(case, row, today=today) if case.state in IN_HAND else frozenset()
    return early | {action for action, nothing in nothing_for.items() if nothing}


def _not_above(case: Case, row: Complaint, *, today: date) -> frozenset[StrEnum]:
    """Return which steps about those above have nothing to record while the commune has not decided."""
    since = may_go_above_from(case, row)
    in_time = since is None or today < since
    nothing_for = {
        ComplaintAction.RECORD_APPEAL: in_time or bool(row.appealed_on or row.court_on),
        ComplaintAction.RECORD_COURT: in_time or row.court_on is not None,
        ComplaintAction.RECORD_SECOND: row.appealed_on is None or row.court_on is not None,
        ComplaintAction.RECORD_OUTCOME: row.appealed_on is None and row.court_on is None,
    }
    return frozenset(action for action, nothing in nothing_for.items() if nothing)


def _waits_to_be_sent(case_id: int) -> bool:
    query = select(CaseClock.id).where(
        CaseClock.case_id == case_id, CaseClock.state == ClockState.TRACKED.value, CaseClock.term_code == "KN.SUSPEND.SEND"
    )
    return db.session.scalar(query.limit(1)) is not None


def _blocked(case: Case, row: Complaint, *, today: date) -> dict[StrEnum, str]:
    standing = standing_of(case, row)
    found = {
        ComplaintAction.ACCEPT: missing_for_acceptance(standing), ComplaintAction.DECIDE: missing_for_decision(standing),
        ComplaintAction.CLOSE: missing_for_closing(standing),
        ComplaintAction.ENTER_FORCE: "kn_effect_later" if _effect_waits(case.id, today=today) else "",
    }  # fmt: skip
    return {action: code for action, code in found.items() if code}


def _effect_waits(case_id: int, *, today: date) -> bool:
    query = select(CaseClock.term_code).where(
        CaseClock.case_id == case_id, CaseClock.state == ClockState.TRACKED.value, CaseClock.due_on >= today
    )
    return any(code.startswith(("KN.EFFECT1", "KN.APPEAL2")) for code in db.session.scalars(query))
