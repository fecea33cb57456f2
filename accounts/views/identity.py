"""The official's own way in through the provider: linked after the password was typed again, unlinked by a button."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from accounts import identity_queries
from accounts.identity_forms import LinkForm, UnlinkForm
from accounts.provider_door import provider, provider_door, provider_name
from accounts.provider_session import begin
from accounts.services import identities, signing_in
from accounts.session import open_session
from accounts.views import blueprint
from accounts.views.person import actor, fingerprint_of_address
from accounts.views.provider_sign_in import led_there
from core.access import SIGNED_IN, access
from core.extensions import limiter
from core.transaction import transaction
from deadlines.clock import now_utc

REFUSED_LIMITS = "15 per minute; 60 per hour"


@blueprint.get("/can-bo/tai-khoan/noi")
@access(SIGNED_IN)
def own_identity() -> tuple[str, int]:
    """Show whether the account can be opened through the provider."""
    return _page(LinkForm(formdata=None), status=200)


@blueprint.post("/can-bo/tai-khoan/noi")
@access(SIGNED_IN)
@limiter.limit(REFUSED_LIMITS, deduct_when=lambda response: response.status_code != 303)
def link_identity() -> Response | tuple[str, int]:
    """Ask for the password, then send the official to the provider, who comes back by accounts.back_from_provider."""
    provider()
    form, person = LinkForm(), actor()
    if not form.validate():
        return _page(form, status=400)
    check = signing_in.check_password(unit_id=person.unit_id, username=person.username, password=form.password.data)
    with transaction():
        refused = signing_in.confirm_password(check, at=now_utc(), ip_hash=fingerprint_of_address())
    if refused is not None:
        form.blame({"password": "password_rest" if refused.reason == "locked" else "password_wrong"})
        return _page(form, status=401)
    return led_there(begin(at=now_utc(), linking=person.public_id))


@blueprint.post("/can-bo/tai-khoan/noi/bo")
@access(SIGNED_IN)
def unlink_identity() -> Response:
    """Take the way in away; other machines that are signed in are signed out."""
    provider()
    with transaction():
        opened = identities.unlink(actor=actor(), at=now_utc())
    open_session(opened, at=now_utc())
    told = _("Đã bỏ nối với %(name)s. Các máy khác đang đăng nhập tài khoản này đã bị đăng xuất.", name=provider_name())
    flash(told, "success")
    return redirect(url_for("accounts.own_identity"), code=303)


def _page(form: LinkForm, *, status: int) -> tuple[str, int]:
    person = actor()
    found = identity_queries.identity_of(person.unit_id, person.id, issuer=provider().issuer)
    return render_template(
        "accounts/account_identity.html", form=form, button=UnlinkForm(formdata=None), found=found, door=provider_door(),
        person=person,
    ), status  # fmt: skip
