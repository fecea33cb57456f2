"""The administrator's pages of papers: the words of each form in their versions, and where each series of numbers stands."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Actor
from core.access import access
from core.documents import layout
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from feedback import documents
from feedback.document_forms import TEXTS, PaperForm, shipped_forms
from feedback.document_kinds import KINDS, OFFICIAL_LETTER, KindDef, kind_of_slug
from feedback.document_words import FACTS, kind_title
from feedback.forms.papers import FormVersionForm, SeriesForm
from feedback.queries.documents import form_for, own_forms, series_of_year
from feedback.services.document_forms import write_form
from feedback.services.document_issuing import begin_series
from feedback.views import desk_pages

FORMS = "/quan-tri/bieu-mau"


@desk_pages.get(FORMS)
@access(Permission.ADMIN_SETTINGS)
def paper_forms() -> Response:
    """List the papers with the version in use, and the series of numbers."""
    return _list(SeriesForm())


@desk_pages.post(FORMS)
@access(Permission.ADMIN_SETTINGS)
def paper_series() -> Response:
    """Say which number the office has reached on paper this year."""
    form = SeriesForm()
    form.offer(None)
    if not form.validate():
        return _list(form, status=400)
    try:
        with transaction():
            begin_series(form.series.data, actor=_actor(), at=now_utc(), last_number=_number(form))
    except BadInput as fault:
        form.blame(fault.errors)
        return _list(form, status=400)
    except WrongState:
        form.form_errors.append(
            _("Loại số này đã có văn bản phát hành trong năm nay nên số không đặt lại được (Nghị định 30/2020/NĐ-CP, Điều 15).")
        )
        return _list(form, status=409)
    flash(_("Đã ghi số cuối đã dùng. Văn bản tiếp theo lấy số kế tiếp."), "good")
    return redirect(url_for("desk.paper_forms"), 303)  # type: ignore[return-value]


@desk_pages.get(f"{FORMS}/<string(maxlength=40):paper>")
@access(Permission.ADMIN_SETTINGS)
def paper_form(paper: str) -> Response:
    """Show the words of one paper, to be written anew from a day on."""
    definition = _definition(paper)
    words, versions = _words(definition)
    parts = {name: getattr(words, name) for name in (*TEXTS, "form_number", "basis")}
    known = {**parts, "valid_from": today(), "signing": words.signing.value, "version": _newest(versions)}
    return _editor(definition, FormVersionForm(data=known))


@desk_pages.post(f"{FORMS}/<string(maxlength=40):paper>")
@access(Permission.ADMIN_SETTINGS)
def paper_form_write(paper: str) -> Response:
    """Add a version."""
    definition = _definition(paper)
    words, _versions = _words(definition)
    form = FormVersionForm()
    form.offer(_shipped(definition))
    if not form.validate():
        return _editor(definition, form, status=400)
    try:
        with transaction():
            version = write_form(form.typed(words), actor=_actor(), at=now_utc(), seen_version=form.opened_at)
    except BadInput as fault:
        form.blame(fault.errors)
        return _editor(definition, form, status=400)
    except StaleVersion as moved:
        form.renew(int(str(moved.facts["current"])))
        form.form_errors.append(
            _("Người khác vừa ghi một bản mới của biểu mẫu này. Hãy xem các bản bên dưới rồi bấm lại nếu vẫn cần.")
        )
        return _editor(definition, form, status=409)
    flash(_("Đã ghi bản %(number)s của biểu mẫu %(paper)s.", number=version, paper=kind_title(definition.kind)), "good")
    return redirect(url_for("desk.paper_form", paper=definition.slug), 303)  # type: ignore[return-value]


def _list(form: SeriesForm, *, status: int = 200) -> Response:
    form.offer(None)
    unit_id, year = _actor().unit_id, today().year
    rows = [(item, kind_title(item.kind), form_for(unit_id, item.kind, on=today())) for item in KINDS]
    names = dict.fromkeys([*(item.series for item in KINDS if item.series), OFFICIAL_LETTER])
    page = render_template(
        "feedback/form_list.html", rows=rows, form=form, year=year, names=names, series=series_of_year(unit_id, year)
    )
    return make_response(page, status)


def _editor(definition: KindDef, form: FormVersionForm, *, status: int = 200) -> Response:
    form.offer(_shipped(definition))
    words, versions = _words(definition)
    named = {name: f"[{FACTS[name]}]" for name in (*definition.needs, *definition.may, "code")}
    sample = documents.draft(definition.kind, named, unit_id=_actor().unit_id, on=today(), form=words)
    page = render_template(
        "feedback/form_edit.html", definition=definition, title=kind_title(definition.kind), form=form, words=words,
        versions=[*reversed(versions), *(row for row in shipped_forms() if row.kind is definition.kind)],
        places=sorted((name, FACTS[name]) for name in definition.placeholders), paper=layout(sample.document),
    )  # fmt: skip
    return make_response(page, status)


def _words(definition: KindDef) -> tuple[PaperForm, list[PaperForm]]:
    unit_id = _actor().unit_id
    return form_for(unit_id, definition.kind, on=today()), own_forms(unit_id, definition.kind)


def _newest(versions: list[PaperForm]) -> int:
    return max((row.version for row in versions), default=0)


def _shipped(definition: KindDef) -> PaperForm:
    return next(row for row in shipped_forms() if row.kind is definition.kind)


def _definition(slug: str) -> KindDef:
    definition = kind_of_slug(slug)
    if definition is None:
        raise NotFound()
    return definition


def _number(form: SeriesForm) -> int:
    value: Any = form.last_number.data
    return -1 if value is None else int(value)


def _actor() -> Actor:
    return current_user._get_current_object()  # type: ignore[no-any-return]
