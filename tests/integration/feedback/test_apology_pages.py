"""The pages around an apology: the desk writes and signs, the sender reads and prints, everybody sees two days."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.codes import secret_for
from core.database import use_unit
from feedback.models import Case
from tests.makers import Commune, make_case
from tests.makers_apologies import WORDS, decide, write
from tests.makers_desk import desks, words_of
from tests.makers_resident import look_up

MORNING = "2026-12-15 09:00"
TYPED = {"reason": "other_office", "why": WORDS.why, "done": WORDS.done, "new_on": "21/12/2026"}


def late_case(app: Flask, home: Commune, *, signed: bool = False, key: str = "late") -> Case:
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, state="in_progress", key=key)
        if signed:
            write(home, case.id)
            decide(home, case.id)
        return case


def test_the_desk_is_asked_writes_signs_and_prints(app: Flask, home: Commune, at):
    at(MORNING)
    case, seats = late_case(app, home), desks(app, home)
    page = words_of(seats["officer"].case(case.id).text)
    assert "Đã quá ngày 14/12/2026 mà chưa trả lời" in page
    assert "cần thư xin lỗi" in words_of(seats["officer"].open("/can-bo").text)
    assert seats["officer"].take(case.id, "xin-loi", **TYPED).status_code == 303
    assert "thư xin lỗi chờ ký" in words_of(seats["leader"].open("/can-bo").text)
    signing = words_of(seats["leader"].case(case.id).text)
    assert WORDS.done in signing
    assert seats["leader"].take(case.id, "ky-xin-loi", do="approve").status_code == 303
    printed = seats["officer"].open(f"/can-bo/ho-so/{case.id}/thu-xin-loi")
    assert printed.headers["Cache-Control"] == "no-store"
    assert "Chúng tôi hẹn trả lời ông/bà chậm nhất ngày 21/12/2026." in words_of(printed.text)


def test_there_is_nothing_to_print_before_it_is_signed(app: Flask, home: Commune, at):
    at(MORNING)
    case, seats = late_case(app, home), desks(app, home)
    assert seats["officer"].open(f"/can-bo/ho-so/{case.id}/thu-xin-loi").status_code == 404
    seats["officer"].take(case.id, "xin-loi", **TYPED)
    assert seats["officer"].open(f"/can-bo/ho-so/{case.id}/thu-xin-loi").status_code == 404


BAD = [
    ({"new_on": "31/02/2027"}, "Ngày này chưa đúng. Viết theo mẫu 20/11/2026."),
    ({"new_on": "31/12/9999"}, "Ngày này chưa đúng. Viết theo mẫu 20/11/2026."),
    ({"new_on": "30/03/2027"}, "Ngày hẹn mới xa quá mức cho phép của xã."),
    ({"new_on": "19/12/2026"}, "Ngày hẹn mới rơi vào ngày nghỉ."),
    ({"new_on": "", "done": "\x00"}, "Hãy ghi ngày hẹn trả lời mới."),
    ({"reason": "\x00'; drop"}, "Hãy chọn vì sao trễ hạn."),
    ({"done": "x" * 2001}, "Nội dung dài quá. Hãy rút gọn."),
    ({"done": "Đã hỏi [[cơ quan]] rồi nhé."}, "Còn chỗ trong ngoặc [[…]] chưa điền."),
]


@pytest.mark.parametrize(("changes", "sentence"), BAD)
def test_a_form_that_cannot_be_taken_says_why_and_keeps_what_was_typed(
    app: Flask, home: Commune, at, changes: dict[str, Any], sentence: str
):
    at(MORNING)
    case, seats = late_case(app, home), desks(app, home)
    answer = seats["officer"].take(case.id, "xin-loi", **{**TYPED, **changes})
    assert answer.status_code == 400
    assert sentence in words_of(answer.text)
    assert WORDS.why in answer.text


def test_the_sender_reads_it_at_the_top_and_prints_it(app: Flask, home: Commune, client: FlaskClient, at):
    at(MORNING)
    case = late_case(app, home, signed=True)
    assert look_up(client, case.code, secret=secret_for("late")).status_code == 303
    page = words_of(client.get(f"/tra-cuu/{case.code}").text)
    top = "Xã xin lỗi vì chưa trả lời đúng hạn ngày 14/12/2026. Xã hẹn trả lời chậm nhất ngày 21/12/2026."
    assert (page.count(top), "Ngày hẹn mới: 21/12/2026." in page, WORDS.why in page) == (1, True, True)
    paper = client.get(f"/tra-cuu/{case.code}/thu-xin-loi")
    assert "THƯ XIN LỖI" in paper.text
    assert "noindex" in paper.headers["X-Robots-Tag"]
    at("2026-12-22 09:00")
    assert look_up(client, case.code, secret=secret_for("late")).status_code == 303  # the browser forgot it over night
    assert "Ngày hẹn 21/12/2026 cũng đã qua" in words_of(client.get(f"/tra-cuu/{case.code}").text)


def test_a_phone_opens_the_day_and_no_word(app: Flask, home: Commune, client: FlaskClient, at):
    at(MORNING)
    case = late_case(app, home, signed=True)
    assert look_up(client, case.code, phone="0912 345 678").status_code == 303
    page = words_of(client.get(f"/tra-cuu/{case.code}").text)
    assert "Ngày 15/12/2026 xã đã xin lỗi người gửi vì trả lời trễ, hẹn trả lời chậm nhất ngày 21/12/2026." in page
    assert WORDS.why not in page
    assert WORDS.done not in page
    assert client.get(f"/tra-cuu/{case.code}/thu-xin-loi").status_code == 303  # to the secret words
    assert app.test_client().get(f"/tra-cuu/{case.code}/thu-xin-loi").status_code == 303


def test_everybody_reads_that_the_commune_apologised_and_its_new_day(app: Flask, home: Commune, client: FlaskClient, at):
    at(MORNING)
    case = late_case(app, home, signed=True)
    page = words_of(client.get(f"/ho-so/{case.code}").text)
    assert "Ngày 15/12/2026 xã đã xin lỗi người gửi vì trả lời trễ, hẹn trả lời chậm nhất ngày 21/12/2026." in page
    assert WORDS.why not in page


def test_the_demonstration_apologises_once(app: Flask, home: Commune, at):
    at(MORNING)
    late_case(app, home)
    runner = app.test_cli_runner()
    printed = [runner.invoke(args=["demo", "apologies"]).output.strip() for _run in range(2)]
    assert printed == ["Apologies: 1 new.", "Apologies: 0 new."]
