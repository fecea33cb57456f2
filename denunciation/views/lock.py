"""The lock of the register: the password is asked for again, and again after some minutes without one of its pages.

Who has a second factor is asked for a code as well.

It stands before every page of the blueprint, so a new page has it too. What was sent while the lock was shut is kept in the page
that asks (it goes back to the browser that sent it, and nowhere else) and is done once the password was right.
"""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter import RequestLimit
from werkzeug import Response as AnyResponse
from werkzeug.datastructures import ImmutableMultiDict

from accounts import phrases
from accounts import queries as accounts
from accounts.services import signing_in
from accounts.session import keep_proof, own_path, proof_holds
from accounts.views.person import actor, fingerprint_of_address
from core.access import access
from core.errors import NotFound
from core.extensions import limiter
from core.logs import quiet
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from denunciation.forms import LockAndCodeForm, LockForm
from denunciation.queries.doors import exists_for
from denunciation.services.unlocking import unlock
from denunciation.views import blueprint

TYPED = ("password_again", "code_again")
REFUSED_LIMITS = "15 per minute; 60 per hour"
WRONG = 401


@blueprint.before_request
def ask_password() -> AnyResponse | None:
    """Let in whoever proved a short while ago who sits here; ask everybody else for whom there is a register at all."""
    person, at = actor(), now_utc()
    if not proof_holds(at=at, minutes=int(accounts.setting(person.unit_id, "register_open_minutes"))):
        if not exists_for(person, today=today()):
            raise NotFound()
        refused = _prove(_form()) if TYPED[0] in request.form else _ask()
        if refused is not None:
            return refused
    keep_proof(at=at)
    request.form = ImmutableMultiDict([pair for pair in request.form.items(multi=True) if pair[0] not in TYPED])
    return None


@blueprint.route("/mat-khau", methods=["GET", "POST"])
@access(Permission.DENUNCIATION_ENTER)
@quiet
def prove() -> AnyResponse:
    """Go on to the page that was wanted: whoever comes here has passed the lock."""
    return redirect(_wanted(request.values.get("next")), 303)


def _wanted(typed: str | None) -> str:
    """Return the page of the register that was wanted, or its list; no other place (open redirects)."""
    path, front = own_path(typed) or "", url_for("register.entry_list")
    return path if path.startswith(f"{front}/") else front


def _ask() -> AnyResponse:
    """Ask in place for what was sent, on the page of the lock for what was only to be read."""
    if request.method == "POST":
        return _page(_form(formdata=None), status=WRONG)
    if request.endpoint == "register.prove":
        return _page(_form(formdata=None), status=200)
    return redirect(url_for("register.prove", next=request.full_path.rstrip("?")), 303)


def _form(**given: object) -> LockForm:
    """Return the form for who sits here: with a field for the code when he has a second factor."""
    return LockAndCodeForm(**given) if actor().second_factor else LockForm(**given)


def _too_often(_limit: RequestLimit) -> Response:
    form = _form()
    form.form_errors.append(_("Gõ mật khẩu quá nhiều lần. Chữ đã viết còn nguyên; hãy đợi vài phút rồi thử lại."))
    return _page(form, status=429)


@limiter.shared_limit(
    REFUSED_LIMITS, scope="password", deduct_when=lambda response: response.status_code == WRONG, on_breach=_too_often
)
def _prove(form: LockForm) -> Response | None:
    """Check what was typed; None: it was the password of who sits here."""
    if not form.validate():
        return _page(form, status=WRONG)
    person = actor()
    check = signing_in.check_password(unit_id=person.unit_id, username=person.username, password=form.password_again.data)
    typed = form.code_again.data or "" if isinstance(form, LockAndCodeForm) else ""
    with transaction():
        refused = unlock(check, typed, actor=person, at=now_utc(), ip_hash=fingerprint_of_address())
    if refused is None:
        return None
    field = form.code_again if refused.about_code and isinstance(form, LockAndCodeForm) else form.password_again
    field.errors = [phrases.refusal(refused)]
    return _page(form, status=WRONG)


def _page(form: LockForm, *, status: int) -> Response:
    """Show the field for the password, with everything that was sent (its token too), and nothing of it to be read."""
    sent = [pair for pair in request.form.items(multi=True) if pair[0] not in TYPED]
    here = request.endpoint == "register.prove"
    kept = sent if request.method == "POST" else [("next", _wanted(request.args.get("next")))]
    page = render_template(
        "denunciation/register_password.html", form=form, kept=kept, action=url_for("register.prove") if here else request.path,
        waiting=request.method == "POST" and not here, tokened=any(name.endswith("csrf_token") for name, _value in kept),
    )  # fmt: skip
    return make_response(page, status)
