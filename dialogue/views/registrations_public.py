"""Seats of a dialogue for residents: asking for one, its receipt with QR, and giving it back."""

from __future__ import annotations

from contextlib import suppress

from flask import Response, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_limiter import RequestLimit
from sqlalchemy.exc import OperationalError

from accounts import queries as people
from core.access import PUBLIC, access
from core.codes import clean_code, hash_for
from core.errors import BadInput, NotFound, WrongState
from core.extensions import csrf, limiter
from core.form_token import FormTicket, FormToken
from core.i18n import current_locale
from core.transaction import transaction
from deadlines.clock import now_utc, today
from dialogue.forms.questions import SecretForm
from dialogue.forms.registrations import RegistrationForm
from dialogue.queries import registrations as reading
from dialogue.queries.dialogue_heads import DialogueHead, public_head
from dialogue.registration_phrases import SEAT_LOOKS, SEAT_STATES
from dialogue.registration_rules import WISHES_MOST, takes_registrations
from dialogue.services import registering
from dialogue.views import public_pages, visitor
from feedback.views import tickets
from feedback.views.commune import NEVER_FOUND, commune_id
from feedback.views.qr import qr_of

TURNS = 6


def _form(dialogue: DialogueHead) -> RegistrationForm:
    return RegistrationForm(
        places=reading.place_seats(dialogue), village_items=people.villages(commune_id(), on=today()), locale=current_locale()
    )


def _page(dialogue: DialogueHead, form: RegistrationForm, *, token: str, status: int = 200) -> Response:
    page = render_template(
        "dialogue/registration_form.html", dialogue=dialogue, form=form, form_token=token, wishes_most=WISHES_MOST,
        places=reading.place_seats(dialogue), open=takes_registrations(dialogue, today=today()),
    )  # fmt: skip
    return make_response(page, status)


@public_pages.get("/doi-thoai/<code>/dang-ky")
@access(PUBLIC)
def registration_form(code: str) -> Response:
    """Show how many seats are free, and the form."""
    dialogue = public_head(commune_id(), code)
    return _page(dialogue, _form(dialogue), token=FormToken.issue())


def _too_often(_limit: RequestLimit) -> Response:
    dialogue = public_head(commune_id(), (request.view_args or {}).get("code", ""))
    form = _form(dialogue)
    form.form_errors.append(_("Từ mạng này vừa có quá nhiều lượt đăng ký. Chữ đã viết còn nguyên; hãy đợi mười phút."))
    return _page(dialogue, form, token=tickets.token_again(tickets.ticket()), status=429)


@public_pages.post("/doi-thoai/<code>/dang-ky")
@csrf.exempt
@limiter.limit(visitor.ASKING_LIMITS, on_breach=_too_often)
@access(PUBLIC)
def registration_send(code: str) -> Response:
    """Give out a seat or a place on the wait list, or show the form again with everything that was typed."""
    dialogue, ticket = public_head(commune_id(), code), tickets.ticket()
    form = _form(dialogue)
    complete = form.validate()
    if ticket is None or form.trapped or tickets.sent_too_fast(ticket):
        form.form_errors.append(visitor.look_again(ticket))
    elif complete:
        try:
            return _to_receipt(dialogue, _kept(dialogue, form, ticket))
        except BadInput as problem:
            form.blame(problem.errors)
    return _page(dialogue, form, token=tickets.token_again(ticket), status=422)


def _kept(dialogue: DialogueHead, form: RegistrationForm, ticket: FormTicket) -> registering.SeatReceipt:
    """Register, and line up again when many others came first: the database lets nobody wait longer than three seconds."""
    hash_for(ticket.nonce)  # slow on purpose, so not while everybody waits for the turn to write
    unit_id, wish, left = commune_id(), form.wish(), TURNS
    while True:
        left -= 1
        try:
            with transaction():
                return registering.register(dialogue.code, wish, unit_id=unit_id, idempotency_key=ticket.nonce, at=now_utc())
        except OperationalError:
            if not left:
                raise


def _to_receipt(dialogue: DialogueHead, receipt: registering.SeatReceipt) -> Response:
    response = redirect(f"/doi-thoai/{dialogue.code}/dang-ky/{receipt.code}", code=303)
    visitor.lend_secret(response, code=receipt.code, secret=receipt.secret)
    return response


# ------------------------------------------------------------------ the receipt


@public_pages.get("/doi-thoai/<code>/dang-ky/<registration_code>")
@limiter.limit(visitor.READING_LIMITS)
@access(PUBLIC)
def registration_receipt(code: str, registration_code: str) -> Response:
    """Show whether there is a seat; name, wishes and letters only to who proved the secret words."""
    return _receipt(public_head(commune_id(), code), clean_code(registration_code), form=SecretForm(formdata=None))


def _receipt(dialogue: DialogueHead, wanted: str, *, form: SecretForm, status: int = 200) -> Response:
    seat = reading.own_seat(dialogue.id, wanted, own=visitor.sees_all(wanted))
    if seat is None:
        raise NotFound()
    page = render_template(
        "dialogue/registration_receipt.html", dialogue=dialogue, seat=seat, form=form, secret=visitor.lent_secret(wanted),
        qr=qr_of(f"/doi-thoai/{dialogue.code}/dang-ky/{seat.code}"), states=SEAT_STATES, looks=SEAT_LOOKS,
    )  # fmt: skip
    response = make_response(page, status)
    response.headers.update(NEVER_FOUND)
    return response


@public_pages.post("/doi-thoai/<code>/dang-ky/<registration_code>")
@csrf.exempt
@limiter.limit(visitor.OPENING_LIMITS)
@access(PUBLIC)
def registration_open(code: str, registration_code: str) -> Response:
    """Let who knows the secret words see the whole receipt in this browser."""
    dialogue, wanted, form = public_head(commune_id(), code), clean_code(registration_code), SecretForm()
    if not reading.seat_opens(dialogue.id, wanted, form.secret.data or ""):
        form.secret.errors = [_("Từ bí mật chưa khớp. Hãy xem lại trên biên nhận.")]
        return _receipt(dialogue, wanted, form=form, status=422)
    response = redirect(f"/doi-thoai/{dialogue.code}/dang-ky/{wanted}", code=303)
    visitor.give(response, wanted)
    return response


@public_pages.post("/doi-thoai/<code>/dang-ky/<registration_code>/huy")
@csrf.exempt
@limiter.limit(visitor.OPENING_LIMITS)
@access(PUBLIC)
def registration_cancel(code: str, registration_code: str) -> Response:
    """Give the seat back; a second press changes nothing."""
    dialogue, wanted = public_head(commune_id(), code), clean_code(registration_code)
    here = redirect(f"/doi-thoai/{dialogue.code}/dang-ky/{wanted}", code=303)
    if not visitor.sees_all(wanted):
        return here
    with suppress(WrongState), transaction():
        registering.give_back(dialogue.code, wanted, unit_id=commune_id(), at=now_utc())
    return here
