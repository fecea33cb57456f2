"""The answer: drafted and submitted by the officer, or taken back, approved by the leader, issued, never without evidence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from accounts.leave_queries import covered_by
from accounts.permissions import Actor
from core.attachments import DOCUMENT_TYPES, Attachment
from core.bus import publish
from core.errors import BadInput, WrongState
from core.extensions import db
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from feedback.events import AnswerApproved, AnswerIssued, AnswerRecalled, AnswerSentBack, AnswerSubmitted
from feedback.late_reasons import WAITED, is_late, said_when
from feedback.models import Answer, Case
from feedback.permissions import wrote_for
from feedback.rules import AnswerDraft, draft_of, missing_for_answer
from feedback.services import clocks, relieving
from feedback.services.handling import drop_request
from feedback.services.steps import enter, load_for_change
from feedback.states import Action, AnswerState, CaseState, Outcome

TEXT_MOST = 8000
WITH_OFFICER = (AnswerState.DRAFT, AnswerState.SENT_BACK)


def save_draft(case_id: int, *, actor: Actor, at: datetime, version: int, draft: AnswerDraft) -> None:
    """Keep what the officer has written so far, complete or not. Raises WrongState while the leader has it."""
    case = load_for_change(case_id, actor=actor, action=Action.DRAFT, version=version)
    answer = _answer(case)
    if answer is None:
        answer = Answer(
            unit_id=case.unit_id, case_id=case.id, round=case.round, state=AnswerState.DRAFT.value, author_id=actor.id
        )
        db.session.add(answer)
    _must_be(answer, *WITH_OFFICER)
    _write(answer, draft, late=is_late(case.due_on, local_date(at)))
    answer.author_id = actor.id
    enter(case, "drafted", at=at, actor=actor)


def submit_answer(case_id: int, *, actor: Actor, at: datetime, version: int, reason_asked: bool = True) -> None:
    """Send the draft to the leader through the evidence gate; after the due date it says why.

    An import is asked neither for that reason nor whether its days fit: it tells what its source says.
    Raises BadInput (codes of rules.missing_for_answer) and WrongState (no draft). Event: AnswerSubmitted.
    """
    case = load_for_change(case_id, actor=actor, action=Action.SUBMIT, version=version)
    answer = _must_be(_answer(case), *WITH_OFFICER)
    today = local_date(at) if reason_asked else None
    _gate(case, answer, late=today is not None and is_late(case.due_on, today), today=today)
    relieving.drop(case, actor=actor, at=at)
    answer.state, answer.author_id = AnswerState.SUBMITTED.value, actor.id
    enter(case, "submitted", at=at, actor=actor, facts={"late_reason": answer.late_reason} if answer.late_reason else {})
    publish(
        AnswerSubmitted(
            unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, answer_id=answer.id, late_reason=answer.late_reason
        )
    )


def recall_answer(case_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Take a submitted answer back before a leader decided: it is a draft again, with what a leader wrote to it earlier.

    For who submitted it, and who stands in for them that day; the clock runs on. Event: AnswerRecalled; leaders who read of it
    are told. Raises WrongState (answer_state, recall_other).
    """
    case = load_for_change(case_id, actor=actor, action=Action.RECALL, version=version)
    answer = _must_be(_answer(case), AnswerState.SUBMITTED)
    if not wrote_for(actor, answer.author_id, covered=covered_by(case.unit_id, actor.id, on=local_date(at))):
        raise WrongState("recall_other", case_id=case.id, action=Action.RECALL.value, state=case.state)
    answer.state = (AnswerState.SENT_BACK if answer.leader_note else AnswerState.DRAFT).value
    enter(case, "recalled", at=at, actor=actor)
    publish(AnswerRecalled(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, answer_id=answer.id))


def approve_answer(
    case_id: int, *, actor: Actor, at: datetime, version: int, issue_now: bool = False, note: str = "", reason_asked: bool = True
) -> None:
    """The leader approves (Decree 30/2020, Art. 13), and issues at once if ``issue_now``. Event: AnswerApproved.

    ``reason_asked``: as of submit_answer. Raises BadInput (promise_past).
    """
    case = load_for_change(case_id, actor=actor, action=Action.APPROVE, version=version)
    answer = _must_be(_answer(case), AnswerState.SUBMITTED)
    _gate(case, answer)
    if reason_asked:
        _must_promise_ahead(answer, local_date(at))
    answer.state, answer.approved_by, answer.approved_at = AnswerState.APPROVED.value, actor.id, at
    answer.leader_note = clean_text(note)[:TEXT_MOST]
    enter(case, "approved", at=at, actor=actor, text=answer.leader_note)
    publish(AnswerApproved(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, answer_id=answer.id))
    if issue_now:
        _issue(case, answer, actor=actor, at=at, reason_asked=reason_asked)


def send_back(case_id: int, *, actor: Actor, at: datetime, version: int, note: str) -> None:
    """The leader wants changes and says which. Raises BadInput (note_missing). Event: AnswerSentBack."""
    case = load_for_change(case_id, actor=actor, action=Action.SEND_BACK, version=version)
    answer = _must_be(_answer(case), AnswerState.SUBMITTED, AnswerState.APPROVED)
    if len(clean_text(note)) < 5:
        raise BadInput({"note": "note_missing"})
    answer.state, answer.leader_note = AnswerState.SENT_BACK.value, clean_text(note)[:TEXT_MOST]
    answer.approved_by = answer.approved_at = None
    enter(case, "sent_back", at=at, actor=actor, text=answer.leader_note)
    publish(AnswerSentBack(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, answer_id=answer.id))


def issue_answer(case_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Send the approved answer to the sender (Decree 30/2020, Art. 18). Clock ended; event: AnswerIssued; the sender is told.

    Raises BadInput (promise_past).
    """
    case = load_for_change(case_id, actor=actor, action=Action.ISSUE, version=version)
    answer = _must_be(_answer(case), AnswerState.APPROVED)
    _must_promise_ahead(answer, local_date(at))
    _issue(case, answer, actor=actor, at=at)


def _must_promise_ahead(answer: Answer, today: date) -> None:
    """Refuse what promises a day that went by while the answer waited."""
    if answer.outcome == Outcome.PLANNED and answer.done_on is not None and answer.done_on < today:
        raise BadInput({"": "promise_past"})


def _issue(case: Case, answer: Answer, *, actor: Actor, at: datetime, reason_asked: bool = True) -> None:
    today = local_date(at)
    answer.state, answer.issued_by, answer.issued_on, answer.issued_at = AnswerState.ISSUED.value, actor.id, today, at
    drop_request(case, at=at)
    in_time = clocks.end_running(case, on=today)
    facts: dict[str, Any] = {"round": case.round, "on_time": in_time}
    if reason_asked and in_time is False and not answer.late_reason:
        facts["late_reason"] = answer.late_reason = WAITED
    case.on_time = in_time if case.round == 1 or case.on_time is None else bool(case.on_time and in_time)
    case.state, case.answered_on = CaseState.ANSWERED.value, today
    enter(case, "issued", at=at, actor=actor, for_sender=True, facts=facts)
    publish(
        AnswerIssued(
            unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, answer_id=answer.id, outcome=answer.outcome,
            evidence=answer.evidence, on_time=in_time,
        )
    )  # fmt: skip


def _answer(case: Case) -> Answer | None:
    query = select(Answer).where(Answer.case_id == case.id, Answer.round == case.round)
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _must_be(answer: Answer | None, *states: AnswerState) -> Answer:
    if answer is None or answer.state not in states:
        raise WrongState("answer_state", state=answer.state if answer else None)
    return answer


def _write(answer: Answer, draft: AnswerDraft, *, late: bool) -> None:
    answer.outcome = draft.outcome.value if draft.outcome else ""
    answer.evidence = draft.evidence.value if draft.evidence else ""
    answer.what_was_done = clean_text(draft.what_was_done)[:TEXT_MOST]
    answer.done_on, answer.done_by = draft.done_on, clean_line(draft.done_by)[:160]
    answer.no_evidence_reason = clean_text(draft.no_evidence_reason)[:TEXT_MOST]
    answer.next_step, answer.contact = clean_text(draft.next_step)[:TEXT_MOST], clean_line(draft.contact)[:200]
    said = said_when(draft.lateness, late=late)
    answer.late_reason, answer.late_note = said.reason, said.note


def answer_purpose(round_number: int) -> str:
    """Return the purpose under which evidence of a round is attached: answer1, answer2."""
    return f"answer{round_number}"


def _gate(case: Case, answer: Answer, *, late: bool = False, today: date | None = None) -> None:
    query = (
        select(Attachment.media_type, func.count())
        .where(
            Attachment.unit_id == case.unit_id, Attachment.subject == f"case:{case.id}",
            Attachment.purpose == answer_purpose(case.round), Attachment.state != "failed",
        )
        .group_by(Attachment.media_type)
    )  # fmt: skip
    kinds = dict(db.session.execute(query).tuples().all())
    documents = sum(number for kind, number in kinds.items() if kind in DOCUMENT_TYPES.values())
    photos = sum(kinds.values()) - documents
    missing = missing_for_answer(draft_of(answer), photos=photos, documents=documents, late=late, today=today)
    if missing:
        raise BadInput(missing)
