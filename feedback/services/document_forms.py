"""Writes a commune's own version of a form: a new row from a day on; the version before stays, and so do issued papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from accounts.permissions import Actor
from core import audit
from core.errors import BadInput, StaleVersion
from core.extensions import db
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from feedback.document_forms import TEXTS, PaperForm, faults_of_form
from feedback.document_kinds import kind_def
from feedback.document_models import DocumentFormRow

LINES = {"title": 120, "summary": 300, "authority": 200, "form_number": 20, "basis": 500}
PROSE_MOST = 20_000


def write_form(form: PaperForm, *, actor: Actor, at: datetime, seen_version: int) -> int:
    """Add a version of a form and return its number. Audit entry: which form, from when.

    ``seen_version``: the commune's newest version when the page was opened. Raises StaleVersion; BadInput: valid_from
    (valid_from_past), title, body (text_missing), a part (places_unknown: it names what this paper does not know).
    """
    form = _cleaned(form)
    newest = _newest(actor, form)
    if seen_version != newest:
        raise StaleVersion(expected=seen_version, current=newest)
    faults = _faults(form, at)
    if faults:
        raise BadInput(faults)
    version = newest + 1
    parts = {name: getattr(form, name) for name in (*TEXTS, "form_number", "basis", "valid_from")}
    db.session.add(
        DocumentFormRow(
            unit_id=actor.unit_id, kind=form.kind.value, version=version, signing=form.signing.value, written_at=at,
            written_by=actor.id, **parts,
        )
    )  # fmt: skip
    audit.record(
        unit_id=actor.unit_id, at=at, actor_id=actor.id, action="feedback:document_form:written",
        subject=f"form:{form.kind.value}", facts={"version": version, "valid_from": form.valid_from.isoformat()},
    )  # fmt: skip
    return version


def _cleaned(form: PaperForm) -> PaperForm:
    lines = {name: clean_line(getattr(form, name))[:most] for name, most in LINES.items()}
    prose = {name: clean_text(getattr(form, name))[:PROSE_MOST] for name in TEXTS if name not in LINES}
    return replace(form, **lines, **prose)


def _newest(actor: Actor, form: PaperForm) -> int:
    rows = DocumentFormRow.unit_id == actor.unit_id, DocumentFormRow.kind == form.kind.value
    return int(db.session.scalar(select(func.max(DocumentFormRow.version)).where(*rows)) or 0)


def _faults(form: PaperForm, at: datetime) -> dict[str, str]:
    faults = dict.fromkeys(faults_of_form(form), "places_unknown")
    if form.valid_from < local_date(at):
        faults["valid_from"] = "valid_from_past"
    letter = kind_def(form.kind).may_be_letter and bool(form.summary)  # an official letter: "V/v …" instead of a title
    needed = ("body",) if letter else ("title", "body")
    faults |= {name: "text_missing" for name in needed if not getattr(form, name)}
    return faults
