"""The official's own account: who he is here, and changing the password."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from accounts import phrases, queries
from accounts.forms import PasswordForm
from accounts.rules import PASSWORD_LEAST
from accounts.services import signing_in
from accounts.session import open_session
from accounts.views import blueprint
from accounts.views.person import actor, fingerprint_of_address
from core.access import SIGNED_IN, access
from core.errors import BadInput
from core.extensions import limiter
from core.i18n import current_locale
from core.transaction import transaction
from deadlines.clock import now_utc

REFUSED_LIMITS = "15 per minute; 60 per hour"


@blueprint.route("/can-bo/tai-khoan", methods=["GET", "POST"])
@access(SIGNED_IN)
@limiter.limit(REFUSED_LIMITS, methods=["POST"], deduct_when=lambda response: response.status_code != 303)
def change_password() -> Response | tuple[str, int]:
    """Show the account and change its password; every other session of it ends."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            _change(form)
        except BadInput as error:
            form.blame(error.errors)
        else:
            flash(_("Đã đổi mật khẩu. Các máy khác đang đăng nhập tài khoản này đã bị đăng xuất."), "success")
            return redirect(url_for("accounts.change_password"), code=303)
    return _page(form), 400 if form.errors else 200


def _change(form: PasswordForm) -> None:
    person = actor()
    check = signing_in.check_password(unit_id=person.unit_id, username=person.username, password=form.current.data)
    with transaction():
        refused = signing_in.confirm_password(check, at=now_utc(), ip_hash=fingerprint_of_address())
    if refused is not None:
        raise BadInput({"current": "password_rest" if refused.reason == "locked" else "password_wrong"})
    hashed = signing_in.hash_of_new_password(username=person.username, password=form.password.data, known_hash=check.known_hash)
    with transaction():
        opened = signing_in.change_password(actor=person, hashed=hashed, at=now_utc())
    open_session(opened, at=now_utc())


def _page(form: PasswordForm) -> str:
    person = actor()
    departments = [item for item in queries.departments(person.unit_id) if item.id in person.department_ids]
    return render_template(
        "accounts/account_password.html", form=form, person=person, least=PASSWORD_LEAST,
        roles=", ".join(str(phrases.ROLES[role]) for role in person.roles),
        departments=", ".join(item.named(current_locale()) for item in departments),
    )  # fmt: skip
