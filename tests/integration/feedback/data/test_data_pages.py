"""The pages of requests about personal data: the sender's behind the secret words, the desk's by permission, the copy."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from core.codes import secret_for
from core.database import use_unit
from core.transaction import transaction
from feedback.models import Case
from feedback.services import data_requests, handling
from tests.makers import NOW, Commune, make_case, read_version
from tests.makers_data import DONE, WORDS, asked, read_requests
from tests.makers_desk import Desk, desks, form_values, words_of
from tests.makers_register import seal
from tests.makers_resident import look_up, sentences

MORNING = "2026-11-20 09:00"
KEY = "form-of-the-sender"
LIST = "/can-bo/du-lieu-ca-nhan"
NOTE = "Ghi chú trong nhà, người gửi không đọc"


@pytest.fixture(autouse=True)
def friday(at: Any) -> None:
    """It is the day on which the makers' cases were sent."""
    at(MORNING)


def letter_of(app: Flask, home: Commune, *, key: str = KEY, **facts: Any) -> Case:
    with app.app_context(), use_unit(home.unit_id):
        return make_case(home, key=key, **facts)


def opened(app: Flask, home: Commune, client: FlaskClient, **facts: Any) -> Case:
    """Make a case and let the browser prove its secret words."""
    case = letter_of(app, home, **facts)
    with app.app_context():
        words = secret_for(KEY)
    assert look_up(client, case.code, secret=words).status_code == 303
    return case


def waiting(app: Flask, home: Commune, case_id: int, right: str = "delete") -> str:
    with app.app_context(), use_unit(home.unit_id):
        return asked(home, case_id, right).public_id


def kinds(app: Flask, home: Commune, case_id: int) -> list[str]:
    with app.app_context(), use_unit(home.unit_id):
        return [row.kind for row in read_requests(case_id)]


# ------------------------------------------------------------------ the sender


def test_the_sender_asks_and_reads_both_dates_with_their_article(app: Flask, home: Commune, client: FlaskClient):
    case = opened(app, home, client, state="closed")
    assert f"/tra-cuu/{case.code}/du-lieu" in client.get(f"/tra-cuu/{case.code}").text
    answer = client.post(f"/tra-cuu/{case.code}/du-lieu", data={"right": "delete", "words": "Xin xóa số điện thoại."})
    assert answer.status_code == 303
    page = client.get(answer.location.split("#")[0])
    words = words_of(page.text)
    assert "25/11/2026" in words
    assert "10/12/2026" in words
    assert "Vì sao là ngày này?" in words
    assert "Nghị định 356/2025/NĐ-CP" in words
    assert "Xin xóa số điện thoại." in words
    assert page.headers["Cache-Control"] == "no-store"


def test_a_second_press_makes_no_second_request_and_says_so(app: Flask, home: Commune, client: FlaskClient):
    case = opened(app, home, client)
    for said in ("da-gui", "da-ghi"):
        answer = client.post(f"/tra-cuu/{case.code}/du-lieu", data={"right": "see", "words": ""})
        assert f"xong={said}" in answer.location
    assert kinds(app, home, case.id) == ["see"]


BAD = [
    ({}, "Hãy chọn một yêu cầu trong danh sách."),
    ({"right": "\x00"}, "Hãy chọn một yêu cầu trong danh sách."),
    ({"right": ["see", "steal"], "words": "x"}, None),
    ({"right": "correct", "words": " "}, "Hãy ghi điều nào sai và sửa thành thế nào."),
    ({"right": "see", "words": "x" * 2001}, "Nội dung dài quá. Hãy rút gọn."),
]


@pytest.mark.parametrize(("typed", "sentence"), BAD)
def test_what_cannot_be_taken_says_why_and_keeps_the_words(
    app: Flask, home: Commune, client: FlaskClient, typed: dict[str, Any], sentence: str | None
):
    case = opened(app, home, client)
    answer = client.post(f"/tra-cuu/{case.code}/du-lieu", data=typed)
    if sentence is None:  # of a repeated choice the first counts, as everywhere
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    assert sentence in sentences(answer)
    assert str(typed.get("words", "")).strip("\x00 ") in answer.text


@pytest.mark.parametrize("path", ["du-lieu", "du-lieu/ban-sao"])
def test_without_the_secret_words_nothing_is_shown(app: Flask, home: Commune, client: FlaskClient, path: str):
    case = letter_of(app, home)
    assert client.get(f"/tra-cuu/{case.code}/{path}").location == f"/tra-cuu?ma={case.code}"
    assert look_up(client, case.code, phone="0912 345 678").status_code == 303
    assert client.get(f"/tra-cuu/{case.code}/{path}").location == f"/tra-cuu?ma={case.code}"
    assert client.post(f"/tra-cuu/{case.code}/du-lieu", data={"right": "see"}).location == f"/tra-cuu?ma={case.code}"
    assert kinds(app, home, case.id) == []


def test_the_copy_holds_the_senders_own_and_nothing_of_the_desk(app: Flask, home: Commune, client: FlaskClient):
    case = opened(app, home, client, state="in_progress", email="an@example.vn", place="Đầu cầu Nà Pất")
    with app.app_context(), use_unit(home.unit_id), transaction():
        handling.add_note(case.id, actor=home.officer, at=NOW, text=NOTE)
    waiting(app, home, case.id, "object")
    copy = client.get(f"/tra-cuu/{case.code}/du-lieu/ban-sao")
    assert copy.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert copy.headers["Cache-Control"] == "no-store"
    assert copy.headers["Content-Disposition"] == 'attachment; filename="ban-sao.txt"'
    for own in ("Nguyễn Văn An", "0912345678", "an@example.vn", "Đầu cầu Nà Pất", "lan can", "Phản đối việc dùng", WORDS):
        assert own in copy.text
    for name in (NOTE, home.officer.name, home.clerk.name):
        assert name not in copy.text
    assert "&#" not in copy.text


def test_the_copy_says_no_word_of_an_answer_that_is_a_draft(app: Flask, home: Commune, client: FlaskClient):
    case = opened(app, home, client, state="submitted")
    assert "hàn lại" not in client.get(f"/tra-cuu/{case.code}/du-lieu/ban-sao").text


# ------------------------------------------------------------------ a letter that was moved away


def test_of_a_moved_letter_the_page_is_that_of_the_dates_and_what_is_sent_follows_it(
    app: Flask, home: Commune, client: FlaskClient
):
    case = opened(app, home, client)
    waiting(app, home, case.id)
    with app.app_context(), use_unit(home.unit_id):
        seal(case.id, home.clerk)
    for path in ("du-lieu", "du-lieu/ban-sao"):
        assert client.get(f"/tra-cuu/{case.code}/{path}").location == f"/tra-cuu/{case.code}"
    answer = client.post(f"/tra-cuu/{case.code}/du-lieu", data={"right": "see", "words": "Cho tôi xem."})
    assert answer.location == f"/tra-cuu/{case.code}/du-lieu?xong=da-gui#noi-dung"
    assert client.get(answer.location.split("#")[0]).location == f"/tra-cuu/{case.code}"


def test_the_desk_answers_for_a_moved_letter_what_it_answers_for_none(app: Flask, home: Commune):
    case, other = letter_of(app, home), letter_of(app, home, key="another")
    gone = waiting(app, home, case.id)
    waiting(app, home, other.id, "see")
    clerk = desks(app, home)["clerk"]
    with app.app_context(), use_unit(home.unit_id):
        seal(case.id, home.clerk)
    assert clerk.open(f"{LIST}/{gone}").status_code == clerk.open(f"{LIST}/{'0' * 32}").status_code == 404
    listed = clerk.open(LIST).text
    assert other.code in listed
    assert case.code not in listed
    moved, none = (refused(clerk, code) for code in (case.code, "2222222222"))
    assert moved == none == "Không có đơn nào có mã này. Hãy xem lại mã trên biên nhận."


def refused(clerk: Desk, code: str) -> str:
    typed = written(clerk, code=code, right="see", identity_seen="y")
    answer = clerk.send(f"{LIST}/ghi", typed)
    assert answer.status_code == 400
    return next(words for words in sentences(answer) if "mã" in words)


# ------------------------------------------------------------------ the desk


def written(clerk: Desk, **typed: str) -> dict[str, Any]:
    form = form_values(clerk.open(f"{LIST}/ghi").text, f"{LIST}/ghi")
    return {**form, "right": "see", "words": "", **typed}


def step(desk: Desk, public_id: str, slug: str, **typed: str) -> Any:
    page = desk.open(f"{LIST}/{public_id}").text
    return desk.send(f"{LIST}/{public_id}/{slug}", {**form_values(page, f"{LIST}/{public_id}/{slug}"), **typed})


def test_the_counter_writes_it_down_and_the_leader_decides(app: Flask, home: Commune, client: FlaskClient):
    case, seats = opened(app, home, client, state="closed"), desks(app, home)
    clerk, leader = seats["clerk"], seats["leader"]
    assert f"{LIST}/ghi?ma={case.code}" in clerk.case(case.id).text
    assert case.code in clerk.open(f"{LIST}/ghi?ma={case.code}").text
    typed = written(clerk, code=case.code, right="restrict", words=WORDS, identity_seen="y")
    answer = clerk.send(f"{LIST}/ghi", typed)
    public_id = answer.location.rpartition("/")[2]
    assert step(clerk, public_id, "phan-hoi").status_code == 303
    page = words_of(clerk.open(f"{LIST}/{public_id}").text)
    assert "Đã phản hồi, đang làm" in page
    assert "Gia hạn và từ chối do lãnh đạo xã quyết định." in page
    assert step(leader, public_id, "gia-han", days="15", reason="Hồ sơ ở kho cũ.").status_code == 303
    assert "21/12/2026" in words_of(leader.open(f"{LIST}/{public_id}").text)
    assert step(leader, public_id, "tu-choi", ground="kept_by_law", refusal="Hồ sơ phải lưu.").status_code == 303
    told = words_of(client.get(f"/tra-cuu/{case.code}/du-lieu").text)
    assert "Không thực hiện được" in told
    assert "Hồ sơ phải lưu." in told
    assert "Luật Lưu trữ 2024" in told


def test_contact_is_erased_at_the_desk_and_gone_from_the_copy(app: Flask, home: Commune, client: FlaskClient):
    case, clerk = opened(app, home, client, state="closed", email="an@example.vn"), desks(app, home)["clerk"]
    public_id = waiting(app, home, case.id)
    assert step(clerk, public_id, "lam-xong", answer=DONE, erase="y").status_code == 303
    assert "đã bị xóa khỏi đơn" in words_of(clerk.open(f"{LIST}/{public_id}").text)
    copy = client.get(f"/tra-cuu/{case.code}/du-lieu/ban-sao").text
    assert "0912345678" not in copy
    assert "an@example.vn" not in copy
    assert "Nguyễn Văn An" in copy
    with app.app_context():
        words = secret_for(KEY)
    assert look_up(client, case.code, secret=words).status_code == 303
    assert look_up(client, case.code, phone="0912 345 678").status_code == 422


def test_while_the_letter_is_open_the_desk_reads_why_contact_stays(app: Flask, home: Commune):
    case, clerk = letter_of(app, home, state="in_progress"), desks(app, home)["clerk"]
    public_id = waiting(app, home, case.id)
    page = clerk.open(f"{LIST}/{public_id}").text
    assert 'name="erase"' not in page
    assert "Luật Tiếp công dân 2013, khoản 1 Điều 28" in words_of(page)
    answer = step(clerk, public_id, "lam-xong", answer=DONE, erase="y")
    assert answer.status_code == 400
    assert "Đơn chưa giải quyết xong: cơ quan còn phải báo kết quả nên chưa xóa được cách liên hệ." in sentences(answer)
    assert DONE in answer.text


STEPS = [
    ("gia-han", {"days": "16", "reason": "Hồ sơ ở kho cũ."}, "Số ngày gia hạn phải từ 1 đến mức cao nhất ghi ở trên."),
    ("gia-han", {"days": "mười", "reason": "Hồ sơ ở kho cũ."}, "Hãy ghi một số, ví dụ 5."),
    ("gia-han", {"days": "9" * 40, "reason": "Hồ sơ ở kho cũ."}, "Hãy ghi một số, ví dụ 5."),
    ("gia-han", {"days": "5", "reason": "\x00"}, "Hãy ghi lý do."),
    ("tu-choi", {"ground": "of_others", "refusal": "Không."}, "Hãy chọn căn cứ trong danh sách."),
    ("tu-choi", {"ground": "", "refusal": "Không làm được."}, "Hãy chọn căn cứ trong danh sách."),
    ("lam-xong", {"answer": ""}, "Hãy ghi lời trả lời cho người yêu cầu: đã làm gì, hoặc vì sao không làm."),
    ("lam-xong", {"answer": "x" * 2001}, "Nội dung dài quá. Hãy rút gọn."),
]


@pytest.mark.parametrize(("slug", "typed", "sentence"), STEPS)
def test_a_step_that_cannot_be_taken_says_why(app: Flask, home: Commune, slug: str, typed: dict[str, str], sentence: str):
    case, leader = letter_of(app, home, state="closed"), desks(app, home)["leader"]
    public_id = waiting(app, home, case.id)
    answer = step(leader, public_id, slug, **typed)
    assert answer.status_code == 400
    assert sentence in sentences(answer)


def test_a_step_taken_twice_says_that_it_is_over(app: Flask, home: Commune):
    case, clerk = letter_of(app, home), desks(app, home)["clerk"]
    public_id = waiting(app, home, case.id)
    page = clerk.open(f"{LIST}/{public_id}").text
    form = {**form_values(page, f"{LIST}/{public_id}/lam-xong"), "answer": DONE}
    assert clerk.send(f"{LIST}/{public_id}/lam-xong", form).status_code == 303
    again = clerk.send(f"{LIST}/{public_id}/lam-xong", form)
    assert again.status_code == 409
    assert "Việc này đã được ghi rồi. Trang đang hiện tình trạng mới nhất." in sentences(again)


@pytest.mark.parametrize("who", ["officer", "supervisor", "administrator"])
def test_the_others_have_no_such_pages(app: Flask, home: Commune, who: str):
    case, desk = letter_of(app, home), desks(app, home)[who]
    public_id = waiting(app, home, case.id)
    assert {desk.open(path).status_code for path in (LIST, f"{LIST}/ghi", f"{LIST}/{public_id}")} == {403}
    assert LIST not in desk.open("/can-bo").text


def test_the_list_shows_codes_and_lateness_but_no_name(app: Flask, home: Commune, at: Any):
    case, desk = letter_of(app, home), desks(app, home)["clerk"]
    empty = words_of(desk.open(LIST).text)
    assert "Không có yêu cầu nào đang chờ" in empty
    waiting(app, home, case.id)
    assert "phản hồi chậm nhất 25/11/2026" in words_of(desk.open(LIST).text)
    at("2026-11-26 09:00")
    late = desks(app, home)["clerk"].open(LIST).text
    assert "quá hạn từ 25/11/2026" in words_of(late)
    assert case.code in late
    assert "Nguyễn Văn An" not in late


def queries_of(desk: Desk, path: str) -> int:
    seen: list[str] = []

    def count(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        assert desk.open(path).status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return len([statement for statement in seen if statement.lstrip().upper().startswith("SELECT")])


def test_the_list_asks_as_much_for_three_as_for_one(app: Flask, home: Commune):
    waiting(app, home, letter_of(app, home, key="one").id)
    clerk = desks(app, home)["clerk"]
    clerk.open(LIST)
    one = queries_of(clerk, LIST)
    for key in ("two", "three"):
        waiting(app, home, letter_of(app, home, key=key).id)
    assert queries_of(clerk, LIST) == one
    assert clerk.open(LIST).text.count('<li class="card">') == 3


def test_the_public_page_tells_rights_terms_and_the_way(home: Commune, client: FlaskClient):
    page = words_of(client.get("/quyen-rieng-tu").text)
    assert "2 ngày làm việc" in page
    assert "Xóa dữ liệu cá nhân theo yêu cầu" in page
    assert "20 ngày" in page
    assert "Cơ quan xem giấy tờ, không ghi số." in page


def test_the_inbox_of_the_desk_leads_to_the_request(app: Flask, home: Commune):
    case, seats = letter_of(app, home), desks(app, home)
    public_id = waiting(app, home, case.id)
    for who in ("clerk", "leader"):
        assert public_id in seats[who].open("/can-bo/hop-thu").text
    assert public_id not in seats["officer"].open("/can-bo/hop-thu").text


def test_the_timeline_of_the_case_says_what_was_asked_and_not_its_words(app: Flask, home: Commune):
    case, officer = letter_of(app, home, state="in_progress"), desks(app, home)["officer"]
    waiting(app, home, case.id, "correct")
    page = words_of(officer.case(case.id).text)
    assert "Yêu cầu về dữ liệu cá nhân" in page
    assert "Chỉnh sửa" in page
    assert WORDS not in page


def test_a_version_that_was_open_is_not_spoiled_by_a_request(app: Flask, home: Commune):
    case = letter_of(app, home, state="in_progress")
    with app.app_context(), use_unit(home.unit_id):
        before = read_version(case.id)
        asked(home, case.id)
        with transaction():
            data_requests.take(read_requests(case.id)[0].public_id, actor=home.clerk, at=NOW)
        assert read_version(case.id) == before


WAITS = "1 yêu cầu về dữ liệu cá nhân đang chờ"
MORNINGS = [
    ("2026-11-23 09:00", ("1 sắp đến hạn",)), ("2026-11-25 09:00", ("1 sắp đến hạn",)), ("2026-11-26 09:00", ("1 quá hạn",)),
]  # fmt: skip


@pytest.mark.parametrize(("morning", "tags"), MORNINGS)
def test_the_first_pages_of_the_desk_say_what_waits_and_how_near_it_is(
    app: Flask, home: Commune, at: Any, morning: str, tags: tuple[str, ...]
):
    public_id = waiting(app, home, letter_of(app, home).id)  # to be acknowledged by 25/11: 24/11 is a day off
    at(morning)
    leader = desks(app, home)["leader"]
    for path in ("/can-bo", "/can-bo/toan-canh"):
        page = words_of(leader.open(path).text)
        assert WAITS in page
        assert tuple(words for words in ("1 quá hạn", "1 sắp đến hạn") if words in page) == tags
    with app.app_context(), use_unit(home.unit_id), transaction():
        data_requests.take(public_id, actor=home.leader, at=NOW)
    page = words_of(leader.open("/can-bo").text)  # the answer's date is next, weeks away
    assert WAITS in page
    assert not any(words in page for words in ("1 quá hạn", "1 sắp đến hạn"))


def test_the_first_pages_say_nothing_where_nothing_waits_and_to_those_who_do_not_answer(app: Flask, home: Commune):
    seats = desks(app, home)
    assert "dữ liệu cá nhân đang chờ" not in words_of(seats["leader"].open("/can-bo/toan-canh").text)
    assert LIST in seats["leader"].open("/can-bo").text
    waiting(app, home, letter_of(app, home, state="in_progress").id)
    assert WAITS not in words_of(seats["officer"].open("/can-bo").text)
    assert WAITS in words_of(seats["clerk"].open("/can-bo").text)
