"""The desk of skilful models: the list of a year, and the form with which one is registered or corrected."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from accounts.queries import departments, villages
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotFound, WrongState
from core.form_token import FormToken, key_or_renewed
from core.i18n import current_locale
from core.paging import page_number, page_query
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from feedback.views.attempt import attempt
from skilful import phrases
from skilful.catalogue import spheres
from skilful.forms import ModelForm, written_of
from skilful.permissions import open_steps
from skilful.queries.desk import DeskModel, Near, Shelf, desk_list, desk_model, models_to_copy, waiting, years
from skilful.services import registering
from skilful.states import Step
from skilful.views import desk_pages

ONE = "/<int(max=2147483647):model_id>"
SHELVES = {
    "chua-danh-gia": Shelf.TO_ASSESS, "da-danh-gia": Shelf.ASSESSED, "duoc-cong-nhan": Shelf.RECOGNISED,
    "chua-cong-khai": Shelf.NOT_PUBLIC, "da-ket-thuc": Shelf.ENDED, "da-rut": Shelf.WITHDRAWN,
}  # fmt: skip


@desk_pages.get("")
@access(Permission.SKILFUL_READ)
def skilful_list() -> str:
    """List the models of a year."""
    unit_id, number = actor().unit_id, page_number(request.args.get("trang"))
    known = years(unit_id)
    year = year_of(request.args.get("nam"), known)
    sphere = request.args.get("linh-vuc", "")
    sphere = sphere if sphere in spheres() else ""
    asked = request.args.get("xem", "")
    shelf = SHELVES.get(asked)
    wanted = {"nam": str(year), "linh-vuc": sphere, "xem": asked if shelf else ""}
    wanted = {name: value for name, value in wanted.items() if value}
    page = desk_list(unit_id, year=year, sphere=sphere, shelf=shelf, page=number)
    return render_template(
        "skilful/desk_list.html", page=page, phrases=phrases, locale=current_locale(), year=year, sphere=sphere, asked=asked,
        years=sorted({*known, year}, reverse=True), spheres=spheres(), shelves=SHELVES, waiting=waiting(unit_id, year),
        may_write=Permission.SKILFUL_WRITE in actor().permissions, narrowed=bool(sphere or shelf),
        previous_url=page_query(wanted, number - 1), next_url=page_query(wanted, number + 1),
    )  # fmt: skip


def year_of(raw: str | None, known: list[int]) -> int:
    """Return the year that is asked for, else this one, or the last one for which something is registered."""
    if raw and raw.isascii() and raw.isdigit() and len(raw) == 4 and int(raw) >= 2000:
        return int(raw)
    this = today().year
    return this if this in known or not known else known[0]


# ------------------------------------------------------------------ a model is written down


@desk_pages.get("/moi")
@access(Permission.SKILFUL_WRITE)
def skilful_new() -> Response:
    """Show the form; who writes for one department begins with it."""
    own = sorted(actor().department_ids)
    known = {"token": FormToken.issue(), "year": today().year, "kind": "collective"}
    if len(own) == 1 and Permission.SKILFUL_DECIDE not in actor().permissions:
        known["department_id"] = own[0]
    return _form_page(_offered(ModelForm(formdata=None, data=known)))


@desk_pages.post("/moi")
@access(Permission.SKILFUL_WRITE)
def skilful_register() -> Response:
    """Keep a model; a second press of the same form is the same one."""
    form = _offered(ModelForm())
    key = key_or_renewed(form.token)
    if not key:
        form.say("", phrases.fault("form_expired"))
    if not form.validate() or not key:
        return _form_page(form, status=400)
    try:
        with transaction():
            model_id = registering.register(form.model(), actor=actor(), at=now_utc(), idempotency_key=key)
    except BadInput as problem:
        form.blame(problem.errors)
        return _form_page(form, status=problem.status)
    return done(Step.REGISTER, model_id)


@desk_pages.get(f"{ONE}/sua")
@access(Permission.SKILFUL_WRITE)
def skilful_edit(model_id: int) -> Response:
    """Show what was registered, to be corrected."""
    item = found(model_id)
    if Step.CORRECT not in steps_of(item):
        raise WrongState("skilful_wrong_state", step=Step.CORRECT.value, state=item.line.state)
    return _form_page(_corrected(item), item=item)


@desk_pages.post(f"{ONE}/sua")
@access(Permission.SKILFUL_WRITE)
def skilful_correct(model_id: int) -> Response:
    """Write anew what was registered; what was typed comes back with the fault, or with what another has written meanwhile."""
    form = _offered(ModelForm(), found(model_id))

    def command(facts: dict[str, Any]) -> None:
        registering.correct(model_id, form.model(), **facts)

    status = attempt(form, command, stored=lambda: _corrected(found(model_id)))
    return _form_page(form, item=found(model_id), status=status) if status else done(Step.CORRECT, model_id)


def _corrected(item: DeskModel) -> ModelForm:
    return _offered(ModelForm(formdata=None, data=written_of(item)), item)


def _offered(form: ModelForm, item: DeskModel | None = None) -> ModelForm:
    unit_id = actor().unit_id
    others: list[Near] = [near for near in models_to_copy(unit_id) if item is None or near.id != item.line.id]
    form.offer_lists(villages=villages(unit_id, on=today()), departments=departments(unit_id, on=today()), models=others)
    return form


def _form_page(form: ModelForm, *, item: DeskModel | None = None, status: int = 200) -> Response:
    return make_response(render_template("skilful/desk_form.html", form=form, item=item), status)


def steps_of(item: DeskModel) -> frozenset[Step]:
    """Return what this official may do with the model now."""
    return open_steps(actor(), item.standing, created_by=item.created_by, department_id=item.department_id)


def done(step: Step, model_id: int) -> Response:
    """Say what was done, on the page of the model."""
    flash(str(phrases.DONE[step]), "good")
    return redirect(url_for("skilful_desk.skilful_page", model_id=model_id), 303)  # type: ignore[return-value]


def found(model_id: int) -> DeskModel:
    """Return a model of the official's commune. Raises NotFound."""
    item = desk_model(actor().unit_id, model_id)
    if item is None:
        raise NotFound()
    return item
