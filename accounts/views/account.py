"""The official's own account: who he is here, and changing the password."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from accounts import factor_queries, phrases, queries
from accounts.code_forms import PasswordAndCodeForm
from accounts.forms import PasswordForm
from accounts.rules import PASSWORD_LEAST
from accounts.services import second_factor, signing_in
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
    form = PasswordAndCodeForm() if actor().second_factor else PasswordForm()
    if form.validate_on_submit():
        try:
            changed = _change(form)
        except BadInput as error:
            changed = False
            form.blame(error.errors)
        if changed:
            flash(_("Đã đổi mật khẩu. Các máy khác đang đăng nhập tài khoản này đã bị đăng xuất."), "success")
            return redirect(url_for("accounts.change_password"), code=303)
    return _page(form), 400 if form.errors else 200


def _change(form: PasswordForm) -> bool:
    """Change it for whoever proved himself; False: the form says that it was not the code. Raises BadInput."""
    person = actor()
    signing_in.insist_on_rules(username=person.username, password=form.password.data)  # before a code is used up for nothing
    typed = form.code.data or "" if isinstance(form, PasswordAndCodeForm) else ""
    check = signing_in.check_password(unit_id=person.unit_id, username=person.username, password=form.current.data)
    with transaction():
        refused = second_factor.confirm(check, typed, at=now_utc(), ip_hash=fingerprint_of_address())
    if refused is not None and refused.about_code:
        form.code.errors = [phrases.refusal(refused)]
        return False
    if refused is not None:
        raise BadInput({"current": "password_rest" if refused.reason == "locked" else "password_wrong"})
    hashed = signing_in.hash_of_new_password(username=person.username, password=form.password.data, known_hash=check.known_hash)
    with transaction():
        opened = signing_in.change_password(actor=person, hashed=hashed, at=now_utc())
    open_session(opened, at=now_utc())
    return True


def _page(form: PasswordForm) -> str:
    person = actor()
    departments = [item for item in queries.departments(person.unit_id) if item.id in person.department_ids]
    return render_template(
        "accounts/account_password.html", form=form, person=person, least=PASSWORD_LEAST,
        roles=", ".join(str(phrases.ROLES[role]) for role in person.roles),
        departments=", ".join(item.named(current_locale()) for item in departments),
        factor=factor_queries.factor(person.unit_id, person.id),
    )  # fmt: skip
