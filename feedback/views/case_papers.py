"""Papers of a case: the draft with what it still lacks, taking the number, the issued paper and its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from accounts import queries as people
from accounts.permissions import Actor
from accounts.read_models import CommuneProfile, OfficialItem
from core.access import access
from core.alphabet import by_given_name
from core.config import ROOT
from core.documents import Document, layout
from core.documents_docx import MEDIA_TYPE as DOCX
from core.documents_docx import docx_of
from core.documents_pdf import MEDIA_TYPE as PDF
from core.documents_pdf import NoPdfHere, pdf_of
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion
from core.permissions import Permission
from core.security import INERT
from core.transaction import transaction
from deadlines.clock import now_utc, today
from feedback import documents, phrases
from feedback.document_forms import PaperForm
from feedback.document_kinds import DocumentKind, KindDef, allowed_kinds, kind_def, kind_of_slug, may_draw_up, series_of
from feedback.document_words import kind_title
from feedback.documents import Chosen
from feedback.forms.papers import LONG, PaperDraftForm, draft_form
from feedback.queries.case_file import CaseFile
from feedback.queries.documents import OwnNumber, form_for, issued_paper, number_of_decision
from feedback.services.document_issuing import Issue, issue_document
from feedback.signers import post_under, signer_fault, usual_signer, who_may_sign
from feedback.views import desk_pages
from feedback.views.case_page import Screen, screen_of
from feedback.views.case_screen import CASE

PAPER_CSS = ROOT / "static" / "css" / "paper.css"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One paper on the desk: the case, the paper's row and words, and the form with what was typed."""

    screen: Screen
    definition: KindDef
    words: PaperForm
    form: PaperDraftForm
    profile: CommuneProfile
    staff: tuple[OfficialItem, ...]

    @property
    def file(self) -> CaseFile:
        """The case."""
        return self.screen.file

    def ready(self) -> Issue:
        """Return the paper with what is known and what was typed."""
        own = documents.facts_of(self.file, self.definition, actor=self.screen.actor, profile=self.profile)
        facts = {**own, **self.form.typed_facts(self.definition)}
        way, name = self.form.signs or self.words.signing, self.form.signed_by
        post = self.form.signed_as or post_under(way, name, self.staff)
        chosen = Chosen(signing=self.form.signs, signer=name, post=post)
        made = documents.draft(
            self.definition.kind, facts, unit_id=self.profile.unit_id, on=today(), chosen=chosen, form=self.words
        )
        if self.number is None or self.number.number is None:
            return made
        numbered = replace(made.document, number=self.number.number, symbol=self.number.symbol, day=self.number.on)
        return replace(made, document=numbered)

    @property
    def fault(self) -> str:
        """Return the code of what is wrong with the signer for this way of signing, or an empty text."""
        return signer_fault(self.form.signs, self.form.signed_by, self.staff) if self.form.signs else ""

    @property
    def number(self) -> OwnNumber | None:
        """Return the number that the decision bears already, or None: the paper takes one."""
        return number_of_decision(self.file.id, self.definition.kind)


@desk_pages.get(f"{CASE}/van-ban/<string(maxlength=40):paper>")
@access(Permission.CASE_READ)
def paper_draft(case_id: int, paper: str) -> Response:
    """Show the paper as it would be now, and ask for what the case does not know."""
    return _shown(case_id, paper, _page)


@desk_pages.post(f"{CASE}/van-ban/<string(maxlength=40):paper>")
@access(Permission.CASE_READ)
def paper_take(case_id: int, paper: str) -> Response:
    """Show the draft again, send it as a file, or give it its number: as the pressed button says."""
    return _shown(case_id, paper, _taken)


@desk_pages.get(f"{CASE}/van-ban/so/<int(max=2147483647):document_id>")
@access(Permission.CASE_READ)
def paper(case_id: int, document_id: int) -> Response:
    """Show an issued paper."""
    found = issued_paper(screen_of(case_id).actor, case_id, document_id)
    page = render_template(
        "feedback/document_issued.html", found=found, title=kind_title(found.item.kind), paper=layout(found.document)
    )
    return _private(make_response(page))


@desk_pages.get(f"{CASE}/van-ban/so/<int(max=2147483647):document_id>/tai/<any(docx, pdf):file_type>")
@access(Permission.CASE_READ)
def paper_file(case_id: int, document_id: int, file_type: str) -> Response:
    """Send an issued paper as a file, made anew from what was frozen."""
    found = issued_paper(screen_of(case_id).actor, case_id, document_id)
    back = url_for("desk.paper", case_id=case_id, document_id=document_id)
    return _file(found.document, file_type, kind=found.item.kind, code=found.case_code, back=back)


def _shown(case_id: int, slug: str, then: Callable[[Desk], Response]) -> Response:
    definition = kind_of_slug(slug)
    if definition is None:
        raise NotFound()
    screen = screen_of(case_id)
    if not screen.sees_identity or (definition.permissions and not may_draw_up(screen.actor, definition, sees_identity=True)):
        raise NotAllowed(paper=slug)
    words = form_for(screen.actor.unit_id, definition.kind, on=today())
    if definition not in allowed_kinds(screen.file):
        flash(_why_not(screen.file, definition, basis=words.basis), "late")
        return redirect(url_for("desk.case", case_id=case_id), 303)  # type: ignore[return-value]
    profile = people.commune_profile(screen.actor.unit_id)
    if profile is None:
        raise NotFound()
    staff = who_may_sign(people.officials(screen.actor.unit_id, on=today()))
    form = _form(screen, definition, words, profile, staff=staff)
    return then(Desk(screen=screen, definition=definition, words=words, profile=profile, form=form, staff=staff))


def _why_not(file: CaseFile, definition: KindDef, *, basis: str) -> str:
    if file.state in definition.states and definition.kind is DocumentKind.RECEPTION_REFUSAL:
        return _(
            "%(paper)s chỉ lập khi người gửi đã đến nơi tiếp công dân; đơn này gửi đến theo cách khác. Căn cứ: %(basis)s.",
            paper=kind_title(definition.kind), basis=basis,
        )  # fmt: skip
    return _(
        "Hồ sơ đang ở bước “%(state)s” nên không lập %(paper)s. Căn cứ: %(basis)s.", state=phrases.state_label(file.state),
        paper=kind_title(definition.kind), basis=basis,
    )  # fmt: skip


def _form(
    screen: Screen, definition: KindDef, words: PaperForm, profile: CommuneProfile, *, staff: Sequence[OfficialItem]
) -> PaperDraftForm:
    facts = documents.facts_of(screen.file, definition, actor=screen.actor, profile=profile)
    signer = usual_signer(words.signing, staff)
    known = {"version": screen.file.version, "signing": words.signing.value, "signer": signer, **facts}
    return draft_form(definition, words, signers=sorted({person.full_name for person in staff}, key=by_given_name), known=known)


def _taken(desk: Desk) -> Response:
    form = desk.form
    if not form.validate():
        return _page(desk, status=400)
    if desk.fault:
        form.blame({"signer": desk.fault})
        return _page(desk, status=400)
    ready = desk.ready()
    if form.chosen in ("docx", "pdf"):
        back = url_for("desk.paper_draft", case_id=desk.file.id, paper=desk.definition.slug)
        return _file(ready.document, form.chosen, kind=desk.definition.kind, code=desk.file.code, back=back)
    if form.chosen != "issue":
        return _page(desk)
    if ready.missing:
        form.ask_for(ready.missing)
        return _page(desk, status=400)
    return _issued(desk, ready, actor=desk.screen.actor)


def _issued(desk: Desk, ready: Issue, *, actor: Actor) -> Response:
    try:
        with transaction():
            row = issue_document(desk.file.id, actor=actor, at=now_utc(), version=desk.form.opened_at, ready=ready)
            number, document_id = f"{row.number:02d}/{row.symbol}", row.id
    except BadInput as fault:
        desk.form.blame(fault.errors)
        return _page(desk, status=400)
    except StaleVersion:
        desk.form.renew(desk.file.version)
        desk.form.form_errors.append(
            _("Hồ sơ vừa thay đổi nên chưa lấy số. Hãy xem lại văn bản và các văn bản đã phát hành rồi bấm lại.")
        )
        return _page(desk, status=409)
    flash(_("Đã lấy số %(number)s và phát hành %(paper)s.", number=number, paper=kind_title(desk.definition.kind)), "good")
    return redirect(url_for("desk.paper", case_id=desk.file.id, document_id=document_id), 303)  # type: ignore[return-value]


def _page(desk: Desk, *, status: int = 200) -> Response:
    ready = desk.ready()
    page = render_template(
        "feedback/document_draft.html", file=desk.file, form=desk.form, title=kind_title(desk.definition.kind), words=desk.words,
        definition=desk.definition, series=series_of(desk.definition, title=desk.words.title), missing=ready.missing,
        paper=layout(ready.document), own=desk.number,
        fields=[desk.form[name] for name in desk.definition.asked], long=LONG,
    )  # fmt: skip
    return _private(make_response(page, status))


def _file(document: Document, file_type: str, *, kind: DocumentKind, code: str, back: str) -> Response:
    try:
        content = docx_of(document) if file_type == "docx" else _pdf(document)
    except NoPdfHere:
        flash(
            _("Máy chủ chưa tạo được PDF: cần cài gói libpango-1.0-0 và libpangoft2-1.0-0. Tệp Word vẫn tải được."),
            "warning",
        )
        return redirect(back, 303)  # type: ignore[return-value]
    response = make_response(content)
    response.headers["Content-Type"] = DOCX if file_type == "docx" else PDF
    response.headers["Content-Disposition"] = f'attachment; filename="{code}-{kind_def(kind).slug}.{file_type}"'
    response.headers["Content-Security-Policy"] = INERT
    return _private(response)


def _pdf(document: Document) -> bytes:
    html = render_template("documents/paper.html", paper=layout(document), title=document.title or document.summary)
    return pdf_of(html, css=PAPER_CSS.read_text(encoding="utf-8"))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response
