"""The inbox: letters to the official, what was read, and letters that did not reach a resident."""

from __future__ import annotations

from flask import Flask

from core import outbox
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from tests.makers import NOW, Commune
from tests.makers_accounts import token_in
from tests.makers_desk import Desk, made, words_of


def lay(app: Flask, commune: Commune, **facts: object) -> None:
    values = {
        "unit_id": commune.unit_id, "at": NOW, "event": "test", "subject": "case:1", "audience": "official",
        "title": "Có việc mới", "body": "Hồ sơ vừa được giao.", "dedup_key": f"test-{facts}",
    }  # fmt: skip
    with app.app_context(), use_unit(commune.unit_id), transaction():
        outbox.enqueue(**{**values, **facts})


def test_inbox_shows_my_letters_only_and_leads_to_the_case(app: Flask, home: Commune, desk: dict[str, Desk]):
    lay(app, home, official_id=home.officer.id, subject="case:7")
    lay(app, home, official_id=home.leader.id, title="Có bản trả lời chờ duyệt")
    page = desk["officer"].open("/can-bo/hop-thu").text
    assert ("Có việc mới" in page, "/can-bo/ho-so/7" in page, "Có bản trả lời chờ duyệt" in page) == (True, True, False)


def test_unread_letters_are_counted_until_they_are_marked_read(app: Flask, home: Commune, desk: dict[str, Desk]):
    lay(app, home, official_id=home.officer.id)
    page = desk["officer"].open("/can-bo/hop-thu")
    assert "chưa đọc" in words_of(page.text)
    answer = desk["officer"].send("/can-bo/hop-thu/da-doc", {"csrf_token": token_in(page)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/can-bo/hop-thu")
    assert "chưa đọc" not in words_of(desk["officer"].open("/can-bo/hop-thu").text)


def test_reading_the_inbox_changes_nothing(app: Flask, home: Commune, desk: dict[str, Desk]):
    lay(app, home, official_id=home.officer.id)
    desk["officer"].open("/can-bo/hop-thu")
    assert "chưa đọc" in words_of(desk["officer"].open("/can-bo/hop-thu").text)
    assert desk["officer"].send("/can-bo/hop-thu/da-doc", {}).status_code == 400


def test_a_letter_that_did_not_arrive_is_shown_to_the_counter(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home)
    lay(app, home, audience="resident", subject=f"case:{case_id}", email="an@example.vn", title="Đơn đã được nhận giải quyết")
    with app.app_context(), use_unit(home.unit_id), transaction():
        db.session.query(OutboxMessage).filter_by(title="Đơn đã được nhận giải quyết").update({"state": "failed"})
    clerk, officer = desk["clerk"].open("/can-bo/hop-thu").text, desk["officer"].open("/can-bo/hop-thu").text
    assert ("Thư không tới được người gửi" in clerk, "Thư không tới được người gửi" in officer, "an@example.vn" in clerk) == (
        True,
        False,
        False,
    )


def test_an_empty_inbox_says_what_will_come(desk: dict[str, Desk]):
    assert "Chưa có thư nào" in words_of(desk["officer"].open("/can-bo/hop-thu").text)
