"""Helps to write an answer: a template put into the draft, what was typed and not saved, marks left, and advice on words."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask_babel import gettext as _

from accounts import queries as people
from accounts.permissions import Actor
from feedback.forms.answer import AnswerForm
from feedback.plain_words import Advice, advice_on, filled, marks_in
from feedback.queries.case_file import CaseFile
from feedback.queries.drafting import CopyView, TemplateView, copy_of, templates_for


@dataclass(frozen=True, kw_only=True)
class WritingHelp:
    """What stands around the draft: templates to choose from, the copy that was not saved, marks left, and advice."""

    templates: tuple[TemplateView, ...]
    chosen: str
    copy_at: datetime | None
    copy_old: bool
    marks: tuple[str, ...]
    advice: tuple[str, ...]


def helped(actor: Actor, file: CaseFile, form: AnswerForm, *, typed: bool) -> WritingHelp:
    """Put the chosen template, or the copy that was not saved, into a form that nobody has sent; say what helps to write."""
    templates = templates_for(actor.unit_id, file.field_id)
    copy = copy_of(actor, file.id)
    chosen = next((item for item in templates if item.public_id == request.args.get("mau")), None)
    taken = not typed and copy is not None and request.args.get("nhap-do") == "1"
    if taken and copy is not None:
        _put_copy(form, copy)
    elif chosen is not None and not typed:
        _put_template(form, chosen, file, unit_id=actor.unit_id)
    texts = [str(form[name].data or "") for name in ("what_was_done", "next_step", "contact", "done_by")]
    found = advice_on(texts[0], contact=texts[2], dated=bool(form.done_on.data))
    return WritingHelp(
        templates=tuple(templates), chosen=chosen.public_id if chosen else "", marks=tuple(marks_in(*texts)),
        copy_at=copy.saved_at if copy and not taken else None, copy_old=bool(copy and copy.version != file.version),
        advice=tuple(advice_sentence(item) for item in found),
    )  # fmt: skip


def _put_template(form: AnswerForm, chosen: TemplateView, file: CaseFile, *, unit_id: int) -> None:
    profile = people.commune_profile(unit_id)
    facts = {
        "mã hồ sơ": file.code, "thôn": file.village_name, "lĩnh vực": file.field_name, "phòng": file.department_name,
        "điện thoại": profile.phone if profile else "", "xã": profile.name if profile else "",
    }  # fmt: skip
    for name in ("what_was_done", "next_step"):
        text, before = filled(getattr(chosen, name), facts), str(form[name].data or "")
        if text and text not in before:
            form[name].data = f"{before}\n\n{text}" if before.strip() else text
    if chosen.outcome and not form.outcome.data:
        form.outcome.data = chosen.outcome


def _put_copy(form: AnswerForm, copy: CopyView) -> None:
    """Fill the form with what was typed; it stands on the version that was seen then, so that others' words are not lost."""
    for name, text in copy.words.items():
        if name in form:
            with suppress(ValueError):  # half of a date is no date yet
                form[name].process_formdata([text])
    form.renew(copy.version)


def advice_sentence(item: Advice) -> str:
    """Return a piece of advice as a sentence."""
    if item.code == "long_sentence":
        return _("Câu “%(words)s” dài quá. Nên tách thành hai câu.", words=item.words)
    if item.code == "heavy_words":
        return _("Thay “%(words)s”: %(better)s.", words=item.words, better=item.better)
    if item.code == "no_date":
        return _("Chưa thấy ngày nào. Người gửi cần biết việc xong hoặc sẽ xong ngày nào.")
    return _("Chưa có số điện thoại hay người để liên hệ khi cần hỏi thêm.")
