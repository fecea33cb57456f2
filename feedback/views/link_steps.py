"""The addresses of the steps around a case: merge, split, transfers that wait, urgency, the portal, information."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for
from flask_login import current_user

from accounts.permissions import Actor
from core.access import access
from core.paging import page_number
from core.permissions import Permission
from deadlines.clock import today
from feedback import phrases
from feedback.queries.transfers import waiting_transfers
from feedback.services import forwarding, marking, merging, revoking, splitting, transferring
from feedback.states import Action
from feedback.views import desk_pages
from feedback.views.case_kin import similar_lines
from feedback.views.case_taking import take
from feedback.views.veil import veiled_line

CASE = "/ho-so/<int(max=2147483647):case_id>"


@desk_pages.post(f"{CASE}/gop")
@access(Permission.CASE_CLASSIFY)
def merge(case_id: int) -> Response:
    """Let the case follow another one."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        merging.merge(case_id, leading_code=form.leading_code.data, reason=form.reason.data, **facts)

    return take(case_id, Action.MERGE, command)


@desk_pages.post(f"{CASE}/bo-gop")
@access(Permission.CASE_CLASSIFY)
def unmerge(case_id: int) -> Response:
    """Let the case go its own way again."""
    return take(case_id, Action.UNMERGE, lambda form, facts: merging.unmerge(case_id, reason=form.reason.data, **facts))


@desk_pages.post(f"{CASE}/tach")
@access(Permission.CASE_CLASSIFY)
def split(case_id: int) -> Response:
    """Make a case of each matter of the letter."""
    return take(case_id, Action.SPLIT, lambda form, facts: splitting.split(case_id, parts=form.parts, **facts))


@desk_pages.post(f"{CASE}/don-doc")
@access(Permission.CASE_ASSIGN)
def urge(case_id: int) -> Response:
    """Urge the body that received the case."""
    return take(case_id, Action.URGE, lambda form, facts: transferring.urge(case_id, text=form.text.data, **facts))


@desk_pages.post(f"{CASE}/ghi-tra-loi")
@access(Permission.CASE_ASSIGN)
def record_reply(case_id: int) -> Response:
    """Write down what the receiving body answered."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        transferring.record_reply(case_id, replied_on=form.replied_on.data, number=form.number.data, text=form.text.data, **facts)

    return take(case_id, Action.RECORD_REPLY, command)


@desk_pages.post(f"{CASE}/bao-lai")
@access(Permission.CASE_ASSIGN)
def report_back(case_id: int) -> Response:
    """Tick that who forwarded the letter was told how it was settled."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        forwarding.report_back(case_id, reported_on=form.reported_on.data, number=form.number.data, **facts)

    return take(case_id, Action.REPORT_BACK, command)


@desk_pages.post(f"{CASE}/khan")
@access(Permission.CASE_ASSIGN)
def mark_urgent(case_id: int) -> Response:
    """Mark the case as an emergency."""
    return take(case_id, Action.MARK_URGENT, lambda form, facts: marking.mark_urgent(case_id, reason=form.reason.data, **facts))


@desk_pages.post(f"{CASE}/cong-quoc-gia")
@access(Permission.CASE_CLASSIFY)
def note_portal(case_id: int) -> Response:
    """Write down the number on the national portal, or that it was told how the case stands."""

    def command(form: Any, facts: dict[str, Any]) -> None:
        marking.note_portal(case_id, number=form.number.data, text=form.text.data, **facts)

    return take(case_id, Action.PORTAL, command)


@desk_pages.post(f"{CASE}/luu-thong-tin")
@access(Permission.CASE_ASSIGN)
def file_information(case_id: int) -> Response:
    """Keep an anonymous letter as information."""
    return take(case_id, Action.FILE, lambda form, facts: marking.file_information(case_id, text=form.text.data, **facts))


@desk_pages.post(f"{CASE}/thu-hoi")
@access(Permission.CASE_ASSIGN)
def revoke(case_id: int) -> Response:
    """Take back a step that ended the case by mistake."""
    return take(case_id, Action.REVOKE, lambda form, facts: revoking.revoke(case_id, reason=form.reason.data, **facts))


@desk_pages.get(f"{CASE}/gan-giong")
@access(Permission.CASE_CLASSIFY)
def similar_letters(case_id: int) -> str:
    """Show the letters like this one; ``?manh=1`` asks for the piece of page that the case screen puts in its place."""
    person: Actor = current_user._get_current_object()
    page = "_case_similar" if request.args.get("manh") == "1" else "similar_page"
    return render_template(
        f"feedback/{page}.html", similar=similar_lines(person, case_id, neighbours=True), case_id=case_id, phrases=phrases,
        complete=True,
    )  # fmt: skip


@desk_pages.get("/da-chuyen")
@access(Permission.CASE_READ)
def transfers() -> str:
    """List the transferred cases without an answer, the longest overdue first."""
    person: Actor = current_user._get_current_object()
    page = waiting_transfers(person, page=page_number(request.args.get("trang")), today=today())
    return render_template(
        "feedback/transfer_list.html", page=page, subjects={row.id: veiled_line(person, row.subject) for row in page.items},
        previous_url=url_for("desk.transfers", trang=page.number - 1), next_url=url_for("desk.transfers", trang=page.number + 1),
    )  # fmt: skip
