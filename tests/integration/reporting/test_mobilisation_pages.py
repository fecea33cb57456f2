"""The report on mass mobilisation on the screen and as a paper: who may, what is kept on errors, two at once, cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pytest
from docx import Document
from flask import Flask

from reporting.mobilisation.sections import numbers
from reporting.periods import calendar
from tests.infra.plans import statements_of
from tests.makers import Commune, inside
from tests.makers_desk import Desk, desks, form_values, words_of
from tests.makers_mobilisation import YEAR, issued, make_mobilisation, write
from tests.makers_public import make_public

LIST = "/can-bo/bao-cao/dan-van"
RECEIVED = {"received_on": date(2026, 3, 1), "accepted_on": date(2026, 3, 5), "state": "in_progress"}


@pytest.fixture
def people(app: Flask, home: Commune, at: Callable[[str], datetime]) -> dict[str, Desk]:
    """Return the officials' browsers, five days after the year ended, with a letter in it."""
    at("2027-01-05 09:00")
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, RECEIVED)
    return desks(app, home)


def begun(app: Flask, home: Commune, *, worded: bool = False) -> str:
    """Return the address of a report that was begun."""
    with inside(app, unit_id=home.unit_id):
        report_id = make_mobilisation(home)
        if worded:
            write(home, report_id)
        return f"{LIST}/{report_id}"


def test_only_who_makes_reports_sees_them_and_only_a_leader_issues(app: Flask, home: Commune, people: dict[str, Desk]):
    address = begun(app, home)
    paths = (LIST, address, f"{address}/in", f"{address}/tai/docx")
    for name, status in (("clerk", 200), ("leader", 200), ("officer", 403), ("supervisor", 403), ("administrator", 403)):
        assert {people[name].open(path).status_code for path in paths} == {status}, name
    assert people["clerk"].send(f"{address}/phat-hanh", {"version": 1}).status_code == 403
    assert people["clerk"].open(address).headers["Cache-Control"] == "private, no-store"
    offered = {name: "Phát hành báo cáo" in people[name].open(address).text for name in ("clerk", "leader")}
    assert offered == {"clerk": False, "leader": True}


def test_both_kinds_of_reports_hang_beside_each_other(people: dict[str, Desk]):
    for here, other in ((LIST, "/can-bo/bao-cao"), ("/can-bo/bao-cao", LIST)):
        page = people["clerk"].open(here).text
        assert f'href="{other}"' in page
        assert f'href="{here}" aria-current="page"' in page


def test_a_period_is_chosen_or_typed_and_a_wrong_one_is_explained(people: dict[str, Desk]):
    clerk = people["clerk"]
    form = form_values(clerk.open(LIST).text, LIST)
    for typed, sentence in (
        ({}, "Hãy chọn một kỳ"),
        ({"tu": "2026-03-10", "den": "2026-03-01"}, "Ngày kết thúc đứng trước ngày bắt đầu"),
        ({"tu": "31/02", "den": "9999-01-01"}, "Ngày này chưa đúng"),
        ({"ky": "2026-nam"}, "Hãy chọn một mục"),
        ({"ky": "2026-namdl", "token": "x"}, "Trang này mở đã quá lâu"),
    ):
        answer = clerk.send(LIST, {**form, **typed})
        assert (answer.status_code, sentence in answer.text) == (400, True), typed
    made = {clerk.send(LIST, {**form, "ky": "2026-namdl"}).location for _press in range(2)}
    assert len(made) == 1
    assert "chính quyền, cả năm 2026" in words_of(clerk.open(made.pop()).text)
    days = clerk.send(LIST, {**form_values(clerk.open(LIST).text, LIST), "tu": "2026-03-01", "den": "2026-03-10"})
    assert "từ 01/03/2026 đến 10/03/2026" in words_of(clerk.open(days.location).text)


def test_words_that_are_refused_stay_in_their_boxes(app: Flask, home: Commune, people: dict[str, Desk]):
    address, clerk = begun(app, home), people["clerk"]
    path = f"{address}/loi"
    form = form_values(clerk.open(address).text, path)
    long = clerk.send(path, {**form, "words_leading": "a" * 10_001, "words_front": "Phối hợp tốt."})
    assert (long.status_code, form_values(long.text, path)["words_front"]) == (400, "Phối hợp tốt.")
    assert clerk.send(path, {**form, "words_unknown": "x"}).status_code == 400
    assert clerk.send(path, {**form, "words_front": "Phối hợp\x00 <b>tốt</b>."}).status_code == 303
    page = clerk.open(address).text
    assert "Phối hợp &lt;b&gt;tốt&lt;/b&gt;." in page


def test_two_at_once_see_both_texts_and_nobody_loses_a_word(app: Flask, home: Commune, people: dict[str, Desk]):
    address, clerk = begun(app, home), people["clerk"]
    path = f"{address}/loi"
    form, other = (form_values(people[name].open(address).text, path) for name in ("clerk", "leader"))
    assert people["leader"].send(path, {**other, "words_leading": "Lời của lãnh đạo"}).status_code == 303
    late = clerk.send(path, {**form, "words_leading": "Lời của tôi"})
    words = words_of(late.text)
    assert (late.status_code, "Vừa có người khác sửa" in words, "Lời của lãnh đạo" in words) == (409, True, True)
    again = form_values(late.text, path)
    assert (again["words_leading"], clerk.send(path, again).status_code) == ("Lời của tôi", 303)
    thrown = clerk.send(f"{address}/bo", {**form_values(clerk.open(address).text, f"{address}/bo"), "version": "1"})
    assert (thrown.status_code, "nên chưa bỏ" in thrown.text) == (409, True)


def test_the_road_to_an_issued_report(app: Flask, home: Commune, people: dict[str, Desk]):
    address, leader = begun(app, home), people["leader"]
    path = f"{address}/phat-hanh"
    form = form_values(leader.open(address).text, path)
    blank = leader.send(path, {**form, "number": "45"})
    assert (blank.status_code, "Chưa có lời ở mục I, IV, VII, VIII" in words_of(blank.text)) == (400, True)
    with inside(app, unit_id=home.unit_id):
        write(home, int(address.rpartition("/")[2]))
    moved = leader.send(path, {**form, "number": "45"})
    assert (moved.status_code, "vừa thay đổi sau khi trang này mở" in moved.text) == (409, True)
    form = form_values(moved.text, path)
    assert form["number"] == "45"
    early = leader.send(path, {**form, "day": "2026-12-31", "number": "nhiều"})
    assert (early.status_code, "Hãy ghi một số" in early.text) == (400, True)
    early = leader.send(path, {**form, "day": "2026-12-31"})
    assert (early.status_code, "phải sau ngày cuối kỳ" in early.text) == (400, True)
    kept = form_values(people["clerk"].open(address).text, f"{address}/loi")
    assert (form["signing"], form["signer"]) == ("body_chair", "Vi Văn Thành")
    other = leader.send(path, {**form, "signing": "body_deputy"})
    assert (other.status_code, "Hãy chọn Phó Chủ tịch" in words_of(other.text)) == (400, True)
    assert leader.send(path, {**form, "signing": "body_deputy", "signer": "Hoàng Thị Thu"}).status_code == 303
    words = words_of(leader.open(address).text)
    assert ("Đã phát hành" in words, "Số 45/BC-UBND ngày 05/01/2027" in words) == (True, True)
    late = people["clerk"].send(f"{address}/loi", {**kept, "words_leading": "Lời muộn"})
    assert (late.status_code, "không đổi được nữa" in late.text) == (409, True)
    again = form_values(leader.open(address).text, LIST)
    second = leader.send(LIST, again).location
    assert "bản thay thế lần 1" in words_of(leader.open(second).text)
    path = f"{second}/phat-hanh"
    asked = leader.send(path, {**form_values(leader.open(second).text, path), "number": "45"})
    assert (asked.status_code, "đã có báo cáo mang số" in words_of(asked.text)) == (400, True)
    assert leader.send(path, {**form_values(asked.text, path), "again": "y"}).status_code == 303
    shown = words_of(leader.open(f"{second}/in").text)
    assert "thay thế Báo cáo số 45/BC-UBND ngày 05/01/2027" in shown
    assert "Hoàng Thị Thu" in words_of(leader.open(f"{address}/in").text)


def test_the_words_on_the_leaders_screen_are_issued_and_stay_when_it_is_refused(
    app: Flask, home: Commune, people: dict[str, Desk]
):
    address, leader = begun(app, home, worded=True), people["leader"]
    path = f"{address}/phat-hanh"
    form = form_values(leader.open(address).text, path)
    typed = {**form, "words_leading": "Lời cuối của lãnh đạo.", "words_front": "Mặt trận phối hợp."}
    for wrong in ({"number": ""}, {"number": "45", "words_tasks": ""}, {"number": "45", "words_tasks": "a" * 10_001}):
        refused = leader.send(path, {**typed, **wrong})
        again = form_values(refused.text, path)
        kept = {name: again[name] for name in ("words_leading", "words_front")}
        assert (refused.status_code, kept) == (400, {name: typed[name] for name in kept}), wrong
    assert "Lời cuối của lãnh đạo." not in people["clerk"].open(address).text
    assert leader.send(path, {**again, "words_tasks": "Làm tiếp."}).status_code == 303
    page = leader.open(address).text
    assert [words in page for words in ("Lời cuối của lãnh đạo.", "Mặt trận phối hợp.", "Làm tiếp.")] == [True] * 3


def test_a_leader_who_comes_late_keeps_his_words_beside_the_clerks(app: Flask, home: Commune, people: dict[str, Desk]):
    address, leader = begun(app, home, worded=True), people["leader"]
    path = f"{address}/phat-hanh"
    form = form_values(leader.open(address).text, path)
    other = form_values(people["clerk"].open(address).text, f"{address}/loi")
    assert people["clerk"].send(f"{address}/loi", {**other, "words_leading": "Lời của cán bộ"}).status_code == 303
    late = leader.send(path, {**form, "number": "45", "words_leading": "Lời của lãnh đạo"})
    words = words_of(late.text)
    assert (late.status_code, "Lời của cán bộ" in words, "vừa thay đổi sau khi" in words) == (409, True, True)
    again = form_values(late.text, path)
    assert (again["words_leading"], again["number"], leader.send(path, again).status_code) == ("Lời của lãnh đạo", "45", 303)


def test_a_running_period_waits(app: Flask, home: Commune, people: dict[str, Desk]):
    leader = people["leader"]
    running = leader.send(LIST, {**form_values(leader.open(LIST).text, LIST), "ky": "2027-6tdl"}).location
    page = leader.open(running).text
    assert ("Kỳ này chưa hết nên" in page, "Phát hành báo cáo" in page) == (True, False)
    seen_by_clerk = people["clerk"].open(running).text
    assert "số liệu ở dưới mới đến hôm nay, 05/01/2027" in seen_by_clerk
    assert "DỰ THẢO" in people["clerk"].open(f"{running}/in").text
    assert leader.send(f"{running}/bo", form_values(page, f"{running}/bo")).status_code == 303
    assert leader.open(running).status_code == 404


def test_the_paper_is_that_of_an_office_and_prints_no_help(app: Flask, home: Commune, people: dict[str, Desk]):
    with inside(app, unit_id=home.unit_id):
        address = f"{LIST}/{issued(home)}"
    answer = people["clerk"].open(f"{address}/tai/docx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bao-cao-dan-van-2026-namdl-lan-1.docx"'
    paper = Document(BytesIO(answer.data))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    head = "\n".join(cell.text for row in paper.tables[0].rows for cell in row.cells)
    assert ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head, "Số: 45/BC-UBND" in head) == (True, True)
    assert ("- Hồ sơ tiếp nhận trong kỳ: 1 (chưa có số liệu);" in text, "Lời của mục IV." in text) == (True, True)
    assert text.count("Hồ sơ quá hạn đến hết kỳ") == 1
    shown = words_of(people["leader"].open(f"{address}/in").text)
    assert ("Sở Nội vụ" in shown, "Lưu: VP" in shown, "Dự thảo" in shown) == (True, True, False)


def test_a_number_leads_to_the_cases_of_the_public_board(app: Flask, home: Commune, people: dict[str, Desk]):
    address, clerk = begun(app, home), people["clerk"]
    link = "/cong-khai/ho-so?so=nhan&amp;tu=2026-01-01&amp;den=2026-12-31"
    page = clerk.open(address).text
    assert (link in page, "xem danh sách" in page, "xem hồ sơ" in page) == (True, True, False)
    assert {number.url(YEAR).partition("?")[0] for number in numbers().values()} == {
        "",
        "/cong-khai/ho-so",
        "/can-bo/tiep-dan/so",
        "/can-bo/cong-khai/du-an",
    }
    assert clerk.open(link.replace("&amp;", "&")).text.count('class="card"') == 1


def test_every_link_of_a_number_leads_to_a_page(people: dict[str, Desk]):
    clerk = people["clerk"]
    links = sorted({number.link for number in numbers().values() if number.link})
    assert {link: clerk.open(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_no_page_asks_once_for_each_row(app: Flask, home: Commune, people: dict[str, Desk]):
    address, clerk = begun(app, home), people["clerk"]

    def asked() -> list[int]:
        """Return how many statements each page takes when it is opened for the second time."""
        return [len(statements_of(lambda path=path: clerk.open(path), app=app)) for path in (LIST, address) * 2][2:]

    before = asked()
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *[RECEIVED] * 20)
        for year in (2023, 2024, 2025):
            issued(home, calendar(year, "6tdl"))
    assert asked() == before
