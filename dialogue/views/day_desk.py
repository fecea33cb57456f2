"""The moderator's screen: who waits, who comes next, who speaks, and how each turn ended."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Actor
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc
from dialogue.commitment_phrases import refusal
from dialogue.day_phrases import STEPS, TURNS
from dialogue.forms.commitments import FinishOnly, bound
from dialogue.forms.minutes import TurnForm
from dialogue.models import Dialogue
from dialogue.queries.day import dialogue_of, hall
from dialogue.services import turns
from dialogue.states import DialogueState
from dialogue.turn_states import TurnStep
from dialogue.views import desk_pages

PAGE = "/doi-thoai/<int(max=2147483647):dialogue_id>/dieu-hanh"


@desk_pages.get(PAGE)
@access(Permission.DIALOGUE_READ)
def day_page(dialogue_id: int) -> Response:
    """Show the queue."""
    return _page(_dialogue(dialogue_id))


@desk_pages.post(PAGE)
@access(Permission.DIALOGUE_PLAN)
def day_number(dialogue_id: int) -> Response:
    """Give a number to somebody who wants to speak."""
    dialogue, form = _dialogue(dialogue_id), _turn_form(sent=True)
    if not form.validate():
        return _page(dialogue, form=form, status=400)
    try:
        with transaction():
            turns.take_number(
                dialogue_id, actor=_person(), at=now_utc(), topic=form.topic.data, village_id=form.village_id.data,
                minutes_allowed=form.minutes_allowed.data or 0,
            )  # fmt: skip
    except BadInput as fault:
        form.blame(fault.errors)
        return _page(_dialogue(dialogue_id), form=form, status=400)
    except WrongState as fault:
        form.form_errors.append(refusal(fault.code))
        return _page(_dialogue(dialogue_id), form=form, status=409)
    return _back(dialogue_id)


@desk_pages.post(f"{PAGE}/<int(max=2147483647):turn_id>/<any({', '.join(repr(step.value) for step in TurnStep)}):step>")
@access(Permission.DIALOGUE_PLAN)
def day_turn(dialogue_id: int, turn_id: int, step: str) -> Response:
    """Take a step of a turn."""
    _dialogue(dialogue_id)
    form = bound(FinishOnly, sent=True, name=f"luot-{turn_id}")
    fault = "" if form.validate() else _("Biểu mẫu chưa đọc được. Hãy tải lại trang rồi làm lại.")
    try:
        if not fault:
            with transaction():
                turns.take_turn(turn_id, TurnStep(step), actor=_person(), at=now_utc(), version=form.opened_at)
    except WrongState as refused:
        fault = refusal(refused.code)
    except StaleVersion:
        fault = _("Người khác vừa đổi lượt này. Hãy xem lại rồi bấm lần nữa.")
    if not fault:
        return _back(dialogue_id)
    blank = _turn_form(sent=False)
    blank.form_errors.append(fault)
    return _page(_dialogue(dialogue_id), form=blank, status=409)


def _page(dialogue: Dialogue, *, form: Any = None, status: int = 200) -> Response:
    seen = hall(dialogue.unit_id, dialogue.id)
    writes = dialogue.state == DialogueState.IN_SESSION and Permission.DIALOGUE_PLAN in _person().permissions
    lines = [*([seen.speaking] if seen.speaking else []), *seen.waiting, *seen.ended]
    page = render_template(
        "dialogue/day_page.html", dialogue=dialogue, hall=seen, writes=writes, turns=TURNS, steps=STEPS, sent=form,
        form=form or _turn_form(sent=False),
        buttons={line.id: bound(FinishOnly, sent=False, name=f"luot-{line.id}", version=line.version) for line in lines},
    )  # fmt: skip
    return make_response(page, status)


def _turn_form(*, sent: bool) -> Any:
    form = bound(TurnForm, sent=sent)
    form.offer(_person().unit_id)
    return form


def _dialogue(dialogue_id: int) -> Dialogue:
    found = dialogue_of(_person().unit_id, dialogue_id)
    if found is None:
        raise NotFound()
    return found


def _back(dialogue_id: int) -> Response:
    return redirect(url_for("dialogue_desk.day_page", dialogue_id=dialogue_id), 303)  # type: ignore[return-value]


def _person() -> Actor:
    return current_user._get_current_object()  # type: ignore[no-any-return]
