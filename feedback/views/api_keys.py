"""The administrator's page of keys with which other systems send letters in."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from accounts.views.person import actor
from core.access import access
from core.errors import BadInput
from core.letters import public_address
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.forms.machines import ButtonForm, KeyForm
from feedback.queries.machines import keys
from feedback.services import api_keys
from feedback.views import desk_pages

KEYS = "/quan-tri/khoa-api"


@desk_pages.get(KEYS)
@access(Permission.ADMIN_SETTINGS)
def key_list() -> Response:
    """List the keys, with the form that makes another one."""
    return _list(KeyForm())


@desk_pages.post(KEYS)
@access(Permission.ADMIN_SETTINGS)
def key_new() -> Response:
    """Make a key; it is shown on this answer and nowhere else."""
    form = KeyForm()
    if not form.validate():
        return _list(form, status=400)
    try:
        with transaction():
            made = api_keys.make_key(actor=actor(), at=now_utc(), name=form.name.data or "", per_hour=form.per_hour.data or 0)
    except BadInput as fault:
        form.blame(fault.errors)
        return _list(form, status=400)
    page = render_template("feedback/key_made.html", made=made, address=public_address("/open311/v2"))
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@desk_pages.post(f"{KEYS}/<string(length=32):public_id>/thu-hoi")
@access(Permission.ADMIN_SETTINGS)
def key_withdraw(public_id: str) -> Response:
    """Take a key back."""
    if ButtonForm().validate():
        with transaction():
            api_keys.withdraw_key(public_id, actor=actor(), at=now_utc())
        flash(_("Đã thu hồi khóa. Hệ thống dùng khóa này không gửi được nữa."), "good")
    return redirect(url_for("desk.key_list"), 303)  # type: ignore[return-value]


def _list(form: KeyForm, *, status: int = 200) -> Response:
    page = render_template(
        "feedback/key_list.html", form=form, keys=keys(actor().unit_id), button=ButtonForm(formdata=None),
        address=public_address("/open311/v2"),
    )  # fmt: skip
    return make_response(page, status)
