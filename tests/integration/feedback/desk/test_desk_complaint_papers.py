"""Papers of a complaint at the case screen: offered by state, filled from what is on file, put right by hand, issued."""

from __future__ import annotations

from datetime import date

from flask import Flask

from core.database import use_unit
from feedback.complaint_states import ComplaintAction as Do
from tests.integration.feedback.desk.test_desk_papers import Paper, docx_words, issued
from tests.makers import Commune
from tests.makers_complaints import Walk, complain
from tests.makers_desk import Desk, words_of

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
