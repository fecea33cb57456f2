"""The addresses of the complaint procedure: one door for all its steps; the table of steps says who may take which.

Every reader of letters reaches the door, so that whoever may not take a step is told the rule and its article.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, redirect, request, url_for

from core.access import access
from core.error_pages import answer
from core.errors import NotAllowed
from core.permissions import Permission
from feedback.complaint_states import ComplaintAction as Do
from feedback.services import (
    complaint_deciding,
    complaint_dialogue,
    complaint_intake,
    complaint_stopping,
    complaint_taking,
    complaint_verifying,
)
from feedback.states import CaseKind
from feedback.views import desk_pages
from feedback.views.case_page import SLUGS
from feedback.views.case_taking import take
from feedback.views.complaint_words import COMPLAINT_SLUGS
from feedback.views.rule_words import rule_sentence

CASE = "/ho-so/<int(max=2147483647):case_id>"
VERBS = ", ".join(f"'{slug}'" for slug in COMPLAINT_SLUGS.values())
ACTIONS = {slug: action for action, slug in COMPLAINT_SLUGS.items()}

COMMANDS: dict[Do, Callable[..., object]] = {
    Do.CHECK_TIME: complaint_intake.check_time, Do.RECORD_PEOPLE: complaint_intake.record_people,
    Do.RECORD_SIGNATURE: complaint_intake.record_signature, Do.ACCEPT: complaint_taking.accept_complaint,
    Do.NOT_ACCEPT: complaint_taking.not_accept, Do.GUIDE: complaint_taking.guide_complaint,
    Do.MARK_COMPLEX: complaint_taking.mark_complex, Do.VERIFY: complaint_verifying.start_verification,
    Do.ADD_TASK: complaint_verifying.add_task, Do.FINISH_TASK: complaint_verifying.finish_task,
    Do.REQUEST_PAPERS: complaint_verifying.request_papers, Do.RECEIVE_PAPERS: complaint_verifying.receive_papers,
    Do.REPORT: complaint_verifying.report_verification, Do.INVITE: complaint_dialogue.invite,
    Do.HOLD_DIALOGUE: complaint_dialogue.hold_dialogue, Do.SUSPEND: complaint_stopping.suspend,
    Do.RESUME: complaint_stopping.resume, Do.CONFIRM_SENT: complaint_stopping.confirm_sent,
    Do.WITHDRAW: complaint_stopping.withdraw, Do.CONTINUE: complaint_stopping.set_withdrawal_aside,
    Do.DISCONTINUE: complaint_stopping.discontinue,
    Do.DECIDE: complaint_deciding.decide, Do.SEND_DECISION: complaint_deciding.send_decision,
    Do.RECORD_APPEAL: complaint_deciding.record_appeal, Do.RECORD_COURT: complaint_deciding.record_court,
    Do.RECORD_SECOND: complaint_deciding.record_second,
    Do.RECORD_OUTCOME: complaint_deciding.record_outcome, Do.ENTER_FORCE: complaint_deciding.enter_force,
    Do.FOLLOW_UP: complaint_deciding.follow_up, Do.CLOSE: complaint_deciding.close_complaint,
}  # fmt: skip


@desk_pages.get(f"{CASE}/<any({VERBS}):verb>")
@access(Permission.CASE_READ)
def complaint_form(case_id: int, verb: str) -> Response:
    """Show the case with one step open: the address of a step that was typed or reloaded."""
    return redirect(url_for("desk.case", case_id=case_id, mo=verb, _anchor=verb))  # type: ignore[return-value]


@desk_pages.post(f"{CASE}/<any({VERBS}):verb>")
@access(Permission.CASE_READ)
def complaint_step(case_id: int, verb: str) -> Response:
    """Take a step of the procedure."""
    action = ACTIONS[verb]
    return take(case_id, action, lambda form, facts: COMMANDS[action](case_id, **form.values(), **facts))


@desk_pages.errorhandler(NotAllowed)
def say_the_rule(error: NotAllowed) -> Response:
    """Answer 403 with the rule of the step and its article, when it was a step of a case that was refused."""
    slug = request.path.rstrip("/").rsplit("/", 1)[-1]
    action = next((known for known, own in SLUGS.items() if own == slug), None)
    if action is None or "case_id" not in (request.view_args or {}):
        return answer(error.status, code=error.code)
    kind = CaseKind.COMPLAINT if isinstance(action, Do) else CaseKind.PETITION
    return answer(error.status, code=error.code, sentence=rule_sentence(action, kind))
