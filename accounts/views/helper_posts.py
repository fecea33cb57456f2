"""The administrator's page about village heads and Front members who help neighbours to write."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from accounts import passwords, phrases, queries
from accounts.forms import StrictForm
from accounts.helper_forms import HelperForm
from accounts.helper_queries import helper_posts
from accounts.services import helper_posts as commands
from accounts.views import blueprint
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today

Answer = Response | tuple[str, int] | str


@blueprint.get("/can-bo/quan-tri/nguoi-giup")
@access(Permission.ADMIN_PEOPLE)
def helper_list() -> Answer:
    """List who helps in which village, with the form that names another one."""
    return _page(_form(), status=200)


@blueprint.post("/can-bo/quan-tri/nguoi-giup")
@access(Permission.ADMIN_PEOPLE)
def helper_new() -> Answer:
    """Name a helper; the one-time password of a new person is shown once, on this answer and nowhere else."""
    form = _form()
    if not form.validate():
        return _page(form, status=400)
    facts, password = form.facts(), passwords.one_time_password()
    new = facts.official_id is None
    try:
        with transaction():
            commands.name_helper(
                unit_id=actor().unit_id, actor=actor(), facts=facts, on=today(), at=now_utc(),
                hashed=passwords.hash_password(password) if new else "",
            )  # fmt: skip
    except BadInput as error:
        form.blame(error.errors)
        return _page(form, status=400)
    if new:
        return render_template(
            "accounts/official_password.html", full_name=facts.full_name, username=facts.username.lower(), password=password
        )
    flash(_("Đã ghi người giúp của thôn."), "success")
    return redirect(url_for("accounts.helper_list"), code=303)


@blueprint.post("/can-bo/quan-tri/nguoi-giup/<public_id>/thoi")
@access(Permission.ADMIN_PEOPLE)
def helper_end(public_id: str) -> Response:
    """End a post from today on."""
    if StrictForm().validate():
        with transaction():
            commands.end_helper_post(unit_id=actor().unit_id, actor=actor(), public_id=public_id, on=today(), at=now_utc())
        flash(_("Từ hôm nay người này không nhập giúp ở thôn đó nữa."), "success")
    return redirect(url_for("accounts.helper_list"), code=303)


def _form() -> HelperForm:
    unit_id, on = actor().unit_id, today()
    form = HelperForm(data={"valid_from": on})
    form.offer(officials=queries.officials(unit_id, on=on), villages=queries.villages(unit_id, on=on))
    return form


def _page(form: HelperForm, *, status: int) -> tuple[str, int]:
    page = render_template(
        "accounts/helper_list.html", form=form, posts=helper_posts(actor().unit_id, on=today()), button=StrictForm(formdata=None),
        offices=phrases.HELPER_OFFICES, today=today(),
    )  # fmt: skip
    return page, status
