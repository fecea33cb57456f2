"""The complaint section of the case screen: which boxes a file fills, and what stands in them."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from feedback.queries.complaint_file import (
    ComplaintView,
    DialogueView,
    RequestView,
    StopView,
    TaskView,
    veiled_complaint,
)
from feedback.views.complaint_page import boxes


@pytest.fixture
def speaking():
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    with app.app_context():
        yield


EMPTY = {
    "target": "",
    "learned_on": None,
    "excused_days": 0,
    "excused_reason": "",
    "time_limit_on": None,
    "barred": None,
    "signature": "none",
    "signed_on": None,
    "people": 1,
    "representatives": (),
    "appointment_paper": "",
    "all_signed": False,
    "attorney": "",
    "attorney_paper": "",
    "remote": False,
    "is_complex": False,
    "criteria": (),
    "complex_reason": "",
    "refusal_ground": "",
    "withdrawn_on": None,
    "withdrawn_part": "",
    "end_ground": "",
    "reported_on": None,
    "report": "",
    "differs": False,
    "result": "",
    "decision_number": "",
    "decision": "",
    "decided_on": None,
    "sent_on": None,
    "appealed_on": None,
    "appeal_late": False,
    "court_on": None,
    "higher_outcome": "",
    "in_force_on": None,
    "enforced_on": None,
}
DAY = date(2026, 11, 20)
DIALOGUE = DialogueView(
    invited_on=DAY, planned_on=date(2026, 12, 1), hour="14:00", place="UBND xã", held_on=None, presence="", minutes="", agreed="",
    disputed="",
)  # fmt: skip

REQUEST = RequestView(id=1, asked_of="A", text="B", asked_on=DAY, due_on=date(2026, 11, 27), received_on=None, note="")


def view(**facts: object) -> ComplaintView:
    return ComplaintView(**{**EMPTY, **facts})


def shown(known: ComplaintView) -> dict[str, dict[str, str]]:
    return {box.title: dict(box.rows) for box in boxes(known)}


ROWS = [
    ({}, "Khiếu nại", {"Thời hiệu": "chưa kiểm tra", "Chữ ký": "Chưa ký"}),
    (
        {"target": "Quyết định 45", "learned_on": DAY, "barred": False, "time_limit_on": date(2027, 2, 18)},
        "Khiếu nại",
        {
            "Khiếu nại về": "Quyết định 45",
            "Ngày biết": "20/11/2026",
            "Thời hiệu": "còn thời hiệu (18/02/2027)",
            "Chữ ký": "Chưa ký",
        },
    ),
    ({"people": 3, "all_signed": True}, "Người khiếu nại", {"Số người": "3", "Chữ ký của mọi người": "đủ chữ ký"}),
    ({"remote": True}, "Loại vụ việc", {"Vùng sâu, vùng xa": "có"}),
    (
        {"tasks": (TaskView(id=1, text="Đo đất", due_on=None, done_on=DAY, found="98 m²"),)},
        "Việc xác minh",
        {"Đo đất": "xong 20/11/2026: 98 m²"},
    ),
    (
        {
            "requests": (
                RequestView(id=1, asked_of="A", text="B", asked_on=DAY, due_on=date(2026, 11, 27), received_on=None, note=""),
            )
        },
        "Tài liệu đã yêu cầu",
        {"A: B": "chờ đến 27/11/2026"},
    ),
    ({"dialogues": (DIALOGUE,)}, "Đối thoại", {"Ngày giờ": "01/12/2026, 14:00", "Nơi": "UBND xã", "Đã báo ngày": "20/11/2026"}),
    (
        {"stops": (StopView(ground="disaster", reason="Lũ.", stopped_on=DAY, resumed_on=None, resumed_reason=""),)},
        "Tạm đình chỉ",
        {
            "Căn cứ": "Sự kiện bất khả kháng: thiên tai, dịch bệnh",
            "Từ ngày": "20/11/2026",
            "Tiếp tục từ": "chưa tiếp tục; thời hạn đang dừng",
        },
    ),
    (
        {"result": "right", "decision_number": "12", "decided_on": DAY},
        "Quyết định giải quyết",
        {"Kết luận": "Khiếu nại đúng", "Số": "12", "Ngày ban hành": "20/11/2026"},
    ),
    (
        {"decided_on": DAY, "appealed_on": DAY, "appeal_late": True},
        "Sau quyết định",
        {"Khiếu nại lần hai": "20/11/2026 (quá thời hạn)"},
    ),
    (
        {"appealed_on": DAY, "court_on": date(2026, 12, 1)},
        "Lên cấp trên khi xã chưa quyết định",
        {"Khiếu nại lần hai": "20/11/2026", "Tòa án thụ lý": "01/12/2026"},
    ),
    (
        {"refusal_ground": "5"},
        "Rút, đình chỉ, không thụ lý",
        {"Không thụ lý vì": "Đơn không có chữ ký hoặc điểm chỉ của người khiếu nại"},
    ),
]


@pytest.mark.parametrize(("facts", "title", "rows"), ROWS, ids=[row[1] + " " + " ".join(row[0]) for row in ROWS])
def test_a_box_says_what_is_on_file(speaking: None, facts: dict, title: str, rows: dict):
    assert shown(view(**facts))[title] == rows


def test_what_is_empty_has_no_box(speaking: None):
    assert list(shown(view())) == ["Khiếu nại"]


def test_a_veiled_file_has_no_names_and_no_minutes(speaking: None):
    known = view(
        representatives=("Lý Thị Bình",), attorney="Vi Văn Em", attorney_paper="Giấy 12", report="Gọi 0912345678 để hỏi.",
        dialogues=(DIALOGUE,),
    )  # fmt: skip
    bare = veiled_complaint(known)
    assert (bare.representatives, bare.attorney, bare.attorney_paper) == ((), "", "")
    assert "0912345678" not in bare.report
    assert bare.open_dialogue is not None
