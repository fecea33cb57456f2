"""The reception schedule for everybody, booking a slot without an account, and giving it back."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_limiter import RequestLimit

from accounts import queries as people
from core import outbox
from core.access import PUBLIC, access
from core.codes import clean_code, hash_for
from core.errors import BadInput, NotFound, WrongState
from core.extensions import csrf, limiter
from core.form_token import FormTicket, FormToken
from core.formats import moment_text, month_text, number_text
from core.i18n import current_locale
from core.page_cache import cached_public_page
from core.transaction import transaction
from deadlines.clock import now_utc, today
from dialogue.forms.reception import BookingForm, FindBookingForm, put_faults
from dialogue.queries import reception as queries
from dialogue.queries.reception import BookingView, DayView, MonthCount
from dialogue.reception_phrases import BOOKINGS, KINDS, STATES, TONES
from dialogue.reception_states import BookingState, ReceptionKind
from dialogue.services import reception_booking as booking_service
from dialogue.views import public_pages
from dialogue.views import reception_grants as grants
from feedback.views import tickets
from feedback.views.commune import NEVER_FOUND, commune_id
from feedback.views.qr import qr_of

BOOKING_LIMITS = "10 per 10 minutes;40 per day"
FINDING_LIMITS = "30 per 10 minutes;200 per day"


@public_pages.get("/tiep-cong-dan")
@access(PUBLIC)
@cached_public_page
def reception() -> str:
    """Show when and where who receives, this month and the next, and whether the legal minimum was kept."""
    unit_id, on = commune_id(), today()
    days = queries.public_days(unit_id, today=on)
    return render_template(
        "dialogue/reception_page.html", coming=[day for day in days if day.held_on >= on],
        past=[day for day in reversed(days) if day.held_on < on], kinds=KINDS,
        counts=[_count_row(item) for item in queries.month_counts(unit_id, today=on)],
        states=STATES, tones=TONES, regular=str(people.setting(unit_id, "reception_regular_hours")),
    )  # fmt: skip


def _count_row(item: MonthCount) -> list[str]:
    short = _("thiếu")
    if item.endangered and not item.ahead:
        short = _("chưa hết tháng, lịch không còn ngày nào")
    elif item.endangered:
        short = ngettext("chưa hết tháng, lịch chỉ còn %(num)s ngày", "chưa hết tháng, lịch chỉ còn %(num)s ngày", item.ahead)
    elif item.running:
        short = _("chưa hết tháng")
    kind = str(KINDS[ReceptionKind(item.kind)])
    return [
        month_text(item.month), kind, number_text(item.held), number_text(item.least),
        _("đủ") if item.held >= item.least else short,
    ]  # fmt: skip


# ------------------------------------------------------------------ booking


@public_pages.get("/tiep-cong-dan/dat-hen/<int(max=2147483647):day_id>")
@access(PUBLIC)
def reception_book(day_id: int) -> Response:
    """Show the empty form of a day."""
    day = queries.public_day(commune_id(), day_id)
    return _form_page(day, _form(day), token=FormToken.issue())


def _too_many(_limit: RequestLimit) -> Response:
    day = queries.public_day(commune_id(), (request.view_args or {})["day_id"])
    form = _form(day)
    form.form_errors.append(_("Từ mạng này vừa có quá nhiều lần hẹn. Chữ đã viết còn nguyên; hãy đợi mười phút rồi bấm lại."))
    return _again(day, form, tickets.ticket(), status=429)


@public_pages.post("/tiep-cong-dan/dat-hen/<int(max=2147483647):day_id>")
@csrf.exempt
@limiter.limit(BOOKING_LIMITS, on_breach=_too_many)
@access(PUBLIC)
def reception_take(day_id: int) -> Response:
    """Give the slot, or show the form again with everything that was typed. Nothing of a denunciation is kept."""
    day, ticket = queries.public_day(commune_id(), day_id), tickets.ticket()
    form = _form(day)
    form.validate()
    if form.denounces:
        return _form_page(day, form, token=FormToken.issue(), status=422)
    if ticket is None or form.trapped or tickets.sent_too_fast(ticket):
        form.form_errors.append(_("Hãy xem lại rồi bấm Hẹn lần nữa. Chữ đã viết còn nguyên."))
        return _again(day, form, ticket)
    unit_id, at = commune_id(), now_utc()
    hash_for(ticket.nonce)  # slow on purpose, so not while everybody waits for the turn to write
    try:
        with transaction():
            new = form.booking(queries.all_slots(unit_id, day_id), locale=current_locale())
            receipt = booking_service.book(day_id, new, unit_id=unit_id, at=at, idempotency_key=ticket.nonce)
    except BadInput as fault:
        put_faults(form, fault.errors, fault.facts, unit_id=unit_id)
        return _again(day, form, ticket)
    response = redirect(f"/tiep-cong-dan/da-hen/{receipt.code}", code=303)
    grants.lend(response, code=receipt.code, secret=receipt.secret)  # type: ignore[arg-type]
    return response  # type: ignore[return-value]


def _form(day: DayView) -> BookingForm:
    unit_id, form = commune_id(), BookingForm()
    form.offer(
        slots=queries.free_slots(unit_id, day.id, at=now_utc()), field_items=people.fields(unit_id, on=today()),
        locale=current_locale(), empty=_("Chưa rõ, cán bộ chọn giúp"),
    )  # fmt: skip
    return form


def _again(day: DayView, form: BookingForm, ticket: FormTicket | None, *, status: int = 422) -> Response:
    return _form_page(day, form, token=tickets.token_again(ticket), status=status)


def _form_page(day: DayView, form: BookingForm, *, token: str, status: int = 200) -> Response:
    page = render_template(
        "dialogue/reception_book.html", day=day, form=form, form_token=token, kinds=KINDS, open=day.free > 0,
        keep_days=people.setting(commune_id(), "reception_keep_days"),
    )  # fmt: skip
    return _private(make_response(page, status))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers.update(NEVER_FOUND)
    return response


# ------------------------------------------------------------------ the slip, looking it up, giving it back


@public_pages.get("/tiep-cong-dan/da-hen/<string(maxlength=20):code>")
@limiter.limit("120 per minute")
@access(PUBLIC)
def reception_booked(code: str) -> Response:
    """Show the slip: day, hour and place to everybody, the secret words only to the browser that has just booked."""
    found = queries.booking_by_code(commune_id(), clean_code(code) or "-")
    page = render_template(
        "dialogue/reception_booked.html", booking=found, kinds=KINDS, secret=grants.lent(found.code), states=BOOKINGS,
        qr=qr_of(f"/tiep-cong-dan/da-hen/{found.code}"),
    )  # fmt: skip
    return _private(make_response(page))


@public_pages.get("/tiep-cong-dan/hen")
@access(PUBLIC)
def reception_find() -> Response:
    """Ask for the code and the secret words."""
    return _find_page(FindBookingForm(data={"code": clean_code(request.args.get("ma", ""))}))


def _find_page(form: FindBookingForm, *, status: int = 200) -> Response:
    return _private(make_response(render_template("dialogue/reception_find.html", form=form), status))


@public_pages.post("/tiep-cong-dan/hen")
@csrf.exempt
@limiter.limit(FINDING_LIMITS)
@access(PUBLIC)
def reception_found() -> Response:
    """Show the booking with its letters; an unknown code and wrong words have one and the same answer."""
    form, unit_id = FindBookingForm(), commune_id()
    form.validate()
    with transaction():
        found = booking_service.look_up(form.code.data or "", unit_id=unit_id, at=now_utc(), secret=form.secret.data or "")
    if found.booking_id is None:
        if found.locked_until is not None:
            text = _("Mã này đã được thử sai nhiều lần. Hãy thử lại sau %(moment)s.", moment=moment_text(found.locked_until))
        else:
            text = _("Mã và từ bí mật chưa khớp với hẹn nào. Hãy xem lại trên phiếu hẹn.")
        form.form_errors.append(text)
        return _find_page(form, status=422)
    return _own_page(queries.booking(unit_id, found.booking_id))


def _own_page(booking: BookingView, *, done: str = "", status: int = 200) -> Response:
    page = render_template(
        "dialogue/reception_own.html", booking=booking, kinds=KINDS, states=BOOKINGS, key=grants.key_of(booking.id), done=done,
        letters=outbox.for_resident(unit_id=commune_id(), subject=f"booking:{booking.id}"),
        may_cancel=booking.state == BookingState.BOOKED and booking.slot_at > now_utc(),
    )  # fmt: skip
    return _private(make_response(page, status))


@public_pages.post("/tiep-cong-dan/hen/huy")
@csrf.exempt
@limiter.limit(FINDING_LIMITS)
@access(PUBLIC)
def reception_give_back() -> Response:
    """Give a slot back; whoever comes from an old page is asked for the words again."""
    booking_id, unit_id = grants.booking_of(request.form.get("key", "")), commune_id()
    if booking_id is None:
        return redirect(url_for("dialogue.reception_find"), 303)  # type: ignore[return-value]
    try:
        with transaction():
            booking_service.give_back(booking_id, unit_id=unit_id, at=now_utc())
    except NotFound:
        return redirect(url_for("dialogue.reception_find"), 303)  # type: ignore[return-value]
    except WrongState:
        done = _("Hẹn này đã hủy hoặc đã qua giờ.")
        return _own_page(queries.booking(unit_id, booking_id), done=done, status=409)
    done = _("Đã hủy hẹn. Tên, số điện thoại và việc đã ghi được xóa ngay.")
    return _own_page(queries.booking(unit_id, booking_id), done=done)
