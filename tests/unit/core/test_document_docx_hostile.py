"""Word files of papers that somebody means harm with: text stays text, the page holds, no trace of people or moments."""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from xml.etree import ElementTree

import pytest

from core.documents import Block, Document, Signature
from core.documents_docx import docx_of, width_mm
from tests.makers_papers import SIGNER, plain

HOSTILE = {
    "end of a text run": "</w:t></w:r><w:r><w:t>",
    "a whole element": '<w:altChunk r:id="rId1"/>',
    "an entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "a comment": "<!-- --> <?xml version='1.0'?>",
    "a section of raw text": "<![CDATA[x]]>",
    "a field": "{ INCLUDETEXT C:\\\\a.docx }",
    "an address": "https://example.org/?a=1&b=2",
    "a formula": "=cmd|'/C calc'!A0",
    "a template": "{{ config }} {% if %} ${x} %(x)s {x}",
    "quotes": "\"'\"'“”‘’`",
    "right to left": "\u0645\u0631\u062d\u0628\u0627 abc",
    "a right-to-left mark": "An\u200f Bình",
    "emoji": "👩‍👩‍👧 🇻🇳",
    "marks on marks": "a" + "\u0301" * 200,
    "a letter beyond the first plane": "𠀀𝔘",
    "a private letter": "\ue000\uf8ff",
}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@lru_cache(maxsize=8)
def written(document: Document) -> dict[str, bytes]:
    """Return the parts of the Word file."""
    with zipfile.ZipFile(io.BytesIO(docx_of(document))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def said(document: Document) -> list[str]:
    """Return the texts of all paragraphs of the page that say anything, in their order."""
    root = ElementTree.fromstring(written(document)["word/document.xml"])
    lines = ["".join(run.text or "" for run in line.iter(f"{WORD}t")) for line in root.iter(f"{WORD}p")]
    return [line for line in lines if line]


def names(document: Document) -> set[str]:
    """Return the names of all elements of the page."""
    root = ElementTree.fromstring(written(document)["word/document.xml"])
    return {item.tag.rpartition("}")[2] for item in root.iter()}


ALL = tuple(HOSTILE.values())
IN_BLOCKS = plain(blocks=tuple(Block(text=text) for text in ALL))
IN_PARTS = plain(
    superior=ALL[0], issuer=ALL[1:3], place=ALL[3], title=ALL[4], summary=ALL[5], addressees=(ALL[6],), authority=ALL[7],
    bases=(ALL[8],), recipients=(ALL[9],), blocks=(Block(lead=ALL[10], text=ALL[11]),), symbol=ALL[15],
    signatures=(Signature(posts=(ALL[12],), note=ALL[13], name=ALL[14]),),
)  # fmt: skip


def test_hostile_paragraphs_are_on_the_page_as_they_were_typed():
    assert [line for line in said(IN_BLOCKS) if line in ALL] == list(ALL)


def test_hostile_parts_are_on_the_page_as_they_were_typed():
    assert said(IN_PARTS) == [
        *ALL[:3],
        f"Số: 05/{ALL[15]}",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"{ALL[3]}, ngày\xa003\xa0tháng\xa002\xa0năm\xa02026",
        *ALL[4:6],
        f"Kính gửi: {ALL[6]}",
        ALL[7],
        f"{ALL[8]}.",
        f"{ALL[10]} {ALL[11]}",
        "Nơi nhận:",
        f"- {ALL[9]}.",
        *ALL[12:15],
    ]


@pytest.mark.parametrize("paper", [IN_BLOCKS, IN_PARTS], ids=["paragraphs", "parts"])
def test_hostile_text_adds_no_element_and_touches_no_other_part(paper: Document):
    usual, hostile = written(plain()), written(paper)
    assert names(paper) - names(plain()) == set()
    assert list(hostile) == list(usual)
    assert {name for name in usual if usual[name] != hostile[name]} == {"word/document.xml"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ă" * 5000, "one word without an end"),
        ("W" * 500, "the widest letter"),
        ("chữ " * 2000, "ten pages"),
        (" ", "one space"),
    ],
    ids=["long word", "wide word", "ten pages", "space"],
)
def test_long_and_empty_texts_make_a_file_with_rules_that_fit(text: str, why: str):
    paper = plain(title=text, summary=text, issuer=(text, text), blocks=(Block(text=text),))
    xml = written(paper)["word/document.xml"].decode()
    sides = [int(side) for side in re.findall(r'w:ind w:left="(-?\d+)"', xml)]
    assert (len(sides), [side for side in sides if side < 0]) == (3, []), why
    assert said(paper).count(text) == 5


@pytest.mark.parametrize(
    ("shorter", "longer"), [("", "i"), ("i", "I"), ("xã", "xã Vạn Linh"), ("vạn linh", "VẠN LINH"), (" - ", "abc")]
)
def test_wider_text_has_the_longer_rule(shorter: str, longer: str):
    assert width_mm(shorter, 13) < width_mm(longer, 13)
    assert width_mm(longer, 12) < width_mm(longer, 13)


def test_properties_name_nobody_and_no_moment():
    parts = written(plain())
    core = ElementTree.fromstring(parts["docProps/core.xml"])
    filled = {item.tag.rpartition("}")[2]: item.text for item in core.iter() if (item.text or "").strip()}
    assert filled == {"revision": "1", "created": "2020-03-05T00:00:00Z", "modified": "2020-03-05T00:00:00Z"}
    assert [name for name, part in parts.items() if b"python" in part.lower()] == []


def test_no_part_but_the_page_says_a_word_of_the_paper():
    parts = written(plain(summary="Lời riêng 7Q", blocks=(Block(text="Lời riêng 7Q"),)))
    assert [name for name, part in parts.items() if b"7Q" in part or SIGNER.encode() in part] == ["word/document.xml"]


@pytest.mark.parametrize(
    "changes",
    [
        {"number": None, "day": None},  # a draft
        {"issuer": (), "symbol": "", "number": None, "signatures": ()},  # a citizen's letter
        {"signatures": tuple(Signature(posts=("BÊN",)) for _ in range(3)), "recipients": (), "blocks": ()},
    ],
    ids=["draft", "letter", "three sign"],
)
def test_any_shape_of_paper_is_the_same_file_twice(changes: dict[str, object]):
    paper = plain(**changes)
    assert docx_of(paper) == docx_of(plain(**changes))
    assert said(paper).count("Độc lập - Tự do - Hạnh phúc") == 1
