"""The pages on which heads and leaders keep answer templates."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import queries as people
from accounts.permissions import Actor
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion
from core.i18n import current_locale
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.forms.answer_template import TemplateForm
from feedback.plain_words import marks_in
from feedback.queries.drafting import TemplateView, all_templates, template
from feedback.services import answer_templates
from feedback.views import desk_pages

Answer = Response | tuple[str, int] | str
ONE = "/mau-tra-loi/<string(length=32):public_id>"


@desk_pages.get("/mau-tra-loi")
@access(Permission.TEMPLATE_EDIT)
def templates() -> str:
    """List the templates of the commune."""
    names = {item.id: item.named(current_locale()) for item in people.fields(_person().unit_id)}
    rows = all_templates(_person().unit_id)
    return render_template(
        "feedback/answer_template_list.html", rows=rows, fields=names,
        marks={row.public_id: marks_in(row.what_was_done, row.next_step) for row in rows},
    )  # fmt: skip


@desk_pages.get("/mau-tra-loi/moi")
@access(Permission.TEMPLATE_EDIT)
def template_new() -> tuple[str, int]:
    """Show an empty template."""
    return _page(None, _form(None), status=200)


@desk_pages.post("/mau-tra-loi/moi")
@access(Permission.TEMPLATE_EDIT)
def template_add() -> Answer:
    """Begin a template."""
    return _keep(None, lambda form: answer_templates.add_template(actor=_person(), at=now_utc(), facts=form.facts()))


@desk_pages.get(ONE)
@access(Permission.TEMPLATE_EDIT)
def template_edit(public_id: str) -> tuple[str, int]:
    """Show a template."""
    row = _known(public_id)
    return _page(row, _form(row), status=200)


@desk_pages.post(ONE)
@access(Permission.TEMPLATE_EDIT)
def template_change(public_id: str) -> Answer:
    """Let a template say something else."""
    return _keep(
        _known(public_id),
        lambda form: answer_templates.change_template(
            public_id, actor=_person(), at=now_utc(), version=form.opened_at, facts=form.facts()
        ),
    )


def _keep(row: TemplateView | None, command: Callable[[TemplateForm], object]) -> Answer:
    form = TemplateForm()
    form.choose_from(people.fields(_person().unit_id), locale=current_locale())
    if not form.validate():
        return _page(row, form, status=400)
    try:
        with transaction():
            command(form)
    except BadInput as fault:
        form.blame(fault.errors)
        return _page(row, form, status=400)
    except StaleVersion:
        return _page(_known(row.public_id if row else ""), form, status=409)
    flash(_("Đã lưu mẫu trả lời."), "good")
    return redirect(url_for("desk.templates"), 303)  # type: ignore[return-value]


def _form(row: TemplateView | None) -> TemplateForm:
    form = TemplateForm(formdata=None)
    form.choose_from(people.fields(_person().unit_id), locale=current_locale())
    form.show(row)
    return form


def _known(public_id: str) -> TemplateView:
    row = template(_person().unit_id, public_id)
    if row is None:
        raise NotFound()
    return row


def _page(row: TemplateView | None, form: TemplateForm, *, status: int) -> tuple[str, int]:
    """Show the form; 409: beside what a colleague saved meanwhile, and on that version, so that a second press replaces it."""
    differences = []
    if status == 409 and row is not None:
        stored = _form(row)
        differences = form.differences(stored)
        form.renew(row.version)
    return render_template("feedback/answer_template_edit.html", row=row, form=form, differences=differences), status


def _person() -> Actor:
    return current_user._get_current_object()
