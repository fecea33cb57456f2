"""Sending by a script of the own pages or by the service worker: the same form and command as the page, told in JSON.

A phone may send days after the letter was written. So a form's token is taken for eight days, a key made on the phone gets a
token (``/gui/phieu-moi``), and every "no" has a sentence that can be shown later, beside the words that the phone has kept.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from flask import Response, current_app, jsonify, request
from flask_babel import gettext as _
from flask_limiter import RequestLimit

from core.access import PUBLIC, access
from core.errors import BadInput, NotKept
from core.extensions import csrf, limiter
from core.form_token import BadFormToken, FormTicket, FormToken, OldFormToken
from core.i18n import current_locale
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from feedback.forms.faults import sentence as sentence_of
from feedback.forms.resident import SendForm
from feedback.queries import sendings, tracking
from feedback.services import intake
from feedback.views import grants, resident_pages
from feedback.views.commune import commune_id
from feedback.views.letter_form import differs, forget_draft_photos, letter_form, register, seconds_to_wait, sort_kept

EIGHT_DAYS = timedelta(days=8)
TICKET_LIMITS = "30 per 10 minutes;150 per day"
WINDOW_SECONDS = 600
AGAIN_SECONDS = 60


def asked() -> bool:
    """Return whether the sender reads JSON rather than a page."""
    return request.accept_mimetypes.best == "application/json"


def send() -> Response:
    """Take the letter, or say in one JSON shape what is in the way (docs/adr/0024-a-letter-that-sends-itself.md)."""
    try:
        ticket = FormToken.read(request.form.get("form_token", ""), valid_seconds=int(EIGHT_DAYS.total_seconds()))
    except OldFormToken:
        return written_long_ago()
    except BadFormToken:
        return _no(409, "form_unknown", _("Cần lấy phiếu mới rồi gửi lại. Chữ đã viết còn nguyên."), retry_after=0)
    form = letter_form(photos_kept=sort_kept(ticket))
    complete = form.validate()
    if form.denounces:
        forget_draft_photos(ticket)
        return jsonify(
            leads_to="/to-cao",
            message=_("Đơn này được đánh dấu là tố cáo. Trang này không nhận tố cáo nên không gửi và không giữ lại gì.")
            if form.accuses.data
            else _("Lời viết giống một đơn tố cáo. Trang này không nhận tố cáo nên không gửi và không giữ lại gì."),
        )
    return _taken(form, ticket) if complete and not form.trapped else _faults(form)


def _taken(form: SendForm, ticket: FormTicket) -> Response:
    wait = seconds_to_wait(ticket)
    if wait > 0:
        return _no(429, "too_soon", _("Đợi vài giây rồi gửi lại."), retry_after=ceil(wait))
    known_since = sendings.arrived_at(commune_id(), ticket.nonce)
    if known_since is not None and now_utc() - known_since > EIGHT_DAYS:
        return sent_long_ago()
    try:
        receipt = register(form, ticket)
    except NotKept as problem:
        return _no(problem.status, problem.code, sentence_of(problem.code), retry_after=AGAIN_SECONDS)
    except BadInput as problem:
        form.blame(problem.errors)
        return _faults(form)
    if receipt.repeated and differs(form, receipt):
        sentence = _(
            "Đơn trước gửi từ trang này đã được nhận với mã %(code)s. Nếu đây là việc khác, hãy gửi lần nữa.", code=receipt.code
        )
        return _no(409, "other_letter", sentence)
    return _receipt(receipt)


def _receipt(receipt: intake.Receipt) -> Response:
    view = tracking.receipt(
        commune_id(), receipt.code, today=today(), calendar=calendar_for(commune_id()), locale=current_locale()
    )
    due = max((clock.due_on for clock in view.clocks), default=None) if view else None
    response = jsonify(
        code=receipt.code, secret_word=receipt.secret, receipt=f"/da-nhan/{receipt.code}", due=due and due.isoformat(),
        uploads="/gui/tep",
    )  # fmt: skip
    response.status_code = 200 if receipt.repeated else 201
    grants.lend_secret(response, code=receipt.code, secret=receipt.secret)
    return response


def _faults(form: SendForm) -> Response:
    at_fields = {name: str(messages[0]) for name, messages in form.errors.items() if name and messages}
    message = _("Có chỗ cần xem lại") if at_fields else _("Hãy xem lại rồi gửi lần nữa.")
    response = jsonify(errors=at_fields, message=" ".join([message, *map(str, form.form_errors)]))
    response.status_code = 422
    return response


def _no(status: int, problem: str, message: str, *, retry_after: int | None = None) -> Response:
    response = jsonify(problem=problem, message=message, retry_after=retry_after)
    response.status_code = status
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def written_long_ago() -> Response:
    """Say that a letter waited too long to be sent without its writer."""
    sentence = _("Đơn viết đã quá tám ngày nên máy không tự gửi nữa. Chữ còn nguyên: hãy xem lại rồi bấm Gửi đi.")
    return _no(410, "written_long_ago", sentence)


def sent_long_ago() -> Response:
    """Say that the letter arrived long ago; its key opens the receipt no more."""
    sentence = _("Đơn này xã đã nhận từ hơn tám ngày trước. Hãy tra cứu bằng mã và từ bí mật ghi trên biên nhận.")
    return _no(410, "sent_long_ago", sentence)


def too_often(_limit: RequestLimit | None = None) -> Response:
    """Say that this network sends too much; the phone tries again by itself."""
    sentence = _("Từ mạng này vừa có quá nhiều đơn gửi tới. Chữ còn nguyên; hãy đợi mười phút rồi gửi lại.")
    return _no(429, "too_often", sentence, retry_after=WINDOW_SECONDS)


@resident_pages.post("/gui/phieu-moi")
@csrf.exempt
@limiter.limit(TICKET_LIMITS, on_breach=too_often)
@access(PUBLIC)
def new_ticket() -> Response:
    """Give a letter that was begun without us, or under a token that we no longer read, a token with its own key."""
    key = request.form.get("key", "")
    try:
        token = FormToken.issue(key) if key else ""
    except BadFormToken:
        token = ""
    if not token:
        return _no(422, "key_unknown", _("Phiếu này không đọc được. Hãy mở lại trang gửi."))
    known_since = sendings.arrived_at(commune_id(), key)
    if known_since is not None and now_utc() - known_since > EIGHT_DAYS:
        return sent_long_ago()
    return jsonify(form_token=token, wait=current_app.config["FORM_MIN_SECONDS"])
