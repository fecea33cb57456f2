"""Papers of a complaint at the case screen: offered by state, filled from what is on file, put right by hand, issued."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from core.database import use_unit
from core.errors import BadInput
from core.transaction import transaction
from feedback.complaint_states import ComplaintAction as Do
from feedback.queries.documents import series_of_year
from feedback.services.document_issuing import begin_series
from tests.integration.feedback.desk.test_desk_papers import Paper, docx_words, issued
from tests.makers import Commune
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
