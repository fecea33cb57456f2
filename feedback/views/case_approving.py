"""One screen for the leader's phone: the answer, what shows that it was done, and the two buttons that decide."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, url_for

from core.access import access
from core.permissions import Permission
from feedback import phrases
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
