"""One screen for the leader's phone: the answer, what shows that it was done, and the two buttons that decide."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from core.access import access
from core.permissions import Permission
from deadlines.clock import today
from deadlines.queries import calendar_for
from feedback import phrases
from feedback.queries.desk import work_list
from feedback.queries.desk_filters import DeskFilters
from feedback.queries.desk_tabs import Tab
from feedback.states import Action
from feedback.views import desk_pages, desk_words
from feedback.views.case_page import screen_of, step_view
from feedback.views.desk_memory import kept_for_official


@desk_pages.get("/ho-so/<int(max=2147483647):case_id>/xem-duyet")
@access(Permission.CASE_APPROVE)
@kept_for_official
def approval(case_id: int) -> Response:
    """Show the submitted answer to decide on; a case with nothing to approve opens as usual."""
    screen = screen_of(case_id)
    file, clock = screen.file, screen.file.running_clock
    approve, send_back = file.step(Action.APPROVE), file.step(Action.SEND_BACK)
    if approve is None or send_back is None or file.answer is None:
        return redirect(url_for("desk.case", case_id=case_id))  # type: ignore[return-value]
    page = render_template(
        "feedback/case_approval.html", file=file, clock=clock, answer=file.answer, phrases=phrases,
        tone=desk_words.TONES[clock.urgency if clock else None], approve=step_view(screen, approve, form=None),
        send_back=step_view(screen, send_back, form=None, open_=False),
    )  # fmt: skip
    return make_response(page)


def approved_words(*, issued: bool) -> Markup:
    """Return what was done, with the way to the next case that waits for the leader, where one does."""
    done = (
        _("Đã duyệt và phát hành. Người gửi đã được báo.") if issued else _("Đã duyệt. Cán bộ phát hành thì người gửi được báo.")
    )
    actor = current_user._get_current_object()
    waiting = work_list(
        actor, filters=DeskFilters(tab=Tab.APPROVAL), page=1, today=today(), calendar=calendar_for(actor.unit_id), size=1
    ).items
    if not waiting:
        return Markup("{}").format(done)
    link = url_for("desk.approval", case_id=waiting[0].id)
    return Markup('{} <a href="{}">{}</a>').format(done, link, _("Xem việc chờ duyệt tiếp theo"))
