"""The official's own way in through the provider: linked and unlinked by who proves himself as elsewhere in his account.

Linking asks for the password, and for a code where there is a second factor; unlinking asks for both where there is one, else it
is a button.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from accounts import identity_queries
from accounts.code_forms import PasswordAgainForm, ProofForm
from accounts.identity_forms import UnlinkForm
from accounts.provider_door import provider, provider_door, provider_name
from accounts.provider_session import begin
from accounts.services import identities, signing_in
from accounts.session import open_session
from accounts.views import blueprint
from accounts.views.person import actor
from accounts.views.provider_sign_in import led_there
from accounts.views.proving import proved
from core.access import SIGNED_IN, access
from core.extensions import limiter
from core.transaction import transaction
from deadlines.clock import now_utc

REFUSED_LIMITS = "15 per minute; 60 per hour"
limited = limiter.limit(REFUSED_LIMITS, deduct_when=lambda response: response.status_code != 303)


@blueprint.get("/can-bo/tai-khoan/noi")
@access(SIGNED_IN)
def own_identity() -> tuple[str, int]:
    """Show whether the account can be opened through the provider."""
    return _page(status=200)


@blueprint.post("/can-bo/tai-khoan/noi")
@access(SIGNED_IN)
@limited
def link_identity() -> Response | tuple[str, int]:
    """Ask for the proof, then send the official to the provider, who comes back by accounts.back_from_provider."""
    provider()
    form, person = _link_form(), actor()
    if not proved(form):
        return _page(link=form, status=400)
    return led_there(begin(at=now_utc(), linking=person.public_id))


@blueprint.post("/can-bo/tai-khoan/noi/bo")
@access(SIGNED_IN)
@limited
def unlink_identity() -> Response | tuple[str, int]:
    """Take the way in away; other machines that are signed in are signed out."""
    provider()
    form, opened = _unlink_form(), list[signing_in.SessionOpened]()

    def unlink() -> None:
        opened.append(identities.unlink(actor=actor(), at=now_utc()))

    if isinstance(form, UnlinkForm):
        with transaction():
            unlink()
    elif not proved(form, unlink):
        return _page(unlink=form, status=400)
    open_session(opened[0], at=now_utc())
    told = _("Đã bỏ nối với %(name)s. Các máy khác đang đăng nhập tài khoản này đã bị đăng xuất.", name=provider_name())
    flash(told, "success")
    return redirect(url_for("accounts.own_identity"), code=303)


def _link_form(**given: object) -> PasswordAgainForm:
    return ProofForm(**given) if actor().second_factor else PasswordAgainForm(**given)


def _unlink_form(**given: object) -> UnlinkForm | ProofForm:
    return ProofForm(**given) if actor().second_factor else UnlinkForm(**given)


def _page(*, status: int, link: PasswordAgainForm | None = None, unlink: ProofForm | None = None) -> tuple[str, int]:
    """Show how it stands now, with the form that fits it: the one that was sent, or an empty one."""
    person = actor()
    found = identity_queries.identity_of(person.unit_id, person.id, issuer=provider().issuer)
    form = (unlink or _unlink_form(formdata=None)) if found else (link or _link_form(formdata=None))
    return render_template(
        "accounts/account_identity.html", form=form, found=found, door=provider_door(), person=person
    ), status  # fmt: skip
