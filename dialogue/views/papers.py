"""The papers of a dialogue as files: made anew from what was frozen when they got their number."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template
from flask_babel import gettext as _

from core.config import ROOT
from core.documents import Document, layout
from core.documents_docx import MEDIA_TYPE as DOCX
from core.documents_docx import docx_of
from core.documents_pdf import MEDIA_TYPE as PDF
from core.documents_pdf import NoPdfHere, pdf_of
from core.errors import NotFound
from core.security import INERT
from dialogue.models import Dialogue
from feedback.queries.documents import IssuedItem, paper_of_subject

PAPER_CSS = ROOT / "static" / "css" / "paper.css"


def subject_paper(dialogue: Dialogue, document_id: int | None) -> tuple[IssuedItem, Document] | None:
    """Return a paper of the dialogue, or None."""
    return paper_of_subject(dialogue.unit_id, f"dialogue:{dialogue.id}", document_id)


def paper_file(dialogue: Dialogue, document_id: int | None, file_type: str, *, name: str, back: str) -> Response:
    """Send a paper as Word or PDF. Raises NotFound before it has its number."""
    found = subject_paper(dialogue, document_id)
    if found is None:
        raise NotFound()
    return sent(found[1], file_type, name=f"{dialogue.code}-{name}", back=back)


def sent(document: Document, file_type: str, *, name: str, back: str) -> Response:
    """Send a frozen paper as Word or PDF under a name that names nobody; where PDF cannot be made, go back and say why."""
    try:
        content = docx_of(document) if file_type == "docx" else _pdf(document)
    except NoPdfHere:
        flash(_("Máy chủ chưa tạo được PDF: cần cài gói libpango-1.0-0 và libpangoft2-1.0-0. Tệp Word vẫn tải được."), "warning")
        return redirect(back, 303)  # type: ignore[return-value]
    response = make_response(content)
    response.headers["Content-Type"] = DOCX if file_type == "docx" else PDF
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{file_type}"'
    response.headers["Content-Security-Policy"] = INERT
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _pdf(document: Document) -> bytes:
    html = render_template("documents/paper.html", paper=layout(document), title=document.title)
    return pdf_of(html, css=PAPER_CSS.read_text(encoding="utf-8"))
