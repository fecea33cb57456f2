"""The officials' pages of consultations: the list by what is due, the draft, and one consultation with its steps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request

from accounts.queries import officials, villages
from accounts.views.person import actor
from consultation import phrases
from consultation.forms.planning import DraftForm, FilesForm, ProlongForm, ReasonForm, RoomForm, StepForm, typed_of
from consultation.matters import matters_on
from consultation.queries.consultations import ConsultationView, desk_page, one_consultation
from consultation.queries.numbers import numbers_of
from consultation.queries.papers import sheets
from consultation.rules import may_take
from consultation.services import drafting
from consultation.states import STEPS, Step, Way
from consultation.views import desk_pages
from consultation.views.public import draft_file
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.form_token import FormToken, key_or_renewed
from core.i18n import current_locale
from core.paging import page_number, page_query
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.explain import explain
from deadlines.proof import Proof
from feedback.views import uploads
from feedback.views.commune import commune_id

ONE = "/lay-y-kien/<int(max=2147483647):consultation_id>"
HERE = "/can-bo/lay-y-kien"
VERBS = {Step.OPEN: "mo", Step.PROLONG: "gia-han", Step.CANCEL: "huy"}
FORMS: dict[Step, type[RoomForm]] = {Step.OPEN: StepForm, Step.PROLONG: ProlongForm, Step.CANCEL: ReasonForm}
SUGGESTED = 30


@desk_pages.get("/lay-y-kien")
@access(Permission.CONSULTATION_READ)
def consultations_page() -> str:
    """Show what is being worked on by what is due, or what is over."""
    over = request.args.get("xem") == "da-xong"
    page = desk_page(commune_id(), today=today(), over=over, page=page_number(request.args.get("trang")))
    wanted = {"xem": "da-xong"} if over else {}
    return render_template(
        "consultation/desk_list.html", page=page, over=over, phrases=phrases,
        may_plan=Permission.CONSULTATION_PLAN in actor().permissions,
        previous_url=page_query(wanted, page.number - 1), next_url=page_query(wanted, page.number + 1),
    )  # fmt: skip


# ------------------------------------------------------------------ the draft


@desk_pages.get("/lay-y-kien/moi")
@access(Permission.CONSULTATION_PLAN)
def consultation_new() -> Response:
    """Show the form with days that the law allows."""
    known: dict[str, Any] = {
        "opens_on": today(), "closes_on": today() + timedelta(days=SUGGESTED), "ways": [Way.PORTAL.value, Way.MEETING.value],
        "official_id": actor().id, "token": FormToken.issue(),
    }  # fmt: skip
    return _form_page(_offered(DraftForm(formdata=None, data=known)))


@desk_pages.post("/lay-y-kien/moi")
@access(Permission.CONSULTATION_PLAN)
def consultation_draft() -> Response:
    """Keep a draft."""
    form = _offered(DraftForm())
    try:
        key = token_of(form)
        if not form.validate() or not key:
            raise BadInput({})
        with transaction():
            consultation_id = drafting.draft(form.consultation(), actor=actor(), idempotency_key=key, at=now_utc())
    except BadInput as problem:
        refusal(problem, form)
        return _form_page(form, status=400)
    return done("draft", consultation_id)


def token_of(form: Any) -> str:
    """Return the key of a form of the desk; for one that is too old give it a new one, say so, and return ""."""
    key = key_or_renewed(form.token)
    if not key:
        form.form_errors.append(phrases.fault("form_expired"))
    return key


@desk_pages.get(f"{ONE}/sua")
@access(Permission.CONSULTATION_PLAN)
def consultation_edit(consultation_id: int) -> Response:
    """Show the draft to be written over."""
    view = found(consultation_id)
    if not may_take(Step.CHANGE, view.phase):
        return page_of(consultation_id, notice=str(phrases.NOT_NOW), status=409)
    return _form_page(_offered(DraftForm(formdata=None, data=typed_of(view))), view=view)


@desk_pages.post(f"{ONE}/sua")
@access(Permission.CONSULTATION_PLAN)
def consultation_change(consultation_id: int) -> Response:
    """Write over a draft; nobody writes over what he was not shown."""
    view, form = found(consultation_id), _offered(DraftForm())
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            drafting.change(consultation_id, form.consultation(), actor=actor(), at=now_utc(), version=form.opened_at)
    except BadInput as problem:
        refusal(problem, form)
        return _form_page(form, view=view, status=400)
    except StaleVersion as stale:
        stored = _offered(DraftForm(formdata=None, data=typed_of(found(consultation_id))))
        form.renew(int(str(stale.facts["current"])), stored=stored)
        form.form_errors.append(str(phrases.SOMEBODY_ELSE))
        return _form_page(form, view=view, status=409)
    except WrongState:
        return page_of(consultation_id, notice=str(phrases.NOT_NOW), status=409)
    return done("change", consultation_id)


def _offered(form: DraftForm) -> DraftForm:
    unit_id, on = commune_id(), today()
    planners = [item for item in officials(unit_id, on=on) if Permission.CONSULTATION_PLAN in item.permissions]
    form.offer_lists(officials=planners, villages=villages(unit_id, on=on), matters=matters_on(on))
    return form


def _form_page(form: DraftForm, *, view: ConsultationView | None = None, status: int = 200) -> Response:
    earliest = _earliest(today())
    page = render_template("consultation/desk_form.html", form=form, view=view, earliest=earliest)
    return make_response(page, status)


def _earliest(on: date) -> date | None:
    try:
        return drafting.earliest_close(commune_id(), on).due_on
    except BadInput:
        return None


def refusal(problem: BadInput, form: RoomForm) -> None:
    """Put a refusal beside its field; the gate says its rule with the first day that the law allows."""
    for name, code in problem.errors.items():
        if code == "too_short":
            form.say(name, phrases.too_short(problem.facts["closes_on"]))
        else:
            form.say(name, phrases.fault(code))


# ------------------------------------------------------------------ one consultation


@desk_pages.get(ONE)
@access(Permission.CONSULTATION_READ)
def consultation_page(consultation_id: int) -> Response:
    """Show a consultation with its steps, its numbers and the rows from paper."""
    return page_of(consultation_id)


def page_of(
    consultation_id: int, *, sent: tuple[Step, RoomForm] | None = None, files: FilesForm | None = None, notice: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    """Show the page, with a form that was sent and could not be taken."""
    view, person = found(consultation_id), actor()
    kept = sheets(commune_id(), view.id, page=page_number(request.args.get("trang")))
    page = render_template(
        "consultation/desk_page.html", view=view, phrases=phrases, numbers=numbers_of(view.id),
        sheets=kept, previous_url=f"{page_query({}, kept.number - 1)}#giay", next_url=f"{page_query({}, kept.number + 1)}#giay",
        reasons=explain(Proof.from_dict(view.proof), current_locale()),
        steps=[
            (step, VERBS[step], phrases.STEPS[step], sent[1] if sent and sent[0] is step else step_form(step, view))
            for step in VERBS if may_take(step, view.phase) and STEPS[step][1] in person.permissions
        ],
        may={step.value: may_take(step, view.phase) and STEPS[step][1] in person.permissions for step in Step},
        opened=sent[0] if sent else None, files=files or FilesForm(formdata=None), wrong=sent[1] if sent else files,
        notice_text=notice,
    )  # fmt: skip
    return make_response(page, status)


def step_form(step: Step, view: ConsultationView | None = None) -> RoomForm:
    """Return the form of a step: as it was sent (no ``view``), or as it stands on the page."""
    prefix = f"{VERBS[step]}-"
    if view is None:
        return FORMS[step](prefix=prefix)
    return FORMS[step](formdata=None, prefix=prefix, data={"version": view.version})


def found(consultation_id: int) -> ConsultationView:
    """Return the consultation. Raises NotFound."""
    view = one_consultation(commune_id(), consultation_id, today=today())
    if view is None:
        raise NotFound()
    return view


def done(word: str, consultation_id: int, *, tail: str = "") -> Response:
    """Say what was done and go back to the page, or to one below it."""
    flash(str(phrases.DONE[word]), "good")
    return redirect(f"{HERE}/{consultation_id}{tail}", 303)  # type: ignore[return-value]


# ------------------------------------------------------------------ files of the draft


@desk_pages.post(f"{ONE}/tep")
@access(Permission.CONSULTATION_PLAN, files=True)
def files_add(consultation_id: int) -> Response:
    """Keep files of a draft."""
    form = FilesForm()
    chosen = uploads.chosen(form.files.data)
    try:
        if not form.validate():
            raise BadInput({})
        if not chosen:
            raise BadInput({"files": "files_missing"})
        uploads.check(chosen, field="files")
        with transaction():
            drafting.add_files(consultation_id, [item.stream for item in chosen], actor=actor(), at=now_utc())
    except BadInput as problem:
        form.blame(problem.errors)
        return page_of(consultation_id, files=form, status=400)
    except WrongState:
        return page_of(consultation_id, notice=str(phrases.NOT_NOW), status=409)
    return done("files", consultation_id)


@desk_pages.get(f"{ONE}/tep/<string(length=32):public_id>")
@access(Permission.CONSULTATION_READ)
def file_shown(consultation_id: int, public_id: str) -> Response:
    """Send a file of a draft to who may read it at the desk."""
    response = draft_file(found(consultation_id), public_id)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@desk_pages.post(f"{ONE}/tep/<string(length=32):public_id>/bo")
@access(Permission.CONSULTATION_PLAN)
def file_drop(consultation_id: int, public_id: str) -> Response:
    """Take a file out of a draft."""
    try:
        with transaction():
            drafting.drop_file(consultation_id, public_id, actor=actor(), at=now_utc())
    except WrongState:
        return page_of(consultation_id, notice=str(phrases.NOT_NOW), status=409)
    return done("files", consultation_id)
