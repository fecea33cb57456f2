"""What the server itself says of a request that never reaches the application: too long, or no HTTP at all.

The pages are made once, before the first visitor, in both languages: nobody knows yet who asks, in which commune or language.
Nothing of the request stands in them.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from core.i18n import use_locale

TOO_LONG, TOO_MANY_HEADERS, BROKEN = 414, 431, 400
PHRASES = {TOO_LONG: "URI Too Long", TOO_MANY_HEADERS: "Request Header Fields Too Large", BROKEN: "Bad Request"}
HEAD = (
    "HTTP/1.1 {status} {phrase}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n"
    "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: same-origin\r\n"
    "Content-Security-Policy: default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'\r\n\r\n"
)


def answers(app: Flask) -> dict[int, bytes]:
    """Return whole HTTP answers by their status, Vietnamese first and English second.

    An application that speaks no language (what we are compared with in benchmarks/) has none; gunicorn's own are sent.
    """
    return {status: _answer(app, status) for status in PHRASES} if "babel" in app.extensions else {}


def _answer(app: Flask, status: int) -> bytes:
    with app.app_context():
        said = []
        for locale in ("vi", "en"):
            with use_locale(locale):
                said.append((locale, *_words(status), _("Về trang đầu")))
        page = app.jinja_env.get_template("errors/refused_request.html").render(said=said).encode()
    return HEAD.format(status=status, phrase=PHRASES[status], length=len(page)).encode() + page


def _words(status: int) -> tuple[str, str]:
    """Return what happened, and what to do."""
    if status == TOO_LONG:
        return _("Địa chỉ này dài quá"), _(
            "Máy chủ không nhận địa chỉ dài như vậy. Nếu đang tìm, hãy quay lại và gõ ít chữ hơn. Nếu mở từ một tin nhắn, "
            "hãy xem đường dẫn có bị chép lẫn chữ khác không."
        )
    if status == TOO_MANY_HEADERS:
        return _("Trình duyệt gửi kèm nhiều quá"), _(
            "Máy chủ không đọc hết được. Hãy xóa cookie của trang này trong phần cài đặt của trình duyệt rồi mở lại."
        )
    return _("Trang này không hiểu yêu cầu vừa gửi"), _("Có thể trang đã mở quá lâu, hoặc địa chỉ bị chép thiếu.")
