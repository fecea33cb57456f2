"""Looking a letter up again, and what its sender may do with it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.attachments import Attachment
from core.codes import secret_for
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from feedback.models import Case, CaseEntry, CaseQuestion, Rating
from feedback.services import handling
from feedback.views import grants
from tests.makers import NOW, Commune, make_case
from tests.makers_resident import STORY, jpeg, look_up, send_letter, sentences, upload, value_of

NO_CODE = "Mã đơn gồm 10 chữ và số, ví dụ 7K3MP-9QXTR. Hãy xem lại trên biên nhận."
NOT_FOUND = ["Mã và từ bí mật (hoặc số điện thoại) chưa khớp với đơn nào. Hãy xem lại trên biên nhận."]


@pytest.fixture(autouse=True)
def friday(at: Callable[[str], datetime]) -> datetime:
    """It is the day on which the makers' cases were sent."""
    return at("2026-11-20 09:00")


def tracked(app: Flask, home: Commune, client: FlaskClient, *, state: str) -> tuple[str, int]:
    """Bring a case to a state and let the browser track it; return code and id."""
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, state=state, key="form-of-the-sender")
        words = secret_for("form-of-the-sender")
    assert look_up(client, case.code, secret=words).status_code == 303
    return case.code, case.id


def state_of(app: Flask, home: Commune, case_id: int) -> tuple[str, int]:
    with app.app_context(), use_unit(home.unit_id):
        case = db.session.get(Case, case_id)
        return case.state, case.round


def rows(app: Flask, home: Commune, model: type) -> list:
    with app.app_context(), use_unit(home.unit_id):
        return list(db.session.scalars(select(model).order_by(model.id)))


def words_of(page) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


# ---------------------------------------------------------------- finding it


def test_code_and_words_open_the_case(client: FlaskClient, home: Commune):
    code, words = send_letter(client)
    answer = look_up(client, code, secret=words)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/tra-cuu/{code}")
    page = client.get(answer.headers["Location"])
    assert (page.status_code, STORY in page.text) == (200, True)


@pytest.mark.parametrize("typed", [str.upper, lambda words: words.replace(" · ", " "), lambda words: f"  {words}, "])
def test_words_are_taken_however_they_are_typed(client: FlaskClient, home: Commune, typed: Callable[[str], str]):
    code, words = send_letter(client)
    assert look_up(client, code.lower().replace("-", " "), secret=typed(words)).status_code == 303


def test_phone_opens_state_and_dates_only(client: FlaskClient, home: Commune):
    code, _words = send_letter(client, place="cạnh cây đa")
    assert look_up(client, code, phone="+84 912 345 678").status_code == 303
    page = client.get(f"/tra-cuu/{code}")
    assert (page.status_code, "Mới nhận" in page.text) == (200, True)
    assert [secret in page.text for secret in (STORY, STORY[:30], "cạnh cây đa", "Nguyễn Văn An")] == [False] * 4


def test_unknown_code_and_wrong_words_have_one_answer(client: FlaskClient, home: Commune):
    code, _words = send_letter(client)
    known, unknown = (look_up(client, typed, secret="sai sai sai sai") for typed in (code, "2222C-2222D"))
    assert (known.status_code, unknown.status_code, sentences(known)) == (422, 422, NOT_FOUND)
    assert known.text.replace(code, "") == unknown.text.replace("2222C-2222D", "")


def test_form_without_proof_says_what_is_missing(client: FlaskClient, home: Commune):
    page = look_up(client, "abc", secret="", phone="")
    assert sentences(page) == [
        NO_CODE,
        "Hãy ghi bốn từ bí mật, hoặc số điện thoại đã ghi trong đơn ở bên dưới.",
    ]


@pytest.mark.parametrize("typed", ["zzz", "7K3MP-9QXT", "0912345678", "<b>"])
def test_what_is_no_code_is_called_so_at_once_and_stays_in_its_field(client: FlaskClient, home: Commune, typed: str):
    page = client.get("/tra-cuu", query_string={"ma": typed})
    assert (page.status_code, sentences(page)) == (422, [NO_CODE])
    assert value_of(page, "code") == typed
    assert '<span class="nowrap">7K3MP-9QXTR</span>' in page.text


@pytest.mark.parametrize(("asked", "kept"), [("", ""), ("?ma=", ""), ("?ma=+", ""), ("?ma=7k3mp+9qxtr", "7K3MP-9QXTR")])
def test_a_code_or_nothing_typed_is_no_fault(client: FlaskClient, home: Commune, asked: str, kept: str):
    page = client.get(f"/tra-cuu{asked}")
    assert (page.status_code, sentences(page), value_of(page, "code")) == (200, [], kept)


def test_code_is_locked_after_wrong_tries_also_for_the_right_words(
    client: FlaskClient, home: Commune, at: Callable[[str], datetime]
):
    code, words = send_letter(client)
    answers = [sentences(look_up(client, code, secret="sai sai sai sai")) for _ in range(5)]
    assert answers[:4] == [NOT_FOUND] * 4
    locked = ["Mã này đã được thử sai nhiều lần. Hãy thử lại sau 09:01, 20/11/2026."]
    assert (answers[4], sentences(look_up(client, code, secret=words))) == (locked, locked)
    at("2026-11-20 09:02")
    assert look_up(client, code, secret=words).status_code == 303


@pytest.mark.settings(rate_limits="on")
def test_one_address_may_try_thirty_times_in_ten_minutes(client: FlaskClient, home: Commune):
    symbols = "23456789CDFGHJKMNPQRTVWXY23456"
    answers = [look_up(client, f"7K3MP-9QXT{symbol}", secret="a b c d").status_code for symbol in symbols]
    page = look_up(client, "7K3MP-9QXTR", secret="a b c d")
    assert (set(answers), page.status_code, value_of(page, "code")) == ({422}, 429, "7K3MP-9QXTR")


def test_address_from_the_receipt_fills_in_the_code(client: FlaskClient, home: Commune):
    assert value_of(client.get("/tra-cuu?ma=7k3mp9qxtr"), "code") == "7K3MP-9QXTR"
    assert value_of(client.get('/tra-cuu?ma="><script>'), "code") == '"><script>'


# ---------------------------------------------------------------- the grant


def test_case_without_grant_asks_for_the_words(app: Flask, client: FlaskClient, home: Commune):
    code, _words = send_letter(client)
    answer = app.test_client().get(f"/tra-cuu/{code}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/tra-cuu?ma={code}")


def test_grant_of_one_case_opens_no_other(app: Flask, client: FlaskClient, home: Commune):
    code, words = send_letter(client)
    other, _words = send_letter(app.test_client(), story="Đèn đường trước trường tắt đã hai tuần.")
    look_up(client, code, secret=words)
    assert client.get(f"/tra-cuu/{other}").status_code == 303


def test_grant_ends_after_two_hours(client: FlaskClient, home: Commune, at: Callable[[str], datetime]):
    code, words = send_letter(client)
    look_up(client, code, secret=words)
    at("2026-11-20 10:59")
    assert client.get(f"/tra-cuu/{code}").status_code == 200
    at("2026-11-20 11:01")
    assert client.get(f"/tra-cuu/{code}").status_code == 303


@pytest.mark.parametrize("forged", ["", "x.y.z", "eyJjYXNlX2lkIjoxfQ.aSL0vQ.AAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_forged_grant_opens_nothing(client: FlaskClient, home: Commune, app: Flask, forged: str):
    code, _words = send_letter(client)
    stranger = app.test_client()
    stranger.set_cookie(grants.GRANT_COOKIE, forged)
    assert stranger.get(f"/tra-cuu/{code}").status_code == 303


def test_leaving_takes_the_grant_back(client: FlaskClient, home: Commune):
    code, words = send_letter(client)
    look_up(client, code, secret=words)
    answer = client.post("/tra-cuu/thoat")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache"')
    assert client.get(f"/tra-cuu/{code}").status_code == 303


@pytest.mark.parametrize("step", ["bo-sung", "danh-gia"])
def test_phone_alone_does_nothing_with_the_case(client: FlaskClient, home: Commune, step: str):
    code, _words = send_letter(client)
    look_up(client, code, phone="0912345678")
    answer = client.post(f"/tra-cuu/{code}/{step}", data={"text": "thêm", "rating": "satisfied"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/tra-cuu?ma={code}")


def test_tracking_pages_are_private(client: FlaskClient, home: Commune):
    code, words = send_letter(client)
    look_up(client, code, secret=words)
    for path in ("/tra-cuu", f"/tra-cuu/{code}"):
        headers = client.get(path).headers
        assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex, noarchive")


# ---------------------------------------------------------------- adding to it


def test_sender_adds_words_and_a_photo(app: Flask, client: FlaskClient, home: Commune):
    code, _case_id = tracked(app, home, client, state="received")
    answer = client.post(
        f"/tra-cuu/{code}/bo-sung", data={"text": "Hôm nay gãy thêm một đoạn.", "photos": [upload(jpeg())]},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert answer.headers["Location"] == f"/tra-cuu/{code}?xong=bo-sung#noi-dung"
    added = [entry.text for entry in rows(app, home, CaseEntry) if entry.kind == "added"]
    assert added == ["Hôm nay gãy thêm một đoạn."]
    assert "Đang xử lý 1 ảnh" in client.get(f"/tra-cuu/{code}").text


def test_what_is_added_twice_is_kept_once(app: Flask, client: FlaskClient, home: Commune):
    """A second press after a lost signal makes nothing new; a photo that was forgotten comes with the same words."""
    code, case_id = tracked(app, home, client, state="received")

    def kept_after(*photos: bytes) -> tuple[int, int]:
        form = {"text": "Hôm nay gãy thêm một đoạn.", "photos": [upload(photo) for photo in photos]}
        answer = client.post(f"/tra-cuu/{code}/bo-sung", data=form, content_type="multipart/form-data")
        assert answer.headers["Location"] == f"/tra-cuu/{code}?xong=bo-sung#noi-dung"
        added = [row for row in rows(app, home, Attachment) if (row.subject, row.purpose) == (f"case:{case_id}", "added")]
        return len([row for row in rows(app, home, CaseEntry) if row.kind == "added"]), len(added)

    one, other, third = (jpeg(side=60 + number) for number in range(3))
    assert kept_after(one, other) == (1, 2)
    assert kept_after(one, other) == (1, 2)
    assert kept_after(one, third) == (1, 3)


def test_sender_who_adds_nothing_is_told(app: Flask, client: FlaskClient, home: Commune):
    code, _case_id = tracked(app, home, client, state="received")
    page = client.post(f"/tra-cuu/{code}/bo-sung", data={"text": " "})
    assert (page.status_code, sentences(page)) == (422, ["Chỗ này cần được ghi."])


def test_question_is_answered_once(app: Flask, client: FlaskClient, home: Commune):
    code, case_id = tracked(app, home, client, state="in_progress")
    with app.app_context(), use_unit(home.unit_id), transaction():
        handling.ask_sender(case_id, actor=home.officer, at=NOW, text="Đoạn gãy ở phía thượng lưu hay hạ lưu?")
    (question,) = rows(app, home, CaseQuestion)
    assert "Đoạn gãy ở phía thượng lưu hay hạ lưu?" in client.get(f"/tra-cuu/{code}").text
    form = {"text": "Phía hạ lưu.", "question_id": str(question.id)}
    for _tap in range(2):  # a double tap looks like one
        assert client.post(f"/tra-cuu/{code}/bo-sung", data=form).headers["Location"].endswith("?xong=bo-sung#noi-dung")
    other = {**form, "text": "Cả hai phía."}
    assert client.post(f"/tra-cuu/{code}/bo-sung", data=other).headers["Location"].endswith("?xong=da-ghi#noi-dung")
    assert [row.reply for row in rows(app, home, CaseQuestion)] == ["Phía hạ lưu."]


@pytest.mark.parametrize("question", ["999999", "-1", "x", "99999999999999"])
def test_question_that_does_not_exist_breaks_nothing(app: Flask, client: FlaskClient, home: Commune, question: str):
    code, _case_id = tracked(app, home, client, state="received")
    answer = client.post(f"/tra-cuu/{code}/bo-sung", data={"text": "Phía hạ lưu.", "question_id": question})
    assert answer.status_code == 303


# ---------------------------------------------------------------- the sender's word on the answer


def test_answer_is_shown_with_its_facts(app: Flask, client: FlaskClient, home: Commune):
    code, _case_id = tracked(app, home, client, state="answered")
    page = words_of(client.get(f"/tra-cuu/{code}"))
    for words in ("Đã hàn lại toàn bộ lan can cầu tràn.", "Phòng Kinh tế", "Ảnh sẽ gửi sau khi nghiệm thu", "Đã làm xong"):
        assert words in page


@pytest.mark.settings(public_url="https://vanlinh.example")
def test_address_in_a_letter_can_be_tapped(app: Flask, client: FlaskClient, home: Commune):
    code, _case_id = tracked(app, home, client, state="answered")
    assert '<a href="https://vanlinh.example/tra-cuu"' in client.get(f"/tra-cuu/{code}").text


def test_draft_of_an_answer_is_not_shown(app: Flask, client: FlaskClient, home: Commune):
    code, _case_id = tracked(app, home, client, state="approved")
    assert "Đã hàn lại" not in client.get(f"/tra-cuu/{code}").text


def test_satisfied_ends_the_road(app: Flask, client: FlaskClient, home: Commune):
    code, case_id = tracked(app, home, client, state="answered")
    answer = client.post(f"/tra-cuu/{code}/danh-gia", data={"rating": "satisfied"})
    assert answer.headers["Location"] == f"/tra-cuu/{code}?xong=hai-long#noi-dung"
    assert state_of(app, home, case_id) == ("closed", 1)


def test_satisfied_is_not_said_with_a_single_tap_and_leaves_two_ways(app: Flask, client: FlaskClient, home: Commune):
    code, _case_id = tracked(app, home, client, state="answered")
    page = client.get(f"/tra-cuu/{code}").text
    folded = re.search(r'<details id="hai-long">(.*?)</details>', page, re.DOTALL).group(1)
    assert ("Hài lòng thì đơn khép lại, không mở lại được nữa." in folded, page.count('value="satisfied"')) == (True, 1)
    assert 'value="satisfied"' in folded
    client.post(f"/tra-cuu/{code}/danh-gia", data={"rating": "satisfied"})
    after = words_of(client.get(f"/tra-cuu/{code}"))
    assert ("Trả lời này được chưa?" in after, "gửi đơn mới" in after, "khiếu nại tới Chủ tịch" in after) == (False, True, True)


def test_not_satisfied_opens_the_case_again(app: Flask, client: FlaskClient, home: Commune):
    code, case_id = tracked(app, home, client, state="answered")
    before = client.get(f"/tra-cuu/{code}").text.split("<details")[0]  # stands outside of what is folded
    assert "Đơn mở lại được đến hết thứ Bảy, 05/12/2026; quá ngày này" in before.split('id="danh-gia"')[1]
    answer = client.post(f"/tra-cuu/{code}/danh-gia", data={"rating": "not_satisfied", "reason": "Vẫn còn lung lay"})
    assert answer.headers["Location"] == f"/tra-cuu/{code}?xong=mo-lai#noi-dung"
    assert state_of(app, home, case_id) == ("reopened", 2)
    assert "Đơn đã được mở lại" in words_of(client.get(answer.headers["Location"]))


def test_reopened_case_promises_only_what_runs_and_says_which_round(app: Flask, client: FlaskClient, home: Commune):
    code, _case_id = tracked(app, home, client, state="reopened")
    page, paper, case = (client.get(f"/{path}").text for path in (f"da-nhan/{code}", f"da-nhan/{code}?in=1", f"tra-cuu/{code}"))
    assert (page.count("big-date"), paper.count("<ol>"), [text.count("(lần hai)") > 0 for text in (page, paper, case)]) == (
        1, 1, [True] * 3,
    )  # fmt: skip


@pytest.mark.parametrize(("state", "shown"), [("in_progress", True), ("closed", False)])
def test_only_an_open_letter_says_how_it_is_withdrawn_or_corrected(
    app: Flask, client: FlaskClient, home: Commune, state: str, shown: bool
):
    code, _case_id = tracked(app, home, client, state=state)
    page = words_of(client.get(f"/tra-cuu/{code}"))
    assert ("Muốn rút hay sửa đơn?" in page, "chữ ký" in page) == (shown, False)


def test_not_satisfied_after_the_last_day_is_taken_and_opens_nothing(
    app: Flask, client: FlaskClient, home: Commune, at: Callable[[str], datetime]
):
    at((NOW + timedelta(days=16)).strftime("%Y-%m-%d 09:00"))
    code, case_id = tracked(app, home, client, state="answered")
    answer = client.post(f"/tra-cuu/{code}/danh-gia", data={"rating": "not_satisfied", "reason": "Vẫn còn lung lay"})
    assert answer.headers["Location"] == f"/tra-cuu/{code}?xong=chua-hai-long#noi-dung"
    assert state_of(app, home, case_id) == ("closed", 1)


def test_not_satisfied_needs_its_reason(app: Flask, client: FlaskClient, home: Commune):
    code, case_id = tracked(app, home, client, state="answered")
    page = client.post(f"/tra-cuu/{code}/danh-gia", data={"rating": "not_satisfied", "reason": " "})
    assert (page.status_code, sentences(page)) == (422, ["Hãy ghi điều còn thiếu, để xã biết phải làm gì tiếp."])
    assert f'href="/tra-cuu/{code}?lang=en"' in page.text
    assert state_of(app, home, case_id) == ("answered", 1)


def test_second_tap_on_satisfied_changes_nothing(app: Flask, client: FlaskClient, home: Commune):
    code, _case_id = tracked(app, home, client, state="answered")
    answers = [client.post(f"/tra-cuu/{code}/danh-gia", data={"rating": "satisfied"}).headers["Location"] for _ in range(2)]
    assert answers == [f"/tra-cuu/{code}?xong=hai-long#noi-dung", f"/tra-cuu/{code}?xong=da-ghi#noi-dung"]
    assert len(rows(app, home, Rating)) == 1


def test_form_that_came_back_is_read_in_the_other_language_on_the_page_of_the_case(
    app: Flask, client: FlaskClient, home: Commune
):
    code, _case_id = tracked(app, home, client, state="in_progress")
    page = client.post(f"/tra-cuu/{code}/bo-sung", data={"text": ""})
    (link,) = re.findall(r'class="lang" href="([^"]*lang=en)"', page.text)
    assert (page.status_code, link, client.get(link).status_code) == (422, f"/tra-cuu/{code}?lang=en", 200)


@pytest.mark.parametrize("rating", ["", "5", "\x00"])
def test_rating_that_is_none_breaks_nothing(app: Flask, client: FlaskClient, home: Commune, rating: str):
    code, case_id = tracked(app, home, client, state="answered")
    assert client.post(f"/tra-cuu/{code}/danh-gia", data={"rating": rating}).status_code == 422
    assert state_of(app, home, case_id) == ("answered", 1)


@pytest.mark.parametrize("state", ["received", "classified", "in_progress", "answered", "reopened", "closed"])
def test_case_can_be_tracked_in_every_state(app: Flask, client: FlaskClient, home: Commune, state: str):
    code, _case_id = tracked(app, home, client, state=state)
    assert [client.get(f"/tra-cuu/{code}{language}").status_code for language in ("", "?lang=en")] == [200, 200]
