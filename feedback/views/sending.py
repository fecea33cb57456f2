"""Sending a letter: the form, what comes back when something is missing, and the receipt."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_limiter import RequestLimit

from accounts import queries as people
from accounts.memory import remembered
from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import BadInput, NotFound, NotKept
from core.extensions import csrf, limiter
from core.form_token import FormTicket, FormToken
from core.i18n import current_locale
from core.large_text import is_large
from core.page_cache import cached_public_page
from core.same_page import depends_on
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.phrases import length_words
from deadlines.queries import all_terms, calendar_for
from feedback import phrases
from feedback.data_rights import TOLD_TERMS
from feedback.forms.resident import SendForm
from feedback.queries import photos as photo_queries
from feedback.queries import tracking
from feedback.services import intake, photos
from feedback.views import by_script, grants, resident_pages, tickets
from feedback.views.blank_form import PLACE_OF_TOKEN, blank_form
from feedback.views.commune import NEVER_FOUND, commune_id
from feedback.views.letter_form import (
    differs,
    forget_draft_photos,
    form_page,
    letter_form,
    register,
    seconds_to_wait,
    sort_kept,
)
from feedback.views.place_words import map_facts
from feedback.views.qr import qr_of
from feedback.views.road_words import road

SENDING_LIMITS = "20 per 10 minutes;100 per day"
READING_LIMITS = "120 per minute"


# ------------------------------------------------------------------ the form


@resident_pages.get("/gui")
@access(PUBLIC)
def send_form() -> Response:
    """Show the empty form."""
    unit_id, village = commune_id(), _village_of_poster()
    depends_on(("thon",) if village else ())
    key = (unit_id, current_locale(), request.args.get("lang"), remembered(("send-form", unit_id), lambda: _stamp(unit_id)))
    return blank_form((*key, is_large(), village), lambda: form_page(letter_form(village=village), token=PLACE_OF_TOKEN))


def _village_of_poster() -> int | None:
    """Return the village that ?thon= names, as the posters of village houses do; it says where one stands, not who one is."""
    code = request.args.get("thon", "")
    return next((item.id for item in people.villages(commune_id(), on=today()) if item.code == code), None) if code else None


def _stamp(unit_id: int) -> int:
    lists = tuple(people.fields(unit_id, on=today())), tuple(people.villages(unit_id, on=today()))
    has_map = map_facts(unit_id, on=today()) is not None
    rules = tuple(people.setting(unit_id, key) for key in ("allow_anonymous_reflection", "quick_exit_address"))
    return hash((people.commune_profile(unit_id), lists, has_map, rules))


# ------------------------------------------------------------------ sending it


def _too_often(_limit: RequestLimit) -> Response:
    """Over the limit the form comes back with every word in it."""
    if by_script.asked():
        return by_script.too_often()
    form = letter_form()
    form.form_errors.append(
        _("Từ mạng này vừa có quá nhiều đơn gửi tới. Chữ đã viết còn nguyên; hãy đợi mười phút rồi bấm Gửi đi lần nữa.")
    )
    return _again(form, ticket=tickets.ticket(), status=429, keep=False)


@resident_pages.post("/gui")
@csrf.exempt
@limiter.limit(SENDING_LIMITS, on_breach=_too_often)
@access(PUBLIC, files=True)
def send() -> Response:
    """Take the letter, or show the form again with everything that was typed and every photo that was sent."""
    if by_script.asked():
        return by_script.send()
    ticket = tickets.ticket()
    form = letter_form(photos_kept=sort_kept(ticket))
    complete = form.validate()
    if form.denounces:
        return _led_elsewhere(form, ticket)
    if ticket is None or form.trapped or seconds_to_wait(ticket) > 0:
        form.form_errors.append(_sentence_for(ticket))
        return _again(form, ticket=ticket, keep=not form.trapped)
    if complete:
        try:
            receipt = register(form, ticket)
        except NotKept as problem:
            form.blame(problem.errors)
            return _again(form, ticket=ticket, status=problem.status, keep=False)
        except BadInput as problem:
            form.blame(problem.errors)
        else:
            return _another(form, receipt) if receipt.repeated and differs(form, receipt) else _to_receipt(receipt)
    return _again(form, ticket=ticket)


def _led_elsewhere(form: SendForm, ticket: FormTicket | None) -> Response:
    """Show where to denounce; nothing of the letter is kept, not even what an earlier try has left."""
    forget_draft_photos(ticket)
    return _again(form, ticket=ticket, keep=False)


def _sentence_for(ticket: FormTicket | None) -> str:
    if ticket is None:
        return _("Trang này mở đã quá lâu nên cần xác nhận lại. Chữ đã viết còn nguyên; hãy xem lại rồi bấm Gửi đi lần nữa.")
    return _("Hãy xem lại rồi bấm Gửi đi lần nữa.")


def _to_receipt(receipt: intake.Receipt) -> Response:
    response = redirect(f"/da-nhan/{receipt.code}", code=303)
    grants.lend_secret(response, code=receipt.code, secret=receipt.secret)
    return response


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
    token = tickets.token_again(ticket)
    nonce = FormToken.read(token).nonce
    if keep and (form.photos.good or form.voice.good):
        try:
            _keep_files(form, nonce)
        except NotKept as problem:
            form.blame(problem.errors)
            status = problem.status
    kept = photo_queries.draft_pictures(unit_id=commune_id(), nonce=nonce)
    return make_response(form_page(form, token=token, kept=kept), status)


def _keep_files(form: SendForm, nonce: str) -> None:
    unit_id, at = commune_id(), now_utc()
    with transaction():
        photos.keep_voice(form.voice.stream, unit_id=unit_id, subject=photo_queries.draft_subject(nonce), at=at)
        photos.keep_for_draft([upload.stream for upload in form.photos.good], unit_id=unit_id, nonce=nonce, at=at)


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
    known = {term.code: term for term in all_terms(commune_id()) if term.code in TOLD_TERMS and term.in_force(today())}
    shown = [known[code] for code in TOLD_TERMS if code in known]
    lengths = [(term.text("stage", current_locale()), length_words(term.number, term.unit)) for term in shown]
    return render_template("feedback/guide_privacy.html", data_terms=lengths)
