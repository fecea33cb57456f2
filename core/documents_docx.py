"""Writes a laid-out paper as a Word file: the same bytes for the same paper, whenever and wherever it is written."""

from __future__ import annotations

import importlib
import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.documents import FOOT_MM, HEAD_MM, MARGINS_MM, PAGE_MM, STYLES, Align, Document, Line, layout

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
ALIGNMENTS = {Align.LEFT: "LEFT", Align.CENTRE: "CENTER", Align.JUSTIFY: "JUSTIFY"}
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
BORN = datetime(2020, 3, 5)  # noqa: DTZ001 - Word's core properties are naive; the day Decree 30/2020 came into force
POINT_MM = 0.3528
ANNEX_MARGIN_MM, ANNEX_SIZE = 12, 8
WIDTH_OF_CAPITAL, WIDTH_OF_SMALL, WIDTH_OF_SPACE = 0.72, 0.49, 0.25
"""Widths of Times New Roman's letters in ems, near enough for the length of a rule."""


@dataclass(frozen=True, kw_only=True)
class Annex:
    """A table on a page across behind the paper: heads over several columns, the columns' words, rows of texts."""

    title: str
    summary: str
    heads: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class _Word:
    """python-docx, loaded when the first paper is written: the web server does not carry it from the start."""

    def __init__(self) -> None:
        self.docx = importlib.import_module("docx")
        self.shared = importlib.import_module("docx.shared")
        self.text = importlib.import_module("docx.enum.text")
        self.oxml = importlib.import_module("docx.oxml")
        self.qn = importlib.import_module("docx.oxml.ns").qn


def docx_of(document: Document, *, annexes: tuple[Annex, ...] = ()) -> bytes:
    """Return the paper as the bytes of a .docx file, with its annexes behind it."""
    word, made = _Word(), layout(document)
    file = word.docx.Document()
    _bare(word, file)
    _page(word, file)
    _columns(word, file, made.head, HEAD_MM if len(made.head) == 2 else (sum(HEAD_MM),))
    for line in made.body:
        _write(word, file.add_paragraph(), line, sum(HEAD_MM))
    _keep(file.paragraphs[-1:])  # signatures never stand alone on a page: the last words come along
    for row in made.foot:
        above = file.add_paragraph()
        _write(word, above, Line(style="recipient", text=""), sum(FOOT_MM))
        _keep([above])
        _columns(word, file, row, FOOT_MM, together=True)
    file.add_paragraph().paragraph_format.line_spacing = word.shared.Pt(1)  # Word wants a paragraph after a table
    for place, annex in enumerate(annexes):
        _annex(word, file, annex, first=place == 0)
    stream = io.BytesIO()
    file.save(stream)
    return _same_bytes(stream.getvalue())


def width_mm(text: str, size: int) -> float:
    """Return about how wide a line of ``size`` points is, in millimetres."""
    ems = sum(WIDTH_OF_SPACE if char in " -,.;:" else WIDTH_OF_CAPITAL if char.isupper() else WIDTH_OF_SMALL for char in text)
    return ems * size * POINT_MM


def _bare(word: _Word, file: Any) -> None:
    """Take out what the library's own template brings along: its author, comments, thumbnail, and other fonts."""
    core = file.core_properties
    core.author = core.last_modified_by = core.comments = core.keywords = core.title = core.subject = ""
    core.created = core.modified = BORN
    core.revision = 1
    rels = file.part.package.rels
    for key in [key for key, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        del rels[key]
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = FONT, word.shared.Pt(STYLES["paragraph"].size)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(word.qn(name), FONT)
    language = word.oxml.OxmlElement("w:lang")
    language.set(word.qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = word.shared.Pt(0)


def _page(word: _Word, file: Any) -> None:
    """Set A4, the margins, and the page number in the middle of the top from page two on."""
    section = file.sections[0]
    section.page_width, section.page_height = (word.shared.Mm(size) for size in PAGE_MM)
    for side, size in MARGINS_MM.items():
        setattr(section, f"{side}_margin", word.shared.Mm(size))
    section.header_distance = section.footer_distance = word.shared.Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = word.text.WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = word.shared.Pt(STYLES["page"].size)
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        part = word.oxml.OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.set(word.qn("xml:space"), "preserve")
            part.text = text
        else:
            part.set(word.qn("w:fldCharType"), kind)
        run._r.append(part)


def _columns(
    word: _Word, file: Any, columns: tuple[tuple[Line, ...], ...], widths: tuple[int, ...], *, together: bool = False
) -> None:
    """Write columns side by side in a table without lines; ``together``: on one page, and with what comes next.

    What comes next is the following row or the paragraph that Word wants after a table: it never makes an empty page.
    """
    table = file.add_table(rows=1, cols=len(columns))
    table.autofit = False
    margins = word.oxml.OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = word.oxml.OxmlElement(f"w:{side}")
        edge.set(word.qn("w:w"), "0")
        edge.set(word.qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)
    for cell, lines, width, column in zip(table.rows[0].cells, columns, widths, table.columns, strict=True):
        cell.width = column.width = word.shared.Mm(width)
        for place, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            _write(word, paragraph, line, width)
            paragraph.paragraph_format.keep_with_next = together or None
    if together:
        table.rows[0]._tr.get_or_add_trPr().append(word.oxml.OxmlElement("w:cantSplit"))


def _write(word: _Word, paragraph: Any, line: Line, width: int) -> None:
    look, form = line.look, paragraph.paragraph_format
    paragraph.alignment = getattr(word.text.WD_ALIGN_PARAGRAPH, ALIGNMENTS[look.align])
    form.space_before, form.space_after = word.shared.Pt(look.before), word.shared.Pt(look.after)
    form.keep_with_next = look.keep or None
    form.first_line_indent = word.shared.Mm(look.indent_mm) if look.indent_mm else None
    for text, bold in ((f"{line.lead} " if line.lead else "", True), (line.printed, look.bold)):
        if text:
            run = paragraph.add_run(text)
            run.font.size, run.bold, run.italic = word.shared.Pt(look.size), bold, look.italic
    if look.rule:
        below = paragraph._p.getparent()
        ruled = word.oxml.OxmlElement("w:p")
        below.insert(below.index(paragraph._p) + 1, ruled)
        _rule(word, type(paragraph)(ruled, paragraph._parent), (width - look.rule * width_mm(line.text, look.size)) / 2)


def _annex(word: _Word, file: Any, annex: Annex, *, first: bool) -> None:
    """Write a table on a page of its own, A4 across; letters are small enough for thirty columns."""
    if first:
        section = file.add_section()
        section.orientation = importlib.import_module("docx.enum.section").WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = (word.shared.Mm(size) for size in reversed(PAGE_MM))
        section.different_first_page_header_footer = False
        for side in MARGINS_MM:
            setattr(section, f"{side}_margin", word.shared.Mm(ANNEX_MARGIN_MM))
    for place, (text, style) in enumerate(((annex.title, "title"), (annex.summary, "summary"))):
        paragraph = file.add_paragraph()
        paragraph.paragraph_format.page_break_before = place == 0 and not first
        _write(word, paragraph, Line(style=style, text=text), PAGE_MM[1] - 2 * ANNEX_MARGIN_MM)
    table = file.add_table(rows=2 + len(annex.rows), cols=len(annex.columns))
    table.style = "Table Grid"
    column = 0
    for text, width in annex.heads:
        cell = table.cell(0, column)
        _small(word, cell.merge(table.cell(0, column + width - 1)) if width > 1 else cell, text, bold=True)
        column += width
    for row, texts in enumerate((annex.columns, *annex.rows), start=1):
        for cell, text in zip(table.rows[row].cells, texts, strict=True):
            _small(word, cell, text, bold=row == 1)


def _small(word: _Word, cell: Any, text: str, *, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.font.size, run.bold = word.shared.Pt(ANNEX_SIZE), bold


def _keep(paragraphs: list[Any]) -> None:
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _rule(word: _Word, paragraph: Any, side_mm: float) -> None:
    """Draw a line: an almost empty paragraph with an edge on top, moved in from both sides."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = word.shared.Mm(max(side_mm, 0))
    form.line_spacing = word.shared.Pt(3)
    borders, top = word.oxml.OxmlElement("w:pBdr"), word.oxml.OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(word.qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc")


def _same_bytes(content: bytes) -> bytes:
    """Return the archive with the same moment on every part, so that equal papers are equal files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, date_time=ZIP_MOMENT)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(part, old.read(name))
    return stream.getvalue()
