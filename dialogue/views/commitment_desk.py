"""The desk of commitments: the lists with next steps, one commitment with what can be done now, and the Front's remarks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Actor
from core.access import access
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.i18n import current_locale
from core.paging import page_number, page_query
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from dialogue import commitment_phrases as phrases
from dialogue.commitment_rules import may_remark, open_steps
from dialogue.commitment_states import RUNNING, CommitmentState, CommitmentStep
from dialogue.forms.commitments import DialogueForm, DoneForm, MoveForm, TextForm, VoiceForm, bound, files_sent
from dialogue.queries.commitments import CommitmentPage, commitment_page, counts, desk_list
from dialogue.queries.voices import WaitingVoice, waiting_voices
from dialogue.services import commitment_steps, remarks
from dialogue.services.voices import decide_voice
from dialogue.views import desk_pages
from dialogue.views.commitment_public import SHELVES
from feedback.views.uploads import check

ONE = "/cam-ket/<int(max=2147483647):commitment_id>"
FORMS: dict[CommitmentStep, type[DialogueForm]] = {CommitmentStep.MOVE: MoveForm, CommitmentStep.DONE: DoneForm}
VERBS = {
    "tien-do": CommitmentStep.PROGRESS, "doi-han": CommitmentStep.MOVE, "da-xong": CommitmentStep.DONE,
    "xac-nhan": CommitmentStep.CONFIRM, "chua-dong-y": CommitmentStep.DISPUTE, "thoi-thuc-hien": CommitmentStep.WITHDRAW,
}  # fmt: skip
SLUGS = {step: verb for verb, step in VERBS.items()}


@desk_pages.get("/cam-ket")
@access(Permission.DIALOGUE_READ)
def commitments_desk() -> str:
    """List commitments: mine and my department's, all, or one shelf of them; overdue first."""
    person, mine = _person(), request.args.get("cua-toi") == "1"
    shelf = SHELVES.get(request.args.get("xem", ""))
    page = desk_list(person, mine=mine, shelf=shelf, page=page_number(request.args.get("trang")), today=today())
    return render_template(
        "dialogue/commitment_desk.html", page=page, mine=mine, shelf=shelf, phrases=phrases, tabs=_tabs(person, mine=mine),
        previous_url=_url(page.number - 1), next_url=_url(page.number + 1),
        next_steps={item.id: _next(person, item) for item in page.items},
    )  # fmt: skip


@desk_pages.get(ONE)
@access(Permission.DIALOGUE_READ)
def commitment(commitment_id: int) -> Response:
    """Show one commitment with its history and what this official can do now."""
    return _page(_found(commitment_id))


@desk_pages.post(f"{ONE}/<any({', '.join(repr(verb) for verb in VERBS)}):verb>")
@access(Permission.DIALOGUE_READ, files=True)
def commitment_step(commitment_id: int, verb: str) -> Response:
    """Take a step; what was typed comes back with the fault, the rule, or what another has written meanwhile."""
    step = VERBS[verb]
    form = bound(FORMS.get(step, TextForm), sent=True, name=step.value)
    form.offer(None)

    def command() -> None:
        facts: dict[str, Any] = {"actor": _person(), "at": now_utc(), "version": form.opened_at}
        if step is CommitmentStep.MOVE:
            commitment_steps.move_date(commitment_id, to_on=form.to_on.data, reason=form.text.data, **facts)
        elif step is CommitmentStep.DONE:
            files = files_sent(form.photos.name)
            check(files, field="photos", documents=False)
            commitment_steps.report_done(commitment_id, form.typed(), photos=[item.stream for item in files], **facts)
        else:
            TAKE[step](commitment_id, text=form.text.data, **facts)

    return _taken(commitment_id, form, command, step=step.value, done=_("Đã ghi. Mọi người xem được ở trang cam kết."))


TAKE: dict[CommitmentStep, Callable[..., None]] = {
    CommitmentStep.PROGRESS: commitment_steps.report_progress, CommitmentStep.CONFIRM: commitment_steps.confirm,
    CommitmentStep.DISPUTE: commitment_steps.dispute, CommitmentStep.WITHDRAW: commitment_steps.withdraw,
}  # fmt: skip


@desk_pages.post(f"{ONE}/giam-sat")
@access(Permission.DIALOGUE_SUPERVISE)
def commitment_remark(commitment_id: int) -> Response:
    """Record a supervision remark of the Front."""
    form = bound(TextForm, sent=True, name="remark")

    def command() -> None:
        calendar = calendar_for(_person().unit_id)
        remarks.remark(commitment_id, actor=_person(), at=now_utc(), text=form.text.data, calendar=calendar)

    return _taken(commitment_id, form, command, step="remark", done=_("Đã ghi ý kiến giám sát."))


@desk_pages.post(f"{ONE}/giam-sat/<int(max=2147483647):remark_id>")
@access(Permission.DIALOGUE_PLAN)
def commitment_answer(commitment_id: int, remark_id: int) -> Response:
    """Answer a remark of the Front."""
    form = bound(TextForm, sent=True, name=f"answer-{remark_id}")

    def command() -> None:
        remarks.answer_remark(remark_id, actor=_person(), at=now_utc(), text=form.text.data)

    return _taken(commitment_id, form, command, step=f"answer-{remark_id}", done=_("Đã trả lời ý kiến giám sát."))


@desk_pages.post(f"{ONE}/loi-nguoi-hoi/<int(max=2147483647):voice_id>")
@access(Permission.DIALOGUE_PLAN)
def commitment_voice(commitment_id: int, voice_id: int) -> Response:
    """Let everybody read the words of who asked, or keep them back: as the pressed button says."""
    _found(commitment_id)
    if voice_id not in {voice.id for voice in waiting_voices(_person().unit_id, commitment_id)}:
        flash(phrases.refusal("voice_decided"), "warning")
        return redirect(url_for("dialogue_desk.commitment", commitment_id=commitment_id), 303)  # type: ignore[return-value]
    form = bound(VoiceForm, sent=True, name=f"voice-{voice_id}")

    def command() -> None:
        if form.chosen not in ("show", "hide"):
            raise BadInput({"button": "choice_unknown"})
        decide_voice(voice_id, actor=_person(), at=now_utc(), show=form.chosen == "show", public_text=form.public_text.data)

    return _taken(commitment_id, form, command, step=f"voice-{voice_id}", done=_("Đã xem xét lời của người hỏi."))


def _taken(commitment_id: int, form: Any, command: Callable[[], None], *, step: str, done: str) -> Response:
    if not form.validate():
        return _page(_found(commitment_id), sent=(step, form), status=400)
    try:
        with transaction():
            command()
    except BadInput as fault:
        form.blame(fault.errors)
        return _page(_found(commitment_id), sent=(step, form), status=400)
    except WrongState as fault:
        form.form_errors.append(phrases.refusal(fault.code))
        return _page(_found(commitment_id), sent=(step, form), status=409)
    except StaleVersion as moved:
        form.renew(int(str(moved.facts["current"])))
        form.form_errors.append(_("Có người vừa ghi vào cam kết này. Hãy xem lịch sử bên dưới rồi bấm lại nếu vẫn cần."))
        return _page(_found(commitment_id), sent=(step, form), status=409)
    flash(done, "good")
    return redirect(url_for("dialogue_desk.commitment", commitment_id=commitment_id), 303)  # type: ignore[return-value]


def _page(found: CommitmentPage, *, sent: tuple[str, Any] | None = None, status: int = 200) -> Response:
    person, state = _person(), CommitmentState(found.line.state)
    steps = open_steps(person, state, department_id=found.department_id, official_id=found.line.official_id)
    offered = [
        {"name": step.value, "slug": SLUGS[step], "label": phrases.step_label(step), "form": _form(step, found, sent)}
        for step in steps
    ]
    plans = Permission.DIALOGUE_PLAN in person.permissions
    voices = [(voice, _voice_form(voice, sent)) for voice in waiting_voices(person.unit_id, found.line.id)] if plans else []
    answers = {remark.id: _text_form(f"answer-{remark.id}", sent) for remark in found.remarks if remark.answered_at is None}
    page = render_template(
        "dialogue/commitment_work.html", found=found, phrases=phrases, steps=offered, opened=sent[0] if sent else "",
        sent=sent[1] if sent else None, remark=_text_form("remark", sent) if may_remark(person, state) else None,
        answers=answers if plans else {}, voices=voices,
    )  # fmt: skip
    return make_response(page, status)


def _form(step: CommitmentStep, found: CommitmentPage, sent: tuple[str, Any] | None) -> Any:
    if sent and sent[0] == step.value:
        return sent[1]
    form = bound(FORMS.get(step, TextForm), sent=False, name=step.value, version=found.version)
    form.offer(None)
    return form


def _voice_form(voice: WaitingVoice, sent: tuple[str, Any] | None) -> Any:
    name = f"voice-{voice.id}"
    return sent[1] if sent and sent[0] == name else bound(VoiceForm, sent=False, name=name, public_text=voice.text)


def _text_form(name: str, sent: tuple[str, Any] | None) -> Any:
    return sent[1] if sent and sent[0] == name else bound(TextForm, sent=False, name=name)


def _found(commitment_id: int) -> CommitmentPage:
    found = commitment_page(_person().unit_id, commitment_id, today=today(), locale=current_locale())
    if found is None:
        raise NotFound()
    return found


def _next(person: Actor, line: Any) -> str:
    """Return the step that is waited for; of a promise that was confirmed or given up nothing is."""
    if CommitmentState(line.state) not in RUNNING | {CommitmentState.DONE}:
        return ""
    steps = open_steps(person, CommitmentState(line.state), department_id=None, official_id=line.official_id)
    return phrases.step_label(steps[0]) if steps else ""


def _tabs(person: Actor, *, mine: bool) -> list[dict[str, Any]]:
    numbers, chosen = counts(person.unit_id, today=today()), request.args.get("xem", "")
    rows = (
        (_("Của tôi"), {"cua-toi": "1"}, None), (_("Tất cả"), {}, numbers["all"]),
        (_("Quá hạn"), {"xem": "qua-han"}, numbers["overdue"]), (_("Đang làm"), {"xem": "dang-lam"}, numbers["open"]),
        (_("Chưa đồng ý"), {"xem": "chua-dong-y"}, numbers["disputed"]), (_("Đã xong"), {"xem": "da-xong"}, numbers["done"]),
    )  # fmt: skip
    return [
        {
            "label": label, "count": count, "url": url_for("dialogue_desk.commitments_desk", **wanted),
            "current": mine if "cua-toi" in wanted else not mine and chosen == wanted.get("xem", ""),
        }
        for label, wanted, count in rows
    ]  # fmt: skip


def _url(number: int) -> str:
    wanted = {name: request.args[name] for name in ("xem", "cua-toi") if request.args.get(name)}
    return page_query(wanted, number)


def _person() -> Actor:
    return current_user._get_current_object()  # type: ignore[no-any-return]
