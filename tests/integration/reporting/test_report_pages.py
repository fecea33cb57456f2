"""The office's reports on the screen and as files: who may, what is kept when something is wrong, formulae, two at once, cost."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask import Flask
from openpyxl import load_workbook

from reporting.periods import report
from tests.infra.plans import statements_of
from tests.makers import Commune, inside
from tests.makers_desk import Desk, desks, form_values, words_of
from tests.makers_public import make_public
from tests.makers_reports import fill, issue, make

LIST = "/can-bo/bao-cao"
RECEIVED = {"received_on": date(2026, 3, 1), "accepted_on": date(2026, 3, 5), "state": "in_progress"}
FAILING = {"1": {"put": 9, "why": '=HYPERLINK("http://x")'}}


@pytest.fixture
def people(app: Flask, home: Commune, at: Any) -> dict[str, Desk]:
    """Return the officials' browsers, two days after the year was closed, with a letter in the first quarter."""
    at("2026-12-16 09:00")
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, RECEIVED)
    return desks(app, home)


def begun(app: Flask, home: Commune, span: str = "nam") -> str:
    """Return the address of a report that was begun."""
    with inside(app, unit_id=home.unit_id):
        return f"{LIST}/{make(home, report(2026, span))}"


def begin(desk: Desk, **typed: Any) -> Any:
    """Fill in the form of the list and press."""
    return desk.send(LIST, {**form_values(desk.open(LIST).text, LIST), **typed})


def test_only_who_makes_reports_sees_them_and_only_a_leader_issues(app: Flask, home: Commune, people: dict[str, Desk]):
    address = begun(app, home)
    paths = (LIST, address, f"{address}/01-xld", f"{address}/01-xld/1", f"{address}/in", f"{address}/tai/xlsx")
    for name, status in (("clerk", 200), ("leader", 200), ("officer", 403), ("supervisor", 403), ("administrator", 403)):
        assert {people[name].open(path).status_code for path in paths} == {status}, name
    assert people["clerk"].send(f"{address}/phat-hanh", {"version": 1}).status_code == 403
    assert "Phát hành báo cáo" not in people["clerk"].open(address).text
    assert "Phát hành báo cáo" in people["leader"].open(address).text
    assert ">Báo cáo<" in people["clerk"].open("/can-bo").text.replace("<span>Báo cáo</span>", ">Báo cáo<")
    assert LIST not in people["officer"].open("/can-bo").text


def test_a_period_is_chosen_or_typed_and_a_wrong_one_is_explained(people: dict[str, Desk]):
    clerk = people["clerk"]
    for typed, sentence in (
        ({}, "Hãy chọn một kỳ"),
        ({"tu": "2026-03-10"}, "Hãy chọn một kỳ"),
        ({"tu": "2026-03-10", "den": "2026-03-01"}, "Ngày kết thúc đứng trước ngày bắt đầu"),
        ({"tu": "hôm qua", "den": "2026-03-01"}, "Ngày này chưa đúng"),
        ({"tu": "2027-03-10", "den": "2027-03-12"}, "Ngày này chưa đến"),
        ({"ky": "2026-q9"}, "Hãy chọn một mục"),
        ({"ky": "2026-q1", "token": "x"}, "Trang này mở đã quá lâu"),
    ):
        answer = begin(clerk, **typed)
        assert (answer.status_code, sentence in answer.text) == (400, True), typed
    typed = begin(clerk, tu="2026-03-01", den="2026-03-10")
    assert typed.status_code == 303
    assert "từ 01/03/2026 đến 10/03/2026" in words_of(clerk.open(typed.location).text)


def test_a_double_press_begins_one_report(people: dict[str, Desk]):
    clerk = people["clerk"]
    form = {**form_values(clerk.open(LIST).text, LIST), "ky": "2026-q1"}
    assert clerk.send(LIST, form).location == clerk.send(LIST, form).location


def test_what_was_typed_stays_when_a_reason_is_missing(app: Flask, home: Commune, people: dict[str, Desk]):
    address, clerk = begun(app, home), people["clerk"]
    form = form_values(clerk.open(f"{address}/04-xld").text, f"{address}/04-xld")
    answer = clerk.send(f"{address}/04-xld", {**form, "put_1": "9", "hand_18": "4"})
    assert (answer.status_code, "Hãy ghi lý do sửa số" in answer.text) == (400, True)
    kept = form_values(answer.text, f"{address}/04-xld")
    assert (kept["put_1"], kept["hand_18"]) == ("9", "4")
    bad = clerk.send(f"{address}/04-xld", {**form, "hand_18": "nhiều", "put_1": "1" * 12})
    assert (bad.status_code, bad.text.count("Hãy ghi một số, ví dụ 5.") >= 2) == (400, True)
    assert clerk.send(f"{address}/04-xld", {**form, "hand_1": "3"}).status_code == 400  # a counted column takes no addition
    assert clerk.send(f"{address}/04-xld", {**form, "put_1": "9", "why_1": "Sổ giấy có thêm"}).status_code == 303
    assert "cột 1 là 9, còn cột 2 + cột 3 là 1" in words_of(clerk.open(address).text)


def test_two_at_once_see_both_numbers(app: Flask, home: Commune, people: dict[str, Desk]):
    address, clerk = begun(app, home), people["clerk"]
    path = f"{address}/03-xld"
    form = form_values(clerk.open(path).text, path)
    first = {**form_values(people["leader"].open(path).text, path), "hand_2": "3"}
    assert people["leader"].send(path, first).status_code == 303
    late = clerk.send(path, {**form, "hand_2": "5"})
    words = words_of(late.text)
    assert (late.status_code, "Vừa có người khác sửa" in words) == (409, True)
    assert re.search(r"Kỳ trước chuyển sang \(2\): Ghi tay ?Đang lưu: 3 ?Vừa gõ: 5", words)
    again = form_values(late.text, path)
    assert clerk.send(path, again).status_code == 303
    words_form = {**form_values(clerk.open(address).text, f"{address}/loi"), "version": "1", "narrative": "Lời của tôi"}
    words_late = clerk.send(f"{address}/loi", words_form)
    assert (words_late.status_code, "Lời của tôi" in words_late.text) == (409, True)


def test_the_road_to_an_issued_report(app: Flask, home: Commune, people: dict[str, Desk]):
    clerk, leader = people["clerk"], people["leader"]
    address = begin(clerk, ky="2026-nam").location
    assert "tiếp nhận trong kỳ 1 đơn" in clerk.open(address).text
    with inside(app, unit_id=home.unit_id):
        fill(home, int(address.rsplit("/", 1)[1]), "04-xld", FAILING)
    thrown = form_values(clerk.open(address).text, f"{address}/bo")
    form = form_values(leader.open(address).text, f"{address}/phat-hanh")
    refused = leader.send(f"{address}/phat-hanh", form)
    assert (refused.status_code, "Hãy ghi lý do" in refused.text) == (400, True)
    stale = leader.send(f"{address}/phat-hanh", {**form, "version": "1", "reason_0": "Sổ giấy có thêm"})
    assert (stale.status_code, "phát hành" in stale.text) == (409, True)
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, RECEIVED)
    moved = leader.send(f"{address}/phat-hanh", {**form, "reason_0": "Sổ giấy có thêm"})
    assert (moved.status_code, "vừa thay đổi sau khi trang này mở" in moved.text) == (409, True)
    form = form_values(moved.text, f"{address}/phat-hanh")
    assert leader.send(f"{address}/phat-hanh", {**form, "reason_0": "Sổ giấy có thêm"}).status_code == 303
    words = words_of(clerk.open(address).text)
    assert "Đã phát hành" in words
    assert "Lý do vẫn phát hành: Sổ giấy có thêm" in words
    late = clerk.send(f"{address}/bo", thrown)
    assert (late.status_code, "không đổi được nữa" in late.text) == (409, True)
    again = form_values(clerk.open(address).text, LIST)
    assert "bản thay thế lần 1" in words_of(clerk.open(clerk.send(LIST, again).location).text)


def test_a_running_period_waits_and_a_draft_is_thrown_away(app: Flask, home: Commune, people: dict[str, Desk]):
    address, leader = begun(app, home), people["leader"]
    running = leader.send(LIST, {**form_values(leader.open(LIST).text, LIST), "ky": "2027-q1"}).location
    page = leader.open(running).text
    assert ("Kỳ này chưa hết" in page, "Phát hành báo cáo" in page) == (True, False)
    answer = leader.send(f"{running}/phat-hanh", form_values(page, f"{running}/bo"))
    assert (answer.status_code, "Kỳ này chưa hết" in answer.text) == (409, True)
    assert leader.send(f"{running}/bo", form_values(page, f"{running}/bo")).status_code == 303
    assert leader.open(running).status_code == 404
    assert leader.open(address).status_code == 200


def test_the_spreadsheet_holds_texts_and_numbers_and_no_formula(app: Flask, home: Commune, people: dict[str, Desk]):
    address = begun(app, home)
    with inside(app, unit_id=home.unit_id):
        fill(home, int(address.rsplit("/", 1)[1]), "04-xld", FAILING)
    answer = people["clerk"].open(f"{address}/tai/xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bao-cao-2026-nam-du-thao-20261216.xlsx"'
    book = load_workbook(BytesIO(answer.data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if "HYPERLINK" in str(cell.value)] == ['\'=HYPERLINK("http://x")']
    assert all(cell.hyperlink is None for cell in cells)
    names = ["01-TCD", "01-XLD", "02-XLD", "03-XLD", "04-XLD", "01-KQGQ", "02-KQGQ", "03-KQGQ", "04-KQGQ", "Ghi chú"]
    assert book.sheetnames == names
    assert [book["04-XLD"].cell(7, column).value for column in (1, 2, 4)] == ["Ủy ban nhân dân xã Vạn Linh", 9, 1]


def test_the_paper_has_the_words_and_every_table_behind_it(app: Flask, home: Commune, people: dict[str, Desk]):
    address = begin(people["clerk"], ky="2026-nam").location
    answer = people["clerk"].open(f"{address}/tai/docx")
    paper = Document(BytesIO(answer.data))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "kết quả công tác tiếp công dân, xử lý đơn, giải quyết khiếu nại, tố cáo năm 2026" in text
    assert "tiếp nhận trong kỳ 1 đơn" in text
    assert "Biểu số 04/KQGQ" in text
    assert paper.tables[3].rows[3].cells[3].text == "1"
    assert answer.data == people["clerk"].open(f"{address}/tai/docx").data


def test_every_number_leads_to_its_cases_as_everybody_sees_them(app: Flask, home: Commune, people: dict[str, Desk]):
    address, clerk = begun(app, home), people["clerk"]
    page = clerk.open(f"{address}/04-xld/3")
    assert (page.status_code, page.text.count('class="card"'), "/ho-so/" in page.text) == (200, 1, True)
    assert "Con số này là 0" in clerk.open(f"{address}/04-xld/2").text
    assert "Con số này là 0" in clerk.open(f"{address}/01-tcd/1").text
    for missing in ("/04-xld/18", "/04-xld/99", "/04-xyz", "/04-xyz/1"):
        assert clerk.open(address + missing).status_code == 404


def test_tables_of_denunciations_name_no_number_of_the_register(app: Flask, home: Commune, people: dict[str, Desk]):
    address = begun(app, home)
    for slug in ("03-xld", "03-kqgq", "04-kqgq"):
        page = people["clerk"].open(f"{address}/{slug}").text
        assert "Phần mềm không lấy số tố cáo từ sổ kín" in page
        assert "xem hồ sơ" not in page
    assert "phần mềm không lấy số từ sổ ấy" in people["clerk"].open(f"{address}/01-xld").text


def test_the_print_shows_what_was_changed_and_why(app: Flask, home: Commune, people: dict[str, Desk]):
    address = begun(app, home)
    with inside(app, unit_id=home.unit_id):
        fill(home, int(address.rsplit("/", 1)[1]), "04-xld", {"1": {"put": 9, "why": "Sổ giấy có thêm"}})
    assert "máy đếm 1, sửa thành 9. Lý do: Sổ giấy có thêm" in words_of(people["leader"].open(f"{address}/in").text)


def test_no_page_asks_once_for_each_row_or_cell(app: Flask, home: Commune, people: dict[str, Desk], at: Any):
    address, clerk = begun(app, home), people["clerk"]

    def asked() -> list[int]:
        """Return how many statements each page takes when it is opened for the second time."""
        paths = (LIST, address, f"{address}/04-xld", f"{address}/04-xld/3")
        return [len(statements_of(lambda path=path: clerk.open(path), app=app)) for path in (*paths, *paths)][len(paths) :]

    before = asked()
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *[RECEIVED] * 20)
        for span in ("q1", "q2", "q3"):
            issue(home, make(home, report(2026, span)), at=datetime.fromisoformat("2026-12-16T02:00:00+00:00"))
    assert asked() == before
