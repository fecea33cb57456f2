"""The report as a paper of the office (Decree 30/2020/NĐ-CP); it speaks Vietnamese whatever language the screen has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accounts.read_models import CommuneProfile
from core.documents import Block, BlockKind, Document
from reporting.editions.papers import report_paper, unit_of
from reporting.editions.words import counted_span, period_name
from reporting.mobilisation.filling import FilledSection
from reporting.mobilisation.queries import MobilisationView
from reporting.mobilisation.sections import number_of

FILE = "bao-cao-dan-van"


def paper(view: MobilisationView, profile: CommuneProfile, *, recipients: tuple[str, ...], today: date) -> Document:
    """Return the report as a paper; a draft says that it is one, has dots for number and day, and goes to ``recipients``."""
    name = period_name(view.period)
    opening = (
        f"{unit_of(view, profile)} báo cáo kết quả công tác dân vận chính quyền {name} "
        f"({counted_span(view.period, issued=view.paper is not None, today=today)}; trong ngoặc là số cùng kỳ năm trước) như sau:"
    )
    blocks = (Block(text=opening), *(block for section in view.filled for block in _blocks(section)))
    summary = f"Kết quả công tác dân vận chính quyền {name}"
    return report_paper(view, profile, summary=summary, blocks=blocks, recipients=recipients)


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
