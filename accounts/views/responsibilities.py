"""The administrator's pages about the responsibility matrix."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from accounts import phrases, queries
from accounts.forms import ResponsibilityForm, VersionForm
from accounts.read_models import ResponsibilityItem
from accounts.services import responsibilities
from accounts.views import blueprint
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion
from core.i18n import current_locale
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today

Answer = Response | tuple[str, int]


@blueprint.get("/can-bo/quan-tri/phan-cong")
@access(Permission.ADMIN_PEOPLE)
def responsibility_list() -> str:
    """Show the matrix: by field and village who handles what, and fields that only the general row covers."""
    unit_id, on = actor().unit_id, today()
    rows = queries.responsibilities(unit_id, on=on)
    covered = {row.field.id for row in rows if row.field and row.village is None}
    bare = [item.named(current_locale()) for item in queries.fields(unit_id, on=on) if item.id not in covered]
    return render_template(
        "accounts/responsibility_list.html", rows=rows, bare=bare, away=queries.away_on(unit_id, on), on=on,
        general=any(row.field is None and row.village is None for row in rows), language=current_locale(),
    )  # fmt: skip


@blueprint.route("/can-bo/quan-tri/phan-cong/moi", methods=["GET", "POST"])
@access(Permission.ADMIN_PEOPLE)
def responsibility_new() -> Answer:
    """Add a row."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form, None, status=400 if form.is_submitted() else 200)
    try:
        with transaction():
            responsibilities.add_responsibility(
                unit_id=actor().unit_id, actor=actor(), facts=form.facts(), on=today(), at=now_utc()
            )
    except BadInput as error:
        form.blame(error.errors)
        return _page(form, None, status=400)
    flash(_("Đã thêm dòng phân công."), "success")
    return redirect(url_for("accounts.responsibility_list"), code=303)


@blueprint.route("/can-bo/quan-tri/phan-cong/<public_id>", methods=["GET", "POST"])
@access(Permission.ADMIN_PEOPLE)
def responsibility_edit(public_id: str) -> Answer:
    """Change a row from today on; cases assigned before keep their officer."""
    row = _row(public_id)
    form = _form(data=_shown(row))
    if not form.validate_on_submit():
        return _page(form, row, status=400 if form.is_submitted() else 200)
    try:
        with transaction():
            responsibilities.change_responsibility(
                unit_id=actor().unit_id, actor=actor(), public_id=public_id, expected_version=form.version.data or 0,
                facts=form.facts(), on=today(), at=now_utc(),
            )  # fmt: skip
    except BadInput as error:
        form.blame(error.errors)
        return _page(form, row, status=400)
    except StaleVersion:
        now = _row(public_id)
        form.renew(now.version, stored=_form(data=_shown(now), formdata=None))
        return _page(form, now, status=409, stale=True)
    flash(_("Đã đổi phân công từ hôm nay. Hồ sơ giao trước đó vẫn giữ người phụ trách cũ."), "success")
    return redirect(url_for("accounts.responsibility_list"), code=303)


@blueprint.post("/can-bo/quan-tri/phan-cong/<public_id>/ket-thuc")
@access(Permission.ADMIN_PEOPLE)
def responsibility_end(public_id: str) -> Response:
    """End a row from today on."""
    form = VersionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                responsibilities.end_responsibility(
                    unit_id=actor().unit_id, actor=actor(), public_id=public_id, expected_version=form.version.data or 0,
                    on=today(), at=now_utc(),
                )  # fmt: skip
            flash(_("Đã kết thúc dòng phân công."), "success")
        except StaleVersion:
            flash(_("Có người khác vừa sửa dòng này. Hãy xem lại rồi làm tiếp."), "error")
    return redirect(url_for("accounts.responsibility_list"), code=303)


def _row(public_id: str) -> ResponsibilityItem:
    row = queries.responsibility(actor().unit_id, public_id)
    if row is None:
        raise NotFound()
    return row


def _shown(row: ResponsibilityItem) -> dict[str, object]:
    things = {"field_id": row.field, "village_id": row.village, "officer_id": row.officer, "substitute_id": row.substitute}
    shown: dict[str, object] = {name: str(thing.id) if thing else "" for name, thing in things.items()}
    return {**shown, "department_id": str(row.department.id), "version": row.version}


def _form(data: dict[str, object] | None = None, **given: Any) -> ResponsibilityForm:
    unit_id, on = actor().unit_id, today()
    form = ResponsibilityForm(data=data, **given)
    form.offer(
        fields=queries.fields(unit_id, on=on), villages=queries.villages(unit_id, on=on), locale=current_locale(),
        departments=queries.departments(unit_id, on=on), officials=queries.officials(unit_id, on=on),
    )  # fmt: skip
    return form


def _page(form: ResponsibilityForm, row: ResponsibilityItem | None, *, status: int, stale: bool = False) -> tuple[str, int]:
    return render_template(
        "accounts/responsibility_edit.html", form=form, row=row, stale=stale, button=VersionForm(formdata=None),
        phrases=phrases, language=current_locale(),
    ), status  # fmt: skip
