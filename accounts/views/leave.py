"""One's own days away and who stands in on them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from accounts import queries
from accounts.forms import LeaveForm, VersionForm
from accounts.services import leave
from accounts.views import blueprint
from accounts.views.person import actor
from core.access import SIGNED_IN, access
from core.errors import BadInput
from core.transaction import transaction
from deadlines.clock import now_utc, today


@blueprint.get("/can-bo/vang-mat")
@access(SIGNED_IN)
def own_leave() -> tuple[str, int]:
    """Show one's own present and coming days away."""
    return _page(_form(formdata=None), status=200)


@blueprint.post("/can-bo/vang-mat")
@access(SIGNED_IN)
def own_leave_new() -> Response | tuple[str, int]:
    """Note one's own days away."""
    form, person = _form(), actor()
    if not form.validate():
        return _page(form, status=400)
    first_on, last_on = form.days()
    try:
        with transaction():
            leave.take_leave(
                actor=person, official_id=person.id, first_on=first_on, last_on=last_on, substitute_id=form.substitute,
                on=today(), at=now_utc(),
            )  # fmt: skip
    except BadInput as error:
        form.blame(error.errors)
        return _page(form, status=400)
    flash(_("Đã ghi ngày vắng; việc mới và lời nhắc sẽ đến người thay."), "success")
    return redirect(url_for("accounts.own_leave"), code=303)


@blueprint.post("/can-bo/vang-mat/<int(max=2147483647):absence_id>/bo")
@access(SIGNED_IN)
def own_leave_end(absence_id: int) -> Response:
    """Take one's own days back."""
    person = actor()
    with transaction():
        leave.end_leave(absence_id, actor=person, official_id=person.id, at=now_utc())
    flash(_("Đã bỏ ngày vắng."), "success")
    return redirect(url_for("accounts.own_leave"), code=303)


def _form(**given: object) -> LeaveForm:
    form = LeaveForm(**given)
    person = actor()
    form.offer(queries.officials(person.unit_id, on=today()), person=person.id)
    return form


def _page(form: LeaveForm, *, status: int) -> tuple[str, int]:
    person = actor()
    absences = queries.absences(person.unit_id, person.id, on=today())
    names = queries.official_names(person.unit_id, [item.substitute_id for item in absences if item.substitute_id])
    return render_template(
        "accounts/account_leave.html", form=form, absences=absences, names=names, button=VersionForm(formdata=None)
    ), status
