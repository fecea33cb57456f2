"""The report as a paper of the office (Decree 30/2020/NĐ-CP); it speaks Vietnamese whatever language the screen has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accounts.read_models import CommuneProfile
from core.documents import Block, BlockKind, Document, Signature
from feedback.document_kinds import POSTS, Signing
from feedback.documents import issuer_lines
from reporting.editions.heads import symbol_for
from reporting.editions.words import counted_span, period_name, replaces_words
from reporting.mobilisation.filling import FilledSection
from reporting.mobilisation.queries import MobilisationView
from reporting.mobilisation.sections import number_of
from reporting.periods import Period


def paper(view: MobilisationView, profile: CommuneProfile, *, recipients: tuple[str, ...], today: date) -> Document:
    """Return the report as a paper; a draft says that it is one, has dots for number and day, and goes to ``recipients``."""
    name, issued = period_name(view.period), view.paper
    unit = issued.unit if issued else profile.authority or profile.name
    opening = (
        f"{unit} báo cáo kết quả công tác dân vận chính quyền {name} "
        f"({counted_span(view.period, issued=issued is not None, today=today)}; trong ngoặc là số cùng kỳ năm trước) như sau:"
    )
    signing = Signing(issued.signing) if issued else Signing.BODY_CHAIR
    name_below = issued.signed_by(view.issued_by) if issued else ""
    before = [Block(text=replaces_words(view.replaces.paper))] if view.replaces and view.replaces.paper else []
    return Document(
        title="BÁO CÁO" if issued else "BÁO CÁO (DỰ THẢO)", summary=f"Kết quả công tác dân vận chính quyền {name}",
        issuer=issued.issuer if issued else issuer_lines(profile),
        symbol=issued.symbol if issued else symbol_for(profile), number=issued.number if issued else None,
        place=issued.place if issued else profile.short_name, day=issued.day if issued else None,
        blocks=(*before, Block(text=opening), *(block for section in view.filled for block in _blocks(section))),
        recipients=issued.recipients if issued else recipients,
        signatures=tuple(Signature(posts=posts, name=name_below) for posts in POSTS[signing]),
    )  # fmt: skip


def _blocks(section: FilledSection) -> Iterator[Block]:
    yield Block(text="", lead=f"{section.number}. {section.title.upper()}")
    printed = [part for part in section.parts if not part.help]
    for place, part in enumerate(printed, start=1):
        if part.title:
            yield Block(text="", lead=f"{place}. {part.title}")
        ends = [*";" * (len(part.figures) - 1), "."]
        for figure, end in zip(part.figures, ends, strict=False):
            before = "chưa có số liệu" if figure.before is None else figure.before
            text, known = f"{figure.words}: {figure.value} ({before}){end}", number_of(figure.key)
            yield Block(text=f"+ {text}") if known and known.within else Block(kind=BlockKind.ITEM, text=text)
    yield from (Block(text=line.strip()) for line in section.words.splitlines() if line.strip())


def file_name(period: Period, edition: int, *, issued: bool, today: date) -> str:
    """Return a name that says which report it is and nothing of what is in it: bao-cao-dan-van-2026-namdl-lan-1."""
    span = period.name or f"{period.first_on:%Y%m%d}-{period.last_on:%Y%m%d}"
    state = f"lan-{edition}" if issued else f"du-thao-{today:%Y%m%d}"
    return f"bao-cao-dan-van-{span}-{state}"
