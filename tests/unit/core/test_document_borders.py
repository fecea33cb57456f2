"""Borders of the layout of papers (Decree 30/2020/NĐ-CP, Appendix I): numbers, days, ends of lines, and any text at all."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import (
    FOOT_MM,
    FORBIDDEN,
    HEAD_MM,
    MARGINS_MM,
    PAGE_MM,
    STYLES,
    Block,
    BlockKind,
    Document,
    Signature,
    from_dict,
    layout,
    number_line,
    place_line,
    to_dict,
)
from tests.makers_papers import as_text, plain

SHEET = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60).filter(lambda text: not FORBIDDEN.search(text))


def texts(document: Document, style: str) -> list[str]:
    """Return the texts of one style, head, body and foot."""
    made = layout(document)
    everything = [*made.head, made.body, *(column for row in made.foot for column in row)]
    return [line.text for column in everything for line in column if line.style == style]


@pytest.mark.parametrize(
    ("symbol", "number", "line"),
    [
        ("QĐ-UBND", 2, "Số: 02/QĐ-UBND"),  # the abbreviations of Appendix III
        ("BC-UBND", 8, "Số: 08/BC-UBND"),
        ("BB-UBND", 11, "Số: 11/BB-UBND"),
        ("PC-UBND", 999, "Số: 999/PC-UBND"),
        ("HD-UBND", 1000, "Số: 1000/HD-UBND"),
        ("GBN-UBND", 99_999, "Số: 99999/GBN-UBND"),  # no dots between thousands
        ("QĐ-UBND", None, "Số: ……/QĐ-UBND"),
    ],
)
def test_number_and_symbol_stand_on_one_line(symbol: str, number: int | None, line: str):
    assert number_line(plain(symbol=symbol, number=number)) == line
    assert texts(plain(symbol=symbol, number=number), "number") == [line]


@given(st.integers(min_value=1, max_value=99_999))
def test_number_is_read_back_from_its_line_and_has_two_digits_or_more(number: int):
    written = number_line(plain(number=number)).removeprefix("Số: ").removesuffix("/TB-UBND")
    assert (int(written), len(written)) == (number, max(2, len(str(number))))


MONTHS = ["01", "02", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]


@pytest.mark.parametrize(("month", "written"), list(enumerate(MONTHS, start=1)))
def test_only_january_and_february_get_a_zero(month: int, written: str):
    assert place_line(plain(day=date(2027, month, 15))) == f"Vạn Linh, ngày 15 tháng {written} năm 2027"


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 12, 31), "Vạn Linh, ngày 31 tháng 12 năm 2026"),  # Thursday, the last number of the year
        (date(2027, 1, 1), "Vạn Linh, ngày 01 tháng 01 năm 2027"),  # Friday, 01 again (Art. 15)
        (date(2028, 2, 29), "Vạn Linh, ngày 29 tháng 02 năm 2028"),  # a leap year
        (date(2028, 3, 1), "Vạn Linh, ngày 01 tháng 3 năm 2028"),
        (date(2026, 10, 1), "Vạn Linh, ngày 01 tháng 10 năm 2026"),
    ],
)
def test_day_at_the_ends_of_months_and_years(day: date, line: str):
    assert place_line(plain(day=day)) == line


@given(st.dates(min_value=date(2020, 3, 5), max_value=date(2099, 12, 31)))
def test_day_is_read_back_from_its_line(day: date):
    words = place_line(plain(day=day)).split()
    assert (words[2:4], words[5], words[6:]) == (["ngày", f"{day.day:0>2}"], MONTHS[day.month - 1], ["năm", str(day.year)])
    assert date(int(words[7]), int(words[5]), int(words[3])) == day


def test_two_days_never_share_a_line():
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(730)]
    assert len({place_line(plain(day=day)) for day in days}) == 730


@pytest.mark.parametrize(
    ("bases", "shown"),
    [
        (("Căn cứ A; ", "Căn cứ B .", "Căn cứ C;."), ["Căn cứ A;", "Căn cứ B;", "Căn cứ C."]),  # typed with an end already
        (("Căn cứ Điều 26.2; Điều 28", "Căn cứ B"), ["Căn cứ Điều 26.2; Điều 28;", "Căn cứ B."]),  # ends inside stay
        (("Căn cứ A",) * 3, ["Căn cứ A;", "Căn cứ A;", "Căn cứ A."]),  # equal bases are not joined
    ],
)
def test_bases_end_once_whatever_was_typed(bases: tuple[str, ...], shown: list[str]):
    assert texts(plain(bases=bases), "basis") == shown


@given(st.lists(st.sampled_from(["Căn cứ Luật A", "Căn cứ B;", "Căn cứ C.", "Căn cứ Đ ; "]), min_size=1, max_size=12))
def test_every_basis_but_the_last_ends_with_a_semicolon(bases: list[str]):
    shown = texts(plain(bases=tuple(bases)), "basis")
    assert [text[-1] for text in shown] == [";"] * (len(bases) - 1) + ["."]
    assert [text[-2] in " ;." for text in shown] == [False] * len(bases)


@pytest.mark.parametrize(
    ("recipients", "shown"),
    [
        (("Lưu: VT.",), ["- Lưu: VT."]),
        (("- Như trên;.", "--Lưu: VT;"), ["- Như trên;", "- Lưu: VT."]),
        (("Sở Xây dựng - Tỉnh", "Lưu: VT, hồ sơ VL26-0007Q"), ["- Sở Xây dựng - Tỉnh;", "- Lưu: VT, hồ sơ VL26-0007Q."]),
        (("Ông An (để biết)", "TP. Hà Nội", "Lưu: VT"), ["- Ông An (để biết);", "- TP. Hà Nội;", "- Lưu: VT."]),
    ],
)
def test_list_of_recipients_ends_once(recipients: tuple[str, ...], shown: list[str]):
    assert texts(plain(recipients=recipients), "recipient") == shown


@given(st.lists(st.sampled_from(["Như trên", "Ông An;", "- Lưu: VT.", "Phòng Kinh tế"]), min_size=1, max_size=9))
def test_last_recipient_ends_with_a_stop_and_the_others_do_not(recipients: list[str]):
    shown = texts(plain(recipients=tuple(recipients)), "recipient")
    assert [(text[:2], text[-1]) for text in shown] == [("- ", ";")] * (len(recipients) - 1) + [("- ", ".")]


@pytest.mark.parametrize(
    ("addressees", "shown"),
    [
        ((), []),
        (("Ông An",), ["Kính gửi: Ông An"]),
        (("Sở Xây dựng", "Sở Tài chính"), ["Kính gửi: Sở Xây dựng", "Kính gửi: Sở Tài chính"]),
    ],
)
def test_every_addressee_is_greeted(addressees: tuple[str, ...], shown: list[str]):
    assert texts(plain(addressees=addressees), "addressee") == shown


def test_parts_that_are_empty_leave_no_line():
    bare = layout(plain(summary="", addressees=(), bases=(), blocks=(), recipients=(), authority=""))
    assert [(line.style, line.text) for line in bare.body] == [("title", "THÔNG BÁO")]
    assert bare.foot[0][0] == ()


def test_body_keeps_the_order_of_the_decree():
    styles = [line.style for line in layout(plain(authority="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ VẠN LINH")).body]
    assert styles[:6] == ["title", "summary_last", "addressee", "authority", "basis", "basis"]
    assert styles[6:] == ["paragraph", "centred", "paragraph", "item"]


@pytest.mark.parametrize("kind", list(BlockKind))
def test_every_kind_of_paragraph_has_a_style_of_its_own(kind: BlockKind):
    [line] = [line for line in layout(plain(blocks=(Block(kind=kind, text="chữ"),))).body if "chữ" in line.text]
    assert (line.style, line.look) == (kind.value, STYLES[kind.value])


@pytest.mark.parametrize(
    ("posts", "why"),
    [
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "for the collective body (Art. 13.2)"),
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "the deputy (Art. 13.1)"),
        (("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "by order (Art. 13.4)"),
        (("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG"), "sub-delegated (Art. 13.3)"),
        (("Q. CHỦ TỊCH",), "acting"),
        (("CHỦ TỊCH",), "the chair in person"),
    ],
)
def test_posts_stand_above_four_empty_lines_and_the_name(posts: tuple[str, ...], why: str):
    [(_left, right)] = layout(plain(signatures=(Signature(posts=posts, name="Hoàng Văn Bình"),))).foot
    assert [line.text for line in right] == [*posts, "", "", "", "", "Hoàng Văn Bình"], why


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 6])
def test_every_signature_is_on_the_paper_once(count: int):
    signatures = tuple(Signature(posts=("BÊN",), name=f"Người {number}") for number in range(count))
    paper = plain(signatures=signatures)
    assert texts(paper, "name") == [f"Người {number}" for number in range(count)]
    assert texts(paper, "recipient") == ["- Như trên;", "- Lưu: VT."]
    assert {len(row) for row in layout(paper).foot} == {2}


def test_columns_fill_the_width_between_the_margins():
    width = PAGE_MM[0] - MARGINS_MM["left"] - MARGINS_MM["right"]
    assert (sum(HEAD_MM), sum(FOOT_MM)) == (width, width)


@pytest.mark.parametrize(("side", "least", "most"), [("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35), ("right", 15, 20)])
def test_margins_lie_within_those_of_appendix_one(side: str, least: int, most: int):
    assert least <= MARGINS_MM[side] <= most


@given(SHEET, SHEET, st.lists(SHEET, max_size=4), st.lists(SHEET, max_size=4))
def test_any_text_that_a_sheet_can_hold_is_laid_out_and_comes_back(title: str, name: str, bases: list[str], lines: list[str]):
    paper = plain(
        title=title, bases=tuple(bases), blocks=tuple(Block(text=text) for text in lines), recipients=tuple(lines),
        signatures=(Signature(posts=(title,), note=name, name=name),),
    )  # fmt: skip
    assert [line.text for line in layout(paper).body if line.style == "paragraph"] == lines
    assert len(texts(paper, "recipient")) == len(lines)
    assert from_dict(json.loads(json.dumps(to_dict(paper), ensure_ascii=False))) == paper


@given(st.text(st.characters(), max_size=30))
def test_a_text_is_on_the_paper_or_the_paper_is_refused(text: str):
    try:
        paper = plain(summary=text)
    except ValueError:
        assert FORBIDDEN.search(text)
    else:
        assert texts(paper, "summary_last") == ([text] if text else [])
        assert as_text(paper).count("\n\n") >= 3


@pytest.mark.parametrize(
    "values",
    [
        {**to_dict(plain()), "blocks": [{"kind": "macro", "text": "x", "lead": ""}]},  # no such kind of paragraph
        {key: value for key, value in to_dict(plain()).items() if key != "blocks"},
        {key: value for key, value in to_dict(plain()).items() if key != "day"},
        {**to_dict(plain()), "day": "2026-02-30"},
        {**to_dict(plain()), "signatures": [{"note": "", "name": ""}]},  # nobody's post
    ],
    ids=["macro", "no blocks", "no day", "no such day", "no posts"],
)
def test_frozen_values_that_are_damaged_make_no_paper(values: dict[str, object]):
    with pytest.raises((ValueError, KeyError)):
        from_dict(values)


def test_frozen_values_of_a_later_edition_are_read_without_what_is_unknown():
    assert from_dict({**to_dict(plain()), "stamp": "đỏ"}) == plain()
