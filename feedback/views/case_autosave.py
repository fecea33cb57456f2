"""Keeps what an official is typing into an answer, for the script of the page, and forgets it again."""

from __future__ import annotations

from flask import Response, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Actor
from core.access import access
from core.errors import NotAllowed, StaleVersion, WrongState
from core.formats import local
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.services import draft_copies
from feedback.views import desk_pages

CASE = "/ho-so/<int(max=2147483647):case_id>"
PREFIX = "du-thao-"


@desk_pages.post(f"{CASE}/du-thao/tu-luu")
@access(Permission.CASE_HANDLE)
def autosave(case_id: int) -> tuple[Response, int]:
    """Keep what is being typed, for the script of the page; answers {"at"} or {"fault"}."""
    raw = request.form.get(f"{PREFIX}version", "")
    version = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
    words = {name: request.form.get(PREFIX + name, "") for name in draft_copies.FIELDS}
    at = now_utc()
    try:
        with transaction():
            draft_copies.keep_copy(case_id, actor=_person(), at=at, version=version, words=words)
    except StaleVersion:
        return jsonify(fault=_("Có người vừa lưu vào hồ sơ này. Khi bấm lưu, hai bản sẽ hiện cạnh nhau.")), 409
    except (WrongState, NotAllowed):
        return jsonify(fault=_("Lúc này không lưu được bản nháp của hồ sơ này.")), 409
    return jsonify(at=f"{local(at):%H:%M}"), 200


@desk_pages.post(f"{CASE}/du-thao/bo-ban-do")
@access(Permission.CASE_HANDLE)
def drop_copy(case_id: int) -> Response:
    """Forget what was typed and not saved."""
    with transaction():
        draft_copies.drop_copy(case_id, actor=_person())
    flash(_("Đã bỏ bản gõ dở."), "good")
    return redirect(url_for("desk.case", case_id=case_id), 303)  # type: ignore[return-value]


def _person() -> Actor:
    return current_user._get_current_object()
