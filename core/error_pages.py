"""The only place where an error becomes a page: status, sentence, and nothing personal."""

from __future__ import annotations

import re
import secrets
import traceback
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from sqlalchemy.exc import DataError, DBAPIError, OperationalError, SQLAlchemyError, StatementError
from werkzeug.exceptions import HTTPException

from core.access import takes_files
from core.error_words import words_of
from core.errors import DomainError
from core.extensions import db
from core.full_disk import cannot_be_written
from core.letters import public_address
from core.open_doors import door_here
from core.same_page import depends_on
from core.structured import structlog

SECRET_NAMES = re.compile(r"password|secret|passphrase|\bcode\b")
PAGES = (400, 403, 404, 409, 410, 413, 429, 500, 503)
log = structlog.get_logger("errors")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What a form was sent with, but for its files, which a page cannot hold."""

    values: list[tuple[str, str]]
    files: bool
    address: str


def answer(
    status: int, *, code: str, incident: str | None = None, sentence: str | None = None, hint: str | None = None
) -> Response:  # fmt: skip
    """Return the error page of ``status`` (for programs, and for who asks for JSON, the one JSON shape or that of their door).

    Who sent a form that could not be stored gets what was typed back, ready to be sent again.
    """
    door = door_here()
    if door is not None or request.accept_mimetypes.best == "application/json":
        facts = facts_of(status, code=code, incident=incident, hint=hint)
        if status == 404 and door is not None and door.start:
            beginning = _("Bắt đầu từ %(url)s.", url=public_address(door.start))
            facts["hint"] = f"{facts['hint']} {beginning}"
        response = door.tell(facts) if door is not None and door.tell is not None else jsonify(error=facts)
    else:
        page = status if status in PAGES else (500 if status >= 500 else 400)
        again = typed_again() if page == 503 else None
        depends_on(())  # nothing of what was asked for stands in the links of an error
        response = make_response(
            render_template(f"errors/{page}.html", code=code, incident=incident, sentence=sentence, again=again)
        )
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return say_when(response)


def say_when(response: Response) -> Response:
    """Say when to come again, where an answer is about this moment only; a form that comes back may be one."""
    if response.status_code in (429, 503):
        response.headers.setdefault("Retry-After", "30")
    return response


def typed_again() -> Typed | None:
    """Return what a form was sent with, or None: no form, nothing typed, or a secret in it, which goes into no page."""
    try:
        if request.method != "POST" or not request.form or SECRET_NAMES.search(" ".join(request.form)):
            return None
        files = any(item.filename for item in request.files.values())
    except (HTTPException, OSError):  # it could not even be read
        return None
    values = [(name, value) for name, value in request.form.items(multi=True)]
    address = request.full_path if request.query_string else request.path
    return Typed(values=values, files=files, address=f"/{address.lstrip('/')}")


def facts_of(status: int, *, code: str, incident: str | None = None, hint: str | None = None) -> dict[str, object]:
    """Return an error as programs read it; ``incident`` is there when the fault is ours."""
    message, advice = words_of(status, code)
    facts: dict[str, object] = {"status": status, "code": code, "message": message, "hint": hint or advice}
    return facts | ({"incident": incident} if incident else {})


def sentence_of(code: str) -> str | None:
    """Return the sentence for an error code that has one of its own."""
    return {
        "form_expired": _("Biểu mẫu này đã quá bảy ngày hoặc không do trang này phát ra. Hãy mở lại trang gửi rồi gửi lần nữa."),
        "stale_version": _("Có người khác vừa thay đổi hồ sơ này. Hãy mở lại để xem bản mới nhất rồi làm tiếp."),
        "wrong_state": _("Việc này không còn làm được ở bước hiện tại của hồ sơ."),
        "storage_full": _(
            "Máy chủ hết chỗ chứa hoặc đang không ghi được, nên việc vừa làm chưa được lưu. Những gì đã lưu từ trước vẫn an toàn."
        ),
        "storage_away": _("Kho tệp của máy chủ đang không trả lời, nên chưa mở được ảnh và văn bản. Các tệp ấy vẫn an toàn."),
        "not_kept": _("Máy chủ tạm thời không cất được tệp, nên việc vừa làm chưa được lưu."),
        "too_long": _("Những gì vừa gửi dài quá mức trang này nhận, nên chưa được lưu."),
        "foreign_origin": _("Yêu cầu này được gửi từ một trang khác nên không được nhận."),
    }.get(code)


def on_domain_error(error: DomainError) -> Response:
    """Answer a command's "no"; a 5xx of ours is logged with an incident id."""
    incident = None
    if error.status >= 500:
        incident = secrets.token_hex(4)
        log.error("domain_error", incident=incident, code=error.code, route=route())
    hint = error.facts.get("hint")
    return answer(
        error.status, code=error.code, incident=incident, sentence=sentence_of(error.code), hint=str(hint) if hint else None
    )  # fmt: skip


def on_http_error(error: HTTPException) -> Response:
    """Answer what Flask or Werkzeug refused."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    words_only = error.code == 413 and not takes_files(current_app, request.endpoint)
    response = answer(
        error.code or 500, code=(error.name or "error").lower().replace(" ", "_"),
        sentence=sentence_of("too_long") if words_only else None,
    )  # fmt: skip
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def on_csrf_error(_error: CSRFError) -> Response:
    """Answer a form whose session has ended."""
    return answer(
        400,
        code="form_expired",
        sentence=_("Phiên làm việc đã hết hạn. Hãy tải lại trang rồi gửi lại; nội dung đã gõ vẫn ở trang trước."),
    )


def on_bad_data(error: StatementError) -> Response:
    """Answer a value that the database cannot hold: the sender's mistake, not ours; one that a statement lacks is ours."""
    if cannot_be_written(error):
        return on_full_disk(error)
    if isinstance(error.orig, SQLAlchemyError):
        return on_unknown_error(error)
    log.warning("bad_data", kind=type(error).__name__, route=route())
    leave_transaction()
    return answer(400, code="bad_data")


def on_busy_database(error: OperationalError) -> Response:
    """Answer that the database is busy or away, or its disk full: nothing was stored, try again."""
    if cannot_be_written(error):
        return on_full_disk(error)
    incident = secrets.token_hex(4)
    log.error("database_unavailable", incident=incident, kind=type(error.orig).__name__, route=route())
    leave_transaction()
    return answer(503, code="busy", incident=incident)


def on_full_disk(error: Exception) -> Response:
    """Answer that a disk takes nothing more; its name stands in no log, for a file may be named after its content."""
    incident = secrets.token_hex(4)
    log.error("storage_full", incident=incident, kind=type(error).__name__, route=route(), where=where(error)[-3:])
    leave_transaction()
    return answer(503, code="storage_full", incident=incident, sentence=sentence_of("storage_full"))


def on_unknown_error(error: Exception) -> Response:
    """Answer what nobody foresaw, with an incident id that stands in the log beside the traceback."""
    if isinstance(error, OSError | DBAPIError) and cannot_be_written(error):
        return on_full_disk(error)
    if type(error).__module__.startswith("gunicorn.http"):
        return answer(400, code="broken_request")
    incident = secrets.token_hex(4)
    log.error("unexpected_error", incident=incident, kind=type(error).__name__, route=route(), where=where(error))
    leave_transaction()
    try:
        return answer(500, code="unexpected", incident=incident)
    except (TemplateNotFound, DomainError):
        return Response(f"500 · {incident}", status=500, mimetype="text/plain")


def leave_transaction() -> None:
    """Give up what was begun: PostgreSQL answers nothing more after a failed statement, and the page asks who the commune is."""
    if "sqlalchemy" in current_app.extensions:
        db.session.rollback()


def where(error: Exception) -> list[str]:
    """Return the frames of a traceback without its message, which may hold what somebody typed."""
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]


def route() -> str:
    """Return the route's pattern, never the address itself (it may hold a code)."""
    return str(request.url_rule) if request.url_rule else "-"


def install(app: Flask) -> None:
    """Enter the handlers."""
    app.after_request(say_when)
    app.register_error_handler(DomainError, on_domain_error)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(StatementError, on_bad_data)
    app.register_error_handler(DBAPIError, on_unknown_error)
    app.register_error_handler(DataError, on_bad_data)
    app.register_error_handler(OperationalError, on_busy_database)
    app.register_error_handler(Exception, on_unknown_error)
