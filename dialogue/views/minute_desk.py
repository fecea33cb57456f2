"""Writing the minutes during the meeting: head, items one by one (also sent again by the page's script), the end, the paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Actor
from core.access import access
from core.documents import layout
from core.errors import BadInput, DomainError, NotFound, StaleVersion, WrongState
from core.formats import local
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from dialogue import commitment_phrases as phrases
from dialogue.forms.commitments import FinishOnly, bound
from dialogue.forms.minutes import HeadForm, ItemForm, new_client_id
from dialogue.minute_models import MinuteItem, Minutes
from dialogue.minute_rules import CONTENT, OUTCOMES, WRITABLE
from dialogue.models import Dialogue
from dialogue.queries.commitments import opening_of
from dialogue.queries.day import dialogue_of
from dialogue.queries.minutes import head_of, item_by_client_id, minutes_row, planned_head, written_items
from dialogue.queries.question_links import QuestionChoice, accepted_questions
from dialogue.services import minutes
from dialogue.states import DialogueState
from dialogue.views import desk_pages
from dialogue.views.papers import paper_file, subject_paper
from feedback.forms.resident import row_id

MINUTES = "/doi-thoai/<int(max=2147483647):dialogue_id>/bien-ban"


@desk_pages.get(MINUTES)
@access(Permission.DIALOGUE_READ)
def minutes_page(dialogue_id: int) -> Response:
    """Show the minutes: to write in while they are open, to read afterwards."""
    return _page(_dialogue(dialogue_id))


@desk_pages.post(f"{MINUTES}/dau")
@access(Permission.DIALOGUE_PLAN)
def minutes_head(dialogue_id: int) -> Response:
    """Keep place, chairs, attendance and hours."""
    dialogue = _dialogue(dialogue_id)
    form = bound(HeadForm, sent=True, name="dau")
    if not form.validate():
        return _page(dialogue, head=form, status=400)
    try:
        with transaction():
            minutes.write_head(dialogue_id, form.typed(dialogue.held_on), actor=_person(), at=now_utc(), version=form.opened_at)
    except StaleVersion as moved:
        stored = _head_form(_dialogue(dialogue_id), minutes_row(dialogue.unit_id, dialogue_id))
        return _page(_dialogue(dialogue_id), head=form, status=_blamed(form, moved, stored=stored))
    except (BadInput, WrongState) as fault:
        return _page(_dialogue(dialogue_id), head=form, status=_blamed(form, fault))
    flash(_("Đã lưu phần đầu biên bản."), "good")
    return redirect(url_for("dialogue_desk.minutes_page", dialogue_id=dialogue_id), 303)  # type: ignore[return-value]


@desk_pages.post(f"{MINUTES}/y-kien")
@access(Permission.DIALOGUE_PLAN)
def minutes_item(dialogue_id: int) -> Response:
    """Keep one item; when another has written it meanwhile, both texts stand side by side."""
    dialogue = _dialogue(dialogue_id)
    form = _item_form(dialogue, sent=True)
    if not form.validate():
        return _page(dialogue, typed=form, status=400)
    try:
        with transaction():
            minutes.write_item(dialogue_id, form.typed(), actor=_person(), at=now_utc(), version=form.opened_at)
    except StaleVersion as moved:
        return _side_by_side(_dialogue(dialogue_id), form, current=int(str(moved.facts["current"])))
    except (BadInput, WrongState) as fault:
        return _page(_dialogue(dialogue_id), typed=form, status=_blamed(form, fault))
    flash(_("Đã lưu ý kiến."), "good")
    return redirect(url_for("dialogue_desk.minutes_page", dialogue_id=dialogue_id, _anchor="them"), 303)  # type: ignore[return-value]


@desk_pages.post(f"{MINUTES}/dong-bo")
@access(Permission.DIALOGUE_PLAN)
def minutes_sync(dialogue_id: int) -> tuple[Response, int]:
    """Keep one item for the page's script; answers {"version", "at"} or {"fault"}; sending the same twice writes once."""
    dialogue = _dialogue(dialogue_id)
    form = _item_form(dialogue, sent=True)
    if not form.validate():
        return jsonify(fault=_first(form)), 400
    at = now_utc()
    try:
        with transaction():
            row = minutes.write_item(dialogue_id, form.typed(), actor=_person(), at=at, version=form.opened_at)
            version = row.version
    except StaleVersion:
        return jsonify(fault=_("Người khác vừa sửa ý kiến này. Bấm Lưu ý kiến để xem hai bản cạnh nhau.")), 409
    except (BadInput, WrongState) as fault:
        return jsonify(fault=_sentence(fault)), 400 if isinstance(fault, BadInput) else 409
    return jsonify(version=version, at=f"{local(at):%H:%M}"), 200


@desk_pages.post(f"{MINUTES}/ket-thuc")
@access(Permission.DIALOGUE_PLAN)
def minutes_finish(dialogue_id: int) -> Response:
    """End the minutes: they get their number and change no more."""
    _dialogue(dialogue_id)
    form = bound(FinishOnly, sent=True, name="ket-thuc")
    if not form.validate():
        return _page(_dialogue(dialogue_id), finish=form, status=400)
    try:
        with transaction():
            minutes.finish(dialogue_id, actor=_person(), at=now_utc(), version=form.opened_at)
    except BadInput as gaps:
        form.form_errors.append(_("Chưa kết thúc được biên bản, còn thiếu: %(parts)s.", parts="; ".join(_missing(gaps))))
        return _page(_dialogue(dialogue_id), finish=form, status=400)
    except (StaleVersion, WrongState) as fault:
        return _page(_dialogue(dialogue_id), finish=form, status=_blamed(form, fault))
    flash(_("Biên bản đã kết thúc và có số. Bước tiếp theo là thông báo kết luận."), "good")
    return redirect(url_for("dialogue_desk.minutes_page", dialogue_id=dialogue_id), 303)  # type: ignore[return-value]


@desk_pages.get(f"{MINUTES}/tai/<any(docx, pdf):file_type>")
@access(Permission.DIALOGUE_READ)
def minutes_file(dialogue_id: int, file_type: str) -> Response:
    """Send the ended minutes as a file."""
    dialogue = _dialogue(dialogue_id)
    row = minutes_row(dialogue.unit_id, dialogue.id)
    back = url_for("dialogue_desk.minutes_page", dialogue_id=dialogue_id)
    return paper_file(dialogue, row.document_id if row else None, file_type, name="bien-ban", back=back)


def _page(
    dialogue: Dialogue,
    *,
    head: Any = None,
    typed: Any = None,
    finish: Any = None,
    status: int = 200,
) -> Response:
    unit_id, row = dialogue.unit_id, minutes_row(dialogue.unit_id, dialogue.id)
    open_now = DialogueState(dialogue.state) in WRITABLE and (row is None or row.finished_at is None)
    writes = open_now and Permission.DIALOGUE_PLAN in _person().permissions
    items = written_items(unit_id, dialogue.id)
    known_id = typed.client_id.data if typed is not None else ""
    asked = accepted_questions(unit_id, dialogue.id) if writes else []
    fresh = partial(_item_form, dialogue, sent=False, asked=asked)
    forms = [typed if item.client_id == known_id else fresh(**_known(item)) for item in items] if writes else []
    extra = typed if typed is not None and known_id not in {item.client_id for item in items} else None
    paper = subject_paper(dialogue, row.document_id if row else None)
    page = render_template(
        "dialogue/minute_page.html", dialogue=dialogue, row=row, writes=writes, items=items, phrases=phrases,
        opening=opening_of(unit_id, before=dialogue.held_on, today=today()), forms=forms,
        head=head or _head_form(dialogue, row), blank=extra or fresh(client_id=new_client_id(), **_taken_up(asked)),
        spare=fresh(client_id=""), unwritten=_unwritten(asked, items),
        finish=finish or bound(FinishOnly, sent=False, name="ket-thuc", version=row.version if row else 0),
        sent=head or typed or finish, paper=layout(paper[1]) if paper else None,
        number=paper[0].number_text if paper else "",
    )  # fmt: skip
    return make_response(page, status)


def _missing(gaps: BadInput) -> list[str]:
    """Return the names of what is missing; where the head has no field for it, its sentence."""
    labels = bound(HeadForm, sent=False, name="dau")
    names = {"started_at": "started", "ended_at": "ended"}
    known = {name: str(labels[names.get(name, name)].label.text) for name in gaps.errors if names.get(name, name) in labels}
    return [known.get(name) or phrases.sentence(code) for name, code in gaps.errors.items()]


def _side_by_side(dialogue: Dialogue, form: Any, *, current: int) -> Response:
    stored = item_by_client_id(dialogue.unit_id, dialogue.id, form.client_id.data or "")
    if stored is None:
        raise NotFound()
    other = _item_form(dialogue, sent=False, **_known(stored))
    form.renew(current)
    page = render_template(
        "dialogue/minute_conflict.html", dialogue=dialogue, form=form, differences=form.differences(other), stored=stored
    )
    return make_response(page, 409)


def _head_form(dialogue: Dialogue, row: Minutes | None) -> Any:
    head = head_of(row) if row else planned_head(dialogue)
    return bound(HeadForm, sent=False, name="dau", **HeadForm.known_of(head, version=row.version if row else 0))


def _item_form(dialogue: Dialogue, *, sent: bool, asked: Sequence[QuestionChoice] | None = None, **known: Any) -> Any:
    form = bound(ItemForm, sent=sent, name="y-kien", **known)
    form.offer((dialogue.unit_id, accepted_questions(dialogue.unit_id, dialogue.id) if asked is None else asked))
    for field in form:  # a page holds many items: each label names the field of its own
        field.id = f"{field.id}{form.client_id.data or ''}"
    return form


def _known(item: MinuteItem) -> dict[str, Any]:
    return {**{name: getattr(item, name) for name in CONTENT}, "client_id": item.client_id, "version": item.version}


def _taken_up(asked: Sequence[QuestionChoice]) -> dict[str, Any]:
    """Return what a new item begins with when a question was pressed: its public words and the draft answer."""
    wanted = row_id(request.args.get("cau-hoi")) if request.method == "GET" else None
    taken = next((item for item in asked if item.id == wanted), None)
    if taken is None:
        return {}
    return {
        "question_id": taken.id, "opinion": taken.text, "answer": taken.answer or taken.draft, "village_id": taken.village_id,
        "outcome": taken.outcome if taken.outcome in OUTCOMES else "",
    }  # fmt: skip


def _unwritten(asked: Sequence[QuestionChoice], items: Sequence[MinuteItem]) -> list[QuestionChoice]:
    written = {item.question_id for item in items}
    return [question for question in asked if question.id not in written]


def _blamed(form: Any, fault: DomainError, *, stored: Any = None) -> int:
    if isinstance(fault, BadInput):
        form.blame(fault.errors)
        return 400
    if isinstance(fault, StaleVersion):
        form.renew(int(str(fault.facts["current"])), stored=stored)
        form.form_errors.append(_("Người khác vừa ghi vào phần này. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."))
    else:
        form.form_errors.append(phrases.refusal(fault.code))
    return 409


def _sentence(fault: DomainError) -> str:
    return phrases.sentence(next(iter(fault.errors.values()))) if isinstance(fault, BadInput) else phrases.refusal(fault.code)


def _first(form: Any) -> str:
    return str(next((messages[0] for messages in form.errors.values() if messages), _("Chỗ này chưa đúng. Hãy xem lại.")))


def _dialogue(dialogue_id: int) -> Dialogue:
    found = dialogue_of(_person().unit_id, dialogue_id)
    if found is None:
        raise NotFound()
    return found


def _person() -> Actor:
    return current_user._get_current_object()  # type: ignore[no-any-return]
