"""The assessment as a paper of the office (Decree 30/2020/NĐ-CP); it speaks Vietnamese whatever language the screen has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accounts.read_models import CommuneProfile
from core.documents import Block, BlockKind, Document, Signature
from feedback.document_kinds import POSTS, Signing
from feedback.documents import issuer_lines
from reporting.editions.heads import symbol_for
from reporting.editions.words import counted_span, period_name, replaces_words
from reporting.friendly.queries import FriendlyView
from reporting.friendly.scoring import Measured, Scored, ScoredGroup
from reporting.periods import Period

DOTS = "……"


def paper(view: FriendlyView, profile: CommuneProfile, *, recipients: tuple[str, ...], today: date) -> Document:
    """Return the assessment as a paper; a draft says that it is one, has dots for number and day, and goes to ``recipients``."""
    name, issued, made = period_name(view.period), view.paper, view.made
    unit = issued.unit if issued else profile.authority or profile.name
    opening = (
        f"{unit} báo cáo kết quả tự đánh giá xây dựng mô hình “Chính quyền thân thiện” {name} "
        f"({counted_span(view.period, issued=issued is not None, today=today)}) như sau:"
    )
    whole = f"{said(made.total)}/{made.most} điểm. Tự xếp loại: {made.grade or DOTS}."
    signing = Signing(issued.signing) if issued else Signing.BODY_CHAIR
    name_below = issued.signed_by(view.issued_by) if issued else ""
    before = [Block(text=replaces_words(view.replaces.paper))] if view.replaces and view.replaces.paper else []
    return Document(
        title="BÁO CÁO" if issued else "BÁO CÁO (DỰ THẢO)", summary=f"Kết quả tự đánh giá “Chính quyền thân thiện” {name}",
        issuer=issued.issuer if issued else issuer_lines(profile),
        symbol=issued.symbol if issued else symbol_for(profile), number=issued.number if issued else None,
        place=issued.place if issued else profile.short_name, day=issued.day if issued else None,
        blocks=(
            *before, Block(text=opening), *(block for group in made.groups for block in _blocks(group)),
            Block(lead="Tổng điểm:", text=whole), Block(text=f"Bộ tiêu chí: {made.source}."),
        ),
        recipients=issued.recipients if issued else recipients,
        signatures=tuple(Signature(posts=posts, name=name_below) for posts in POSTS[signing]),
    )  # fmt: skip


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


def file_name(period: Period, edition: int, *, issued: bool, today: date) -> str:
    """Return a name that says which paper it is and nothing of what is in it: tu-danh-gia-than-thien-2026-namdl-lan-1."""
    span = period.name or f"{period.first_on:%Y%m%d}-{period.last_on:%Y%m%d}"
    state = f"lan-{edition}" if issued else f"du-thao-{today:%Y%m%d}"
    return f"tu-danh-gia-than-thien-{span}-{state}"
