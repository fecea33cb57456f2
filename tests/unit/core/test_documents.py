"""The layout of official papers: zeros before small numbers, ends of lines, what no paper can hold, and taking apart."""

from __future__ import annotations

import json
from datetime import date

import pytest

from core.documents import BLANK, STYLES, Align, Block, Document, Signature, from_dict, layout, number_line, place_line, to_dict
from feedback.document_kinds import DocumentKind
from tests.makers_papers import as_text, make_paper, plain


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (None, "Số: ……/TB-UBND"),
        (1, "Số: 01/TB-UBND"),
        (9, "Số: 09/TB-UBND"),
        (10, "Số: 10/TB-UBND"),
        (99, "Số: 99/TB-UBND"),
        (100, "Số: 100/TB-UBND"),
        (1234, "Số: 1234/TB-UBND"),
    ],
)
def test_numbers_below_ten_get_a_zero(number: int | None, line: str):
    assert number_line(plain(number=number)) == line


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 1, 1), "Vạn Linh, ngày 01 tháng 01 năm 2026"),
        (date(2026, 2, 9), "Vạn Linh, ngày 09 tháng 02 năm 2026"),
        (date(2026, 2, 10), "Vạn Linh, ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 3), "Vạn Linh, ngày 03 tháng 3 năm 2026"),  # only months 1 and 2 get a zero
        (date(2026, 9, 30), "Vạn Linh, ngày 30 tháng 9 năm 2026"),
        (date(2026, 12, 3), "Vạn Linh, ngày 03 tháng 12 năm 2026"),
        (None, "Vạn Linh, ngày …… tháng …… năm ……"),
    ],
)
def test_days_below_ten_and_months_one_and_two_get_a_zero(day: date | None, line: str):
    assert place_line(plain(day=day)) == line


def test_draft_without_a_place_shows_dots():
    assert place_line(plain(place="")).startswith(f"{BLANK}, ngày")


def lines(document: Document, style: str) -> list[str]:
    """Return the texts of one style."""
    made = layout(document)
    everything = [*made.head, made.body, *(column for row in made.foot for column in row)]
    return [line.text for column in everything for line in column if line.style == style]


@pytest.mark.parametrize(
    ("bases", "shown"),
    [
        ((), []),
        (("Căn cứ A",), ["Căn cứ A."]),
        (("Căn cứ A.", "Căn cứ B."), ["Căn cứ A;", "Căn cứ B."]),
        (("Căn cứ A;", "Căn cứ B;", "Căn cứ C;"), ["Căn cứ A;", "Căn cứ B;", "Căn cứ C."]),
    ],
)
def test_legal_bases_end_with_semicolons_and_the_last_with_a_stop(bases: tuple[str, ...], shown: list[str]):
    assert lines(plain(bases=bases), "basis") == shown


@pytest.mark.parametrize(
    ("recipients", "shown"),
    [
        ((), []),
        (("Như trên",), ["- Như trên."]),
        (("Như trên;", "- Lưu: VT."), ["- Như trên;", "- Lưu: VT."]),
        (("A", "B", "Lưu: VT, VP"), ["- A;", "- B;", "- Lưu: VT, VP."]),
    ],
)
def test_recipients_are_a_list_that_ends_with_a_stop(recipients: tuple[str, ...], shown: list[str]):
    assert lines(plain(recipients=recipients), "recipient") == shown
    assert lines(plain(recipients=recipients), "recipients") == (["Nơi nhận:"] if recipients else [])


def test_head_has_the_issuer_left_and_the_country_right():
    left, right = layout(plain()).head
    assert [line.text for line in left] == ["ỦY BAN NHÂN DÂN", "XÃ VẠN LINH", "Số: 05/TB-UBND"]
    assert [line.text for line in right] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Vạn Linh, ngày 03 tháng 02 năm 2026",
    ]


def test_superior_body_stands_above_the_issuer_in_plain_letters():
    left, _right = layout(plain(superior="ỦY BAN NHÂN DÂN TỈNH")).head
    assert (left[0].text, left[0].look.bold, left[1].look.bold) == ("ỦY BAN NHÂN DÂN TỈNH", False, True)


def test_letter_of_a_citizen_has_no_issuer_and_no_number():
    [only] = layout(plain(issuer=(), symbol="", number=None)).head
    assert [line.style for line in only] == ["country", "motto", "place"]


def test_paper_without_a_symbol_has_no_number_line():
    assert [line.style for line in layout(plain(symbol="")).head[0]] == ["issuer", "issuer_last"]


@pytest.mark.parametrize(("count", "rows"), [(1, [(2, 6)]), (2, [(6, 6)]), (3, [(6, 6), (0, 6)]), (4, [(6, 6), (6, 6)])])
def test_signatures_stand_in_two_columns(count: int, rows: list[tuple[int, int]]):
    signatures = tuple(Signature(posts=(f"BÊN {number}",)) for number in range(count))
    made = layout(plain(signatures=signatures, recipients=("Lưu: VT",) if count == 1 else ()))
    assert [tuple(len(column) for column in row) for row in made.foot] == rows


def test_recipients_of_a_paper_with_several_signatures_stand_below_them():
    signatures = (Signature(posts=("NGƯỜI GIAO",)), Signature(posts=("NGƯỜI NHẬN",)))
    *_signed, last = layout(plain(signatures=signatures)).foot
    assert [line.style for line in last[0]] == ["recipients", "recipient", "recipient"]


def test_note_stands_between_post_and_name():
    signature = Signature(posts=("NGƯỜI KHIẾU NẠI",), note="(Ký, ghi rõ họ tên)", name="Lý Thị Hoa")
    [(_left, right)] = layout(plain(signatures=(signature,))).foot
    assert [line.style for line in right] == ["post", "note", *["space"] * 4, "name"]


@pytest.mark.parametrize(
    "text",
    [
        "tab\there",
        "line\nbreak",
        "carriage\rreturn",
        "null\x00",
        "escape\x1b[31m",
        "delete\x7f",
        "c1\x85",
        "paragraph\u2029separator",
        "right\u202eto left",
        "left\u2066isolate",
        "joiner\u2060",
        "mark\ufeff",
        "noncharacter\uffff",
        "half\ud800",
    ],
)
@pytest.mark.parametrize("where", ["title", "summary", "addressees", "blocks", "lead", "recipients", "signatures", "place"])
def test_paper_refuses_what_no_sheet_can_hold(text: str, where: str):
    change: object = {
        "addressees": (text,), "recipients": (text,), "blocks": (Block(text=text),), "lead": (Block(lead=text, text="x"),),
        "signatures": (Signature(posts=("A",), name=text),),
    }.get(where, text)  # fmt: skip
    with pytest.raises(ValueError, match="plain text"):
        plain(**{"blocks" if where == "lead" else where: change})


@pytest.mark.parametrize(
    "text", ["=1+1", "{PAGE}", "<b>đậm</b>", "&amp;", "  hai  khoảng  ", "“ngoặc” – gạch…", "m² ½ ₫", "Nguyễn Thị Ỷ"]
)
def test_paper_keeps_every_other_text_as_it_is(text: str):
    assert lines(plain(blocks=(Block(text=text),)), "paragraph") == [text]


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_paper_taken_apart_and_put_together_is_the_same(kind: DocumentKind):
    paper = make_paper(kind)
    assert from_dict(json.loads(json.dumps(to_dict(paper), ensure_ascii=False))) == paper


def test_draft_taken_apart_keeps_its_empty_number_and_day():
    draft = plain(number=None, day=None)
    assert from_dict(json.loads(json.dumps(to_dict(draft)))) == draft


@pytest.mark.parametrize(
    "broken", [{}, {"title": "x"}, {**to_dict(plain()), "day": "hôm nay"}, {**to_dict(plain()), "title": "a\x00"}]
)
def test_broken_values_make_no_paper(broken: dict[str, object]):
    with pytest.raises((ValueError, KeyError)):
        from_dict(broken)


def test_text_shows_each_line_with_its_look():
    assert as_text(plain()).splitlines()[:3] == [
        "[centre12b] ỦY BAN NHÂN DÂN",
        "[centre12b_] XÃ VẠN LINH",
        "[centre13] Số: 05/TB-UBND",
    ]


@pytest.mark.parametrize(
    ("style", "sizes", "bold", "italic", "align"),
    [
        ("country", (12, 13), True, False, Align.CENTRE),
        ("motto", (13, 14), True, False, Align.CENTRE),
        ("superior", (12, 13), False, False, Align.CENTRE),
        ("issuer", (12, 13), True, False, Align.CENTRE),
        ("issuer_last", (12, 13), True, False, Align.CENTRE),
        ("number", (13, 13), False, False, Align.CENTRE),
        ("place", (13, 14), False, True, Align.CENTRE),
        ("title", (13, 14), True, False, Align.CENTRE),
        ("summary_last", (13, 14), True, False, Align.CENTRE),
        ("basis", (13, 14), False, True, Align.JUSTIFY),
        ("paragraph", (13, 14), False, False, Align.JUSTIFY),
        ("post", (13, 14), True, False, Align.CENTRE),
        ("name", (13, 14), True, False, Align.CENTRE),
        ("recipients", (12, 12), True, True, Align.LEFT),
        ("recipient", (11, 11), False, False, Align.LEFT),
        ("page", (13, 14), False, False, Align.CENTRE),
    ],
)
def test_letters_are_those_of_appendix_one(style: str, sizes: tuple[int, int], bold: bool, italic: bool, align: Align):
    look = STYLES[style]
    assert sizes[0] <= look.size <= sizes[1]
    assert (look.bold, look.italic, look.align) == (bold, italic, align)


def test_paragraphs_are_indented_ten_to_thirteen_millimetres_with_six_points_between():
    look = STYLES["paragraph"]
    assert (10 <= look.indent_mm <= 12.7, look.after) == (True, 6)


def test_rules_stand_below_motto_issuer_and_summary_only():
    assert {name: look.rule for name, look in STYLES.items() if look.rule} == {
        "motto": 1,
        "issuer_last": 0.4,
        "summary_last": 0.4,
    }
