"""Papers of an entry: made in memory for whoever may read it, written down first, sent once, kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Response, current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from accounts import queries as accounts
from accounts.read_models import OfficialItem
from accounts.roles import Role
from accounts.views.person import actor
from core.access import access
from core.config import ROOT
from core.documents import Document, layout
from core.documents_docx import MEDIA_TYPE as DOCX
from core.documents_docx import docx_of
from core.documents_pdf import MEDIA_TYPE as PDF
from core.documents_pdf import NoPdfHere, PdfBusy, pdf_of
from core.errors import NotFound, WrongState
from core.logs import quiet
from core.permissions import Permission
from core.security import INERT
from core.transaction import transaction
from deadlines.clock import now_utc, today
from denunciation.paper_fields import DraftForm, draft_form
from denunciation.paper_forms import RegisterPaperForm, form_in_force, own_forms
from denunciation.paper_kinds import KindDef, fits, paper_of_slug, signs_as_of
from denunciation.paper_words import LONG, TITLES
from denunciation.papers import acts_behind, made
from denunciation.queries.paper_record import Behind, behind, record_of
from denunciation.queries.register import number_for, words_of_the_writer
from denunciation.services import reading
from denunciation.views import ENTRY, blueprint

PAPER_CSS = ROOT / "static" / "css" / "paper.css"
FILE_NAME = "van-ban"
"""Every file is called the same: no code, no number, no name, no kind."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One paper on the desk: its row, its words, where the entry stands, who may sign, and the form."""

    entry_id: str
    definition: KindDef
    words: RegisterPaperForm
    fault: str
    found: Behind
    leaders: tuple[OfficialItem, ...]
    form: DraftForm


@blueprint.get(f"{ENTRY}/van-ban/<string(maxlength=40):paper>")
@access(Permission.DENUNCIATION_ENTER)
@quiet
def paper(entry_id: str, paper: str) -> Response:
    """Ask for what the register does not know; nothing of it is opened or shown here."""
    draft = _draft(entry_id, paper, sent=False)
    return _page(draft) if draft else _not_now(entry_id)


@blueprint.post(f"{ENTRY}/van-ban/<string(maxlength=40):paper>")
@access(Permission.DENUNCIATION_ENTER)
@quiet
def paper_make(entry_id: str, paper: str) -> Response:
    """Write the making down, make the paper in memory and send it."""
    draft = _draft(entry_id, paper, sent=True)
    if draft is None:
        return _not_now(entry_id)
    if not draft.form.validate():
        return _page(draft, status=400)
    try:
        with transaction():
            reading.write_down_paper(entry_id, draft.definition.kind, actor=actor(), at=now_utc())
    except WrongState:
        return _not_now(entry_id)
    return _made(draft)


def _made(draft: Draft) -> Response:
    person, on, form = actor(), today(), draft.form
    profile = accounts.commune_profile(person.unit_id)
    if profile is None:
        raise NotFound()
    ready = made(
        draft.words, record_of(person, draft.entry_id, today=on), profile, typed=form.typed(draft.definition),
        signer=form.signs(draft.leaders), today=on, number=form.numbered, day=form.dated,
        known=words_of_the_writer(person, draft.entry_id, today=on),
    )  # fmt: skip
    if ready.missing:
        form.ask_for(ready.missing)
        return _page(draft, status=400)
    try:
        return _file(ready.document, form.do.data or "")
    except NoPdfHere:
        form.form_errors.append(
            _("Máy chủ chưa tạo được PDF: cần cài gói libpango-1.0-0 và libpangoft2-1.0-0. Tệp Word vẫn tải được.")
        )
    except PdfBusy:
        form.form_errors.append(_("Máy chủ đang bận nên chưa tạo được PDF. Hãy thử lại, hoặc tải bản Word."))
    return _page(draft, status=503)


def _draft(entry_id: str, slug: str, *, sent: bool) -> Draft | None:
    """Return the paper on the desk; None when it does not fit where the entry stands. Raises NotFound as every page here."""
    person, on = actor(), today()
    found, definition = behind(person, entry_id, today=on), paper_of_slug(slug)
    if definition is None:
        raise NotFound()
    if not fits(definition.kind, found.stand):
        return None
    own, fault = own_forms(Path(current_app.instance_path))
    words = form_in_force(definition.kind, on, own=own)
    leaders = sorted(
        accounts.officials(person.unit_id, role=Role.LEADER, on=on), key=lambda item: (signs_as_of(item.title), item.id)
    )
    on_page = _step_day(definition, found) is not None
    form = draft_form(definition, words, leaders=leaders, has_copy=found.has_copy, recorded=on_page, sent=sent)
    return Draft(
        entry_id=entry_id, definition=definition, words=words, fault=fault, found=found, leaders=tuple(leaders), form=form
    )


def _step_day(definition: KindDef, found: Behind) -> date | None:
    """Return the day of the step that the paper tells, None when it is not in the register."""
    return next((found.days[act] for act in acts_behind(definition.kind) if act in found.days), None)


def _page(draft: Draft, *, status: int = 200) -> Response:
    page = render_template(
        "denunciation/register_paper.html", entry_id=draft.entry_id, form=draft.form, words=draft.words, own_fault=draft.fault,
        title=TITLES[draft.definition.kind], number=number_for(actor(), draft.entry_id, today=today()), long=LONG,
        fields=[draft.form[name] for name in draft.definition.asked], act=draft.definition.act,
        on=_step_day(draft.definition, draft.found), slug=draft.definition.slug,
    )  # fmt: skip
    return make_response(page, status)


def _not_now(entry_id: str) -> Response:
    flash(_("Hồ sơ đang ở bước không lập văn bản này."), "late")
    return redirect(url_for("register.entry", entry_id=entry_id), 303)  # type: ignore[return-value]


def _file(document: Document, kind: str) -> Response:
    if kind == "pdf":
        html = render_template("documents/paper.html", paper=layout(document), title=document.title)
        content, media_type = pdf_of(html, css=PAPER_CSS.read_text(encoding="utf-8")), PDF
    else:
        kind, content, media_type = "docx", docx_of(document), DOCX
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}.{kind}"'
    response.headers["Content-Security-Policy"] = INERT
    response.headers["Cache-Control"] = "no-store"
    return response
