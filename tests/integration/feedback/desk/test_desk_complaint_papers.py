"""Papers of a complaint at the case screen: offered by state, filled from what is on file, put right by hand, issued."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from threading import Barrier

import pytest
from flask import Flask

from core.database import use_unit
from core.errors import BadInput
from core.transaction import transaction
from feedback.complaint_states import ComplaintAction as Do
from feedback.document_models import IssuedDocument
from feedback.queries.documents import series_of_year
from feedback.services.document_issuing import begin_series, take_number
from tests.integration.feedback.desk.test_desk_papers import Paper, docx_words, issued
from tests.makers import NEIGHBOUR, Commune, make_commune
from tests.makers_complaints import Walk, complain, moment
from tests.makers_desk import Desk, desks, words_of

TYPED = {
    "complainant_address": "Thôn Nà Lìa, xã Vạn Linh", "respondent": "Chủ tịch UBND xã Vạn Linh",
    "complainant_id": "020085001234, cấp ngày 01/02/2022, Cục Cảnh sát QLHC về TTXH",
}  # fmt: skip


def complaint(app: Flask, home: Commune, until: Do) -> Walk:
    """Return a complaint that has gone its road up to a step, all on 20/11/2026."""
    with app.app_context(), use_unit(home.unit_id):
        return complain(home, date(2026, 11, 20)).go(until, date(2026, 11, 20))


def test_notice_of_acceptance_is_filled_from_the_file_and_issued_once_it_is_complete(
    app: Flask, desk: dict[str, Desk], home: Commune
):
    case_id = complaint(app, home, Do.ACCEPT).case_id
    paper = Paper(desk["leader"], case_id, "thu-ly")
    refused = paper.press("issue")
    assert (refused.status_code, issued(app, home)) == (400, [])
    lacking = "còn thiếu: địa chỉ người khiếu nại, người bị khiếu nại, số căn cước"
    assert lacking in words_of(refused.text)
    file = docx_words(paper.press("docx", **TYPED))
    said = ("Quyết định 45/QĐ-UBND ngày 02/10/2026", "20/11/2026", "21/12/2026", TYPED["respondent"])
    assert [part for part in said if part not in file] == []
    assert paper.press("issue", **TYPED).status_code == 303
    [row] = issued(app, home)
    assert (row.kind, row.series, row.number) == ("complaint_acceptance", "TB", 1)


def test_state_decides_which_papers_of_a_complaint_are_offered(app: Flask, desk: dict[str, Desk], home: Commune):
    walk = complaint(app, home, Do.DECIDE)
    page = desk["leader"].case(walk.case_id).text
    offered = [
        slug for slug in ("don-khieu-nai", "thu-ly", "khong-thu-ly", "quyet-dinh-giai-quyet") if f"/van-ban/{slug}" in page
    ]
    assert offered == ["thu-ly", "quyet-dinh-giai-quyet"]
    early = Paper(desk["leader"], walk.case_id, "khong-thu-ly").open()
    assert (early.status_code, early.headers["Location"]) == (303, f"/can-bo/ho-so/{walk.case_id}")


def test_settlement_decision_holds_the_report_and_the_decision(app: Flask, desk: dict[str, Desk], home: Commune):
    walk = complaint(app, home, Do.DECIDE)
    typed = {name: TYPED[name] for name in ("complainant_address", "respondent")}
    file = docx_words(Paper(desk["officer"], walk.case_id, "quyet-dinh-giai-quyet").press("docx", **typed))
    said = ("Diện tích thu hồi ghi sai 22 mét vuông so với thực tế.", "Sửa diện tích còn 98 m².")
    assert [part for part in said if part not in file] == []


WRITTEN = {
    **{name: TYPED[name] for name in ("complainant_address", "respondent")},
    "dialogue": "Không tổ chức: hai bên không còn ý kiến khác nhau.", "ground": "Luật Đất đai 2024, Điều 86",
    "measure": "Sửa diện tích thu hồi còn 98 m²",
}  # fmt: skip


def test_the_paper_of_a_decision_bears_the_number_and_the_day_of_the_decision(app: Flask, home: Commune, at):
    walk = complaint(app, home, Do.REPORT)
    with app.app_context(), use_unit(home.unit_id):
        walk.take(Do.DECIDE, "2026-11-23", decision_number="7 / QĐ-UBND")
        assert walk.row.decision_number == "07/QĐ-UBND"
    at("2026-11-25 09:00")
    officer = desks(app, home)["officer"]
    paper = Paper(officer, walk.case_id, "quyet-dinh-giai-quyet")
    assert "Văn bản mang số 07/QĐ-UBND, ngày 23/11/2026" in words_of(paper.open().text)
    assert [part for part in ("Số: 07/QĐ-UBND", "ngày 23 tháng 11 năm 2026") if part not in docx_words(paper.press("docx"))] == []
    assert paper.press("issue", **WRITTEN).status_code == 303
    [row] = issued(app, home)
    assert (row.series, row.year, row.number, row.symbol, row.issued_on) == ("QĐ", 2026, 7, "QĐ-UBND", date(2026, 11, 23))
    again = Paper(officer, walk.case_id, "quyet-dinh-giai-quyet").press("issue", **WRITTEN)
    assert (again.status_code, "mỗi số chỉ dùng một lần" in words_of(again.text)) == (400, True)
    assert len(issued(app, home)) == 1


@pytest.mark.parametrize(
    ("challenged", "words"),
    [("administrative", "Trong thời hạn 30 ngày (vùng sâu"), ("discipline", "Trong thời hạn 10 ngày kể từ ngày nhận được")],
)
def test_the_decision_tells_the_days_that_the_second_complaint_has(app: Flask, home: Commune, challenged: str, words: str):
    walk = complaint(app, home, Do.RECORD_SIGNATURE)
    with app.app_context(), use_unit(home.unit_id):
        walk.take(Do.CHECK_TIME, "2026-11-20", challenged=challenged, learned_on=date(2026, 11, 16))
        for action in (Do.ACCEPT, Do.VERIFY, Do.REPORT, Do.DECIDE):
            walk.take(action, "2026-11-20")
    file = docx_words(Paper(desks(app, home)["officer"], walk.case_id, "quyet-dinh-giai-quyet").press("docx", **WRITTEN))
    assert (words in file, "Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn (để báo cáo)" in file) == (True, True)


def test_minutes_of_a_dialogue_are_made_in_three_copies_at_least(app: Flask, home: Commune):
    walk = complaint(app, home, Do.VERIFY)
    with app.app_context(), use_unit(home.unit_id):
        walk.take(Do.INVITE, "2026-11-20", planned_on=date(2026, 12, 1))
        walk.take(Do.HOLD_DIALOGUE, "2026-12-01", held_on=date(2026, 12, 1), agreed="Đo lại đất.")
    paper = Paper(desks(app, home)["officer"], walk.case_id, "bien-ban-doi-thoai")
    typed = {
        **{name: TYPED[name] for name in ("complainant_address", "respondent")}, "ended_at": "16 giờ 00, ngày 01/12/2026",
        "chair": "Lý Văn Sơn, Chủ tịch", "secretary": "Vi Thị Hạnh", "attendance": "Các bên có mặt.",
    }  # fmt: skip
    assert "thành 03 bản" in docx_words(paper.press("docx", **typed))
    refused = paper.press("issue", **typed, copies="2")
    assert (refused.status_code, "ít nhất 3 bản" in words_of(refused.text), issued(app, home)) == (400, True, [])
    assert paper.press("issue", **typed, copies="04").status_code == 303


def test_the_number_of_a_form_that_was_not_seen_waits_to_be_confirmed(app: Flask, desk: dict[str, Desk], home: Commune):
    page = words_of(desk["leader"].case(complaint(app, home, Do.ACCEPT).case_id).text)
    assert ("Mẫu 05 (cần xác nhận số mẫu)" in page, "Mẫu 14a (cần" in page, "Mẫu 14a" in page) == (True, False, True)


def test_no_later_paper_takes_the_number_of_a_decision_and_no_decision_that_of_a_paper(
    app: Flask, desk: dict[str, Desk], home: Commune
):
    stopped = complaint(app, home, Do.ACCEPT)
    with app.app_context(), use_unit(home.unit_id):
        complain(home, date(2026, 11, 20)).go(Do.DECIDE, date(2026, 11, 20))  # number 12
        stopped.take(Do.SUSPEND, "2026-11-20")
        assert series_of_year(home.unit_id, 2026)["QĐ"].last_number == 12
    who = {name: TYPED[name] for name in ("complainant_address", "respondent")}
    pressed = Paper(desk["leader"], stopped.case_id, "tam-dinh-chi").press("issue", **who)
    assert pressed.status_code == 303, words_of(pressed.text)
    [row] = issued(app, home)
    assert (row.series, row.number) == ("QĐ", 13)
    with app.app_context(), use_unit(home.unit_id):
        other = complain(home, date(2026, 11, 20)).go(Do.REPORT, date(2026, 11, 20))
        for number, code in (("13/QĐ-UBND", "kn_number_taken"), ("số mười ba", "kn_number_form")):
            with pytest.raises(BadInput) as refused:
                other.take(Do.DECIDE, "2026-11-23", decision_number=number)
            assert refused.value.errors == {"decision_number": code}
        other.take(Do.DECIDE, "2026-11-23", decision_number="13/QĐ-CTUBND")  # another register of the office
        assert series_of_year(home.unit_id, 2026)["QĐ"].last_number == 13


def test_a_decision_under_a_number_that_the_office_has_passed_leaves_its_series_where_it_stands(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        with transaction():
            begin_series("QĐ", actor=home.administrator, at=moment("2026-11-20"), last_number=40)
        complain(home, date(2026, 11, 20)).go(Do.DECIDE, date(2026, 11, 20))
        assert series_of_year(home.unit_id, 2026)["QĐ"].last_number == 40


def test_no_second_decision_takes_the_number_of_one_that_has_no_paper_yet(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        first, second = (complain(home, date(2026, 11, 20)).go(Do.REPORT, date(2026, 11, 20)) for _ in range(2))
        first.take(Do.DECIDE, "2026-11-23", decision_number="7/QĐ-UBND")
        for typed in ("7/QĐ-UBND", " 007 / QĐ-UBND ", "07/qđ-ubnd"):
            with pytest.raises(BadInput) as refused:
                second.take(Do.DECIDE, "2026-11-24", decision_number=typed)
            assert (typed, refused.value.errors) == (typed, {"decision_number": "kn_number_decided"})
        assert (second.row.decision_number, second.case.state) == ("", "verifying")
        second.take(Do.DECIDE, "2026-11-24", decision_number="8/QĐ-UBND")
        assert [walk.row.decision_number for walk in (first, second)] == ["07/QĐ-UBND", "08/QĐ-UBND"]


def test_a_number_of_another_register_stands_once_in_its_year_too(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        first, second = (complain(home, date(2026, 12, 25)).go(Do.REPORT, date(2026, 12, 25)) for _ in range(2))
        first.take(Do.DECIDE, "2026-12-31", decision_number="12/QĐ-CTUBND")
        with pytest.raises(BadInput) as refused:
            second.take(Do.DECIDE, "2026-12-31", decision_number="12/QĐ-CTUBND")
        assert refused.value.errors == {"decision_number": "kn_number_decided"}
        second.take(Do.DECIDE, "2027-01-04", decision_number="12/QĐ-CTUBND")  # a new year, a new series
        assert second.row.decided_on == date(2027, 1, 4)


def test_a_number_of_the_neighbour_is_free_here(app: Flask, home: Commune):
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
    for commune in (home, neighbour):
        with app.app_context(), use_unit(commune.unit_id):
            walk = complain(commune, date(2026, 11, 20)).go(Do.DECIDE, date(2026, 11, 20), decision_number="12/QĐ-CTUBND")
            assert walk.row.decision_number == "12/QĐ-CTUBND"


def test_a_number_that_is_taken_is_said_on_the_form_and_what_was_typed_stays(app: Flask, home: Commune, at):
    complaint(app, home, Do.DECIDE)  # number 12
    walk = complaint(app, home, Do.REPORT)
    at("2026-11-23 09:00")
    typed = {"result": "wrong", "decision_number": "12/QĐ-UBND", "decision": "Giữ nguyên quyết định thu hồi đất."}
    leader = desks(app, home)["leader"]
    answer = leader.take(walk.case_id, "quyet-dinh", **typed)
    assert (answer.status_code, "đã có ở một quyết định giải quyết khiếu nại khác" in words_of(answer.text)) == (400, True)
    kept = unescape(answer.text)
    assert [words for words in (typed["decision"], 'value="12/QĐ-UBND"') if words not in kept] == []
    assert leader.take(walk.case_id, "quyet-dinh", **{**typed, "decision_number": "13/QĐ-UBND"}).status_code == 303


def paper_with(number: int, home: Commune) -> IssuedDocument:
    """Return a paper of the office's series of decisions, as its command writes it."""
    return IssuedDocument(
        unit_id=home.unit_id, subject="dialogue:1", kind="plan", series="QĐ", year=2026, number=number, symbol="QĐ-UBND",
        issued_on=date(2026, 11, 23), issued_at=moment("2026-11-23"), issued_by=home.leader.id, content="{}",
    )  # fmt: skip


@pytest.mark.parametrize("symbol", ["QĐ-UBND", "QĐ-CTUBND"])
def test_of_six_decisions_at_once_under_one_number_one_is_taken(app: Flask, home: Commune, symbol: str):
    """Also one paper of the same series at the same moment gets a number of its own."""
    with app.app_context(), use_unit(home.unit_id):
        walks = [complain(home, date(2026, 11, 20)).go(Do.REPORT, date(2026, 11, 20)) for _ in range(6)]
    start = Barrier(len(walks) + 1)

    def decide(walk: Walk) -> str:
        with app.app_context(), use_unit(home.unit_id):
            start.wait()
            try:
                walk.take(Do.DECIDE, "2026-11-23", decision_number=f"1/{symbol}")
            except BadInput as refused:
                return refused.errors["decision_number"]
            return "decided"

    def number_a_paper() -> str:
        with app.app_context(), use_unit(home.unit_id):
            start.wait()
            with transaction() as session:
                number = take_number(unit_id=home.unit_id, series="QĐ", year=2026)
                session.add(paper_with(number, home))
            return str(number)

    with ThreadPoolExecutor(len(walks) + 1) as presses:
        paper = presses.submit(number_a_paper)
        given = sorted(presses.map(decide, walks))
    if symbol == "QĐ-UBND" and paper.result() == "1":
        assert given == ["kn_number_taken"] * 6
    else:
        assert given == ["decided", *["kn_number_decided"] * 5]
        assert paper.result() == ("2" if symbol == "QĐ-UBND" else "1")
