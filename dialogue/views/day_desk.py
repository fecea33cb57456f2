"""The moderator's screen: who waits, who comes next, who speaks, and how each turn ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Actor
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.permissions import Permission
from core.text import shorten
from core.transaction import transaction
from deadlines.clock import now_utc
from dialogue.commitment_phrases import refusal
from dialogue.day_phrases import STEPS, TURNS
from dialogue.forms.commitments import FinishOnly, bound
from dialogue.forms.minutes import OutcomeForm, TurnForm
from dialogue.minute_rules import WRITABLE
from dialogue.models import Dialogue
from dialogue.queries.day import dialogue_of, hall
from dialogue.queries.question_links import QuestionChoice, accepted_questions
from dialogue.question_phrases import OUTCOME_LOOKS, OUTCOMES
from dialogue.question_states import QuestionOutcome
from dialogue.services import turns
from dialogue.services.day_outcomes import choose
from dialogue.services.turns import TOPIC_MOST
from dialogue.states import DialogueState
from dialogue.turn_states import TurnStep
from dialogue.views import desk_pages
from feedback.forms.resident import row_id

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
    dialogue = _dialogue(dialogue_id)
    asked = accepted_questions(dialogue.unit_id, dialogue_id)
    form = _turn_form(asked, sent=True)
    if not form.validate():
        return _page(dialogue, form=form, status=400)
    try:
        with transaction():
            turns.take_number(
                dialogue_id, actor=_person(), at=now_utc(), topic=form.topic.data or _topic(asked, form.question_id.data),
                village_id=form.village_id.data, minutes_allowed=form.minutes_allowed.data or 0,
                question_id=form.question_id.data,
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
    return _page(_dialogue(dialogue_id), fault=fault, status=409)


@desk_pages.post(f"{PAGE}/cau-hoi/<int(max=2147483647):question_id>")
@access(Permission.DIALOGUE_PLAN)
def day_question(dialogue_id: int, question_id: int) -> Response:
    """Say what the day brought for a question; everybody reads it at once."""
    dialogue = _dialogue(dialogue_id)
    if question_id not in {item.id for item in accepted_questions(dialogue.unit_id, dialogue_id)}:
        raise NotFound()
    form = _outcome_form(question_id, sent=True)
    if not form.validate():
        return _page(dialogue, answer=(question_id, form), status=400)
    if DialogueState(dialogue.state) not in WRITABLE:
        form.form_errors.append(refusal("minutes_not_open"))
        return _page(dialogue, answer=(question_id, form), status=409)
    try:
        with transaction():
            words = form.answer.data if form.outcome.data != QuestionOutcome.OPEN else ""
            choose(question_id, QuestionOutcome(form.outcome.data), actor=_person(), at=now_utc(), answer=words)
    except BadInput as fault:
        form.blame(fault.errors)
        return _page(_dialogue(dialogue_id), answer=(question_id, form), status=400)
    flash(_("Đã ghi kết quả của câu hỏi. Mọi người xem được ở trang câu hỏi."), "good")
    return _back(dialogue_id)


def _page(
    dialogue: Dialogue, *, form: Any = None, answer: tuple[int, Any] | None = None, fault: str = "", status: int = 200
) -> Response:
    seen, asked = hall(dialogue.unit_id, dialogue.id), accepted_questions(dialogue.unit_id, dialogue.id)
    person = _person()
    settles = DialogueState(dialogue.state) in WRITABLE and Permission.DIALOGUE_PLAN in person.permissions
    lines = [*([seen.speaking] if seen.speaking else []), *seen.waiting, *seen.ended]
    blank = form or _turn_form(asked, sent=False, **_picked(asked))
    if fault:
        blank.form_errors.append(fault)
    page = render_template(
        "dialogue/day_page.html", dialogue=dialogue, hall=seen, turns=TURNS, steps=STEPS, settles=settles, form=blank,
        writes=settles and dialogue.state == DialogueState.IN_SESSION, sent=(answer[1] if answer else form) or (fault and blank),
        buttons={line.id: bound(FinishOnly, sent=False, name=f"luot-{line.id}", version=line.version) for line in lines},
        asked=[(item, answer[1] if answer and answer[0] == item.id else _known_outcome(item)) for item in asked],
        opened=answer[0] if answer else 0, outcomes=OUTCOMES, outcome_looks=OUTCOME_LOOKS,
    )  # fmt: skip
    return make_response(page, status)


def _turn_form(asked: Sequence[QuestionChoice], *, sent: bool, **known: Any) -> Any:
    form = bound(TurnForm, sent=sent, **known)
    form.offer((_person().unit_id, asked))
    return form


def _picked(asked: Sequence[QuestionChoice]) -> dict[str, Any]:
    """Return what the form for a number begins with when a question was pressed."""
    wanted = row_id(request.args.get("cau-hoi"))
    topic = _topic(asked, wanted)
    village = next((item.village_id for item in asked if item.id == wanted), None)
    return {"question_id": wanted, "topic": topic, "village_id": village, "minutes_allowed": 3} if topic else {}


def _topic(asked: Sequence[QuestionChoice], question_id: int | None) -> str:
    words = next((item.text for item in asked if item.id == question_id), "")
    return shorten(words, length=TOPIC_MOST)


def _outcome_form(question_id: int, *, sent: bool, **known: Any) -> Any:
    form = bound(OutcomeForm, sent=sent, name=f"cau-{question_id}", **known)
    form.offer()
    return form


def _known_outcome(item: QuestionChoice) -> Any:
    outcome = item.outcome if item.outcome == QuestionOutcome.FOLLOW_UP else QuestionOutcome.ANSWERED.value
    return _outcome_form(item.id, sent=False, outcome=outcome, answer=item.answer or item.draft)


def _dialogue(dialogue_id: int) -> Dialogue:
    found = dialogue_of(_person().unit_id, dialogue_id)
    if found is None:
        raise NotFound()
    return found


def _back(dialogue_id: int) -> Response:
    return redirect(url_for("dialogue_desk.day_page", dialogue_id=dialogue_id), 303)  # type: ignore[return-value]


def _person() -> Actor:
    return current_user._get_current_object()  # type: ignore[no-any-return]
