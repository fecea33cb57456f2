"""The layout of official papers (Decree 30/2020/NĐ-CP, Appendix I) as plain values; it knows no particular document.

A ``Document`` is what is frozen when a paper is issued; ``layout`` turns it into styled lines, which the Word writer, the
page for PDF and the text of the tests all read. Texts are text: no fields, no macros, no control characters. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

BLANK = "……"
"""What stands in a draft where a fact is missing: dots to be filled in by hand."""

COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
PAGE_MM = (210, 297)
MARGINS_MM = {"top": 20, "bottom": 20, "left": 30, "right": 15}
HEAD_MM, FOOT_MM = (66, 99), (82, 83)
"""Widths of the two columns at the head (issuer, country) and at the foot (recipients, signature)."""

FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


class Align(StrEnum):
    """How a line stands between its edges."""

    LEFT = "left"
    CENTRE = "centre"
    JUSTIFY = "justify"


@dataclass(frozen=True, kw_only=True)
class Style:
    """Letters of one kind of line: points, millimetres; ``rule`` draws a line below, as a share of the text's width.

    ``keep``: never the last line of a page, as a heading is.
    """

    size: int
    bold: bool = False
    italic: bool = False
    align: Align = Align.CENTRE
    indent_mm: float = 0
    before: int = 0
    after: int = 0
    rule: float = 0
    keep: bool = False


STYLES: dict[str, Style] = {
    "superior": Style(size=12), "issuer": Style(size=12, bold=True), "issuer_last": Style(size=12, bold=True, rule=0.4),
    "number": Style(size=13, before=6), "about": Style(size=12, before=6),
    "country": Style(size=12, bold=True), "motto": Style(size=13, bold=True, rule=1),
    "place": Style(size=13, italic=True, before=6), "title": Style(size=14, bold=True, before=18, keep=True),
    "summary": Style(size=14, bold=True), "summary_last": Style(size=14, bold=True, rule=0.4, after=6, keep=True),
    "addressee": Style(size=14, before=6, after=6), "authority": Style(size=14, bold=True, before=6, after=6, keep=True),
    "basis": Style(size=14, italic=True, align=Align.JUSTIFY, indent_mm=10, after=6),
    "paragraph": Style(size=14, align=Align.JUSTIFY, indent_mm=10, after=6),
    "item": Style(size=14, align=Align.JUSTIFY, indent_mm=10, after=6),
    "centred": Style(size=14, bold=True, before=6, after=6, keep=True), "post": Style(size=14, bold=True),
    "note": Style(size=13, italic=True), "space": Style(size=14), "name": Style(size=14, bold=True),
    "recipients": Style(size=12, bold=True, italic=True, align=Align.LEFT), "recipient": Style(size=11, align=Align.LEFT),
    "page": Style(size=13),
}  # fmt: skip
SIGNING_SPACE = 4
"""Empty lines between the post and the name, for signature and seal."""


class BlockKind(StrEnum):
    """A paragraph, a line of a list, or a centred bold line between them."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    CENTRED = "centred"


@dataclass(frozen=True, kw_only=True)
class Block:
    """One paragraph of the content; ``lead`` is its bold beginning ("Điều 1.")."""

    kind: BlockKind = BlockKind.PARAGRAPH
    text: str
    lead: str = ""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One who signs: posts line by line ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), a note in brackets, the name."""

    posts: tuple[str, ...]
    note: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A paper with its nine components (Decree 30/2020, Art. 8). Without ``issuer`` it is a citizen's own letter.

    Without ``title`` it is an official letter (công văn): its summary stands as "V/v …" under the number (Appendix I, 5b).

    ``symbol`` "TB-UBND" (empty: the paper bears no number); ``number`` and ``day`` None in a draft. Raises ValueError for a
    control character or a line break in any text.
    """

    title: str
    summary: str = ""
    blocks: tuple[Block, ...] = ()
    superior: str = ""
    issuer: tuple[str, ...] = ()
    symbol: str = ""
    number: int | None = None
    place: str = ""
    day: date | None = None
    addressees: tuple[str, ...] = ()
    authority: str = ""
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no sheet of paper can hold."""
        if any(FORBIDDEN.search(text) for text in _texts(asdict(self))):
            raise ValueError("a paper holds plain text only")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One styled line; ``lead`` is bold before the text."""

    style: str
    text: str
    lead: str = ""

    @property
    def look(self) -> Style:
        """Return the letters of the line."""
        return STYLES[self.style]

    @property
    def printed(self) -> str:
        """Return the text as it is set: the day beside the place is never torn apart, the break falls behind the comma."""
        if self.style != "place":
            return self.text
        place, comma, day = self.text.rpartition(", ")
        return place + comma + day.replace(" ", "\N{NO-BREAK SPACE}")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The lines of a paper, area by area; ``foot`` holds rows of one or two columns."""

    head: tuple[tuple[Line, ...], ...]
    body: tuple[Line, ...]
    foot: tuple[tuple[tuple[Line, ...], ...], ...]


def layout(document: Document) -> Layout:
    """Return the lines of a paper in their order."""
    return Layout(head=_head(document), body=tuple(_body(document)), foot=tuple(_foot(document)))


def number_line(document: Document) -> str:
    """Return "Số: 05/TB-UBND": numbers below ten get a leading zero; a draft shows dots."""
    number = BLANK if document.number is None else f"{document.number:02d}"
    return f"Số: {number}/{document.symbol}"


def place_line(document: Document) -> str:
    """Return "Vạn Linh, ngày 03 tháng 02 năm 2026": a zero before days below ten and before months 1 and 2."""
    day = document.day
    if day is None:
        return f"{document.place or BLANK}, ngày {BLANK} tháng {BLANK} năm {BLANK}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{document.place or BLANK}, ngày {day.day:02d} tháng {month} năm {day.year}"


def to_dict(document: Document) -> dict[str, Any]:
    """Return the paper as plain values for JSON."""
    return {**asdict(document), "day": document.day.isoformat() if document.day else None}


def from_dict(values: Mapping[str, Any]) -> Document:
    """Return the paper that ``to_dict`` took apart. Raises ValueError or KeyError for anything else."""
    known = {item.name for item in fields(Document)}
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items() if name in known}
    return Document(
        **{
            **plain,
            "day": date.fromisoformat(plain["day"]) if plain["day"] else None,
            "blocks": tuple(Block(**{**block, "kind": BlockKind(block["kind"])}) for block in plain["blocks"]),
            "signatures": tuple(Signature(**{**item, "posts": tuple(item["posts"])}) for item in plain["signatures"]),
        }
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for part in value.values() for text in _texts(part))
    elif isinstance(value, list | tuple):
        yield from (text for part in value for text in _texts(part))


def _head(document: Document) -> tuple[tuple[Line, ...], ...]:
    country = [Line(style="country", text=COUNTRY), Line(style="motto", text=MOTTO)]
    place = Line(style="place", text=place_line(document))
    if not document.issuer:
        return ((*country, place),)
    own = [Line(style="superior", text=document.superior)] if document.superior else []
    *first, last = document.issuer
    own += [*(Line(style="issuer", text=text) for text in first), Line(style="issuer_last", text=last)]
    if document.symbol:
        own.append(Line(style="number", text=number_line(document)))
    if not document.title and document.summary:
        own.append(Line(style="about", text=f"V/v {document.summary}"))
    return tuple(own), (*country, place)


def _body(document: Document) -> Iterator[Line]:
    if document.title:
        yield Line(style="title", text=document.title)
    if document.title and document.summary:
        yield Line(style="summary_last", text=document.summary)
    yield from (Line(style="addressee", text=f"Kính gửi: {text}") for text in document.addressees)
    if document.authority:
        yield Line(style="authority", text=document.authority)
    *first, _last = (*(text.rstrip(" ;.") for text in document.bases), "")
    ends = [*[";"] * (len(first) - 1), "."]
    yield from (Line(style="basis", text=text + end) for text, end in zip(first, ends, strict=False))
    yield from (
        Line(style=block.kind.value, text=f"- {block.text}" if block.kind is BlockKind.ITEM else block.text, lead=block.lead)
        for block in document.blocks
    )


def _foot(document: Document) -> Iterator[tuple[tuple[Line, ...], ...]]:
    recipients = tuple(_recipients(document))
    columns = [tuple(_signed(signature)) for signature in document.signatures]
    if len(columns) == 1:
        yield recipients, columns[0]
        return
    for start in range(0, len(columns), 2):
        pair = columns[start : start + 2]
        yield (pair[0], pair[1]) if len(pair) == 2 else ((), pair[0])
    if recipients:
        yield recipients, ()


def _recipients(document: Document) -> Iterator[Line]:
    if document.recipients:
        yield Line(style="recipients", text="Nơi nhận:")
        *others, last = (text.strip("- ;.") for text in document.recipients)
        yield from (Line(style="recipient", text=f"- {text};") for text in others)
        yield Line(style="recipient", text=f"- {last}.")


def _signed(signature: Signature) -> Iterator[Line]:
    yield from (Line(style="post", text=post) for post in signature.posts)
    if signature.note:
        yield Line(style="note", text=signature.note)
    yield from (Line(style="space", text="") for _ in range(SIGNING_SPACE))
    yield Line(style="name", text=signature.name)
