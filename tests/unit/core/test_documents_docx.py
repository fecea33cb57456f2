"""The Word file of a paper, opened again: page, letters, columns, no trace of who or when, and equal bytes for equal papers."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from core.documents import STYLES, Block, Document, layout
from core.documents_docx import docx_of, width_mm
from feedback.document_kinds import DocumentKind
from tests.makers_papers import make_paper, plain

ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def opened(document: Document) -> Any:
    """Return the Word file as python-docx reads it."""
    return docx.Document(io.BytesIO(docx_of(document)))


def parts(document: Document) -> dict[str, str]:
    """Return the XML parts of the file."""
    with zipfile.ZipFile(io.BytesIO(docx_of(document))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def paragraphs(file: Any) -> list[Any]:
    """Return every paragraph with text, tables included."""
    cells = [paragraph for table in file.tables for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]
    return [paragraph for paragraph in [*cells, *file.paragraphs] if paragraph.text]


def found(file: Any, text: str) -> Any:
    """Return the paragraph that says ``text``."""
    return next(paragraph for paragraph in paragraphs(file) if paragraph.text == text)


def test_page_is_a4_with_the_margins_of_the_decree():
    [section] = opened(plain()).sections
    measures = {
        "width": section.page_width.mm, "height": section.page_height.mm, "top": section.top_margin.mm,
        "bottom": section.bottom_margin.mm, "left": section.left_margin.mm, "right": section.right_margin.mm,
    }  # fmt: skip
    rounded = {name: round(value) for name, value in measures.items()}
    assert rounded == {"width": 210, "height": 297, "top": 20, "bottom": 20, "left": 30, "right": 15}


def test_page_number_stands_in_the_middle_of_the_top_from_page_two():
    [section] = opened(plain()).sections
    [paragraph] = section.header.paragraphs
    assert section.different_first_page_header_footer
    assert (paragraph.alignment, paragraph.runs[0].font.size.pt) == (WD_ALIGN_PARAGRAPH.CENTER, 13)
    assert [paragraph.text for paragraph in section.first_page_header.paragraphs] == [""]


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_line_has_the_letters_of_its_style(kind: DocumentKind):
    paper = make_paper(kind)
    file, made = opened(paper), layout(paper)
    everything = [*made.head, made.body, *(column for row in made.foot for column in row)]
    for line in [line for column in everything for line in column if line.text]:
        look = STYLES[line.style]
        paragraph = found(file, f"{line.lead} {line.printed}" if line.lead else line.printed)
        run = paragraph.runs[-1]
        assert paragraph.alignment == ALIGNMENTS[look.align]
        assert (run.font.size.pt, run.bold, run.italic) == (look.size, look.bold, look.italic)
        if look.indent_mm:
            assert round(paragraph.paragraph_format.first_line_indent.mm) == look.indent_mm


def test_letters_are_times_new_roman_also_for_vietnamese():
    styles = parts(plain())["word/styles.xml"]
    normal = re.search(r'<w:style [^>]*w:styleId="Normal".*?</w:style>', styles, re.S)
    assert normal is not None
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{name}="Times New Roman"' in normal[0]
    assert 'w:val="vi-VN"' in normal[0]


def test_article_begins_bold():
    paragraph = found(opened(plain()), "Điều 1. Giao việc.")
    assert [(run.text, run.bold) for run in paragraph.runs] == [("Điều 1. ", True), ("Giao việc.", False)]


def test_head_is_a_table_of_two_columns_without_lines():
    table = opened(plain()).tables[0]
    assert [round(cell.width.mm) for cell in table.rows[0].cells] == [66, 99]
    assert "w:tblBorders" not in table._tbl.xml


def test_signature_is_never_split_between_two_pages():
    file = opened(plain())
    table = file.tables[-1]
    assert "w:cantSplit" in table._tbl.xml
    kept = {paragraph.paragraph_format.keep_with_next for cell in table.rows[0].cells for paragraph in cell.paragraphs}
    assert kept == {True}


@pytest.mark.parametrize("kind", [DocumentKind.ANSWER, DocumentKind.DIALOGUE_MINUTES, DocumentKind.COMPLAINT_LETTER])
def test_signatures_never_stand_on_a_page_without_the_last_words(kind: DocumentKind):
    """A page with nothing but a signature could be put under any text."""
    paper = make_paper(kind)
    *above, _after = opened(paper).paragraphs
    last_words = next(place for place, item in enumerate(above) if item.text == layout(paper).body[-1].printed)
    assert {item.paragraph_format.keep_with_next for item in above[last_words:]} == {True}


def test_a_heading_is_never_the_last_line_of_a_page():
    file = opened(make_paper(DocumentKind.SETTLEMENT_DECISION))
    for text, kept in (("QUYẾT ĐỊNH:", True), ("QUYẾT ĐỊNH", True), ("Từ những nhận định và căn cứ trên,", None)):
        assert (text, found(file, text).paragraph_format.keep_with_next) == (text, kept)


def test_the_day_beside_a_long_place_is_not_torn_apart():
    place = "Nguyễn Nghiêm Đông - Hòa Hiệp"
    texts = [item.text for item in paragraphs(opened(plain(place=place)))]
    assert f"{place}, ngày\xa003\xa0tháng\xa002\xa0năm\xa02026" in texts
    assert not [text for text in texts if "\xa0" in text and not text.startswith(place)]


def test_a_table_is_never_the_last_thing_in_the_file():
    body = opened(plain()).element.body
    assert [child.tag.rpartition("}")[2] for child in body][-2:] == ["p", "sectPr"]


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_equal_papers_are_equal_files(kind: DocumentKind):
    assert docx_of(make_paper(kind)) == docx_of(make_paper(kind))


def test_different_papers_are_different_files():
    assert docx_of(plain(number=5)) != docx_of(plain(number=6))


def test_file_says_nothing_of_who_or_when():
    core = opened(plain()).core_properties
    said = [core.author, core.last_modified_by, core.comments, core.keywords, core.title, core.subject, core.category]
    assert said == [""] * 7
    assert (core.created, core.modified, core.revision) == (core.created, core.created, 1)
    assert core.created.year == 2020


def test_file_brings_no_thumbnail_and_no_moment():
    with zipfile.ZipFile(io.BytesIO(docx_of(plain()))) as archive:
        assert [name for name in archive.namelist() if "thumbnail" in name] == []
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://x")', "{ PAGE }", "<w:fldSimple/>", "DDEAUTO c:\\cmd", "&#x41;", "]]>", "{{ 7*7 }}", "%s", "${x}"],
)
def test_texts_are_text_and_never_fields(text: str):
    paper = plain(blocks=(Block(text=text),), summary=text)
    assert found(opened(paper), text).text == text
    written = parts(paper)
    fields = {name for name, xml in written.items() if "w:instrText" in xml or "w:fldSimple " in xml}
    assert fields == {"word/header1.xml"}
    assert written["word/header1.xml"].count("w:instrText") == 2  # opened and closed: the page number


def test_file_holds_no_macro_and_no_address_outside():
    with zipfile.ZipFile(io.BytesIO(docx_of(plain()))) as archive:
        names = archive.namelist()
    assert [name for name in names if name.endswith((".bin", ".vml")) or "embeddings" in name] == []
    assert [name for name, xml in parts(plain()).items() if 'TargetMode="External"' in xml] == []


@pytest.mark.parametrize(
    ("text", "size", "least", "most"), [("Độc lập - Tự do - Hạnh phúc", 13, 48, 66), ("XÃ VẠN LINH", 12, 24, 36), ("", 14, 0, 0)]
)
def test_rule_is_about_as_long_as_the_text(text: str, size: int, least: float, most: float):
    assert least <= width_mm(text, size) <= most
