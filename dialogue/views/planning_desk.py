"""The officials' pages of dialogues: the list with what the year owes and who calls for one, the form, and one dialogue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.queries import officials, setting, villages
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.formats import date_text
from core.i18n import current_locale
from core.paging import page_number
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.explain import explain
from deadlines.queries import calendar_for, term
from dialogue import dialogue_phrases as phrases
from dialogue.duty_rules import needed_signatures
from dialogue.forms.planning import (
    AnswerForm,
    CallForm,
    MoveForm,
    ParticularsForm,
    PlanForm,
    ReasonForm,
    StepForm,
    TickForm,
    typed_of,
)
from dialogue.queries import dialogues
from dialogue.queries.dates import check_lines, notice_due
from dialogue.queries.dialogues import DialogueView
from dialogue.queries.duty import Alert, alerts, answered_calls, duty_board, voters_share
from dialogue.rules import NOTICE, TOO_LATE, NoticeRule
from dialogue.services import planning, rescheduling
from dialogue.states import DialogueForm, DialogueKind, DialogueState, Step, leads_to
from dialogue.views import desk_pages
from feedback.views.commune import commune_id

ONE = "/doi-thoai/<int(max=2147483647):dialogue_id>"
COLLECT = "DLG.PARTY.COLLECT"
WINDOW_ENDS = 3
TABS: dict[str, tuple[frozenset[DialogueState], bool]] = {
    "sap-toi": (frozenset({DialogueState.PLANNED, DialogueState.ANNOUNCED, DialogueState.IN_SESSION}), False),
    "da-qua": (frozenset({DialogueState.HELD, DialogueState.CONCLUDED, DialogueState.CANCELLED}), True),
}
VERBS = {
    Step.ANNOUNCE: "cong-bo", Step.POSTPONE: "doi-ngay", Step.CANCEL: "huy", Step.OPEN: "bat-dau", Step.CLOSE: "ket-thuc",
}  # fmt: skip
FORMS: dict[Step, type[PlanForm]] = {
    Step.ANNOUNCE: StepForm, Step.POSTPONE: MoveForm, Step.CANCEL: ReasonForm, Step.OPEN: StepForm, Step.CLOSE: StepForm,
}  # fmt: skip
NEEDS = {
    Step.ANNOUNCE: Permission.DIALOGUE_DECIDE, Step.POSTPONE: Permission.DIALOGUE_DECIDE,
    Step.CANCEL: Permission.DIALOGUE_DECIDE, Step.OPEN: Permission.DIALOGUE_PLAN, Step.CLOSE: Permission.DIALOGUE_PLAN,
}  # fmt: skip


# ------------------------------------------------------------------ the list


@desk_pages.get("/doi-thoai")
@access(Permission.DIALOGUE_READ)
def dialogues_page() -> Response:
    """Show what the year owes, who calls for a dialogue, and the dialogues to come or over."""
    return list_page()


def list_page(*, call: CallForm | None = None, answer: tuple[str, AnswerForm] | None = None, status: int = 200) -> Response:
    """Show the list, with a form that was sent and could not be taken."""
    unit_id, on, person = commune_id(), today(), actor()
    tab = request.args.get("xem", "")
    states, latest_first = TABS.get(tab) or TABS["sap-toi"]
    page = dialogues.desk_page(unit_id, states, page=page_number(request.args.get("trang")), latest_first=latest_first)
    waiting = alerts(unit_id, today=on, locale=current_locale())
    voters, share = int(setting(unit_id, "commune_voters")), voters_share(unit_id, on=on)
    shown = "da-qua" if tab == "da-qua" else "sap-toi"
    response = render_template(
        "dialogue/desk_list.html", page=page, words=phrases.words_of, tab=shown, wrong=call or (answer and answer[1]),
        board=[(phrases.KINDS[line.kind], line) for line in duty_board(unit_id, today=on)], year=on.year,
        alerts=[(phrases.SOURCES[alert.source], alert, _answer_form(alert, answer)) for alert in waiting],
        answered=[(phrases.SOURCES[item.source], item, phrases.CALL_ANSWERS[item.answer]) for item in answered_calls(unit_id)],
        call=call or call_form(), share=share,
        needed=needed_signatures(voters, share=share), may_plan=Permission.DIALOGUE_PLAN in person.permissions,
        may_decide=Permission.DIALOGUE_DECIDE in person.permissions, call_open=call is not None,
        next_url=url_for("dialogue_desk.dialogues_page", xem=shown, trang=page.number + 1),
        previous_url=url_for("dialogue_desk.dialogues_page", xem=shown, trang=page.number - 1),
    )  # fmt: skip
    return make_response(response, status)


def call_form(*, sent: bool = False) -> CallForm:
    """Return the form of a call, with its list."""
    form = CallForm(prefix="goi-") if sent else CallForm(formdata=None, prefix="goi-", data={"called_on": today()})
    form.offer_sources()
    return form


def answer_form(key: str, *, sent: bool = False) -> AnswerForm:
    """Return the form of an answer, with its list; ``key`` is the number of a call, or the topic of letters."""
    prefix = f"tra-loi-{key.replace(':', '-')}-"
    form = AnswerForm(prefix=prefix) if sent else AnswerForm(formdata=None, prefix=prefix)
    form.offer_answers()
    return form


def _answer_form(alert: Alert, sent: tuple[str, AnswerForm] | None) -> AnswerForm:
    key = alert.topic or str(alert.id)
    return sent[1] if sent and sent[0] == key else answer_form(key)


# ------------------------------------------------------------------ the form


@desk_pages.get("/doi-thoai/moi")
@access(Permission.DIALOGUE_PLAN)
def dialogue_new() -> Response:
    """Show the form with a day and a question window as the office's own times suggest them."""
    return _form_page(ParticularsForm(formdata=None, data=_suggested(commune_id(), on=today())))


def _suggested(unit_id: int, *, on: date) -> dict[str, Any]:
    """Return kind and form, the first working day that leaves time for the plan, and the days for questions before it."""
    known = {"kind": DialogueKind.COMMUNE_CONFERENCE.value, "form": DialogueForm.IN_PERSON.value}
    calendar, day = calendar_for(unit_id), on + timedelta(days=int(setting(unit_id, "dialogue_plan_days")))
    while calendar.covers(day) and not calendar.is_working(day):
        day += timedelta(days=1)
    if not calendar.covers(day):
        return known
    begin = max(on, day - timedelta(days=term(COLLECT, on, unit_id=unit_id).number))
    hours = {"from_time": time(8), "to_time": time(11)}
    return {**known, **hours, "held_on": day, "questions_from": begin, "questions_to": day - timedelta(days=WINDOW_ENDS)}


@desk_pages.post("/doi-thoai/moi")
@access(Permission.DIALOGUE_PLAN)
def dialogue_plan() -> Response:
    """Put a dialogue onto the plan."""
    form = _offered(ParticularsForm())
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            dialogue_id = planning.plan(form.dialogue(), actor=actor(), at=now_utc())
    except BadInput as problem:
        form.blame(problem.errors)
        return _form_page(form, status=400)
    flash(str(phrases.PLANNED), "good")
    return redirect(url_for("dialogue_desk.dialogue_page", dialogue_id=dialogue_id), 303)  # type: ignore[return-value]


@desk_pages.get(f"{ONE}/sua")
@access(Permission.DIALOGUE_PLAN)
def dialogue_edit(dialogue_id: int) -> Response:
    """Show the form with the dialogue in it."""
    view = _found(dialogue_id)
    if leads_to(Step.CHANGE, DialogueState(view.state)) is None:
        return page_of(dialogue_id, notice=str(phrases.NOT_CHANGED_ANY_MORE), status=409)
    return _form_page(ParticularsForm(formdata=None, data=typed_of(view)), view=view)


@desk_pages.post(f"{ONE}/sua")
@access(Permission.DIALOGUE_PLAN)
def dialogue_change(dialogue_id: int) -> Response:
    """Write over a dialogue that is on the plan."""
    view, form = _found(dialogue_id), _offered(ParticularsForm())
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            rescheduling.change(dialogue_id, form.dialogue(), actor=actor(), at=now_utc(), version=form.opened_at)
    except BadInput as problem:
        form.blame(problem.errors)
        return _form_page(form, view=view, status=400)
    except StaleVersion as stale:
        stored = _offered(ParticularsForm(formdata=None, data=typed_of(_found(dialogue_id))))
        form.renew(int(str(stale.facts["current"])), stored=stored)
        form.form_errors.append(str(phrases.SOMEBODY_ELSE))
        return _form_page(form, view=view, status=409)
    except WrongState:
        return page_of(dialogue_id, notice=str(phrases.NOT_CHANGED_ANY_MORE), status=409)
    flash(str(phrases.DONE[Step.CHANGE]), "good")
    return redirect(url_for("dialogue_desk.dialogue_page", dialogue_id=dialogue_id), 303)  # type: ignore[return-value]


def _offered(form: ParticularsForm) -> ParticularsForm:
    unit_id = commune_id()
    people = officials(unit_id, on=today())
    leaders_first = sorted(people, key=lambda person: Permission.DIALOGUE_DECIDE not in person.permissions)
    form.offer_lists(officials=leaders_first, villages=villages(unit_id))
    return form


def _form_page(form: ParticularsForm, *, view: DialogueView | None = None, status: int = 200) -> Response:
    _offered(form)
    days = term(COLLECT, today(), unit_id=commune_id()).number
    earliest = today() + timedelta(days=term(NOTICE, today(), unit_id=commune_id()).number)
    response = render_template(
        "dialogue/desk_form.html", form=form, view=view, days=days, ends=WINDOW_ENDS, earliest=earliest, places=form.places()
    )
    return make_response(response, status)


# ------------------------------------------------------------------ one dialogue


@desk_pages.get(ONE)
@access(Permission.DIALOGUE_READ)
def dialogue_page(dialogue_id: int) -> Response:
    """Show a dialogue with its steps and its checklist."""
    return page_of(dialogue_id)


def page_of(
    dialogue_id: int, *, sent: tuple[Step, PlanForm] | None = None, ticked: tuple[str, TickForm] | None = None,
    notice: str = "", status: int = 200,
) -> Response:  # fmt: skip
    """Show the page, with a form that was sent and could not be taken."""
    view, unit_id, person, on = _found(dialogue_id), commune_id(), actor(), today()
    calendar = calendar_for(unit_id)
    latest = notice_due(unit_id, view.satisfies, held_on=view.held_on, on=on, calendar=calendar)
    lines = check_lines(view, unit_id=unit_id, calendar=calendar, today=on)
    may_plan = Permission.DIALOGUE_PLAN in person.permissions
    response = render_template(
        "dialogue/desk_page.html", view=view, words=phrases.words_of(view), form=phrases.FORMS[DialogueForm(view.form)],
        latest=latest, why_latest=explain(latest.proof, current_locale()) if latest else [], late=latest and on > latest.due_on,
        steps=[
            (step, VERBS[step], phrases.step_words(step, view), sent[1] if sent and sent[0] is step else step_form(step, view))
            for step in VERBS
            if NEEDS[step] in person.permissions and leads_to(step, DialogueState(view.state)) is not None
        ],
        checks=[
            (phrases.CHECKS[line.step], line, explain(line.due.proof, current_locale()) if line.due else [],
             ticked[1] if ticked and ticked[0] == line.step else tick_form(line.step))
            for line in lines
        ],
        opened=sent[0] if sent else None, ticking=ticked[0] if ticked else "", wrong=(sent or ticked or (None, None))[1],
        notice_text=notice, may_plan=may_plan, may_change=may_plan and view.state == DialogueState.PLANNED.value,
        doors=_doors(may_plan=may_plan), parts=phrases.AMENDED_PARTS,
        may_amend=Permission.DIALOGUE_DECIDE in person.permissions and view.state == DialogueState.ANNOUNCED.value,
    )  # fmt: skip
    return make_response(response, status)


def _doors(*, may_plan: bool) -> list[tuple[str, str, str]]:
    """Return endpoint, icon and name of the pages that belong to a dialogue."""
    doors = [
        ("dialogue_desk.question_list", "info", _("Câu hỏi")), ("dialogue_desk.registration_list", "people", _("Đăng ký dự")),
        ("dialogue_desk.attendance_page", "check", _("Điểm danh")), ("dialogue_desk.day_page", "clock", _("Điều hành")),
        ("dialogue_desk.minutes_page", "edit", _("Biên bản")), ("dialogue_desk.conclusion_page", "document", _("Kết luận")),
    ]  # fmt: skip
    return [door for door in doors if may_plan or door[0] != "dialogue_desk.attendance_page"]


def _found(dialogue_id: int) -> DialogueView:
    view = dialogues.one_dialogue(commune_id(), dialogue_id)
    if view is None:
        raise NotFound()
    return view


def step_form(step: Step, view: DialogueView | None = None) -> PlanForm:
    """Return the form of a step: as it was sent (no ``view``), or as it stands on the page."""
    prefix = f"{VERBS[step]}-"
    if view is None:
        return FORMS[step](prefix=prefix)
    known: Mapping[str, Any] = typed_of(view) if step is Step.POSTPONE else {"version": view.version}
    return FORMS[step](formdata=None, prefix=prefix, data={**known, "ad_hoc_reason": "", "held_on": None})


def renewed(step: Step, form: PlanForm, dialogue_id: int) -> tuple[Step, PlanForm]:
    """Return a step with its form as it was sent, on the dialogue as it stands now; what was typed is shown in any case."""
    view = _found(dialogue_id)
    form.renew(view.version, stored=step_form(step, view))
    return step, form


def tick_form(step: str, *, sent: bool = False) -> TickForm:
    """Return the form with which a step of the checklist is ticked."""
    prefix = f"viec-{step}-"
    return TickForm(prefix=prefix) if sent else TickForm(formdata=None, prefix=prefix, data={"done_on": today()})


def refusal(problem: BadInput, form: PlanForm) -> None:
    """Put a refusal beside its field; the gate says its rule with the last day that would have been in time."""
    for name, code in problem.errors.items():
        if code in TOO_LATE.values():
            say = phrases.too_late if code == TOO_LATE[NoticeRule.LAW] else phrases.too_late_for_office
            form.say(name, say(date_text(date.fromisoformat(str(problem.facts["latest_on"])))))
        else:
            form.say(name, phrases.fault(code))
