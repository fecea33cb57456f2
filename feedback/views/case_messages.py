"""Short messages about a case, stopped at the counter for who asks for it."""

from __future__ import annotations

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Actor
from core.access import access
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.services.messages import stop_for
from feedback.views import desk_pages
from feedback.views.case_screen import CASE


@desk_pages.post(f"{CASE}/thoi-nhan-tin")
@access(Permission.CASE_REGISTER)
def stop_messages(case_id: int) -> Response:
    """Send no more short messages about this case; pressed twice it is no error."""
    clerk: Actor = current_user._get_current_object()
    with transaction():
        stop_for(case_id, actor=clerk, at=now_utc())
    flash(_("Đã ghi: xã không nhắn tin về đơn này nữa."), "good")
    return redirect(url_for("desk.case", case_id=case_id), 303)  # type: ignore[return-value]
