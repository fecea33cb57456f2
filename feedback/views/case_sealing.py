"""Moving a letter that holds a denunciation to the sealed register: one page that asks, one act, no line in any log."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template
from flask_babel import gettext as _
from flask_login import current_user

from accounts import queries as people
from core import shredding
from core.access import access
from core.formats import date_text
from core.logs import quiet
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from feedback.forms.sealing import SealForm
from feedback.services import sealing
from feedback.views import desk_pages
from feedback.views.case_page import Screen, screen_of
from feedback.views.case_screen import CASE


@desk_pages.get(f"{CASE}/chuyen-so")
@access(Permission.DENUNCIATION_SEAL)
@quiet
def seal_form(case_id: int) -> Response:
    """Say what will happen, and ask who is accused."""
    return _page(screen_of(case_id), _form())


@desk_pages.post(f"{CASE}/chuyen-so")
@access(Permission.DENUNCIATION_SEAL)
@quiet
def seal(case_id: int) -> Response:
    """Move the letter, then wipe what was deleted."""
    form = _form()
    if not form.validate():
        return _page(screen_of(case_id), form, status=400)
    with transaction():
        taken = sealing.seal_case(
            case_id, actor=current_user._get_current_object(), at=now_utc(), accused_id=form.accused_id.data,
            accused_text=form.accused_text.data or "", paper_number=form.paper_number.data or "",
        )  # fmt: skip
    shredding.run(now_utc())
    flash(_("Đã chuyển vào sổ kín."), "good")
    if taken.beyond_commune:
        flash(
            _(
                "Người bị tố cáo là lãnh đạo xã: chuyển nguyên đơn tới Chủ tịch UBND tỉnh chậm nhất %(day)s.",
                day=date_text(taken.due_on),
            ),
            "warning",
        )
    return redirect("/can-bo", 303)  # type: ignore[return-value]


def _form() -> SealForm:
    form = SealForm()
    form.offer_officials(people.officials(current_user.unit_id, on=today()))
    return form


def _page(screen: Screen, form: SealForm, *, status: int = 200) -> Response:
    return make_response(render_template("feedback/case_seal.html", file=screen.file, form=form), status)
