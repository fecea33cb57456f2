"""“Tôi cũng gặp việc này”: the button on a public case, and the random cookie by which a browser counts once."""

from __future__ import annotations

import secrets

from flask import Response, current_app, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_limiter import RequestLimit

from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.extensions import csrf, limiter
from core.transaction import transaction
from deadlines.clock import now_utc, today
from feedback.queries.public import public_case
from feedback.services.supporting import Support, support
from feedback.views import public_pages
from feedback.views.commune import NEVER_FOUND, commune_id

COOKIE, COOKIE_SECONDS = "cung-gap", 365 * 24 * 3600
SUPPORT_LIMITS = "10 per 10 minutes;40 per day"


def _words(outcome: Support) -> str:
    return {
        Support.COUNTED: _("Đã ghi nhận: thêm một người cũng gặp việc này."),
        Support.KNOWN: _("Máy này đã báo cùng gặp việc này từ trước."),
        Support.SETTLED: _("Việc này đã xong nên không ghi nhận thêm. Nếu còn gặp, hãy gửi đơn mới."),
        Support.TOO_MANY: _("Hôm nay đã có quá nhiều lượt báo. Hãy thử lại vào ngày mai."),
    }[outcome]


def _page(code: str, words: str, *, status: int = 200) -> Response:
    case = public_case(commune_id(), code, today=today())
    if case is None:
        raise NotFound()
    page = render_template("feedback/support_done.html", words=words, code=code, count=case.supports)
    response = make_response(page, status)
    response.headers.update(NEVER_FOUND)
    return response


def _too_often(_limit: RequestLimit) -> Response:
    code = clean_code((request.view_args or {}).get("code", ""))
    return _page(code, _("Từ mạng này vừa có quá nhiều lượt báo. Hãy thử lại sau."), status=429)


@public_pages.post("/ho-so/<code>/cung-gap")
@csrf.exempt
@limiter.limit(SUPPORT_LIMITS, on_breach=_too_often)
@access(PUBLIC)
def also_mine(code: str) -> Response:
    """Count this browser once, and say so; a press on another site's page is refused before it comes here (core.security)."""
    wanted, browser = clean_code(code), request.cookies.get(COOKIE, "")
    known = len(browser) == 43 and browser.replace("-", "").replace("_", "").isalnum()
    token = browser if known else secrets.token_urlsafe(32)
    with transaction():
        outcome = support(wanted, unit_id=commune_id(), browser=token, at=now_utc())
    response = redirect(f"/ho-so/{wanted}/cung-gap?kq={outcome.value}", code=303)
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_SECONDS, path="/ho-so", httponly=True, samesite="Strict",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip
    return response


@public_pages.get("/ho-so/<code>/cung-gap")
@access(PUBLIC)
def also_mine_done(code: str) -> Response:
    """Say what became of the press."""
    asked = request.args.get("kq", "")
    outcome = Support(asked) if asked in set(Support) else None
    if outcome is None:
        return redirect(f"/ho-so/{clean_code(code)}", code=303)
    return _page(clean_code(code), _words(outcome))
