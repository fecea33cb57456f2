"""Signing in and out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from accounts.forms import SignInForm
from accounts.services import signing_in, signing_out
from accounts.session import UNSENT, close_session, first_page, open_half, open_session, own_path, session_mark
from accounts.views import blueprint
from accounts.views.person import fingerprint_of_address
from core.access import PUBLIC, access
from core.database import current_unit_id
from core.errors import NotFound
from core.extensions import limiter
from core.formats import moment_text
from core.transaction import transaction
from deadlines.clock import now_utc

REFUSED_LIMITS = "15 per minute; 60 per hour"
LEAVING = '"cache", "cookies", "storage"'


@blueprint.route("/dang-nhap", methods=["GET", "POST"])
@access(PUBLIC)
@limiter.limit(REFUSED_LIMITS, methods=["POST"], deduct_when=lambda response: response.status_code != 303)
def sign_in() -> Response | tuple[str, int] | str:
    """Ask for name and password; afterwards the page that was wanted, or the desk."""
    form = SignInForm(data={"next": own_path(request.args.get("next"))})
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(first_page(current_user), code=303)
    if not form.validate_on_submit():
        return _page(form, status=400 if form.is_submitted() else 200)
    unit_id = current_unit_id()
    if unit_id is None:
        raise NotFound()
    check = signing_in.check_password(unit_id=unit_id, username=form.username.data, password=form.password.data)
    with transaction():
        answer = signing_in.sign_in(check, at=now_utc(), ip_hash=fingerprint_of_address())
    if isinstance(answer, signing_in.SignInRefused):
        form.form_errors.append(_refusal(answer))
        return _page(form, status=401)
    if isinstance(answer, signing_in.CodeNeeded):
        open_half(answer, at=now_utc())
        return redirect(url_for("accounts.sign_in_code", next=own_path(form.next.data)), code=303)
    official = open_session(answer, at=now_utc())
    return redirect(own_path(form.next.data) or first_page(official), code=303)


@blueprint.post("/dang-xuat")
@access(PUBLIC)
def sign_out() -> Response:
    """End the session and let the browser forget what it kept of these pages (shared computers)."""
    if current_user.is_authenticated:
        with transaction():
            signing_out.sign_out(current_user._get_current_object(), mark=session_mark(), at=now_utc())
    close_session()
    response = redirect(url_for("accounts.sign_in", left="1"), code=303)
    response.headers["Clear-Site-Data"] = LEAVING
    return response


def _page(form: SignInForm, *, status: int) -> tuple[str, int]:
    ended = request.args.get("ended")
    if ended and not form.is_submitted():
        flash(_unsent() if ended == UNSENT else _("Phiên làm việc đã hết hạn. Hãy đăng nhập lại."), "info")
    left = bool(request.args.get("left")) and not form.is_submitted()
    return render_template("accounts/sign_in.html", form=form, left=left), status


def _unsent() -> str:
    return _(
        "Phiên làm việc đã hết hạn nên việc vừa bấm chưa được ghi. Đăng nhập xong, trang ấy mở lại; không thấy chữ đã gõ thì "
        "bấm Quay lại của trình duyệt."
    )


def _refusal(answer: signing_in.SignInRefused) -> str:
    if answer.until is None:
        return _("Tên đăng nhập hoặc mật khẩu chưa đúng.")
    return _(
        "Gõ sai nhiều lần nên tên đăng nhập này tạm nghỉ. Hãy thử lại sau %(until)s, hoặc gặp quản trị viên để đặt lại mật khẩu.",
        until=moment_text(answer.until),
    )
