"""What everybody reads of dialogues: the next ones, the plan of the year, what is over, one dialogue, and calendar files."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _

from accounts.queries import commune_profile
from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.formats import date_text
from core.i18n import current_locale
from core.letters import public_address
from core.page_cache import cached_public_page
from core.paging import page_number
from deadlines.clock import local_date, today
from deadlines.explain import explain
from deadlines.queries import calendar_for
from dialogue import commitment_phrases
from dialogue import dialogue_phrases as phrases
from dialogue.queries import dialogues
from dialogue.queries.commitments import lines_of, opening_of
from dialogue.queries.conclusions import published_conclusion
from dialogue.queries.dates import notice_due, results_due
from dialogue.queries.dialogues import DialogueView
from dialogue.queries.duty import duty_board
from dialogue.question_rules import question_window
from dialogue.states import DialogueForm, DialogueState
from dialogue.views import public_pages
from dialogue.views.event_facts import event_facts
from feedback.views.commune import commune_id

ONE = "/doi-thoai/<string(length=11):code>"
FEED_DAYS = 400


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One station of the road, for components/stations.html."""

    label: str
    when: date | str | None
    state: str
    note: str = ""


@public_pages.get("/doi-thoai")
@access(PUBLIC)
@cached_public_page(arguments=("trang",))
def dialogue_list() -> str:
    """Show the next dialogues, the plan of this year by month, and what is over."""
    unit_id, on = commune_id(), today()
    page = dialogues.past(unit_id, page=page_number(request.args.get("trang")), today=on)
    plan, following = (dialogues.plan_of_year(unit_id, year) for year in (on.year, on.year + 1))
    return render_template(
        "dialogue/dialogue_list.html", upcoming=dialogues.upcoming(unit_id, today=on) if page.number == 1 else [], past=page,
        months=_by_month(plan), following=_by_month(following), words=phrases.words_of, year=on.year,
        board=[(phrases.KINDS[line.kind], line) for line in duty_board(unit_id, today=on)], webcal=_webcal(),
        next_url=url_for("dialogue.dialogue_list", trang=page.number + 1),
        previous_url=url_for("dialogue.dialogue_list", trang=page.number - 1) if page.number > 2 else "/doi-thoai",
    )  # fmt: skip


def _by_month(plan: Sequence[DialogueView]) -> list[tuple[date, list[DialogueView]]]:
    months = (list(items) for _month, items in groupby(plan, key=lambda view: view.held_on.month))
    return [(views[0].held_on, views) for views in months]


def _webcal() -> str:
    """Return the address with which a telephone subscribes to all dialogues."""
    return f"webcal://{request.host}/doi-thoai/lich.ics"


@public_pages.get(ONE)
@access(PUBLIC)
@cached_public_page
def dialogue_page(code: str) -> str:
    """Show one dialogue: when, where, about what, how to take part, and its road with the proof of every legal day."""
    unit_id = commune_id()
    view = _found(unit_id, code)
    return render_template(
        "dialogue/dialogue_page.html", view=view, words=phrases.words_of(view), stops=_stops(unit_id, view, on=today()),
        form=phrases.FORMS[DialogueForm(view.form)], proofs=_proofs(unit_id, view), over=view.held_on < today(),
        asking=question_window(view, today=today()).open, parts=phrases.AMENDED_PARTS, promise_words=commitment_phrases,
        facts=event_facts(view, unit_id=unit_id),
        **_promises(unit_id, view),
    )  # fmt: skip


def _promises(unit_id: int, view: DialogueView) -> dict[str, Any]:
    """Return what a dialogue concluded and promised, and before it is over what the last one did."""
    coming = view.state in (DialogueState.ANNOUNCED.value, DialogueState.IN_SESSION.value)
    concluded = view.state == DialogueState.CONCLUDED.value and view.record is None
    return {
        "opening": opening_of(unit_id, before=view.held_on, today=today()) if coming else [],
        "published": published_conclusion(unit_id, view.id, locale=current_locale()) if concluded else None,
        "promised": lines_of(unit_id, view.id, drafts=False, today=today()) if concluded else [],
    }


def _found(unit_id: int, code: str) -> DialogueView:
    view = dialogues.public_dialogue(unit_id, clean_code(code))
    if view is None:
        raise NotFound()
    return view


def _stops(unit_id: int, view: DialogueView, *, on: date) -> list[Stop]:
    """Return the road of a dialogue; of one that was entered afterwards only what is known."""
    cancelled = view.state == DialogueState.CANCELLED.value
    closed = view.state in (DialogueState.HELD.value, DialogueState.CONCLUDED.value)
    stops = []
    if view.record is None:
        stops.append(Stop(label=_("Thông báo công khai"), when=view.announced_on, state="done"))
    if view.questions_from and view.questions_to and not cancelled:
        reached = "done" if on > view.questions_to else "now" if on >= view.questions_from else "next"
        stops.append(Stop(label=_("Nhận câu hỏi"), when=_window(view), state=reached))
    if cancelled:
        return [*stops, Stop(label=_("Đã hủy"), when=local_date(view.touched_at), state="late", note=view.cancel_reason)]
    here = "done" if closed else "now" if view.state == DialogueState.IN_SESSION.value or on == view.held_on else "next"
    stops.append(Stop(label=_("Buổi đối thoại"), when=view.held_on, state=here))
    return [*stops, *_results_stop(unit_id, view, on=on)]


def _window(view: DialogueView) -> str:
    return f"{date_text(view.questions_from)} – {date_text(view.questions_to)}"


def _results_stop(unit_id: int, view: DialogueView, *, on: date) -> list[Stop]:
    """Return the last station; none where a dialogue was entered afterwards without its conclusions."""
    label = _("Công bố kết quả")
    if view.record is not None:
        return [Stop(label=label, when=None, state="done")] if view.record.conclusion else []
    if view.concluded_on:
        return [Stop(label=label, when=view.concluded_on, state="done")]
    due = results_due(unit_id, view.satisfies, held_on=view.held_on, calendar=calendar_for(unit_id))
    if due is None:
        return [Stop(label=label, when=None, state="next")]
    waits = "next" if view.state in (DialogueState.ANNOUNCED.value, DialogueState.IN_SESSION.value) else "now"
    state = "late" if on > due.due_on else waits
    return [Stop(label=label, when=due.due_on, state=state, note=_("chậm nhất là ngày này"))]


def _proofs(unit_id: int, view: DialogueView) -> list[tuple[str, list[str]]]:
    """Return title and sentences for every day that a law names; none for what was entered afterwards."""
    if view.record is not None or view.announced_on is None:
        return []
    calendar = calendar_for(unit_id)
    notice = notice_due(unit_id, view.satisfies, held_on=view.held_on, on=view.announced_on, calendar=calendar)
    results = results_due(unit_id, view.satisfies, held_on=view.held_on, calendar=calendar)
    named = ((_("Thông báo: vì sao là ngày này?"), notice), (_("Kết quả: vì sao là ngày này?"), results))
    return [(title, explain(due.proof, current_locale())) for title, due in named if due is not None]


# ------------------------------------------------------------------ calendar files


@public_pages.get("/doi-thoai/lich.ics")
@access(PUBLIC)
@cached_public_page
def dialogue_feed() -> Response:
    """Send all public dialogues as a calendar, those of the last year and all that come."""
    unit_id = commune_id()
    return _calendar(unit_id, dialogues.all_public(unit_id, since=today() - timedelta(days=FEED_DAYS)))


@public_pages.get(f"{ONE}.ics")
@access(PUBLIC)
@cached_public_page
def dialogue_ics(code: str) -> Response:
    """Send one dialogue as a calendar file."""
    unit_id = commune_id()
    return _calendar(unit_id, [_found(unit_id, code)])


def _calendar(unit_id: int, views: Sequence[DialogueView]) -> Response:
    profile = commune_profile(unit_id)
    if profile is None:
        raise NotFound()
    ics = importlib.import_module("dialogue.ics")  # its library is 2 MB that nobody else asks for
    body = ics.calendar_of(
        views, name=_("Đối thoại – %(commune)s", commune=profile.named(current_locale())),
        addresses=[public_address(f"/doi-thoai/{view.code}") for view in views], domain=f"xa-{profile.code}.gandan",
    )  # fmt: skip
    response = make_response(body)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    return response
