"""Every step of a case through its form: what it does, what it asks for, and that nothing typed is lost when it is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from accounts.queries import departments, officials
from core.database import use_unit
from core.extensions import db
from core.permissions import Permission
from core.transaction import transaction
from feedback.models import Case, CaseQuestion, ExtensionRequest
from feedback.states import CaseKind, Channel
from feedback.views.desk_words import SLUGS
from tests.makers import TODAY, Commune, ask_for_time
from tests.makers_desk import Desk, field_ids, last_entry, made, row_of, words_of

LETTER = {"letter": "Đơn đã được chuyển đến Sở Xây dựng để giải quyết.", "receiver": "Sở Xây dựng tỉnh Lạng Sơn"}


# ---------------------------------------------------------------- classify, accept, assign


def test_classify_names_kind_and_field_and_goes_back_to_the_case(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id, field_id = made(app, home, field_id=None), field_ids(app, home)[2]
    answer = desk["clerk"].take(case_id, "phan-loai", field_id=field_id)
    row = row_of(app, home, case_id)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/can-bo/ho-so/{case_id}")
    assert (row.state, row.field_id, row.version) == ("classified", field_id, 2)
    assert "Đã phân loại hồ sơ." in words_of(desk["clerk"].case(case_id).text)


def test_classify_without_a_field_is_refused_in_place(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, field_id=None)
    answer = desk["clerk"].take(case_id, "phan-loai", reason="Chưa rõ việc gì")
    text = words_of(answer.text)
    assert (answer.status_code, text.count("Hãy chọn một lĩnh vực trong danh sách.")) == (400, 2)
    assert 'value="Chưa rõ việc gì"' in answer.text
    assert row_of(app, home, case_id).state == "received"


@pytest.mark.parametrize(("reason", "status", "state"), [("", 400, "received"), ("Người gửi chọn nhầm", 303, "classified")])
def test_classify_otherwise_than_the_sender_needs_a_reason(
    app: Flask, home: Commune, desk: dict[str, Desk], reason: str, status: int, state: str
):
    case_id = made(app, home, kind=CaseKind.REFLECTION)
    answer = desk["clerk"].take(case_id, "phan-loai", kind="KIEN_NGHI", reason=reason)
    assert (answer.status_code, row_of(app, home, case_id).state) == (status, state)


def test_classify_of_what_the_sender_left_open_needs_no_reason(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, kind=CaseKind.OTHER, field_id=None)
    answer = desk["clerk"].take(case_id, "phan-loai", kind="KIEN_NGHI", field_id=field_ids(app, home)[0])
    assert answer.status_code == 303


def test_accept_gives_the_case_to_whom_the_matrix_proposes(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified")
    proposed = desk["clerk"].form(case_id, "nhan")
    assert desk["clerk"].take(case_id, "nhan").status_code == 303
    row = row_of(app, home, case_id)
    assert (row.state, str(row.department_id), str(row.officer_id)) == (
        "in_progress", proposed["nhan-department_id"], proposed["nhan-officer_id"]
    )  # fmt: skip


def test_accept_may_leave_the_officer_to_the_department(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified")
    assert desk["clerk"].take(case_id, "nhan", officer_id="").status_code == 303
    assert row_of(app, home, case_id).officer_id is None


def test_an_officer_of_another_department_is_refused(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    with app.app_context(), use_unit(home.unit_id):
        own = row_of(app, home, case_id).department_id
        other = next(
            person
            for person in officials(home.unit_id)
            if Permission.CASE_HANDLE in person.permissions and own not in person.department_ids
        )
        elsewhere = next(item.id for item in departments(home.unit_id) if item.id in other.department_ids)
    wrong = desk["clerk"].take(case_id, "giao", officer_id=other.id)
    right = desk["clerk"].take(case_id, "giao", officer_id=other.id, department_id=elsewhere)
    assert ("Hãy chọn một người đang làm việc ở phòng đó." in wrong.text, wrong.status_code, right.status_code) == (
        True,
        400,
        303,
    )
    assert row_of(app, home, case_id).officer_id == other.id


def test_a_clerk_cannot_be_given_a_case(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    assert desk["clerk"].take(case_id, "giao", officer_id=home.clerk.id).status_code == 400


# ---------------------------------------------------------------- transfer, guide, return, refuse


@pytest.mark.parametrize(
    ("verb", "state", "code", "article"),
    [
        ("chuyen", "transferred", "not_competent", "Luật Tiếp công dân 2013, Điều 26.2b"),
        ("chuyen", "transferred", "crime_report", "Luật Tố cáo 2018, Điều 27"),
        ("huong-dan", "guided", "complaint", "Luật Khiếu nại 2011, Điều 8"),
        ("tra-lai", "returned", "unreadable", "Thông tư 05/2021/TT-TTCP, Điều 6 (cần xác nhận)"),
        ("tu-choi", "refused", "settled", "Luật Tiếp công dân 2013, Điều 9"),
        ("luu-don", "filed_only", "unreadable", "Thông tư 05/2021/TT-TTCP, Điều 6 (cần xác nhận)"),
        ("luu-don", "filed_only", "sent_to_many", "Thông tư 05/2021/TT-TTCP, Điều 6 (cần xác nhận)"),
        ("luu-don", "filed_only", "abuse_in_writing", "Thông tư 05/2021/TT-TTCP, Điều 6 (cần xác nhận)"),
    ],
)
def test_turned_away_with_ground_article_and_letter(
    app: Flask, home: Commune, desk: dict[str, Desk], verb: str, state: str, code: str, article: str
):
    case_id = made(app, home, state="classified", channel=Channel.WALK_IN)
    typed = {"ground_code": code, "detail": "Đã xem hồ sơ cũ", **LETTER}
    if verb in ("tra-lai", "tu-choi", "luu-don"):
        del typed["receiver"]
    assert desk["clerk"].take(case_id, verb, **typed).status_code == 303
    row, entry = row_of(app, home, case_id), last_entry(app, home, case_id)
    assert (row.state, entry.text, entry.for_sender) == (state, LETTER["letter"], True)
    assert (article in row.ground, row.ground.endswith("Đã xem hồ sơ cũ")) == (True, True)


def test_turning_away_asks_for_ground_receiver_and_letter_at_once(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified")
    answer = desk["clerk"].take(case_id, "huong-dan", letter="", receiver="")
    text = words_of(answer.text)
    assert (answer.status_code, "Hãy ghi căn cứ" in text) == (400, True)
    answer = desk["clerk"].take(case_id, "huong-dan", ground_code="complaint", letter="", receiver="")
    text = words_of(answer.text)
    assert [sentence in text for sentence in ("Hãy ghi cơ quan nhận", "Hãy viết lời báo cho người gửi")] == [True, True]
    assert row_of(app, home, case_id).state == "classified"


def test_a_crime_report_goes_to_the_commune_police_at_once(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified")
    assert "Phải chuyển ngay." in words_of(desk["clerk"].case(case_id).text)
    answer = desk["clerk"].take(case_id, "chuyen", ground_code="crime_report", receiver="")
    entry = last_entry(app, home, case_id)
    assert (answer.status_code, entry.facts["receiver"]) == (303, "Công an xã")
    assert (entry.facts["term"], entry.facts["until"]) == ("TC.CRIME", "2026-11-20")
    assert "Nội dung này có dấu hiệu tội phạm" in entry.text
    assert "Phải chuyển chậm nhất: 20/11/2026" in words_of(desk["clerk"].case(case_id).text)


def test_a_ground_that_is_none_is_refused(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified", channel=Channel.WALK_IN)
    assert desk["clerk"].take(case_id, "tu-choi", ground_code="because", letter=LETTER["letter"]).status_code == 400


# ---------------------------------------------------------------- notes, directions, questions, time


@pytest.mark.parametrize(
    ("who", "verb", "kind"), [("clerk", "ghi-chu", "note"), ("leader", "chi-dao", "direction"), ("officer", "hoi-them", "asked")]
)
def test_a_word_is_added_and_an_empty_one_refused(
    app: Flask, home: Commune, desk: dict[str, Desk], who: str, verb: str, kind: str
):
    case_id = made(app, home, state="in_progress")
    assert desk[who].take(case_id, verb, text="  ").status_code == 400
    assert desk[who].take(case_id, verb, text="Xem lại đoạn trước nhà văn hóa").status_code == 303
    entry = last_entry(app, home, case_id)
    assert (entry.kind, entry.text) == (kind, "Xem lại đoạn trước nhà văn hóa")


def test_direction_of_the_leader_stands_on_top(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    desk["leader"].take(case_id, "chi-dao", text="Làm trước ngày 25")
    assert f"Ý kiến chỉ đạo của {home.leader.name}" in words_of(desk["officer"].case(case_id).text)


def test_question_waits_for_the_sender(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    desk["officer"].take(case_id, "hoi-them", text="Đoạn hỏng dài bao nhiêu mét?")
    assert "chờ người gửi trả lời" in words_of(desk["officer"].case(case_id).text)
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(func.count()).select_from(CaseQuestion)) == 1


@pytest.mark.parametrize(("days", "reason", "sentence"), [
    ("", "Chờ vật tư về kho", "Hãy ghi số ngày làm việc cần thêm."), ("năm", "Chờ vật tư về kho", "Hãy ghi một số, ví dụ 5."),
    ("999", "Chờ vật tư về kho", "Số ngày vượt mức gia hạn cho phép của xã: nhiều nhất 15 ngày làm việc."),
    ("5", "", "Hãy ghi lý do."),
])  # fmt: skip
def test_extension_needs_days_and_a_reason(
    app: Flask, home: Commune, desk: dict[str, Desk], days: str, reason: str, sentence: str
):
    case_id = made(app, home, state="in_progress")
    answer = desk["officer"].take(case_id, "gia-han", days=days, reason=reason)
    assert (answer.status_code, sentence in words_of(answer.text)) == (400, True)


def test_extension_moves_the_date_once_the_leader_agrees(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    before = row_of(app, home, case_id).due_on
    assert desk["officer"].take(case_id, "gia-han", days="5", reason="Chờ vật tư về kho").status_code == 303
    assert row_of(app, home, case_id).due_on == before
    assert "Xin thêm 5 ngày làm việc" in words_of(desk["leader"].case(case_id).text)
    assert desk["leader"].take(case_id, "duyet-gia-han", do="approve").status_code == 303
    assert row_of(app, home, case_id).due_on > before
    assert "Đã gia hạn 5 ngày làm việc" in words_of(desk["officer"].case(case_id).text)


def test_extension_is_declined_with_a_word_only(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    with app.app_context(), use_unit(home.unit_id):
        ask_for_time(home, case_id)
    assert desk["leader"].take(case_id, "duyet-gia-han", do="decline").status_code == 400
    assert desk["leader"].take(case_id, "duyet-gia-han", do="nothing", note="Vẫn còn kịp").status_code == 400
    assert desk["leader"].take(case_id, "duyet-gia-han", do="decline", note="Vẫn còn kịp").status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(ExtensionRequest.approved)) is False


def test_nobody_is_offered_more_time_once_the_term_has_passed(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id, asked = made(app, home, state="in_progress"), made(app, home, state="in_progress")
    opened_in_time = desk["officer"].form(case_id, "gia-han", days="5", reason="Chờ vật tư về kho")
    with app.app_context(), use_unit(home.unit_id):
        ask_for_time(home, asked)
        with transaction():
            db.session.execute(update(Case).values(due_on=TODAY - timedelta(days=1)))
    assert "/gia-han" not in desk["officer"].case(case_id).text
    answer = desk["officer"].send(f"/can-bo/ho-so/{case_id}/gia-han", opened_in_time)
    assert (answer.status_code, "Hạn đã qua nên không gia hạn được nữa." in words_of(answer.text)) == (409, True)
    page = desk["leader"].case(asked).text
    assert "chỉ còn trả lại đề nghị này" in words_of(page)
    assert ('value="approve"' in page, 'value="decline"' in page) == (False, True)
    assert desk["leader"].take(asked, "duyet-gia-han", do="approve").status_code == 409
    assert desk["leader"].take(asked, "duyet-gia-han", do="decline", note="Hạn đã qua").status_code == 303


# ---------------------------------------------------------------- every form


@pytest.mark.parametrize("slug", sorted(SLUGS.values()))
def test_no_step_is_taken_without_the_token(app: Flask, home: Commune, desk: dict[str, Desk], slug: str):
    case_id = made(app, home, state="in_progress")
    before = row_of(app, home, case_id).version
    assert {desk[who].send(f"/can-bo/ho-so/{case_id}/{slug}", {}).status_code for who in ("clerk", "officer", "leader")} <= {
        400,
        403,
    }
    assert row_of(app, home, case_id).version == before


def test_a_field_that_the_form_does_not_have_is_refused(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified")
    answer = desk["clerk"].take(case_id, "nhan", state="closed")
    assert (answer.status_code, "Biểu mẫu có ô lạ" in words_of(answer.text)) == (400, True)
    assert row_of(app, home, case_id).state == "classified"


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999"])
def test_a_version_that_is_none_is_not_taken(app: Flask, home: Commune, desk: dict[str, Desk], version: str):
    case_id = made(app, home, state="classified")
    assert desk["clerk"].take(case_id, "nhan", version=version).status_code in (400, 409)
    assert row_of(app, home, case_id).state == "classified"


def test_what_ends_a_case_shows_what_the_sender_will_read_and_asks_once_more(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified", channel=Channel.WALK_IN)
    for verb, words, typed in (
        ("chuyen", "Chuyển và báo người gửi", {"ground_code": "not_competent", "receiver": "Sở Xây dựng tỉnh"}),
        ("huong-dan", "Gửi hướng dẫn", {"ground_code": "complaint", "receiver": "Thanh tra tỉnh"}),
        ("tra-lai", "Trả lại và báo người gửi", {"ground_code": "unreadable"}),
        ("tu-choi", "Từ chối và báo người gửi", {"ground_code": "settled"}),
        ("luu-don", "Lưu đơn và báo người gửi", {"ground_code": "unreadable", "detail": "Hai trang bị ướt."}),
    ):
        page = desk["clerk"].open(f"/can-bo/ho-so/{case_id}?mo={verb}").text
        assert ("Xem lời người gửi sẽ đọc" in page, f"{words}…" in page) == (True, False), words
        shown = desk["clerk"].take(case_id, verb, do="preview", **typed).text
        [one] = re.findall(r'<details class="confirm"[^>]*>.*?</details>', shown, re.DOTALL)
        assert (f"{words}…" in one, "không lấy lại được" in one, one.count('type="submit"')) == (True, True, 1), words
    assert row_of(app, home, case_id).state == "classified"
