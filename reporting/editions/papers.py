"""Head, foot and file name that the papers of the office's reports have in common; what stands between is the report's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from accounts.office_words import issuer_lines
from accounts.read_models import CommuneProfile
from core.documents import Block, Document, Signature
from feedback.document_kinds import POSTS, Signing
from reporting.editions.heads import symbol_for
from reporting.editions.queries import EditionView
from reporting.editions.words import replaces_words
from reporting.periods import Period


def unit_of(view: EditionView, profile: CommuneProfile) -> str:
    """Return the body that reports, by the name that it had at the issue."""
    return view.paper.unit if view.paper else profile.authority or profile.name


def report_paper(
    view: EditionView, profile: CommuneProfile, *, summary: str, blocks: Iterable[Block], recipients: tuple[str, ...]
) -> Document:
    """Return a report as a paper; a draft says that it is one, has dots for number and day, and goes to ``recipients``.

    A correction names the paper whose place it takes before its ``blocks``.
    """
    issued = view.paper
    signing = Signing(issued.signing) if issued else Signing.BODY_CHAIR
    name_below = issued.signed_by(view.issued_by) if issued else ""
    before = [Block(text=replaces_words(view.replaces.paper))] if view.replaces and view.replaces.paper else []
    return Document(
        title="BÁO CÁO" if issued else "BÁO CÁO (DỰ THẢO)", summary=summary,
        issuer=issued.issuer if issued else issuer_lines(profile),
        symbol=issued.symbol if issued else symbol_for(profile), number=issued.number if issued else None,
        place=issued.place if issued else profile.short_name, day=issued.day if issued else None, blocks=(*before, *blocks),
        recipients=issued.recipients if issued else recipients,
        signatures=tuple(Signature(posts=posts, name=name_below) for posts in POSTS[signing]),
    )  # fmt: skip


def paper_name(begin: str, period: Period, edition: int, *, issued: bool, today: date) -> str:
    """Return a file name that says which report it is and nothing of what is in it: bao-cao-dan-van-2026-namdl-lan-1."""
    span = period.name or f"{period.first_on:%Y%m%d}-{period.last_on:%Y%m%d}"
    state = f"lan-{edition}" if issued else f"du-thao-{today:%Y%m%d}"
    return f"{begin}-{span}-{state}"
