"""The desk of the questions: the list, one question with the steps that may be taken, and a sheet keyed in line by line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import Actor
from core.access import access
from core.errors import BadInput, NotAllowed, StaleVersion, WrongState
from core.form_token import FormToken, key_or_renewed
from core.i18n import current_locale
from core.paging import page_number
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from dialogue import question_phrases as phrases
from dialogue.forms import question_desk as forms
from dialogue.forms.question_desk import RoomForm, SheetForm
from dialogue.queries import question_desk as reading
from dialogue.queries.dialogue_heads import desk_head
from dialogue.queries.question_desk import DeskQuestion
from dialogue.question_rules import may_draft
from dialogue.question_states import BEFORE_A_CASE, STEPS, Procedure, QuestionState, QuestionStep, question_leads_to
from dialogue.services import question_drafting, question_moderating, question_settling, questions
from dialogue.services.questions import QuestionReceipt
from dialogue.views import desk_pages
from feedback.forms.resident import row_id

VERBS: dict[str, tuple[QuestionStep, type[RoomForm]]] = {
    "nhan": (QuestionStep.ACCEPT, forms.AcceptForm), "tu-choi": (QuestionStep.REFUSE, forms.RefuseForm),
    "chuyen": (QuestionStep.LEAD, forms.LeadForm), "gop": (QuestionStep.MERGE, forms.MergeForm),
    "tach": (QuestionStep.UNMERGE, forms.PlainStepForm), "giao": (QuestionStep.ASSIGN, forms.AssignForm),
    "du-thao": (QuestionStep.DRAFT, forms.DraftForm),
}  # fmt: skip
DONE = {
    "nhan": _l("Câu hỏi đã lên trang công khai."), "tu-choi": _l("Đã ghi lý do; người hỏi và mọi người đọc được."),
    "chuyen": _l("Đã chuyển sang thủ tục riêng; nội dung không còn ở đây."), "gop": _l("Đã gộp câu hỏi."),
    "tach": _l("Đã tách câu hỏi ra riêng."), "giao": _l("Đã giao dự thảo trả lời."), "du-thao": _l("Đã lưu dự thảo."),
}  # fmt: skip
ANY_VERB = f"any({', '.join(repr(verb) for verb in VERBS)})"
NUMBER = "int(max=2147483647)"


def _actor() -> Actor:
    return current_user._get_current_object()


@desk_pages.get(f"/doi-thoai/<{NUMBER}:dialogue_id>/cau-hoi")
@access(Permission.DIALOGUE_READ)
def question_list(dialogue_id: int) -> str:
    """Show the questions by state and field."""
    actor, dialogue = _actor(), desk_head(_actor(), dialogue_id)
    state = request.args.get("trang-thai", "")
    state, number = state if state in set(QuestionState) else "", page_number(request.args.get("trang"))
    field_id = row_id(request.args.get("linh-vuc"))
    page = reading.question_rows(actor, dialogue_id, locale=current_locale(), state=state, field_id=field_id, page=number)
    here = url_for("dialogue_desk.question_list", dialogue_id=dialogue_id)
    chosen = f"trang-thai={state}&" if state else ""
    return render_template(
        "dialogue/question_desk_list.html", dialogue=dialogue, page=page, state=state, states=phrases.STATES, here=here,
        counts=reading.state_counts(actor, dialogue_id), looks=phrases.STATE_LOOKS, channels=phrases.CHANNELS,
        outcomes=phrases.OUTCOMES, outcome_looks=phrases.OUTCOME_LOOKS,
        may_key_in=_may_key_in(actor), previous_url=f"{here}?{chosen}trang={number - 1}",
        next_url=f"{here}?{chosen}trang={number + 1}",
        may_settle=dialogue.state in question_settling.OVER and Permission.DIALOGUE_PLAN in actor.permissions,
        button=forms.PlainStepForm(formdata=None),
    )  # fmt: skip


@desk_pages.post(f"/doi-thoai/<{NUMBER}:dialogue_id>/cau-hoi/lap-ho-so")
@access(Permission.DIALOGUE_PLAN)
def question_settle(dialogue_id: int) -> Response:
    """Make cases of what was not answered, now instead of when the time for the conclusion is over."""
    desk_head(_actor(), dialogue_id)
    try:
        with transaction():
            made = question_settling.settle_unanswered(dialogue_id, actor=_actor(), at=now_utc())
    except WrongState:
        flash(_("Buổi đối thoại chưa diễn ra nên chưa lập hồ sơ."), "warning")
    else:
        words = ngettext("Đã lập %(num)s hồ sơ; người hỏi được báo.", "Đã lập %(num)s hồ sơ; người hỏi được báo.", len(made))
        flash(words if made else _("Không còn câu hỏi nào chưa trả lời."), "success")
    return redirect(url_for("dialogue_desk.question_list", dialogue_id=dialogue_id), code=303)


def _may_key_in(actor: Actor) -> bool:
    return bool({Permission.DIALOGUE_PLAN, Permission.DIALOGUE_SUPERVISE} & actor.permissions)


# ------------------------------------------------------------------ one question


@desk_pages.get(f"/doi-thoai/<{NUMBER}:dialogue_id>/cau-hoi/<{NUMBER}:question_id>")
@access(Permission.DIALOGUE_READ)
def question_page(dialogue_id: int, question_id: int) -> Response:
    """Show one question with the steps that may be taken now."""
    return _page(dialogue_id, question_id)


def _page(
    dialogue_id: int, question_id: int, *, verb: str = "", typed: RoomForm | None = None, status: int = 200, words: str = ""
) -> Response:
    actor, dialogue = _actor(), desk_head(_actor(), dialogue_id)
    question = reading.desk_question(actor, dialogue_id, question_id, locale=current_locale())
    steps = {name: typed if name == verb and typed else _fresh(name, question) for name in VERBS if _open(actor, name, question)}
    page = render_template(
        "dialogue/question_desk_page.html", dialogue=dialogue, question=question, steps=steps, wrong=typed, words=words,
        state_label=phrases.label(phrases.STATES, question.state), look=phrases.STATE_LOOKS[question.state],
        channel_label=phrases.label(phrases.CHANNELS, question.channel), reasons=phrases.REASONS, opened=verb,
        outcomes=phrases.OUTCOMES, outcome_looks=phrases.OUTCOME_LOOKS,
    )  # fmt: skip
    return make_response(page, status)


def _open(actor: Actor, verb: str, question: DeskQuestion) -> bool:
    step = VERBS[verb][0]
    if STEPS[step][2] not in actor.permissions or question_leads_to(step, QuestionState(question.state)) is None:
        return False
    if step is QuestionStep.MERGE:  # the page of the leading question gathers the others
        return question.state == QuestionState.ACCEPTED
    if step in BEFORE_A_CASE and question.case_id is not None:
        return False
    return step is not QuestionStep.DRAFT or may_draft(actor, question)


def _fresh(verb: str, question: DeskQuestion) -> RoomForm:
    known = {
        "public_text": question.public_text or question.text, "field_id": question.field_id, "village_id": question.village_id,
        "department_id": question.department_id, "officer_id": question.officer_id, "due_on": question.draft_due_on,
        "text": question.drafts[0].text if question.drafts else "", "version": question.version,
        "based_on": question.drafts[0].number if question.drafts else 0,
    }  # fmt: skip
    return _offered(VERBS[verb][1](formdata=None, data=known, prefix=f"{verb}-"), verb, question)


def _offered(form: RoomForm, verb: str, question: DeskQuestion) -> RoomForm:
    actor = _actor()
    forms.offer(form, actor.unit_id, locale=current_locale(), on=today())
    if isinstance(form, forms.MergeForm):
        others = reading.mergeable(actor, question.dialogue_id, without=question.id)
        form.picks.choices = [(other.id, f"{other.code} · {other.words}") for other in others]
    return form


@desk_pages.post(f"/doi-thoai/<{NUMBER}:dialogue_id>/cau-hoi/<{NUMBER}:question_id>/<{ANY_VERB}:question_verb>")
@access(Permission.DIALOGUE_READ)
def question_step(dialogue_id: int, question_id: int, question_verb: str) -> Response:
    """Take a step; a fault or somebody else's newer version shows the page again with everything that was typed."""
    actor, verb = _actor(), question_verb
    question = reading.desk_question(actor, dialogue_id, question_id, locale=current_locale())
    if STEPS[VERBS[verb][0]][2] not in actor.permissions:
        raise NotAllowed(permission=STEPS[VERBS[verb][0]][2].value)
    form = _offered(VERBS[verb][1](prefix=f"{verb}-"), verb, question)
    if not form.validate():
        return _page(dialogue_id, question_id, verb=verb, typed=form, status=400)
    try:
        with transaction():
            ACTS[verb](question_id, form, actor)
    except BadInput as problem:
        form.blame(problem.errors)
        return _page(dialogue_id, question_id, verb=verb, typed=form, status=400)
    except StaleVersion:
        newest = reading.desk_question(actor, dialogue_id, question_id, locale=current_locale())
        form.renew(newest.version, stored=_fresh(verb, newest))
        if isinstance(form, forms.DraftForm):
            form.based_on.data, form.based_on.raw_data = newest.drafts[0].number if newest.drafts else 0, None
        words = _("Có người vừa thay đổi câu hỏi này. Chữ đã gõ còn nguyên; hãy xem bản mới rồi bấm lần nữa.")
        return _page(dialogue_id, question_id, verb=verb, typed=form, status=409, words=words)
    except WrongState:
        words = _("Bước này không còn làm được với câu hỏi ở tình trạng hiện tại. Chưa có gì thay đổi.")
        return _page(dialogue_id, question_id, status=409, words=words)
    flash(str(DONE[verb]), "success")
    return redirect(url_for("dialogue_desk.question_page", dialogue_id=dialogue_id, question_id=question_id), code=303)


def _accept(question_id: int, form: Any, actor: Actor) -> None:
    question_moderating.accept(
        question_id, actor=actor, at=now_utc(), version=form.opened_at, public_text=form.public_text.data or "",
        field_id=form.field_id.data, village_id=form.village_id.data,
    )  # fmt: skip


def _refuse(question_id: int, form: Any, actor: Actor) -> None:
    question_moderating.turn_down(
        question_id, actor=actor, at=now_utc(), version=form.opened_at, reason_code=form.reason_code.data,
        reason=form.reason.data or "",
    )  # fmt: skip


def _lead(question_id: int, form: Any, actor: Actor) -> None:
    if form.procedure.data not in set(Procedure):
        raise BadInput({"procedure": "procedure_unknown"})
    question_moderating.lead_elsewhere(
        question_id, actor=actor, at=now_utc(), version=form.opened_at, procedure=Procedure(form.procedure.data)
    )


def _merge(question_id: int, form: Any, actor: Actor) -> None:
    question_moderating.merge(form.picks.data or [], into_id=question_id, actor=actor, at=now_utc())


def _unmerge(question_id: int, form: Any, actor: Actor) -> None:
    question_moderating.unmerge(question_id, actor=actor, at=now_utc(), version=form.opened_at)


def _assign(question_id: int, form: Any, actor: Actor) -> None:
    question_drafting.assign(
        question_id, actor=actor, at=now_utc(), version=form.opened_at, department_id=form.department_id.data,
        officer_id=form.officer_id.data, due_on=form.due_on.data,
    )  # fmt: skip


def _draft(question_id: int, form: Any, actor: Actor) -> None:
    question_drafting.write_draft(
        question_id, actor=actor, at=now_utc(), based_on=form.based_on.data or 0, text=form.text.data or ""
    )


ACTS: dict[str, Callable[[int, Any, Actor], None]] = {
    "nhan": _accept, "tu-choi": _refuse, "chuyen": _lead, "gop": _merge, "tach": _unmerge, "giao": _assign, "du-thao": _draft,
}  # fmt: skip


# ------------------------------------------------------------------ a sheet


@desk_pages.get(f"/doi-thoai/<{NUMBER}:dialogue_id>/cau-hoi/nhap")
@access(Permission.DIALOGUE_READ)
def question_sheet(dialogue_id: int) -> Response:
    """Show an empty sheet for questions that came through a village head, the Front, or on paper."""
    return _sheet(dialogue_id, _sheet_form(formdata=None, data={"token": FormToken.issue()}))


def _sheet_form(**given: Any) -> SheetForm:
    form = SheetForm(**given)
    form.offer((_actor().unit_id, current_locale(), today()))
    return form


def _sheet(dialogue_id: int, form: SheetForm, *, status: int = 200, receipts: list[QuestionReceipt] | None = None) -> Response:
    actor, dialogue = _actor(), desk_head(_actor(), dialogue_id)
    if not _may_key_in(actor):
        raise NotAllowed(action="key_in")
    page = render_template("dialogue/question_sheet.html", dialogue=dialogue, form=form, receipts=receipts or [])
    return make_response(page, status)


@desk_pages.post(f"/doi-thoai/<{NUMBER}:dialogue_id>/cau-hoi/nhap")
@access(Permission.DIALOGUE_READ)
def question_sheet_send(dialogue_id: int) -> Response:
    """Keep the questions of a sheet, all or none, and show their receipts to be handed over."""
    actor, form = _actor(), _sheet_form()
    desk_head(actor, dialogue_id)
    if not _may_key_in(actor):
        raise NotAllowed(action="key_in")
    nonce = key_or_renewed(form.token)
    if not nonce:
        form.form_errors.append(_("Trang này mở đã quá lâu. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."))
        return _sheet(dialogue_id, form, status=400)
    if not form.says_how_they_came():
        return _sheet(dialogue_id, form, status=400)
    typed = form.typed()
    try:
        with transaction():
            receipts = questions.key_in(
                dialogue_id, [line for _number, line in typed], actor=actor, idempotency_key=nonce, at=now_utc()
            )
    except BadInput as problem:
        form.blame_lines(problem.errors, [number for number, _line in typed])
        return _sheet(dialogue_id, form, status=400)
    return _sheet(dialogue_id, _sheet_form(formdata=None, data={"token": FormToken.issue()}), receipts=receipts)
