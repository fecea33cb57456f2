"""The desk of land projects: the list, a project that is entered or changed, and its page where every step has its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from accounts.queries import departments, officials, villages
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.form_token import FormToken, key_or_renewed
from core.i18n import current_locale
from core.paging import page_number, page_query
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from disclosure import land_phrases, phrases
from disclosure.land_forms import (
    LandForm,
    LandPressForm,
    LandReasonForm,
    LinkForm,
    OpinionsForm,
    ProjectForm,
    TalkForm,
    UnlinkForm,
    typed_of_project,
)
from disclosure.land_rules import PLAN_KIND
from disclosure.land_states import LandState, LandStep, PlanPhase
from disclosure.permissions import open_land_steps
from disclosure.queries.land import DeskProject, Plan, dialogues_to_link, land_list, land_project
from disclosure.services import land_plans, land_projects
from disclosure.views import desk_pages
from feedback.phrases import kind_label, state_label

ONE = "/du-an/<int(max=2147483647):project_id>"
COUNTED = frozenset({PlanPhase.COUNTING, PlanPhase.TALKING, PlanPhase.SETTLED})
Sent = tuple[str, LandForm] | None


@desk_pages.get("/du-an")
@access(Permission.DISCLOSURE_READ)
def land_projects_page() -> str:
    """List the projects that go on, a dialogue that is owed first; or those that ended."""
    over = request.args.get("xem") == "da-xong"
    page = land_list(actor().unit_id, over=over, page=page_number(request.args.get("trang")), today=today())
    wanted = {"xem": "da-xong"} if over else {}
    return render_template(
        "disclosure/land_list.html", page=page, over=over, words=land_phrases, today=today(),
        may_write=Permission.DISCLOSURE_WRITE in actor().permissions,
        previous_url=page_query(wanted, page.number - 1), next_url=page_query(wanted, page.number + 1),
    )  # fmt: skip


# ------------------------------------------------------------------ a project is entered or changed


@desk_pages.get("/du-an/moi")
@access(Permission.DISCLOSURE_WRITE)
def land_new() -> Response:
    """Show the form of a new project."""
    known = {"token": FormToken.issue(), "official_id": actor().id}
    return _form_page(_offered(ProjectForm(formdata=None, data=known)))


@desk_pages.post("/du-an/moi")
@access(Permission.DISCLOSURE_WRITE)
def land_begin() -> Response:
    """Keep a new project; a second press of the same form is the same project."""
    form = _offered(ProjectForm())
    nonce = key_or_renewed(form.token)
    if not nonce:
        form.say("", phrases.sentence("form_old"))
    if not nonce or not form.validate():
        return _form_page(form, status=400)
    try:
        with transaction():
            project_id = land_projects.begin_project(form.project(), actor=actor(), at=now_utc(), idempotency_key=nonce)
    except BadInput as problem:
        form.refuse(problem)
        return _form_page(form, status=problem.status)
    return _done("moi", project_id)


@desk_pages.get(f"{ONE}/sua")
@access(Permission.DISCLOSURE_WRITE)
def land_edit(project_id: int) -> Response:
    """Show the form with the project in it."""
    project = found_project(project_id)
    if LandStep.CHANGE not in _steps(project):
        raise NotFound()
    return _form_page(_offered(ProjectForm(formdata=None, data=typed_of_project(project))), project=project)


@desk_pages.post(f"{ONE}/sua")
@access(Permission.DISCLOSURE_WRITE)
def land_change(project_id: int) -> Response:
    """Write over a project."""
    project, form = found_project(project_id), _offered(ProjectForm())
    if not form.validate():
        return _form_page(form, project=project, status=400)
    try:
        with transaction():
            land_projects.change_project(project_id, form.project(), actor=actor(), at=now_utc(), version=form.opened_at)
    except BadInput as problem:
        form.refuse(problem)
        return _form_page(form, project=project, status=problem.status)
    except StaleVersion as stale:
        now = found_project(project_id)
        stored = _offered(ProjectForm(formdata=None, data=typed_of_project(now)))
        form.renew(int(str(stale.facts["current"])), stored=stored)
        form.say("", str(land_phrases.SOMEBODY_ELSE))
        return _form_page(form, project=now, status=409)
    except WrongState:
        flash(str(land_phrases.WRONG_STATE), "warning")
        return redirect(url_for("disclosure_desk.land_page", project_id=project_id), 303)  # type: ignore[return-value]
    return _done("sua", project_id)


def _offered(form: ProjectForm) -> ProjectForm:
    unit_id, on = actor().unit_id, today()
    places, offices = villages(unit_id, on=on), departments(unit_id, on=on)
    form.offer_lists(officials=officials(unit_id, on=on), villages=places, departments=offices)
    return form


def _form_page(form: ProjectForm, *, project: DeskProject | None = None, status: int = 200) -> Response:
    return make_response(render_template("disclosure/land_form.html", form=form, project=project), status)


def _done(step: str, project_id: int) -> Response:
    flash(str(land_phrases.DONE[step]), "good")
    return redirect(url_for("disclosure_desk.land_page", project_id=project_id), 303)  # type: ignore[return-value]


def found_project(project_id: int) -> DeskProject:
    """Return a project of the official's commune. Raises NotFound."""
    project = land_project(actor().unit_id, project_id, today=today())
    if project is None:
        raise NotFound()
    return project


def _steps(project: DeskProject) -> frozenset[LandStep]:
    return open_land_steps(actor(), LandState(project.line.state), project)


def may_post(project: DeskProject) -> bool:
    """Return whether this official may begin the posting of a draft plan of the project now."""
    return LandStep.POST in _steps(project)


# ------------------------------------------------------------------ its page


@desk_pages.get(ONE)
@access(Permission.DISCLOSURE_READ)
def land_page(project_id: int) -> Response:
    """Show one project with its drafts, the letters about it and what can be done now."""
    return _page(found_project(project_id))


def _page(project: DeskProject, *, sent: Sent = None, status: int = 200) -> Response:
    steps, version = _steps(project), {"version": project.version}

    def form(name: str, make: Callable[[], LandForm]) -> LandForm:
        return sent[1] if sent and sent[0] == name else make()

    page = render_template(
        "disclosure/land_page.html", project=project, line=project.line, words=land_phrases, phrases=phrases, steps=steps,
        Step=LandStep, state=land_phrases.STATES[LandState(project.line.state)], locale=current_locale(), today=today(),
        kind=PLAN_KIND, sent=sent[1] if sent else None, opened=sent[0] if sent else "", kind_label=kind_label,
        state_label=state_label, press=LandPressForm(formdata=None, data=version),
        link=form("thu", lambda: LinkForm(formdata=None, prefix="thu-", data=version)),
        unlink=UnlinkForm(formdata=None, prefix="bo-thu-", data=version),
        withdraw=form("go", lambda: LandReasonForm(formdata=None, prefix="go-", data=version)),
        counting=[
            (plan, form(_name("y-kien", plan.item_id), lambda plan=plan: _opinions_form(project, plan)))
            for plan in project.line.plans
            if LandStep.COUNT in steps and plan.phase in COUNTED
        ],
        talking=[
            (plan, form(_name("doi-thoai", plan.item_id), lambda plan=plan: _talk_form(project, plan)))
            for plan in project.line.plans
            if LandStep.TALK in steps and plan.talk.due_on
        ],
    )  # fmt: skip
    return make_response(page, status)


def _name(verb: str, item_id: int) -> str:
    return f"{verb}-{item_id}"


def _opinions_form(project: DeskProject, plan: Plan, *, sent: bool = False) -> OpinionsForm:
    prefix = _name("y-kien", plan.item_id) + "-"
    known = {"version": project.version, **{name: getattr(plan, name) for name in ("agree", "disagree", "minutes", "minutes_on")}}
    return OpinionsForm(prefix=prefix) if sent else OpinionsForm(formdata=None, prefix=prefix, data=known)


def _talk_form(project: DeskProject, plan: Plan, *, sent: bool = False) -> TalkForm:
    prefix = _name("doi-thoai", plan.item_id) + "-"
    known = {"version": project.version, "dialogue_id": plan.dialogue.id if plan.dialogue else None}
    form = TalkForm(prefix=prefix) if sent else TalkForm(formdata=None, prefix=prefix, data=known)
    form.offer_dialogues(dialogues_to_link(actor().unit_id, plan))
    return form


# ------------------------------------------------------------------ the steps


@desk_pages.post(f"{ONE}/cong-khai")
@access(Permission.DISCLOSURE_PUBLISH)
def land_publish(project_id: int) -> Response:
    """Let everybody read a project."""
    return _taken(project_id, "cong-khai", LandPressForm(), lambda facts: land_projects.publish_project(project_id, **facts))


@desk_pages.post(f"{ONE}/ket-thuc")
@access(Permission.DISCLOSURE_DECIDE)
def land_finish(project_id: int) -> Response:
    """End a project."""
    return _taken(project_id, "ket-thuc", LandPressForm(), lambda facts: land_projects.finish_project(project_id, **facts))


@desk_pages.post(f"{ONE}/go")
@access(Permission.DISCLOSURE_DECIDE)
def land_withdraw(project_id: int) -> Response:
    """Take a project back."""
    form = LandReasonForm(prefix="go-")

    def command(facts: dict[str, Any]) -> None:
        land_projects.withdraw_project(project_id, reason=form.reason.data or "", **facts)

    return _taken(project_id, "go", form, command)


@desk_pages.post(f"{ONE}/thu")
@access(Permission.DISCLOSURE_WRITE)
def land_link(project_id: int) -> Response:
    """Say that a letter is about the project."""
    form = LinkForm(prefix="thu-")
    return _taken(project_id, "thu", form, lambda facts: land_plans.link_letter(project_id, form.code.data or "", **facts))


@desk_pages.post(f"{ONE}/bo-thu")
@access(Permission.DISCLOSURE_WRITE)
def land_unlink(project_id: int) -> Response:
    """Say that a letter is not about the project after all."""
    form = UnlinkForm(prefix="bo-thu-")
    return _taken(project_id, "bo-thu", form, lambda facts: land_plans.unlink_letter(project_id, form.case_id.data or 0, **facts))


@desk_pages.post(f"{ONE}/phuong-an/<int(max=2147483647):item_id>/y-kien")
@access(Permission.DISCLOSURE_WRITE)
def land_count(project_id: int, item_id: int) -> Response:
    """Write down who agrees with a draft plan."""
    project = found_project(project_id)
    form = _opinions_form(project, _plan(project, item_id), sent=True)

    def command(facts: dict[str, Any]) -> None:
        calendar = calendar_for(actor().unit_id)
        land_plans.count_opinions(project_id, item_id, form.opinions(), calendar=calendar, **facts)

    return _taken(project_id, "y-kien", form, command, item_id=item_id)


@desk_pages.post(f"{ONE}/phuong-an/<int(max=2147483647):item_id>/doi-thoai")
@access(Permission.DISCLOSURE_WRITE)
def land_talk(project_id: int, item_id: int) -> Response:
    """Name the dialogue that answers those who disagree."""
    project = found_project(project_id)
    form = _talk_form(project, _plan(project, item_id), sent=True)

    def command(facts: dict[str, Any]) -> None:
        land_plans.link_dialogue(project_id, item_id, form.dialogue_id.data, **facts)

    return _taken(project_id, "doi-thoai", form, command, item_id=item_id)


def _plan(project: DeskProject, item_id: int) -> Plan:
    plan = next((plan for plan in project.line.plans if plan.item_id == item_id), None)
    if plan is None:
        raise NotFound()
    return plan


def _taken(
    project_id: int, verb: str, form: LandForm, command: Callable[[dict[str, Any]], None], *, item_id: int | None = None
) -> Response:  # fmt: skip
    """Take a step; what was typed comes back with the fault, the rule, or what another has written meanwhile."""
    sent = (verb if item_id is None else _name(verb, item_id), form)
    project = found_project(project_id)
    if not form.validate():
        return _page(project, sent=sent, status=400)
    try:
        with transaction():
            command({"actor": actor(), "at": now_utc(), "version": form.opened_at})
    except BadInput as fault:
        form.refuse(fault)
        return _page(found_project(project_id), sent=sent, status=fault.status)
    except WrongState:
        form.say("", str(land_phrases.WRONG_STATE))
        return _page(found_project(project_id), sent=sent, status=409)
    except StaleVersion as stale:
        form.renew(int(str(stale.facts["current"])))
        form.say("", str(land_phrases.SOMEBODY_ELSE))
        return _page(found_project(project_id), sent=sent, status=409)
    return _done(verb, project_id)
