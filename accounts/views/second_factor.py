"""One's own second factor: turning it on, the recovery codes, new ones, turning it off.

While it is set up, and while recovery codes can be shown, both lie sealed in the cookie of the browser that asked: what was never
confirmed leaves nothing behind, and a form that was sent twice shows the same codes.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from accounts import code_rules, factor_queries, phrases, queries
from accounts.code_forms import BeginForm, ConfirmForm, ProofForm
from accounts.services import second_factor as commands
from accounts.services import signing_in
from accounts.session import began_lately, drop, first_page, keep_sealed, kept_sealed, must_have, renew_session
from accounts.views import blueprint
from accounts.views.person import actor, fingerprint_of_address
from accounts.views.proving import proved
from core.access import SIGNED_IN, access
from core.errors import BadInput, WrongState
from core.extensions import limiter
from core.qr import draw
from core.transaction import transaction
from deadlines.clock import now_utc

Answer = Response | tuple[str, int]
REFUSED_LIMITS = "15 per minute; 60 per hour"
SET_UP, CODES = "set_up", "codes"
limited = limiter.limit(REFUSED_LIMITS, methods=["POST"], deduct_when=lambda response: response.status_code != 303)


@blueprint.route("/can-bo/tai-khoan/hai-buoc", methods=["GET", "POST"])
@access(SIGNED_IN)
@limited
def second_factor() -> Answer:
    """Show how it stands, or what the telephone has to know; take the first code, and go on to the recovery codes."""
    person, at = actor(), now_utc()
    if person.second_factor:
        return _to("accounts.recovery_codes") if request.method == "POST" else _state_page()
    begun = kept_sealed(SET_UP, at=at, longest=code_rules.SET_UP)
    if begun is None:
        if request.method == "POST":
            flash(_("Đã quá 15 phút nên khóa cũ không dùng nữa. Hãy bắt đầu lại."), "warning")
            return _to("accounts.second_factor")
        return _begin_page(_begin_form(), status=200)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _set_up_page(form, begun["secret"], status=400 if form.is_submitted() else 200)
    hashes = commands.hashes_of(begun["codes"])
    try:
        with transaction():
            opened = commands.turn_on(
                actor=person, secret=begun["secret"], typed=form.code.data or "", hashes=hashes, at=now_utc()
            )
    except BadInput as error:
        form.code.data = ""
        form.blame(error.errors)
        return _set_up_page(form, begun["secret"], status=400)
    except WrongState:
        return _to("accounts.second_factor")
    renew_session(opened, at=now_utc())
    keep_sealed(CODES, {"codes": begun["codes"]}, at=now_utc())
    return _to("accounts.recovery_codes")


@blueprint.post("/can-bo/tai-khoan/hai-buoc/bat-dau")
@access(SIGNED_IN)
@limited
def second_factor_begin() -> Answer:
    """Make a secret for whoever proved that it is his account; the one that is shown already stays."""
    person, at, form = actor(), now_utc(), _begin_form()
    if person.second_factor or kept_sealed(SET_UP, at=at, longest=code_rules.SET_UP):
        return _to("accounts.second_factor")
    if not form.validate_on_submit():
        return _begin_page(form, status=400)
    if form.password is not None:
        check = signing_in.check_password(unit_id=person.unit_id, username=person.username, password=form.password.data)
        with transaction():
            refused = signing_in.confirm_password(check, at=at, ip_hash=fingerprint_of_address())
        if refused is not None:
            form.password.errors = [phrases.refusal(refused)]
            return _begin_page(form, status=400)
    keep_sealed(SET_UP, {"secret": code_rules.new_secret(), "codes": code_rules.new_recovery_codes()}, at=at)
    return _to("accounts.second_factor")


@blueprint.route("/can-bo/tai-khoan/ma-du-phong", methods=["GET", "POST"])
@access(SIGNED_IN)
def recovery_codes() -> Answer:
    """Show the recovery codes to the browser that made them, for ten minutes or until it says that they are kept."""
    person = actor()
    if request.method == "POST":
        drop(CODES)
        flash(_("Mã dự phòng không hiện lại nữa. Mỗi lần đăng nhập cần mật khẩu và mã trên điện thoại."), "success")
        return redirect(first_page(person), code=303) if must_have(person) else _to("accounts.second_factor")
    kept = kept_sealed(CODES, at=now_utc(), longest=code_rules.CODES_SHOWN)
    if kept is None:
        return _to("accounts.second_factor")
    page = "recovery_print" if request.args.get("in") == "1" else "recovery_codes"
    codes = [code_rules.in_groups(code) for code in kept["codes"]]
    return render_template(f"accounts/{page}.html", codes=codes, made_at=now_utc()), 200


@blueprint.route("/can-bo/tai-khoan/hai-buoc/ma-moi", methods=["GET", "POST"])
@access(SIGNED_IN)
@limited
def recovery_codes_anew() -> Answer:
    """Make new recovery codes, after password and code; the old ones count no more."""
    person, form, codes = actor(), ProofForm(), code_rules.new_recovery_codes()
    if not person.second_factor:
        return _to("accounts.second_factor")
    hashes = commands.hashes_of(codes) if form.is_submitted() else []
    if not proved(form, lambda: commands.make_codes(actor=person, hashes=hashes, at=now_utc())):
        return _proof_page(form, "recovery_anew")
    keep_sealed(CODES, {"codes": codes}, at=now_utc())
    return _to("accounts.recovery_codes")


@blueprint.route("/can-bo/tai-khoan/hai-buoc/tat", methods=["GET", "POST"])
@access(SIGNED_IN)
@limited
def second_factor_off() -> Answer:
    """Turn it off, after password and code; who must have one begins anew, as with a new telephone."""
    person, form = actor(), ProofForm()
    if not person.second_factor:
        return _to("accounts.second_factor")
    opened: list[signing_in.SessionOpened] = []
    if not proved(form, lambda: opened.append(commands.turn_off(actor=person, at=now_utc()))):
        return _proof_page(form, "second_factor_off")
    renew_session(opened[0], at=now_utc())
    flash(_("Đã tắt xác minh hai bước. Các máy khác đang đăng nhập tài khoản này đã bị đăng xuất."), "success")
    return _to("accounts.second_factor")


def _begin_form() -> BeginForm:
    form = BeginForm()
    if began_lately(at=now_utc(), within=code_rules.HALF_SIGNED_IN):
        del form.password
    return form


def _to(endpoint: str) -> Response:
    return redirect(url_for(endpoint), code=303)


def _begin_page(form: BeginForm, *, status: int) -> Answer:
    return render_template("accounts/second_factor_begin.html", form=form, person=actor()), status


def _set_up_page(form: ConfirmForm, secret: str, *, status: int) -> Answer:
    person = actor()
    profile = queries.commune_profile(person.unit_id)
    issuer = f"Gần Dân {profile.short_name}" if profile else "Gần Dân"
    address = code_rules.address_for_app(secret, name=person.username, issuer=issuer)
    return render_template(
        "accounts/second_factor_set_up.html", form=form, person=person, address=address, qr=draw(address), issuer=issuer,
        secret=code_rules.in_groups(secret),
    ), status  # fmt: skip


def _state_page() -> Answer:
    person = actor()
    return render_template(
        "accounts/second_factor.html", factor=factor_queries.factor(person.unit_id, person.id), few=code_rules.RECOVERY_FEW,
        needed=must_have(person),
    ), 200  # fmt: skip


def _proof_page(form: ProofForm, page: str) -> Answer:
    return render_template(f"accounts/{page}.html", form=form, person=actor()), 400 if form.is_submitted() else 200
