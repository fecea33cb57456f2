"""The pages of a complaint: sending it, following it, printing form 01, and the section at the desk."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.extensions import db
from core.transaction import transaction
from feedback.complaint_states import ComplaintAction as Do
from feedback.models import Case, PublicCase
from tests.makers import Commune, inside
from tests.makers_complaints import STORY, Walk, complain
from tests.makers_desk import desks, field_ids, words_of
from tests.makers_resident import look_up, post_letter, send_letter, sentences

FRIDAY = "2026-11-20 09:00"


def text_of(page) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


def sent(app: Flask, home: Commune, client: FlaskClient) -> tuple[Walk, str, str]:
    """Send a complaint by the form; return it with its code and secret words."""
    code, secret = send_letter(client, story=STORY, own_right="y")
    with inside(app, unit_id=home.unit_id):
        case_id = db.session.scalar(select(Case.id).where(Case.code == code))
    return Walk(commune=home, case_id=case_id), code, secret


def test_the_form_asks_two_plain_questions(client: FlaskClient, home: Commune):
    words = text_of(client.get("/gui"))
    assert "ảnh hưởng đến quyền của chính tôi, và tôi muốn xem xét lại" in words
    assert "Tôi nói một người cụ thể đã vi phạm pháp luật và cần bị xử lý" in words


def test_the_first_question_makes_the_letter_a_complaint(app: Flask, home: Commune, client: FlaskClient, at):
    at(FRIDAY)
    walk, code, _secret = sent(app, home, client)
    with inside(app, unit_id=home.unit_id):
        assert (walk.case.kind, walk.row.signature, walk.clocks[0]) == (
            "KHIEU_NAI",
            "none",
            ("KN.ACCEPT", "running", "2026-12-02"),
        )
    assert "Khiếu nại" in text_of(client.get(f"/da-nhan/{code}"))


SIGN = "Còn một việc: in, ký, mang đến xã"


def test_receipt_of_a_complaint_says_what_is_still_to_be_done_to_its_sender_alone(
    app: Flask, home: Commune, client: FlaskClient, at
):
    at(FRIDAY)
    code, secret = sent(app, home, client)[1:]
    pages = [text_of(asks.get(f"/da-nhan/{code}{more}")) for asks in (client, app.test_client()) for more in ("", "?in=1")]
    assert [SIGN in page for page in pages] == [True, True, False, False]
    assert ["Biên nhận đơn khiếu nại" in page for page in pages] == [False, True, False, True]
    look_up(client, code, secret=secret)
    assert "Đơn khiếu nại chỉ rút được bằng đơn có chữ ký" in text_of(client.get(f"/tra-cuu/{code}"))
    petition = send_letter(client, story=STORY)[0]
    assert SIGN not in text_of(client.get(f"/da-nhan/{petition}"))


def test_the_second_question_leads_to_where_to_denounce_and_keeps_nothing(app: Flask, home: Commune, client: FlaskClient, at):
    at(FRIDAY)
    answer = post_letter(client, accuses="y")
    assert answer.status_code == 422
    assert 'href="/to-cao"' in answer.text
    assert "Chưa có gì được lưu trên máy chủ" in text_of(answer)
    with inside(app, unit_id=home.unit_id):
        assert db.session.scalar(select(func.count()).select_from(Case)) == 0


def test_a_complaint_needs_a_name(client: FlaskClient, home: Commune, at):
    at(FRIDAY)
    answer = post_letter(client, story=STORY, own_right="y", anonymous="y", name="", phone="")
    assert answer.status_code == 422
    (told,) = sentences(answer)
    assert ("Khiếu nại phải có họ tên" in told, "“Một cơ quan đã ra giấy tờ…”" in told) == (True, True)


def test_the_complainant_follows_stations_prints_the_form_and_reads_the_decision(
    app: Flask, home: Commune, client: FlaskClient, at
):
    at(FRIDAY)
    walk, code, secret = sent(app, home, client)
    assert look_up(client, code, secret=secret).status_code == 303
    first = text_of(client.get(f"/tra-cuu/{code}"))
    assert "Đơn khiếu nại cần chữ ký" in first
    assert "Xã báo thụ lý hay không thụ lý" in first
    printed = text_of(client.get(f"/tra-cuu/{code}/mau-01"))
    assert "ĐƠN KHIẾU NẠI" in printed
    assert "Nguyễn Văn An" in printed
    assert "120 mét vuông" in printed
    with inside(app, unit_id=home.unit_id):
        walk.go(Do.DECIDE, "2026-11-20", decision="Sửa diện tích thu hồi còn 98 mét vuông.")
        walk.take(Do.SEND_DECISION, "2026-11-20")
    last = text_of(client.get(f"/tra-cuu/{code}"))
    for words in ("Đã thụ lý khiếu nại", "Đã gửi quyết định", "Sửa diện tích", "Khiếu nại đúng một phần", "12/QĐ-UBND"):
        assert words in last
    assert "Đơn khiếu nại cần chữ ký" not in last


@pytest.mark.parametrize(
    ("subject", "fourth"),
    [("Sai loại đất", "Khiếu nại về việc: Sai loại đất"), ("Sai loại đất nên bồi…", "Khiếu nại về việc: ....")],
)
def test_form_01_is_the_paper_of_the_complainant_and_repeats_no_words_that_were_cut(
    app: Flask, home: Commune, client: FlaskClient, at, subject: str, fourth: str
):
    at(FRIDAY)
    walk, code, secret = sent(app, home, client)
    with inside(app, unit_id=home.unit_id), transaction():
        db.session.get(Case, walk.case_id).subject = subject
    look_up(client, code, secret=secret)
    page = client.get(f"/tra-cuu/{code}/mau-01")
    assert ("letterhead" in page.text, 'class="sign"' in page.text, fourth in text_of(page)) == (False, True, True)


def test_form_01_is_for_whoever_proved_the_secret_words(app: Flask, home: Commune, client: FlaskClient, at):
    at(FRIDAY)
    _walk, code, _secret = sent(app, home, client)
    stranger = app.test_client()
    assert stranger.get(f"/tra-cuu/{code}/mau-01").headers["Location"] == f"/tra-cuu?ma={code}"
    assert look_up(stranger, code, phone="0912 345 678").status_code == 303
    assert stranger.get(f"/tra-cuu/{code}/mau-01").status_code == 303
    petition, words = send_letter(client)
    assert look_up(client, petition, secret=words).status_code == 303
    assert client.get(f"/tra-cuu/{petition}/mau-01").status_code == 404


def test_the_desk_takes_a_complaint_from_the_counter_to_the_decision(app: Flask, home: Commune, client: FlaskClient, at):
    at(FRIDAY)
    walk, _code, _secret = sent(app, home, client)
    desk, number = desks(app, home), walk.case_id
    give = {"department_id": str(min(home.officer.department_ids)), "officer_id": str(home.officer.id)}
    steps = (
        ("clerk", "phan-loai", {"field_id": str(field_ids(app, home)[0])}),
        ("clerk", "chu-ky", {"signature": "paper", "signed_on": "20/11/2026"}),
        ("clerk", "thoi-hieu", {"target": "Quyết định 45/QĐ-UBND", "learned_on": "05/10/2026", "excused_days": "0"}),
        ("leader", "thu-ly", give), ("leader", "xac-minh", {"task": "Đo lại thửa đất."}),
        ("officer", "yeu-cau-tai-lieu", {"asked_of": "Phòng Kinh tế", "text": "Hồ sơ thu hồi đất"}),
        ("officer", "bao-cao", {"report": "Diện tích ghi sai 22 mét vuông.", "proposal": "partly"}),
        ("leader", "quyet-dinh", {"result": "partly", "decision_number": "12/QĐ-UBND", "decision": "Sửa diện tích thu hồi."}),
    )  # fmt: skip
    for who, slug, typed in steps:
        answer = desk[who].take(number, slug, **typed)
        assert (slug, answer.status_code) == (slug, 303)
    page = words_of(desk["officer"].case(number).text)
    for words in ("Hồ sơ khiếu nại", "Quyết định 45/QĐ-UBND", "còn thời hiệu", "Khiếu nại đúng một phần"):
        assert words in page
    assert "Gửi quyết định" in page
    assert ("3 ngày làm việc" in page, "KN." in page) == (True, False)
    assert ("Vì sao thời hiệu đến ngày này?" in page, "Luật Khiếu nại" in page) == (True, True)
    assert "Hạn thụ lý" in page


IN_FORCE = {"result": "partly", "decision_number": "12/QĐ-UBND", "decision": "Sửa diện tích thu hồi."}


def test_a_decision_after_the_due_date_says_why_and_everybody_may_read_the_reason_and_not_the_note(
    app: Flask, home: Commune, client: FlaskClient, at
):
    at(FRIDAY)
    walk, _code, _secret = sent(app, home, client)
    with inside(app, unit_id=home.unit_id):
        walk.go(Do.REPORT, "2026-11-20")
    assert "cần ghi lý do" not in words_of(desks(app, home)["leader"].case(walk.case_id).text)

    at("2026-12-28 09:00")
    leader = desks(app, home)["leader"]
    assert "Đã quá hạn ngày 21/12/2026 nên cần ghi lý do." in words_of(leader.case(walk.case_id).text)
    refused = leader.take(walk.case_id, "quyet-dinh", **IN_FORCE)
    assert (refused.status_code, "Hãy chọn vì sao trễ hạn." in words_of(refused.text)) == (400, True)
    assert IN_FORCE["decision"] in html.unescape(refused.text)
    refused = leader.take(walk.case_id, "quyet-dinh", **IN_FORCE, late_reason="other")
    assert (refused.status_code, "Chọn “Lý do khác” thì hãy ghi rõ" in words_of(refused.text)) == (400, True)
    said = {"late_reason": "site_checks", "late_note": "Phải đo lại lần hai"}
    assert leader.take(walk.case_id, "quyet-dinh", **IN_FORCE, **said).status_code == 303
    page = words_of(leader.case(walk.case_id).text)
    assert ("Phải kiểm tra thực địa nhiều lần" in page, said["late_note"] in page) == (True, True)

    with inside(app, unit_id=home.unit_id):
        walk.take(Do.SEND_DECISION, "2026-12-28")
        row = db.session.get(PublicCase, walk.case_id)
        assert (row.state, row.in_time, row.late_reason) == ("sent", False, "site_checks")
        told = [entry.facts.get("late_reason") for entry in walk.entries if entry.facts.get("late_reason")]
        assert told == ["site_checks"]


def test_a_withdrawal_after_the_due_date_says_why_only_where_it_ends_the_road(app: Flask, home: Commune, client: FlaskClient, at):
    at(FRIDAY)
    walk, _code, _secret = sent(app, home, client)
    with inside(app, unit_id=home.unit_id):
        walk.classify("2026-11-20")
        verified = complain(home, "2026-11-20").go(Do.VERIFY, "2026-11-20")
    clerk = desks(app, home)["clerk"]
    assert "cần ghi lý do" not in words_of(clerk.open(f"/can-bo/ho-so/{walk.case_id}?mo=rut-don").text)

    at("2026-12-28 09:00")
    clerk = desks(app, home)["clerk"]
    refused = clerk.take(walk.case_id, "rut-don", scope="whole")
    assert (refused.status_code, "Hãy chọn vì sao trễ hạn." in words_of(refused.text)) == (400, True)
    assert clerk.take(walk.case_id, "rut-don", scope="whole", late_reason="slow_start").status_code == 303
    assert "cần ghi lý do" not in words_of(clerk.open(f"/can-bo/ho-so/{verified.case_id}?mo=rut-don").text)
    assert clerk.take(verified.case_id, "rut-don", scope="whole").status_code == 303  # the chair says it, with the discontinuance
    with inside(app, unit_id=home.unit_id):
        row = db.session.get(PublicCase, walk.case_id)
        assert (row.state, row.in_time, row.late_reason) == ("withdrawn", False, "slow_start")
        assert walk.entries[-1].facts["late_reason"] == "slow_start"
        assert (verified.case.state, verified.case.late_reason) == ("verifying", "")


WRONG = [
    ("thoi-hieu", {"target": "Quyết định 45", "learned_on": "32/13/2026"}, "Ngày này chưa đúng. Viết theo mẫu 20/11/2026."),
    ("chu-ky", {"signature": "paper", "signed_on": "25/12/2026"}, "Ngày này chưa tới"),
    ("nguoi-khieu-nai", {"people": "nhiều"}, "Hãy ghi một số, ví dụ 5."),
]


@pytest.mark.parametrize(("slug", "typed", "sentence"), WRONG)
def test_a_wrong_value_comes_back_in_place_with_what_was_typed(
    app: Flask, home: Commune, client: FlaskClient, at, slug: str, typed: dict, sentence: str
):
    at(FRIDAY)
    walk, _code, _secret = sent(app, home, client)
    answer = desks(app, home)["clerk"].take(walk.case_id, slug, **typed)
    assert answer.status_code == 400
    assert sentence in html.unescape(answer.text)
    assert html.escape(next(iter(typed.values()))) in answer.text
