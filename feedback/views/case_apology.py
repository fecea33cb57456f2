"""The apology for a late answer at the desk: written, signed or sent back, and printed for a sender without the network."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, url_for

from core.access import access
from core.errors import BadInput, NotFound
from core.permissions import Permission
from feedback import phrases
from feedback.apologies import ApologyState
from feedback.services import apologising
from feedback.states import Action
from feedback.views import desk_pages
from feedback.views.case_page import screen_of
from feedback.views.case_taking import take

CASE = "/ho-so/<int(max=2147483647):case_id>"


@desk_pages.post(f"{CASE}/xin-loi")
@access(Permission.CASE_HANDLE)
def apologise(case_id: int) -> Response:
    """Lay a letter of apology before the leader."""
    return take(case_id, Action.APOLOGISE, lambda form, facts: apologising.write_apology(case_id, apology=form.apology, **facts))


@desk_pages.post(f"{CASE}/ky-xin-loi")
@access(Permission.CASE_APPROVE)
def decide_apology(case_id: int) -> Response:
    """Sign the letter of apology, or send it back."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        if form.chosen not in ("approve", "decline"):
            raise BadInput({"": "choice_unknown"})
        apologising.decide_apology(case_id, sign=form.chosen == "approve", note=form.note.data, **facts)

    return take(case_id, Action.DECIDE_APOLOGY, command)


@desk_pages.get(f"{CASE}/thu-xin-loi")
@access(Permission.CASE_READ)
def apology_letter(case_id: int) -> Response:
    """Show the last letter of apology that was signed in this round, to be printed."""
    file = screen_of(case_id).file
    sent = [item for item in file.apologies if item.state == ApologyState.SENT]
    if not sent:
        raise NotFound()
    back = url_for("desk.case", case_id=case_id)
    page = render_template(
        "feedback/apology_letter.html", letter=sent[-1], code=file.code, received_at=file.received_at, subject=file.subject,
        back_url=back, late_words=phrases.late_label(sent[-1].reason),
    )  # fmt: skip
    return make_response(page)
