"""The register as a spreadsheet, read back: 13 columns of text, no formula, nothing of a denunciation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from flask import Flask
from flask_babel import Babel
from openpyxl import load_workbook

from dialogue.queries.reception_register import EntryView
from dialogue.reception_phrases import FAULTS, GROUNDS, HANDLINGS, KINDS, MATTERS, STATES, TONES
from dialogue.reception_sheet import cells, guarded, heads, told, workbook
from dialogue.reception_states import DayState, Ground, Handling, MatterKind, ReceptionKind

ROW = EntryView(
    id=1, year=2026, number=3, version=1, received_on=date(2026, 11, 20), received_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
    by_kind="regular", receiver="Vi Thị Hạnh", kind="petition", people=6, competent=True, handling="taken", ground="",
    notice_due_on=None, day_id=None, whole=True, person_key="x", name="Nông Văn Páo", address="Thôn Nà Pất",
    identity="020081001234", content="=HYPERLINK(\"http://x\")", representatives="Páo\nSen", settled_by="+UBND", guided_to="-",
    accepted_ref="7K3MP-9QXTR", follow_up="@SUM(A1)", note="Hẹn trả lời", case_id=None, case_code="",
)  # fmt: skip
SEALED = replace(
    ROW, number=4, kind="denunciation", whole=False, name="", address="", identity="", content="", representatives="",
    settled_by="", guided_to="", accepted_ref="", follow_up="", note="",
)  # fmt: skip


@pytest.fixture
def words() -> Flask:
    """Return an application that knows the language of screens and nothing else."""
    app = Flask("words")
    Babel(app, default_locale="vi")
    return app


def test_spreadsheet_read_back_holds_thirteen_columns_of_text(words: Flask):
    with words.test_request_context("/"):
        made = workbook([ROW, SEALED], title="SỔ TIẾP CÔNG DÂN")
        names = heads()
    sheet = load_workbook(BytesIO(made)).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=1, max_row=5)]
    assert (lines[0][0], lines[1], lines[2]) == ("SỔ TIẾP CÔNG DÂN", names, [str(number) for number in range(1, 14)])
    assert lines[3] == [
        "03/2026", "20/11/2026", "Nông Văn Páo\nThôn Nà Pất\nPáo\nSen", "020081001234", "'=HYPERLINK(\"http://x\")", "Kiến nghị",
        "6", "'+UBND", "x", "'-", "7K3MP-9QXTR", "'@SUM(A1)", "Nhận đơn, tài liệu để giải quyết; Hẹn trả lời",
    ]  # fmt: skip
    assert lines[4][:3] == ["04/2026", "20/11/2026", "(không ghi ở sổ này)"]
    assert {cell.data_type for line in sheet.iter_rows(min_row=1, max_row=5) for cell in line if cell.value} == {"s"}
    assert (len(names), sheet.title, sheet.page_setup.orientation) == (13, "03-TCD", "landscape")


def test_the_page_of_a_reception_says_who_on_one_line_and_a_word_for_a_cross(words: Flask):
    with words.test_request_context("/"):
        said, other = told(ROW), told(replace(ROW, competent=False))
    assert (said[2], said[8], other[8]) == ("Nông Văn Páo, Thôn Nà Pất, Páo, Sen", "có", "không")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_what_begins_like_a_formula_gets_an_apostrophe(begin: str):
    assert guarded(f"{begin}1+1") == f"'{begin}1+1"


def test_other_text_stays_and_is_cut_at_what_a_cell_holds():
    assert (guarded("Nà Pất = 1"), len(guarded("x" * 40_000)), guarded("")) == ("Nà Pất = 1", 32_000, "")


def test_denunciation_shows_number_day_and_kind_only(words: Flask):
    with words.test_request_context("/"):
        assert cells(SEALED) == [
            "04/2026", "20/11/2026", "(không ghi ở sổ này)", "", "", "Tố cáo", "6", "", "x", "", "", "",
            "Nhận đơn, tài liệu để giải quyết",
        ]  # fmt: skip


def test_every_word_of_the_vocabularies_has_its_label():
    assert (set(KINDS), set(STATES), set(TONES), set(MATTERS), set(HANDLINGS), set(GROUNDS)) == (
        set(ReceptionKind), set(DayState), set(DayState), set(MatterKind), set(Handling), set(Ground),
    )  # fmt: skip
    assert all(str(code).islower() for code in FAULTS)


NOTES = (
    (Handling.EXPLAINED, "", "", "Giải thích, trả lời ngay"),
    (Handling.EXPLAINED, "", "Hẹn trả lời", "Giải thích, trả lời ngay; Hẹn trả lời"),
    (Handling.GUIDED, "", "", "Hướng dẫn đến cơ quan khác"),
    (Handling.TRANSFERRED, "", "", "Chuyển cơ quan có thẩm quyền"),
    (Handling.TAKEN, "", "", "Nhận đơn, tài liệu để giải quyết"),
    (Handling.REFUSED, Ground.UNFIT, "", "Từ chối tiếp; Say rượu bia, dùng chất kích thích, không làm chủ được hành vi"),
    (Handling.REFUSED, Ground.THREATENS, "", "Từ chối tiếp; Đe dọa, xúc phạm, gây rối, vi phạm nội quy nơi tiếp"),
    (Handling.REFUSED, Ground.WEAPON, "", "Từ chối tiếp; Mang vũ khí, chất nguy hiểm"),
    (Handling.REFUSED, Ground.SECURITY, "", "Từ chối tiếp; Không chấp hành kiểm tra an ninh"),
    (Handling.REFUSED, Ground.RECORDING, "", "Từ chối tiếp; Ghi âm, ghi hình, phát trực tiếp trái quy định dù đã nhắc"),
    (Handling.REFUSED, Ground.INCITES, "", "Từ chối tiếp; Kích động, lôi kéo người khác"),
    (Handling.REFUSED, Ground.NO_CAPACITY, "", "Từ chối tiếp; Không có năng lực hành vi dân sự mà không có người đại diện"),
    (Handling.REFUSED, Ground.NO_MANDATE, "", "Từ chối tiếp; Đại diện, ủy quyền không có giấy tờ chứng minh"),
    (Handling.REFUSED, Ground.OUTSIDE, "", "Từ chối tiếp; Không phải khiếu nại, tố cáo, kiến nghị, phản ánh"),
    (Handling.REFUSED, Ground.REPEATED, "", "Từ chối tiếp; Kiến nghị, phản ánh đã được trả lời mà không có tình tiết mới"),
    (Handling.REFUSED, Ground.JUDGED, "", "Từ chối tiếp; Đã có bản án, quyết định có hiệu lực của Tòa án"),
    (Handling.REFUSED, Ground.ELSEWHERE, "", "Từ chối tiếp; Cơ quan khác đang thụ lý, giải quyết"),
    (Handling.REFUSED, Ground.WEAPON, "Đã lập biên bản", "Từ chối tiếp; Mang vũ khí, chất nguy hiểm; Đã lập biên bản"),
)
"""How it was handled, the ground, the note typed, and what column 13 says."""

KIND_CELLS = (
    ("petition", "Kiến nghị"),
    ("reflection", "Phản ánh"),
    ("complaint", "Khiếu nại"),
    ("denunciation", "Tố cáo"),
    ("other", "Việc khác"),
)

HEADS = [
    "Số thứ tự",
    "Ngày tiếp",
    "Họ tên, địa chỉ",
    "Số căn cước",
    "Nội dung",
    "Phân loại",
    "Số người",
    "Cơ quan đã giải quyết",
    "Thuộc thẩm quyền",
    "Hướng dẫn đến",
    "Thụ lý, số văn bản chuyển",
    "Theo dõi kết quả",
    "Ghi chú",
]
"""The columns of form 03/TCD (Decree 154/2026/NĐ-CP), in their order."""


@pytest.mark.parametrize(("handling", "ground", "note", "expected"), NOTES)
def test_last_column_says_how_it_was_handled_and_why(words: Flask, handling: str, ground: str, note: str, expected: str):
    with words.test_request_context("/"):
        assert cells(replace(ROW, handling=str(handling), ground=str(ground), note=note))[12] == expected


@pytest.mark.parametrize(("kind", "expected"), KIND_CELLS)
def test_sixth_column_names_the_kind(words: Flask, kind: str, expected: str):
    with words.test_request_context("/"):
        assert cells(replace(ROW, kind=kind))[5] == expected


@pytest.mark.parametrize(("competent", "expected"), [(True, "x"), (False, "")])
def test_ninth_column_has_a_cross_for_what_is_the_communes(words: Flask, competent: bool, expected: str):
    with words.test_request_context("/"):
        assert cells(replace(ROW, competent=competent))[8] == expected


def test_columns_are_those_of_the_form(words: Flask):
    with words.test_request_context("/"):
        assert heads() == HEADS
