"""The second step of signing in: the code, on a page of its own; until it was right nobody is signed in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug import Response

from accounts import phrases
from accounts.code_forms import CodeForm
from accounts.services import second_factor
from accounts.services.attempts import SignInRefused
from accounts.session import close_session, first_page, half_open, open_session, own_path
from accounts.views import blueprint
from accounts.views.person import fingerprint_of_address
from core.access import PUBLIC, access
from core.database import current_unit_id
from core.errors import NotFound
from core.extensions import limiter
from core.transaction import transaction
from deadlines.clock import now_utc

REFUSED_LIMITS = "15 per minute; 60 per hour"


@blueprint.route("/dang-nhap/ma", methods=["GET", "POST"])
@access(PUBLIC)
@limiter.limit(REFUSED_LIMITS, methods=["POST"], deduct_when=lambda response: response.status_code != 303)
def sign_in_code() -> Response | tuple[str, int]:
    """Ask whoever typed the right password for the code; afterwards the page that was wanted, or the desk."""
    at, form = now_utc(), CodeForm(data={"next": own_path(request.args.get("next"))})
    half, unit_id = half_open(at=at), current_unit_id()
    if half is None or unit_id is None:
        return redirect(first_page(current_user), code=303) if current_user.is_authenticated else _begin_again(form)
    if not form.validate_on_submit():
        return _page(form, status=400 if form.is_submitted() else 200)
    who, epoch = half
    try:
        with transaction():
            answer = second_factor.finish_sign_in(
                unit_id=unit_id, public_id=who, session_epoch=epoch, typed=form.code.data or "", at=at,
                ip_hash=fingerprint_of_address(),
            )  # fmt: skip
    except NotFound:
        close_session()
        return _begin_again(form)
    if isinstance(answer, SignInRefused):
        form.code.data, form.code.errors = "", [phrases.refusal(answer)]
        return _page(form, status=401)
    official = open_session(answer, at=at)
    if answer.codes_left is not None:
        flash(_left(answer.codes_left), "warning")
    return redirect(own_path(form.next.data) or first_page(official), code=303)


def _begin_again(form: CodeForm) -> Response:
    return redirect(url_for("accounts.sign_in", next=own_path(form.next.data), ended="1"), code=303)


def _page(form: CodeForm, *, status: int) -> tuple[str, int]:
    return render_template("accounts/sign_in_code.html", form=form), status


def _left(number: int) -> str:
    return ngettext("Vừa dùng một mã dự phòng; còn %(num)s mã.", "Vừa dùng một mã dự phòng; còn %(num)s mã.", number)
