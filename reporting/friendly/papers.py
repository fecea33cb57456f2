"""The assessment as a paper of the office (Decree 30/2020/NĐ-CP); it speaks Vietnamese whatever language the screen has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accounts.read_models import CommuneProfile
from core.documents import Block, BlockKind, Document
from reporting.editions.papers import report_paper, unit_of
from reporting.editions.words import counted_span, period_name
from reporting.friendly.queries import FriendlyView
from reporting.friendly.scoring import Measured, Scored, ScoredGroup

DOTS = "……"
FILE = "tu-danh-gia-than-thien"


def paper(view: FriendlyView, profile: CommuneProfile, *, recipients: tuple[str, ...], today: date) -> Document:
    """Return the assessment as a paper; a draft says that it is one, has dots for number and day, and goes to ``recipients``."""
    name, made = period_name(view.period), view.made
    opening = (
        f"{unit_of(view, profile)} báo cáo kết quả tự đánh giá xây dựng mô hình “Chính quyền thân thiện” {name} "
        f"({counted_span(view.period, issued=view.paper is not None, today=today)}) như sau:"
    )
    whole = f"{said(made.total)}/{made.most} điểm. Tự xếp loại: {made.grade or DOTS}."
    blocks = (
        Block(text=opening), *(block for group in made.groups for block in _blocks(group)),
        Block(lead="Tổng điểm:", text=whole), Block(text=f"Bộ tiêu chí: {made.source}."),
    )  # fmt: skip
    summary = f"Kết quả tự đánh giá “Chính quyền thân thiện” {name}"
    return report_paper(view, profile, summary=summary, blocks=blocks, recipients=recipients)


def said(points: float | None) -> str:
    """Return points as they are printed: 8,5; dots where none were given."""
    return DOTS if points is None else f"{points:g}".replace(".", ",")


def counted(found: Measured | None) -> str:
    """Return a number as it is printed: 97,1% (120/124)."""
    if found is None:
        return "chưa có số liệu"
    plain = str(found.value) if found.of is None else f"{found.value}/{found.of}"
    return plain if found.tenths is None else f"{said(found.tenths / 10)}% ({plain})"


def _blocks(group: ScoredGroup) -> Iterator[Block]:
    yield Block(text="", lead=f"{group.place}. {group.title.upper()} ({said(group.total)}/{group.most} điểm)")
    for item in group.criteria:
        yield Block(kind=BlockKind.ITEM, text=" ".join(_sentences(item)))


def _sentences(item: Scored) -> Iterator[str]:
    yield f"{item.place}. {item.title}: {said(item.points)}/{item.most} điểm."
    if item.number:
        yield f"{item.measured}: {counted(item.now)}; cùng kỳ năm trước: {counted(item.before)}."
    if item.evidence:
        yield f"Minh chứng: {_one_line(item.evidence)}"
    if item.differs and item.reason:
        yield f"Chấm khác mức đề xuất ({said(item.proposed)}) vì: {_one_line(item.reason)}"


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?")) else f"{line}."
