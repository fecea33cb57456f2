"""Residents ask, look again and ask the same; nothing of them is in public bytes; on both databases."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from dialogue.question_models import DialogueQuestion
from dialogue.services import question_moderating, questions
from tests.makers import NEIGHBOUR, NOW, Commune, make_commune
from tests.makers_dialogue import announced_dialogue, read_dialogue
from tests.makers_questions import PUBLIC_TEXT, QUESTION, accept_question, ask_question, read_question
from tests.makers_resident import sentences, token_in, value_of, words_on

PERSON = ("Hoàng Thị Bưởi", "0987654321", "0987 654 321", "buoi@example.vn", "từ mùa mưa")


@pytest.fixture
def base(app: Flask, home: Commune, at: Callable[[str], Any]) -> str:
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        return f"/doi-thoai/{read_dialogue(announced_dialogue(home)).code}"


def send(client: FlaskClient, base: str, **changes: str) -> TestResponse:
    token = token_in(client.get(f"{base}/gui-cau-hoi")) if "form_token" not in changes else ""
    return client.post(f"{base}/gui-cau-hoi", data={"form_token": token, "hide_name": "y", **QUESTION, **changes})


def stored(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(DialogueQuestion.id)).execution_options(all_units=True)) or 0


def test_a_resident_asks_and_looks_again(app: Flask, home: Commune, client: FlaskClient, base: str):
    answer = send(client, base)
    receipt = answer.location or ""
    page = client.get(receipt)
    words = words_on(page)
    assert (answer.status_code, len(words.split(" · ")), "từ mùa mưa" in page.text) == (303, 4, True)
    stranger = app.test_client()
    seen = stranger.get(receipt)
    assert (seen.status_code, [word for word in (*PERSON, words) if word in seen.text]) == (200, [])
    assert "noindex" in seen.headers["X-Robots-Tag"]
    wrong = stranger.post(receipt, data={"secret": "một · hai · ba · bốn"})
    assert (wrong.status_code, sentences(wrong)) == (422, ["Từ bí mật chưa khớp. Hãy xem lại trên biên nhận."])
    assert stranger.post(receipt, data={"secret": words}).status_code == 303
    assert "từ mùa mưa" in stranger.get(receipt).text


def test_the_same_form_twice_is_one_question(app: Flask, client: FlaskClient, base: str):
    form = {"form_token": token_in(client.get(f"{base}/gui-cau-hoi")), **QUESTION}
    places = {client.post(f"{base}/gui-cau-hoi", data=form).location for _tap in range(3)}
    assert (len(places), stored(app)) == (1, 1)


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(app: Flask, client: FlaskClient, base: str):
    page = send(client, base, text="Ngắn", phone="12")
    assert (page.status_code, sentences(page)) == (
        422,
        [
            "Câu hỏi còn quá ngắn. Hãy ghi rõ hỏi về việc gì, ở đâu.",
            "Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0.",
        ],
    )  # fmt: skip
    assert (value_of(page, "text"), value_of(page, "phone"), value_of(page, "name")) == ("Ngắn", "12", QUESTION["name"])
    for changes in ({"website": "http://x"}, {"form_token": "old"}):
        page = send(client, base, **changes)
        assert (page.status_code, value_of(page, "text")) == (422, QUESTION["text"])
    assert stored(app) == 0


def test_a_denunciation_and_a_complaint_are_led_to_their_own_ways(app: Flask, client: FlaskClient, base: str):
    denunciation = send(client, base, text="Tôi tố cáo ông chủ tịch xã nhận tiền của dân.")
    complaint = send(client, base, own_right="y")
    accused = send(client, base, accuses="y")
    assert [page.status_code for page in (denunciation, complaint, accused)] == [422, 422, 422]
    assert ('href="/to-cao"' in denunciation.text, "Đây là khiếu nại" in complaint.text) == (True, True)
    assert ("giống một đơn tố cáo" in accused.text, stored(app)) == (True, 0)


def test_a_closed_window_says_its_days_and_keeps_the_words(client: FlaskClient, base: str, at: Callable[[str], Any]):
    token = token_in(client.get(f"{base}/gui-cau-hoi"))
    at("2026-12-10 23:59")
    assert 'name="text"' in client.get(f"{base}/gui-cau-hoi").text
    at("2026-12-11 00:00")
    closed = client.get(f"{base}/gui-cau-hoi")
    assert ("20/11/2026" in closed.text, "10/12/2026" in closed.text, 'name="text"' in closed.text) == (True, True, False)
    late = client.post(f"{base}/gui-cau-hoi", data={"form_token": token, **QUESTION})
    late = send(client, base, form_token="x") if late.status_code != 422 else late
    assert (late.status_code, value_of(late, "text")) == (422, QUESTION["text"])


def test_the_list_shows_public_words_only_and_no_script(app: Flask, home: Commune, client: FlaskClient, base: str):
    with app.app_context(), use_unit(home.unit_id):
        shown = ask_question(home, 1)
        accept_question(home, shown.question_id, public_text=f"{PUBLIC_TEXT} <script>alert(1)</script>")
        hidden = ask_question(home, 1, text="Câu này chưa ai xem cả, chờ đã.")
        with transaction():
            question_moderating.turn_down(
                hidden.question_id, actor=home.clerk, at=NOW, version=1, reason_code="out_of_topic",
                reason="Nội dung này thuộc thẩm quyền của tỉnh.",
            )  # fmt: skip
    page = client.get(f"{base}/cau-hoi")
    assert (page.status_code, PUBLIC_TEXT in page.text, "<script>alert" in page.text) == (200, True, False)
    assert ("thuộc thẩm quyền của tỉnh" in page.text, "chưa ai xem" in page.text) == (True, False)
    receipt = client.get(f"{base}/cau-hoi/{shown.code}").text
    assert [word for word in PERSON if word in page.text + receipt] == []


def test_the_same_browser_asks_the_same_once(app: Flask, home: Commune, client: FlaskClient, base: str):
    with app.app_context(), use_unit(home.unit_id):
        receipt = ask_question(home, 1)
        accept_question(home, receipt.question_id)
    button = f"{base}/cau-hoi/{receipt.code}/toi-cung-hoi"
    pressed = [client.post(button).location for _press in range(2)]
    other = app.test_client().post(button).location
    assert [re.sub(r".*kq=", "", place or "") for place in (*pressed, other)] == ["counted", "known", "counted"]
    assert "2 người cùng hỏi" in client.get(other).text
    assert "2 người cùng hỏi" in client.get(f"{base}/cau-hoi").text
    assert client.get(f"{button}?kq=gi-do").status_code == 303


def test_the_answer_stands_on_the_list_and_on_the_receipt(app: Flask, home: Commune, client: FlaskClient, base: str):
    with app.app_context(), use_unit(home.unit_id):
        leading, follower = ask_question(home, 1), ask_question(home, 1)
        accept_question(home, leading.question_id)
        with transaction():
            question_moderating.merge([follower.question_id], into_id=leading.question_id, actor=home.clerk, at=NOW)
        with transaction():
            questions.mark_answered(leading.question_id, actor=home.clerk, at=NOW, answer="Quý I năm 2027 sẽ sửa xong.")
        assert read_question(follower.question_id).state == "merged"
    for path in (f"{base}/cau-hoi", f"{base}/cau-hoi/{follower.code}"):
        page = client.get(path).text
        assert ("Quý I năm 2027" in page, PUBLIC_TEXT in page) == (True, True)


def test_another_commune_and_unknown_codes_know_nothing(app: Flask, home: Commune, client: FlaskClient, base: str):
    there = "http://chien-thang.localhost"
    with app.app_context(), use_unit(home.unit_id):
        code = ask_question(home, 1).code
    with app.app_context():
        make_commune(NEIGHBOUR)
    paths = ("cau-hoi", "gui-cau-hoi", f"cau-hoi/{code}", f"cau-hoi/{code}/toi-cung-hoi?kq=counted")
    assert {client.get(f"{base}/{path}", base_url=there).status_code for path in paths} == {404}
    assert client.post(f"{base}/cau-hoi/{code}/toi-cung-hoi").status_code == 404
    assert client.get(f"{base}/cau-hoi/7K3MP-9QXTR").status_code == 404
    assert client.get("/doi-thoai/khong-co/cau-hoi").status_code == 404
