"""The addresses of the steps of a dialogue, of its checklist, and of calls for one: what cannot be done is said in place."""

from __future__ import annotations

from flask import Response, flash, redirect, url_for

from accounts.permissions import Actor
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.i18n import current_locale
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from dialogue import dialogue_phrases as phrases
from dialogue.checklist import CheckStep
from dialogue.forms.planning import AnswerForm, PlanForm
from dialogue.queries.duty import has_call, letter_alerts
from dialogue.services import calls, checks, planning, rescheduling, sessions
from dialogue.states import Step
from dialogue.views import desk_pages
from dialogue.views.planning_desk import (
    ONE,
    VERBS,
    answer_form,
    call_form,
    list_page,
    page_of,
    refusal,
    renewed,
    step_form,
    tick_form,
)
from feedback.views.commune import commune_id

STEPS = {slug: step for step, slug in VERBS.items()}
SLUGS = ", ".join(f"'{slug}'" for slug in STEPS)
CHECKS = ", ".join(f"'{step.value}'" for step in CheckStep)


@desk_pages.post(f"{ONE}/<any({SLUGS}):verb>")
@access(Permission.DIALOGUE_PLAN)
def dialogue_step(dialogue_id: int, verb: str) -> Response:
    """Take a step."""
    step = STEPS[verb]
    form = step_form(step)
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            _take(step, dialogue_id, form=form, person=actor())
    except BadInput as problem:
        refusal(problem, form)
        return page_of(dialogue_id, sent=(step, form), status=400)
    except (StaleVersion, WrongState):
        sent = renewed(step, form, dialogue_id)
        return page_of(dialogue_id, sent=sent, notice=str(phrases.SOMEBODY_ELSE), status=409)
    flash(str(phrases.DONE[step]), "good")
    return redirect(url_for("dialogue_desk.dialogue_page", dialogue_id=dialogue_id), 303)  # type: ignore[return-value]


def _take(step: Step, dialogue_id: int, *, form: PlanForm, person: Actor) -> None:
    at, version, calendar = now_utc(), form.opened_at, calendar_for(person.unit_id)
    if step is Step.ANNOUNCE:
        planning.announce(dialogue_id, actor=person, at=at, version=version, calendar=calendar)
    elif step is Step.POSTPONE:
        rescheduling.postpone(
            dialogue_id, starts_at=form.starts_at(), ends_at=form.ends_at(), reason=form.reason.data or "", version=version,
            ad_hoc_reason=form.ad_hoc_reason.data or "", actor=person, at=at, calendar=calendar,
        )  # fmt: skip
    elif step is Step.CANCEL:
        rescheduling.cancel(dialogue_id, reason=form.reason.data or "", actor=person, at=at, version=version)
    elif step is Step.OPEN:
        sessions.open_session(dialogue_id, actor=person, at=at, version=version)
    else:
        sessions.close_session(dialogue_id, actor=person, at=at, version=version)


@desk_pages.post(f"{ONE}/viec/<any({CHECKS}):step>")
@access(Permission.DIALOGUE_PLAN)
def dialogue_tick(dialogue_id: int, step: str) -> Response:
    """Write down that a step of the checklist is done."""
    form = tick_form(step, sent=True)
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            done_on, note = form.done_on.data, form.note.data or ""
            checks.tick(dialogue_id, CheckStep(step), done_on=done_on, note=note, actor=actor(), at=now_utc())
    except BadInput as problem:
        form.blame(problem.errors)
        return page_of(dialogue_id, ticked=(step, form), status=400)
    flash(str(phrases.TICKED), "good")
    return redirect(url_for("dialogue_desk.dialogue_page", dialogue_id=dialogue_id, _anchor="cac-viec"), 303)  # type: ignore[return-value]


@desk_pages.post("/doi-thoai/yeu-cau")
@access(Permission.DIALOGUE_PLAN)
def call_record() -> Response:
    """Write down that somebody calls for a dialogue."""
    form = call_form(sent=True)
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            calls.record_call(
                form.chosen_source(), subject=form.subject.data or "", number=form.number.data, called_on=form.called_on.data,
                actor=actor(), at=now_utc(),
            )  # fmt: skip
    except BadInput as problem:
        form.blame(problem.errors)
        return list_page(call=form, status=400)
    flash(str(phrases.CALL_NOTED), "good")
    return _to_list()


@desk_pages.post("/doi-thoai/yeu-cau/<int(max=2147483647):call_id>")
@access(Permission.DIALOGUE_DECIDE)
def call_answer(call_id: int) -> Response:
    """Answer a call that was written down."""
    if not has_call(commune_id(), call_id):
        raise NotFound()
    form = answer_form(str(call_id), sent=True)
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            answer, reason = form.answer.data or "", form.reason.data or ""
            calls.answer_call(call_id, answer=answer, reason=reason, actor=actor(), at=now_utc())
    except BadInput as problem:
        form.blame(problem.errors)
        return list_page(answer=(str(call_id), form), status=400)
    except WrongState:
        flash(str(phrases.ANSWERED_ALREADY), "warning")
        return _to_list()
    return _after_answer(form)


@desk_pages.post("/doi-thoai/don-giong-nhau/<any('village', 'field'):word>/<int(max=2147483647):number>")
@access(Permission.DIALOGUE_DECIDE)
def letters_answer(word: str, number: int) -> Response:
    """Answer the alert that similar letters raise; it must be there."""
    topic = f"{word}:{number}"
    form = answer_form(topic, sent=True)
    found = letter_alerts(commune_id(), today=today(), locale=current_locale())
    alert = next((item for item in found if item.topic == topic), None)
    if alert is None:
        raise NotFound()
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            calls.answer_letters(
                topic, subject=alert.subject, number=alert.number or 1, answer=form.answer.data or "",
                reason=form.reason.data or "", actor=actor(), at=now_utc(),
            )  # fmt: skip
    except BadInput as problem:
        form.blame(problem.errors)
        return list_page(answer=(topic, form), status=400)
    return _after_answer(form)


def _after_answer(form: AnswerForm) -> Response:
    flash(str(phrases.CALL_ANSWERED), "good")
    if form.answer.data == calls.PLAN:
        return redirect(url_for("dialogue_desk.dialogue_new"), 303)  # type: ignore[return-value]
    return _to_list()


def _to_list() -> Response:
    return redirect(url_for("dialogue_desk.dialogues_page"), 303)  # type: ignore[return-value]
