"""The papers of a case as its screen lists them: what was issued, and what may be drawn up now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from accounts.permissions import Actor
from feedback.document_kinds import allowed_kinds, may_draw_up
from feedback.document_words import kind_title
from feedback.queries.case_file import CaseFile
from feedback.queries.documents import issued_for


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One issued paper; ``url`` "" when this official may not read it."""

    title: str
    number_text: str
    issued_on: date
    issuer_name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Papers:
    """What the section shows."""

    issued: tuple[PaperLine, ...]
    offered: tuple[tuple[str, str], ...]


def papers_of(actor: Actor, file: CaseFile, *, sees_identity: bool) -> Papers:
    """Return the papers of a case for one official."""
    issued = tuple(
        PaperLine(
            title=kind_title(item.kind), number_text=item.number_text, issued_on=item.issued_on, issuer_name=item.issuer_name,
            url=url_for("desk.paper", case_id=file.id, document_id=item.id) if sees_identity else "",
        )
        for item in issued_for(actor, file.id)
    )  # fmt: skip
    offered = tuple(
        (kind_title(item.kind), url_for("desk.paper_draft", case_id=file.id, paper=item.slug))
        for item in allowed_kinds(file)
        if may_draw_up(actor, item, sees_identity=sees_identity)
    )
    return Papers(issued=issued, offered=offered)
