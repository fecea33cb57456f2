"""Sending a letter: the form, what comes back when something is missing, and the receipt."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, current_app, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_limiter import RequestLimit

from accounts import queries as people
from accounts.memory import remembered
from core.access import PUBLIC, access
from core.attachments import Picture
from core.codes import clean_code, hash_for
from core.errors import BadInput, NotFound
from core.extensions import csrf, limiter
from core.form_token import BadFormToken, FormTicket, FormToken
from core.i18n import current_locale
from core.page_cache import cached_public_page
from core.text import clean_text
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from feedback import phrases
from feedback.doors import doors
from feedback.forms.resident import PHOTO_KINDS, SendForm
from feedback.queries import photos as photo_queries
from feedback.queries import tracking
from feedback.rules import STORY_MOST
from feedback.services import intake, photos
from feedback.views import grants, resident_pages
from feedback.views.blank_form import PLACE_OF_TOKEN, blank_form
from feedback.views.commune import NEVER_FOUND, commune_id
from feedback.views.qr import qr_of
from feedback.views.road_words import road

SENDING_LIMITS = "20 per 10 minutes;100 per day"
READING_LIMITS = "120 per minute"


# ------------------------------------------------------------------ the form


@resident_pages.get("/gui")
@access(PUBLIC)
def send_form() -> Response:
    """Show the empty form."""
    unit_id = commune_id()
    key = (unit_id, current_locale(), request.args.get("lang"), remembered(("send-form", unit_id), lambda: _stamp(unit_id)))
    return blank_form(key, lambda: _page(_form(), token=PLACE_OF_TOKEN))


def _stamp(unit_id: int) -> int:
    lists = tuple(people.fields(unit_id, on=today())), tuple(people.villages(unit_id, on=today()))
    return hash((people.commune_profile(unit_id), lists, people.setting(unit_id, "allow_anonymous_reflection")))


def _form(*, photos_kept: int = 0) -> SendForm:
    unit_id = commune_id()
    return SendForm(
        field_items=people.fields(unit_id, on=today()), village_items=people.villages(unit_id, on=today()),
        locale=current_locale(), anonymous_allowed=bool(people.setting(unit_id, "allow_anonymous_reflection")),
        photos_kept=photos_kept,
    )  # fmt: skip


def _page(form: SendForm, *, token: str, kept: Sequence[Picture] = ()) -> str:
    return render_template(
        "feedback/send_form.html", form=form, form_token=token, kept=kept, photo_kinds=PHOTO_KINDS, story_most=STORY_MOST,
        kind_hints={kind.value: hint for kind, hint in phrases.KIND_HINTS.items()}, doors=doors(current_locale()),
    )  # fmt: skip


# ------------------------------------------------------------------ sending it


def _too_often(_limit: RequestLimit) -> Response:
    """Over the limit the form comes back with every word in it."""
    form = _form()
    form.form_errors.append(
        _("Từ mạng này vừa có quá nhiều đơn gửi tới. Chữ đã viết còn nguyên; hãy đợi mười phút rồi bấm Gửi đi lần nữa.")
    )
    return _again(form, ticket=_ticket(), status=429, keep=False)


@resident_pages.post("/gui")
@csrf.exempt
@limiter.limit(SENDING_LIMITS, on_breach=_too_often)
@access(PUBLIC)
def send() -> Response:
    """Take the letter, or show the form again with everything that was typed and every photo that was sent."""
    ticket = _ticket()
    form = _form(photos_kept=_sort_kept(ticket))
    complete = form.validate()
    if form.denounces:
        return _led_elsewhere(form, ticket)
    if ticket is None or form.trapped or _hurried(ticket):
        form.form_errors.append(_sentence_for(ticket))
        return _again(form, ticket=ticket, keep=not form.trapped)
    if complete:
        try:
            receipt = _register(form, ticket)
        except BadInput as problem:
            form.blame(problem.errors)
        else:
            return _another(form, receipt) if receipt.repeated and _differs(form, receipt) else _to_receipt(receipt)
    return _again(form, ticket=ticket)


def _led_elsewhere(form: SendForm, ticket: FormTicket | None) -> Response:
    """Show where to denounce; nothing of the letter is kept, not even what an earlier try has left."""
    if form.photos_kept and ticket is not None:
        with transaction():
            photos.drop_from_draft(None, unit_id=commune_id(), nonce=ticket.nonce)
    return _again(form, ticket=ticket, keep=False)


def _ticket() -> FormTicket | None:
    try:
        return FormToken.read(request.form.get("form_token", ""))
    except BadFormToken:
        return None


def _hurried(ticket: FormTicket) -> bool:
    return (now_utc() - ticket.issued_at).total_seconds() < current_app.config["FORM_MIN_SECONDS"]


def _sentence_for(ticket: FormTicket | None) -> str:
    if ticket is None:
        return _("Trang này mở đã quá lâu nên cần xác nhận lại. Chữ đã viết còn nguyên; hãy xem lại rồi bấm Gửi đi lần nữa.")
    return _("Hãy xem lại rồi bấm Gửi đi lần nữa.")


def _sort_kept(ticket: FormTicket | None) -> int:
    """Forget the kept photos that were crossed out; return how many of this letter are left."""
    if ticket is None or "kept" not in request.form:
        return 0
    dropped = request.form.getlist("drop")
    if dropped:
        with transaction():
            photos.drop_from_draft(dropped, unit_id=commune_id(), nonce=ticket.nonce)
    return len(photo_queries.draft_pictures(unit_id=commune_id(), nonce=ticket.nonce))


def _register(form: SendForm, ticket: FormTicket) -> intake.Receipt:
    unit_id, at = commune_id(), now_utc()
    hash_for(ticket.nonce)  # slow on purpose, so not while everybody waits for the turn to write
    with transaction():
        receipt = intake.register_case(form.letter(), unit_id=unit_id, idempotency_key=ticket.nonce, at=at)
        if not receipt.repeated and (form.photos.good or form.photos_kept):
            photos.attach(
                [upload.stream for upload in form.photos.good], case_id=receipt.case_id, unit_id=unit_id, at=at,
                nonce=ticket.nonce if form.photos_kept else "",
            )  # fmt: skip
    return receipt


def _to_receipt(receipt: intake.Receipt) -> Response:
    response = redirect(f"/da-nhan/{receipt.code}", code=303)
    grants.lend_secret(response, code=receipt.code, secret=receipt.secret)
    return response


def _differs(form: SendForm, receipt: intake.Receipt) -> bool:
    """Whether somebody went back after sending and wrote something else into the same form."""
    known = tracking.tracked(
        commune_id(), receipt.case_id, today=today(), calendar=calendar_for(commune_id()), locale=current_locale()
    )
    return known is not None and not known.dates_only and known.story != clean_text(form.story.data or "")


def _another(form: SendForm, receipt: intake.Receipt) -> Response:
    form.form_errors.append(
        _(
            "Đơn trước gửi từ trang này đã được nhận với mã %(code)s. Nếu đây là việc khác, hãy bấm Gửi đi lần nữa.",
            code=receipt.code,
        )
    )
    return _again(form, ticket=None)


def _again(form: SendForm, *, ticket: FormTicket | None, status: int = 422, keep: bool = True) -> Response:
    """Show the form again; with ``keep`` its good photos wait on the server under the nonce of the form's token."""
    token = FormToken.issue() if ticket is None else request.form["form_token"]
    nonce = FormToken.read(token).nonce
    if keep and form.photos.good:
        with transaction():
            photos.keep_for_draft([upload.stream for upload in form.photos.good], unit_id=commune_id(), nonce=nonce, at=now_utc())
    kept = photo_queries.draft_pictures(unit_id=commune_id(), nonce=nonce)
    return make_response(_page(form, token=token, kept=kept), status)


# ------------------------------------------------------------------ the receipt


@resident_pages.get("/da-nhan/<code>")
@limiter.limit(READING_LIMITS)
@access(PUBLIC)
def receipt(code: str) -> Response:
    """Show the receipt: code and dates to everybody, the secret words only to the browser that has just sent the letter."""
    wanted = clean_code(code)
    view = wanted and tracking.receipt(
        commune_id(), wanted, today=today(), calendar=calendar_for(commune_id()), locale=current_locale()
    )
    if not view:
        raise NotFound()
    page = "feedback/receipt_print.html" if request.args.get("in") == "1" else "feedback/receipt_page.html"
    response = make_response(
        render_template(
            page, receipt=view, secret=grants.lent_secret(wanted), qr=qr_of(f"/tra-cuu?ma={wanted}"), road=road(view.stations),
            state_label=phrases.state_label(view.state), kind_label=phrases.kind_label(view.kind),
        )
    )  # fmt: skip
    response.headers.update(NEVER_FOUND)
    return response


# ------------------------------------------------------------------ pages that only explain


@resident_pages.get("/to-cao")
@access(PUBLIC)
@cached_public_page
def denunciation_guide() -> str:
    """Say how and where to denounce; this page takes no text."""
    return render_template("feedback/guide_denunciation.html")


@resident_pages.get("/quyen-rieng-tu")
@access(PUBLIC)
@cached_public_page
def privacy_guide() -> str:
    """Say who sees what, for how long, and what may be asked for."""
    return render_template("feedback/guide_privacy.html")
