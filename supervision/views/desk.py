"""The desk of supervision: the list by what is due, and the form of a recommendation that comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.permissions import Actor
from accounts.queries import setting
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotFound
from core.form_token import FormToken, key_or_renewed
from core.formats import date_text
from core.i18n import current_locale
from core.paging import page_number, page_query
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from supervision import phrases
from supervision.forms import NewForm
from supervision.permissions import on_behalf
from supervision.queries.desk import DeskRecommendation, Shelf, counts, desk_list, desk_recommendation, names_of
from supervision.rules import REPLY_DAYS
from supervision.services import recording
from supervision.states import Body, Step
from supervision.views import desk_pages

ONE = "/<int(max=2147483647):recommendation_id>"
SHELVES = {
    "cho-giao": Shelf.RECEIVED, "dang-soan": Shelf.ASSIGNED, "cho-duyet": Shelf.DRAFTED, "qua-han": Shelf.LATE,
    "da-tra-loi": Shelf.ANSWERED, "hua-qua-han": Shelf.PROMISES, "da-xong": Shelf.OVER,
}  # fmt: skip
RARE = frozenset({"qua-han", "hua-qua-han"})
"""Shelves that are offered when something stands on them."""


@desk_pages.get("")
@access(Permission.SUPERVISION_READ)
def supervision_list() -> str:
    """List what has to be answered, late ones first, then what waits for the body."""
    person, mine = actor(), request.args.get("cua-toi") == "1"
    shelf = SHELVES.get(request.args.get("xem", ""))
    page = desk_list(person, shelf=shelf, mine=mine, page=page_number(request.args.get("trang")), today=today())
    return render_template(
        "supervision/desk_list.html", page=page, phrases=phrases, tabs=_tabs(mine=mine), today=today(),
        may_write=Permission.SUPERVISION_WRITE in person.permissions, narrowed=mine or shelf is not None,
        locale=current_locale(), previous_url=_url(page.number - 1), next_url=_url(page.number + 1),
    )  # fmt: skip


def _tabs(*, mine: bool) -> list[dict[str, Any]]:
    numbers, asked = counts(actor().unit_id, today=today()), request.args.get("xem", "")
    chosen = asked if asked in SHELVES else ""
    labels = {
        "cho-giao": _("Chờ giao"), "dang-soan": _("Đang soạn"), "cho-duyet": _("Chờ duyệt"), "qua-han": _("Quá hạn"),
        "da-tra-loi": _("Đã trả lời"), "hua-qua-han": _("Lời hứa quá ngày"), "da-xong": _("Đã xong"),
    }  # fmt: skip
    rows: list[tuple[str, dict[str, str], int | None]] = [
        (_("Việc cần làm"), {}, numbers["all"]), (_("Của tôi"), {"cua-toi": "1"}, None),
        *((labels[word], {"xem": word}, numbers[shelf.value]) for word, shelf in SHELVES.items()),
    ]  # fmt: skip
    return [
        {
            "label": label, "count": count, "url": url_for("supervision_desk.supervision_list", **wanted),
            "current": mine if "cua-toi" in wanted else not mine and chosen == wanted.get("xem", ""),
        }
        for label, wanted, count in rows
        if count or wanted.get("xem") not in RARE or chosen == wanted["xem"]
    ]  # fmt: skip


def _url(number: int) -> str:
    wanted = {}
    if request.args.get("xem", "") in SHELVES:
        wanted["xem"] = request.args["xem"]
    if request.args.get("cua-toi") == "1":
        wanted["cua-toi"] = "1"
    return page_query(wanted, number)


# ------------------------------------------------------------------ a recommendation comes


@desk_pages.get("/moi")
@access(Permission.SUPERVISION_WRITE)
def supervision_new() -> Response:
    """Show the form; the Front's own account begins with the Front."""
    own = "" if on_behalf(actor()) else Body.FATHERLAND_FRONT.value
    return _form_page(_offered(NewForm(formdata=None, data={"token": FormToken.issue(), "received_on": today(), "body": own})))


@desk_pages.post("/moi")
@access(Permission.SUPERVISION_WRITE)
def supervision_record() -> Response:
    """Keep a recommendation; a second press of the same form is the same one."""
    form = _offered(NewForm())
    key = key_or_renewed(form.token)
    if not key:
        form.say("", phrases.fault("form_expired"))
    if not form.validate() or not key:
        return _form_page(form, status=400)
    try:
        with transaction():
            recommendation_id = recording.record(
                form.recommendation(), actor=actor(), at=now_utc(), calendar=calendar_for(actor().unit_id), idempotency_key=key
            )
    except BadInput as problem:
        form.blame(problem.errors)
        return _form_page(form, status=problem.status)
    return done(recommendation_id, phrases.DONE[Step.RECEIVE])


def _offered(form: NewForm) -> NewForm:
    form.offer_bodies()
    return form


def _form_page(form: NewForm, *, status: int = 200) -> Response:
    days = int(setting(actor().unit_id, REPLY_DAYS))
    return make_response(
        render_template("supervision/desk_form.html", form=form, on_behalf=on_behalf(actor()), days=days, may_enter=may_enter()),
        status,
    )


def may_enter() -> bool:
    """Return whether the official is led to the register, when a denunciation was refused; others are led to the office."""
    return Permission.DENUNCIATION_ENTER in actor().permissions


def done(recommendation_id: int, words: Any) -> Response:
    """Say what was done, on the page of the recommendation."""
    flash(str(words), "good")
    return redirect(  # type: ignore[return-value]
        url_for("supervision_desk.supervision_page", recommendation_id=recommendation_id), 303
    )


def told(person: Actor, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return how recommendations are called in the inbox of whoever may read them: title and last day."""
    if Permission.SUPERVISION_READ not in person.permissions:
        return {}
    return {
        number: [title, *([_("hạn trả lời %(day)s", day=date_text(due_on))] if due_on else [])]
        for number, (title, due_on) in names_of(person.unit_id, ids).items()
    }


def found(recommendation_id: int) -> DeskRecommendation:
    """Return a recommendation of the official's commune. Raises NotFound."""
    item = desk_recommendation(actor().unit_id, recommendation_id, today=today(), locale=current_locale())
    if item is None:
        raise NotFound()
    return item
