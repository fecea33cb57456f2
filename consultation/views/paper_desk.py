"""Counts from paper at the desk: entered by officials and the Front, corrected with the trail kept."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, make_response, render_template

from accounts.queries import villages
from accounts.views.person import actor
from consultation import phrases
from consultation.forms.sheets import SheetForm, typed_of
from consultation.queries.consultations import ConsultationView
from consultation.queries.papers import Sheet, one_sheet
from consultation.rules import may_take
from consultation.services.sheets import record
from consultation.states import Step
from consultation.views import desk_pages
from consultation.views.desk import ONE, done, found, page_of, refusal, token_of
from core.access import access
from core.errors import BadInput, NotFound, WrongState
from core.form_token import FormToken
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from feedback.views.commune import commune_id

SHEET = f"{ONE}/phieu/<int(max=2147483647):sheet_id>"


@desk_pages.get(f"{ONE}/phieu")
@access(Permission.CONSULTATION_COUNT)
def sheet_new(consultation_id: int) -> Response:
    """Show an empty row."""
    return _fresh(found(consultation_id), {})


@desk_pages.post(f"{ONE}/phieu")
@access(Permission.CONSULTATION_COUNT)
def sheet_record(consultation_id: int) -> Response:
    """Keep a row from paper."""
    return _kept(found(consultation_id), None)


@desk_pages.get(SHEET)
@access(Permission.CONSULTATION_COUNT)
def sheet_edit(consultation_id: int, sheet_id: int) -> Response:
    """Show a row to be corrected."""
    view = found(consultation_id)
    old = _old(view, sheet_id)
    return _fresh(view, typed_of(old), old=old)


@desk_pages.post(SHEET)
@access(Permission.CONSULTATION_COUNT)
def sheet_correct(consultation_id: int, sheet_id: int) -> Response:
    """Correct a row: a new one takes its place, the old one stays to be read."""
    view = found(consultation_id)
    return _kept(view, _old(view, sheet_id))


def _old(view: ConsultationView, sheet_id: int) -> Sheet:
    sheet = one_sheet(commune_id(), view.id, sheet_id)
    if sheet is None:
        raise NotFound()
    return sheet


def _fresh(view: ConsultationView, known: Mapping[str, object], *, old: Sheet | None = None) -> Response:
    form = SheetForm(formdata=None, data={**known, "token": FormToken.issue()})
    return _shown(view, _offered(form, view), old=old)


def _offered(form: SheetForm, view: ConsultationView) -> SheetForm:
    form.offer_lists(asked=view.questions, village_items=villages(commune_id(), on=today()))
    return form


def _shown(view: ConsultationView, form: SheetForm, *, old: Sheet | None = None, status: int = 200) -> Response:
    if not may_take(Step.COUNT, view.phase) or (old is not None and old.replaced):
        return page_of(view.id, notice=str(phrases.NOT_NOW), status=409)
    page = render_template("consultation/sheet_form.html", view=view, form=form, old=old, phrases=phrases)
    return make_response(page, status)


def _kept(view: ConsultationView, old: Sheet | None) -> Response:
    form = _offered(SheetForm(), view)
    try:
        key = token_of(form)
        if not form.validate() or not key:
            raise BadInput({})
        with transaction():
            record(
                view.id, form.sheet(), actor=actor(), idempotency_key=key, at=now_utc(), replaces=old.id if old else None,
                reason=form.reason.data or "",
            )  # fmt: skip
    except BadInput as problem:
        refusal(problem, form)
        return _shown(view, form, old=old, status=400)
    except WrongState:
        return page_of(view.id, notice=str(phrases.NOT_NOW), status=409)
    return done("sheet", view.id)
