"""The pages on which a question meets the day: offered by its code, answered, promised, or become a case that names it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.codes import secret_for
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from dialogue.minute_models import SpeakingTurn
from dialogue.queries.minutes import written_items
from dialogue.services import minutes
from dialogue.services.question_settling import case_key
from feedback.models import Case
from tests.infra.databases import Database
from tests.makers import Commune
from tests.makers_desk import Desk, desks, form_values, loaded_commune, tree_of, words_of
from tests.makers_dialogue import HELD_AT, announced_dialogue, read_dialogue
from tests.makers_minutes import HEAD, conclude, draft, item, open_session, promise, read_commitment
from tests.makers_questions import accept_question, ask_question, read_question

TEXTS = ("Bao giờ làm đường vào Nà Pất?", "Nước sạch Khuổi Mươi bao giờ có?", "Ai thu gom rác ở chợ Vạn Linh?")


@pytest.fixture
def database(commune_database: Database) -> Database:
    """Return a database in which the commune is loaded already."""
    return commune_database


@pytest.fixture
def home(app: Flask) -> Commune:
    """Return the loaded commune; no application context is left open around requests."""
    with app.app_context():
        return loaded_commune()


@pytest.fixture
def desk(app: Flask, home: Commune, at: Callable[[str], datetime]) -> dict[str, Desk]:
    """Return a signed-in browser for one official of each kind, on the morning of the dialogue."""
    at("2026-12-15 09:00")
    return desks(app, home)


def a_day(app: Flask, home: Commune) -> tuple[int, str, list[int]]:
    """Open a dialogue with three accepted questions; return its id and code, and the ids."""
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
        made = [ask_question(home, dialogue_id).question_id for _ in TEXTS]
        for question_id, text in zip(made, TEXTS, strict=True):
            accept_question(home, question_id, public_text=text)
        open_session(dialogue_id)
        return dialogue_id, read_dialogue(dialogue_id).code, made


def test_questions_are_taken_up_by_pressing_them(app: Flask, home: Commune, desk: dict[str, Desk], client: FlaskClient):
    dialogue_id, code, (first, second, third) = a_day(app, home)
    base, clerk = f"/can-bo/doi-thoai/{dialogue_id}", desk["clerk"]
    page = clerk.open(f"{base}/bien-ban?cau-hoi={first}")
    assert "3 câu hỏi gửi trước chưa ghi vào biên bản" in words_of(page.text)
    blank = form_values(page.text, f"{base}/bien-ban/y-kien")
    assert (blank["y-kien-question_id"], blank["y-kien-opinion"]) == (str(first), TEXTS[0])
    sent = {**blank, "y-kien-outcome": "answered", "y-kien-answer": ""}
    empty = clerk.send(f"{base}/bien-ban/y-kien", sent)
    assert (empty.status_code, "Hãy ghi lời trả lời" in words_of(empty.text), TEXTS[0] in empty.text) == (400, True, True)
    kept = clerk.send(f"{base}/bien-ban/y-kien", {**sent, "y-kien-answer": "Làm xong trong quý I năm 2027."})
    assert kept.status_code == 303
    for strange in (0, second + 9_000, "x", "2147483648", ""):
        assert "y-kien-question_id" in clerk.open(f"{base}/bien-ban?cau-hoi={strange}").text
    hall = clerk.open(f"{base}/dieu-hanh?cau-hoi={second}")
    number = form_values(hall.text, f"{base}/dieu-hanh")
    assert (number["question_id"], number["topic"]) == (str(second), TEXTS[1])
    assert clerk.send(f"{base}/dieu-hanh", {**number, "topic": ""}).status_code == 303
    foreign = clerk.send(f"{base}/dieu-hanh", {**number, "question_id": str(third + 9_000)})
    assert (foreign.status_code, "Hãy chọn một mục trong danh sách." in words_of(foreign.text)) == (400, True)
    result = form_values(hall.text, f"{base}/dieu-hanh/cau-hoi/{second}")
    for words, status in (("", 400), ("Đã có nguồn nước mới.", 303)):
        answer = {**result, f"cau-{second}-outcome": "answered", f"cau-{second}-answer": words}
        assert (words, clerk.send(f"{base}/dieu-hanh/cau-hoi/{second}", answer).status_code) == (words, status)
    assert clerk.send(f"{base}/dieu-hanh/cau-hoi/{second + 9_000}", result).status_code == 404
    assert desk["officer"].send(f"{base}/dieu-hanh/cau-hoi/{second}", result).status_code == 403
    with app.app_context(), use_unit(home.unit_id):
        assert [(item.question_id, item.outcome) for item in written_items(home.unit_id, dialogue_id)] == [(first, "answered")]
        assert [(turn.question_id, turn.topic) for turn in db.session.query(SpeakingTurn)] == [(second, TEXTS[1])]
    shown = words_of(client.get(f"/doi-thoai/{code}/cau-hoi").text)
    assert ("Làm xong trong quý I năm 2027." in shown, "Đã có nguồn nước mới." in shown) == (True, True)
    assert "Đã trả lời" in words_of(clerk.open(f"{base}/cau-hoi").text)
    for path in (f"{base}/bien-ban", f"{base}/dieu-hanh", f"{base}/ket-luan/cam-ket?cau-hoi={third}"):
        tree_of(clerk.open(path).text)
    chosen = form_values(clerk.open(f"{base}/ket-luan/cam-ket?cau-hoi={third}").text, "")
    assert chosen["question_ids"] == str(third)
    assert clerk.send(f"{base}/ket-luan/cam-ket", {**chosen, "text": "Đặt thùng rác ở chợ."}).status_code == 303
    assert "Đã có cam kết" in words_of(client.get(f"/doi-thoai/{code}/cau-hoi").text)


def test_a_question_leads_to_its_promise_or_its_case_and_back(
    app: Flask, home: Commune, desk: dict[str, Desk], client: FlaskClient, at: Callable[[str], datetime]
):
    dialogue_id, code, (first, second, _third) = a_day(app, home)
    with app.app_context(), use_unit(home.unit_id):
        row_id = draft(home, dialogue_id, promise(home, question_ids=(first,)))
        with transaction():
            minutes.write_item(dialogue_id, item(), actor=home.clerk, at=HELD_AT, version=0)
            minutes.write_head(dialogue_id, HEAD, actor=home.clerk, at=HELD_AT, version=0)
        with transaction():
            minutes.finish(dialogue_id, actor=home.clerk, at=HELD_AT + timedelta(hours=3), version=1)
        conclude(home, dialogue_id)
        row = read_question(second)
        case, promised_code = db.session.get(Case, row.case_id), read_commitment(row_id).code
        number, asked, first_code, secret = case.code, row.code, read_question(first).code, secret_for(case_key(row.code))
        case_id = case.id
    at("2026-12-23 09:00")
    shown = client.get(f"/doi-thoai/{code}/cau-hoi").text
    assert (f"/cam-ket/{promised_code}" in shown, f"/ho-so/{number}" in shown) == (True, True)
    assert f"/doi-thoai/{code}/cau-hoi/{first_code}" in client.get(f"/cam-ket/{promised_code}").text
    back = f"/doi-thoai/{code}/cau-hoi/{asked}"
    assert back in client.get(f"/ho-so/{number}").text
    assert back in desks(app, home)["leader"].case(case_id).text
    opened = client.post("/tra-cuu", data={"code": number, "secret": secret})
    assert back in client.get(opened.headers["Location"]).text
    assert "Từ câu hỏi gửi tới buổi đối thoại" not in client.get("/ho-so").text
