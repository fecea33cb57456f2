"""Two short-lived cookies of residents of a dialogue: the secret words on the way to a receipt, and the right to see it whole."""

from __future__ import annotations

from flask import Response, current_app, request
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

from core.database import current_unit_id
from core.form_token import FormTicket
from feedback.views import grants

SECRET_COOKIE, GRANT_COOKIE, GRANT_SECONDS = "doi-thoai-bien-nhan", "doi-thoai-xem", 2 * 3600
PATH, SALT = "/doi-thoai", "dialogue-grant"
ASKING_LIMITS = "20 per 10 minutes;100 per day"
READING_LIMITS = "120 per minute"
OPENING_LIMITS = "30 per 10 minutes;200 per day"


def lend_secret(response: Response, *, code: str, secret: str) -> None:
    """Let the receipt of ``code``, and no other page, show the secret words for half an hour; the cookie is sealed."""
    grants.lend_secret(response, code=code, secret=secret, cookie=SECRET_COOKIE, path=PATH)


def lent_secret(code: str) -> str:
    """Return the secret words for the receipt of ``code``, or "" when this browser was not lent them."""
    return grants.lent_secret(code, cookie=SECRET_COOKIE)


def give(response: Response, code: str) -> None:
    """Let this browser see the whole receipt of ``code`` for two hours."""
    grants.set_cookie(response, GRANT_COOKIE, _signer().dumps([current_unit_id(), code]), seconds=GRANT_SECONDS, path=PATH)


def sees_all(code: str) -> bool:
    """Return whether this browser proved the secret words of ``code`` in this commune, or has just been given them."""
    try:
        known = _signer().loads(request.cookies.get(GRANT_COOKIE, ""), max_age=GRANT_SECONDS) == [current_unit_id(), code]
    except BadSignature:
        known = False
    return known or bool(lent_secret(code))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=SALT)


def look_again(sent: FormTicket | None) -> str:
    """Return the sentence for a form that was too old or too fast."""
    if sent is None:
        return _("Trang này mở đã quá lâu nên cần xác nhận lại. Chữ đã viết còn nguyên; hãy xem rồi bấm nút cuối trang lần nữa.")
    return _("Hãy xem lại rồi bấm nút cuối trang lần nữa.")
