"""The conclusions on the desk: promises with their gaps, the words, the last day with its proof, and the publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Actor
from accounts.queries import officials
from accounts.read_models import OfficialItem
from core.access import access
from core.codes import hash_for
from core.documents import layout
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.i18n import current_locale
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.explain import explain
from deadlines.queries import calendar_for
from dialogue import commitment_phrases as phrases
from dialogue.commitment_models import Commitment
from dialogue.commitment_rules import gaps_of
from dialogue.forms.commitments import ConclusionForm, FinishOnly, PromiseForm, bound
from dialogue.minute_models import Conclusion
from dialogue.minute_rules import CHANNELS, published_late
from dialogue.models import Dialogue
from dialogue.queries.commitments import draft_row, lines_of
from dialogue.queries.conclusions import conclusion_row, published_conclusion
from dialogue.queries.day import dialogue_of
from dialogue.queries.minutes import minutes_row
from dialogue.queries.question_links import accepted_questions
from dialogue.services import commitments, conclusions
from dialogue.services.day_outcomes import linked_to
from dialogue.services.question_settling import keys_of
from dialogue.states import DialogueState
from dialogue.views import desk_pages
from dialogue.views.papers import paper_file, subject_paper
from feedback.document_kinds import Signing
from feedback.documents import Chosen
from feedback.forms.resident import row_id
from feedback.signers import post_under, signer_fault, usual_signer, who_may_sign

PAGE = "/doi-thoai/<int(max=2147483647):dialogue_id>/ket-luan"
PROMISE = "/cam-ket/nhap/<int(max=2147483647):commitment_id>"


@desk_pages.get(PAGE)
@access(Permission.DIALOGUE_READ)
def conclusion_page(dialogue_id: int) -> Response:
    """Show what the conclusions will say, what they lack, until when; afterwards the paper as it was published."""
    return _page(_dialogue(dialogue_id))


@desk_pages.post(PAGE)
@access(Permission.DIALOGUE_PLAN)
def conclusion_write(dialogue_id: int) -> Response:
    """Keep the words, or keep and publish them: as the pressed button says."""
    _dialogue(dialogue_id)
    form = _form(sent=True)
    if not form.validate():
        return _page(_dialogue(dialogue_id), form=form, status=400)
    wrong = signer_fault(Signing(form.signing.data), form.signer.data, _staff()) if form.chosen == "publish" else ""
    if wrong:
        form.blame({"signer": wrong})
        return _page(_dialogue(dialogue_id), form=form, status=400)
    if form.chosen == "publish":
        for key in keys_of(dialogue_id, unit_id=_person().unit_id):
            hash_for(key)  # slow on purpose, so not while everybody waits for the turn to write

    def command() -> None:
        actor, at = _person(), now_utc()
        conclusions.write_conclusion(
            dialogue_id, actor=actor, at=at, version=form.opened_at, text=form.text.data, channels=form.channels
        )
        if form.chosen == "publish":
            dialogue = _dialogue(dialogue_id)
            conclusions.conclude(
                dialogue_id, actor=actor, at=at, version=dialogue.version, seen=form.opened_at + 1,
                calendar=calendar_for(actor.unit_id), chosen=_chosen(form),
            )  # fmt: skip

    fault = _tried(form, command, stored=lambda: _stored_form(dialogue_id, beside=form))
    if fault:
        return _page(_dialogue(dialogue_id), form=form, status=fault)
    published = _("Đã công bố kết luận. Mỗi lời hứa là một cam kết công khai; câu hỏi chưa trả lời đã thành hồ sơ có thời hạn.")
    flash(published if form.chosen == "publish" else _("Đã lưu."), "good")
    return redirect(url_for("dialogue_desk.conclusion_page", dialogue_id=dialogue_id), 303)  # type: ignore[return-value]


@desk_pages.get(f"{PAGE}/tai/<any(docx, pdf):file_type>")
@access(Permission.DIALOGUE_READ)
def conclusion_file(dialogue_id: int, file_type: str) -> Response:
    """Send the published notice as a file."""
    dialogue = _dialogue(dialogue_id)
    row = conclusion_row(dialogue.unit_id, dialogue.id)
    back = url_for("dialogue_desk.conclusion_page", dialogue_id=dialogue_id)
    return paper_file(dialogue, row.document_id if row else None, file_type, name="thong-bao-ket-luan", back=back)


@desk_pages.get(f"{PAGE}/cam-ket")
@access(Permission.DIALOGUE_PLAN)
def promise_new(dialogue_id: int) -> Response:
    """Ask for a promise that is not in the minutes' items."""
    dialogue, wanted = _dialogue(dialogue_id), row_id(request.args.get("cau-hoi"))
    return _promise_page(dialogue, _promise_form(dialogue_id, sent=False, question_ids=[wanted] if wanted else []))


@desk_pages.post(f"{PAGE}/cam-ket")
@access(Permission.DIALOGUE_PLAN)
def promise_add(dialogue_id: int) -> Response:
    """Write a promise down for the conclusions."""
    dialogue = _dialogue(dialogue_id)
    form = _promise_form(dialogue_id, sent=True)
    if not form.validate():
        return _promise_page(dialogue, form, status=400)
    fault = _tried(form, lambda: _none(commitments.draft(dialogue_id, form.typed(), actor=_person(), at=now_utc())))
    return _promise_page(dialogue, form, status=fault) if fault else _back(dialogue_id)


@desk_pages.get(PROMISE)
@access(Permission.DIALOGUE_PLAN)
def promise_edit(commitment_id: int) -> Response:
    """Show a draft to be put right."""
    row = _draft(commitment_id)
    return _promise_page(_dialogue(row.dialogue_id), _stored_promise(commitment_id), row=row)


@desk_pages.post(PROMISE)
@access(Permission.DIALOGUE_PLAN)
def promise_change(commitment_id: int) -> Response:
    """Put a draft right."""
    row = _draft(commitment_id)
    dialogue_id, form = row.dialogue_id, _promise_form(row.dialogue_id, sent=True)
    if not form.validate():
        return _promise_page(_dialogue(dialogue_id), form, row=row, status=400)

    def command() -> None:
        commitments.change_draft(commitment_id, form.typed(), actor=_person(), at=now_utc(), version=form.opened_at)

    fault = _tried(form, command, stored=lambda: _stored_promise(commitment_id))
    return _promise_page(_dialogue(dialogue_id), form, row=_draft(commitment_id), status=fault) if fault else _back(dialogue_id)


@desk_pages.post(f"{PROMISE}/bo")
@access(Permission.DIALOGUE_PLAN)
def promise_drop(commitment_id: int) -> Response:
    """Take a draft out of the conclusions; the minutes keep what was said."""
    row = _draft(commitment_id)
    dialogue_id, form = row.dialogue_id, bound(FinishOnly, sent=True, name="bo")

    def command() -> None:
        commitments.drop_draft(commitment_id, actor=_person(), at=now_utc(), version=form.opened_at)

    fault = 400 if not form.validate() else _tried(form, command)
    return (
        _promise_page(_dialogue(dialogue_id), _promise_form(dialogue_id, sent=False), row=row, status=fault)
        if fault
        else _back(dialogue_id)
    )


def _page(dialogue: Dialogue, *, form: Any = None, status: int = 200) -> Response:
    unit_id, row = dialogue.unit_id, conclusion_row(dialogue.unit_id, dialogue.id)
    minutes = minutes_row(unit_id, dialogue.id)
    person, held = _person(), dialogue.state == DialogueState.HELD
    drafts = [(line, _gaps(line.id, unit_id)) for line in lines_of(unit_id, dialogue.id, drafts=True, today=today())]
    dues = conclusions.last_days(dialogue, calendar_for(unit_id))
    last = dues[0].due_on if dues else None
    paper = subject_paper(dialogue, row.document_id if row else None)
    page = render_template(
        "dialogue/conclusion_page.html", dialogue=dialogue, phrases=phrases, drafts=drafts, row=row,
        number=paper[0].number_text if paper else "",
        opened=lines_of(unit_id, dialogue.id, drafts=False, today=today()), held=held,
        minutes_ended=minutes is not None and minutes.finished_at is not None,
        published=published_conclusion(unit_id, dialogue.id, locale=current_locale()), paper=layout(paper[1]) if paper else None,
        writes=held and Permission.DIALOGUE_PLAN in person.permissions, decides=Permission.DIALOGUE_DECIDE in person.permissions,
        due_on=last, days_late=published_late(last, today()), sent=form, form=form or _known_form(row),
        why=[explain(due.proof, current_locale()) for due in dues],
    )  # fmt: skip
    return make_response(page, status)


def _gaps(commitment_id: int, unit_id: int) -> list[str]:
    row = draft_row(unit_id, commitment_id)
    return [phrases.sentence(code) for code in gaps_of(commitments.promise_of(row)).values()] if row else []


def _tried(form: Any, command: Callable[[], None], *, stored: Callable[[], Any] | None = None) -> int:
    """Run the command; return 0, or the status with which the form comes back, beside what is ``stored`` meanwhile."""
    try:
        with transaction():
            command()
    except BadInput as fault:
        form.blame(fault.errors)
        return 400
    except WrongState as fault:
        form.form_errors.append(phrases.refusal(fault.code))
        return 409
    except StaleVersion as moved:
        other = stored() if stored else None
        form.renew(other.opened_at if other else int(str(moved.facts["current"])), stored=other)
        form.form_errors.append(_("Người khác vừa ghi vào đây. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."))
        return 409
    return 0


def _promise_page(dialogue: Dialogue, form: Any, *, row: Commitment | None = None, status: int = 200) -> Response:
    drop = bound(FinishOnly, sent=False, name="bo", version=row.version) if row else None
    page = render_template("dialogue/promise_form.html", dialogue=dialogue, form=form, row=row, drop=drop)
    return make_response(page, status)


def _promise_form(dialogue_id: int, *, sent: bool, **known: Any) -> Any:
    unit_id, form = _person().unit_id, bound(PromiseForm, sent=sent, **known)
    form.offer((unit_id, accepted_questions(unit_id, dialogue_id)))
    return form


def _form(*, sent: bool, **known: Any) -> Any:
    form = bound(ConclusionForm, sent=sent, **known)
    form.offer(None)
    return form


def _stored_promise(commitment_id: int) -> Any:
    row = _draft(commitment_id)
    known = {
        name: getattr(row, name)
        for name in ("text", "department_id", "official_id", "rule", "due_on", "evidence_required", "budget_note", "version")
    }
    return _promise_form(row.dialogue_id, sent=False, question_ids=linked_to(row.id), **known)


def _known_form(row: Conclusion | None, **signed: Any) -> Any:
    ticked = {name: row is None or name in row.channels for name in CHANNELS}
    signed = signed or {"signer": usual_signer(Signing.BODY_CHAIR, _staff())}
    return _form(sent=False, text=row.text if row else "", version=row.version if row else 0, **ticked, **signed)


def _stored_form(dialogue_id: int, *, beside: Any) -> Any:
    """Return the words as they are stored; who signs is not, so it is no difference."""
    signed = {"signing": beside.signing.data, "signer": beside.signer.data}
    return _known_form(conclusion_row(_person().unit_id, dialogue_id), **signed)


def _chosen(form: Any) -> Chosen:
    """Return who signs and how; by order or by authority under their own post, as on papers of a case."""
    way, name = Signing(form.signing.data), form.signer.data
    return Chosen(signing=way, signer=name, post=post_under(way, name, _staff()))


def _staff() -> tuple[OfficialItem, ...]:
    return who_may_sign(officials(_person().unit_id, on=today()))


def _draft(commitment_id: int) -> Commitment:
    row = draft_row(_person().unit_id, commitment_id)
    if row is None:
        raise NotFound()
    return row


def _dialogue(dialogue_id: int) -> Dialogue:
    found = dialogue_of(_person().unit_id, dialogue_id)
    if found is None:
        raise NotFound()
    return found


def _back(dialogue_id: int) -> Response:
    return redirect(url_for("dialogue_desk.conclusion_page", dialogue_id=dialogue_id), 303)  # type: ignore[return-value]


def _none(_value: object) -> None:
    return None


def _person() -> Actor:
    return current_user._get_current_object()  # type: ignore[no-any-return]
