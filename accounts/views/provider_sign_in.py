"""Signing in through the provider: the way there, the way back, and the way out of its session."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from accounts.identity_forms import ProviderForm
from accounts.identity_phrases import refusal
from accounts.provider_door import let_forms_reach_provider, provider, provider_name, way_back
from accounts.provider_session import Attempt, begin, take_back
from accounts.services import identities
from accounts.services.signing_in import CodeNeeded
from accounts.session import first_page, open_half, open_session, own_path
from accounts.views import blueprint
from accounts.views.person import actor, fingerprint_of_address
from accounts.vouched import ProviderFault, Vouched
from core.access import PUBLIC, access
from core.database import current_unit_id
from core.errors import NotFound
from core.extensions import db, limiter
from core.letters import public_address
from core.structured import structlog
from core.transaction import end_reads, transaction
from deadlines.clock import now_utc

LIMITS = "30 per minute; 200 per hour"
REFUSED_LIMITS = "15 per minute; 60 per hour"
WITH_THE_BUTTON = ("accounts.sign_in", "accounts.own_identity", "accounts.link_identity", "accounts.unlink_identity")
LONGEST_CODE = 4000
log = structlog.get_logger("sign_in")


@blueprint.after_request
def let_the_button_work(response: Response) -> Response:
    """The pages with a button to the provider, and no others, may send their forms on to it."""
    return let_forms_reach_provider(response) if request.endpoint in WITH_THE_BUTTON else response


@blueprint.post("/dang-nhap/oidc")
@access(PUBLIC)
@limiter.limit(LIMITS)
def go_to_provider() -> Response:
    """Send the browser to the provider, with an attempt that only this browser can end."""
    form = ProviderForm()
    provider()
    if not form.validate():
        return redirect(url_for("accounts.sign_in"), code=303)
    return led_there(begin(at=now_utc(), wanted=own_path(form.next.data) or ""))


def led_there(attempt: Attempt) -> Response:
    """Return the redirect to the provider, or the one back to the page with the button when it cannot be reached."""
    end_reads(db.session)
    try:
        place = provider().way_there(state=attempt.state, back_to=way_back(), again=bool(attempt.linking))
    except ProviderFault as fault:
        return _sorry(fault, attempt)
    return redirect(place, code=303)


def _was_refused(_response: Response) -> bool:
    return bool(g.get("provider_refused"))


@blueprint.get("/dang-nhap/oidc")
@access(PUBLIC)
@limiter.limit(REFUSED_LIMITS, deduct_when=_was_refused)
def back_from_provider() -> Response:
    """Take the browser back: open a session, or link the account of whoever is signed in."""
    provider()
    attempt = take_back(request.args.get("state", ""), at=now_utc())
    if attempt is None or (attempt.linking and not _is_at_the_desk(attempt)):
        return _sorry(ProviderFault("stale"), None)
    try:
        who = _vouched(attempt)
    except ProviderFault as fault:
        return _sorry(fault, attempt)
    return _link(who, attempt) if attempt.linking else _open(who, attempt)


def _is_at_the_desk(attempt: Attempt) -> bool:
    return current_user.is_authenticated and current_user.public_id == attempt.linking


def _vouched(attempt: Attempt) -> Vouched:
    if request.args.get("iss", provider().issuer) != provider().issuer:
        raise ProviderFault("answer", "iss")
    if request.args.get("error"):
        raise ProviderFault("denied" if request.args["error"] == "access_denied" else "answer", "error")
    code = request.args.get("code", "")
    if not code or len(code) > LONGEST_CODE:
        raise ProviderFault("answer", "no code")
    end_reads(db.session)
    return provider().vouched(code=code, state=attempt.state, back_to=way_back(), at=now_utc())


def _open(who: Vouched, attempt: Attempt) -> Response:
    unit_id = current_unit_id()
    if unit_id is None:
        raise NotFound()
    with transaction():
        answer = identities.sign_in(
            who, unit_id=unit_id, by_email=provider().links_by_email, proved_twice=bool(provider().acr), at=now_utc(),
            ip_hash=fingerprint_of_address(),
        )  # fmt: skip
    if isinstance(answer, identities.IdentityRefused):
        return _sorry(ProviderFault(answer.reason), attempt)
    if isinstance(answer, CodeNeeded):
        open_half(answer, at=now_utc())
        return redirect(url_for("accounts.sign_in_code", next=own_path(attempt.wanted)), code=303)
    official = open_session(answer, at=now_utc())
    return redirect(own_path(attempt.wanted) or first_page(official), code=303)


def _link(who: Vouched, attempt: Attempt) -> Response:
    with transaction():
        refused = identities.link(who, actor=actor(), at=now_utc())
    if refused is not None:
        return _sorry(ProviderFault(refused.reason), attempt)
    flash(_("Đã nối. Từ nay có thể đăng nhập bằng %(name)s.", name=provider_name()), "success")
    return redirect(url_for("accounts.own_identity"), code=303)


def _sorry(fault: ProviderFault, attempt: Attempt | None) -> Response:
    """Say on the page where it began why it did not come to an end; the address with the code is left at once."""
    g.provider_refused = True
    log.warning("provider_refused", code=fault.code, detail=fault.detail)
    flash(refusal(fault.code, name=provider_name()), "error")
    if attempt is not None and attempt.linking:
        return redirect(url_for("accounts.own_identity"), code=303)
    wanted = attempt.wanted if attempt is not None else ""
    return redirect(url_for("accounts.sign_in", next=wanted or None), code=303)


@blueprint.get("/dang-nhap/oidc/roi")
@access(PUBLIC)
@limiter.limit(LIMITS)
def leave_provider() -> Response:
    """Lead who signed out here to the page where the provider's own session ends (shared computers)."""
    client = provider()
    end_reads(db.session)
    try:
        place = client.way_out(back_to=public_address(url_for("accounts.sign_in")))
    except ProviderFault:
        place = None
    if place is None:
        flash(_("Không thoát được khỏi %(name)s từ trang này. Hãy đóng hết cửa sổ trình duyệt.", name=provider_name()), "warning")
        place = url_for("accounts.sign_in")
    return redirect(place, code=303)
