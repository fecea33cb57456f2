"""The inbox: letters to the official, what was read, and letters that did not reach a resident."""

from __future__ import annotations

import re

from flask import Flask

from accounts.queries import fields, villages
from core import outbox
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from feedback.models import Case
from tests.integration.feedback.desk.test_desk_list import queries_of
from tests.makers import NOW, Commune
from tests.makers_accounts import token_in
from tests.makers_desk import Desk, made, words_of

INBOX = "/can-bo/hop-thu"


def lay(app: Flask, commune: Commune, **facts: object) -> None:
    values = {
        "unit_id": commune.unit_id, "at": NOW, "event": "test", "subject": "case:1", "audience": "official",
        "title": "Có việc mới", "body": "Hồ sơ vừa được giao.", "dedup_key": f"test-{facts}",
    }  # fmt: skip
    with app.app_context(), use_unit(commune.unit_id), transaction():
        outbox.enqueue(**{**values, **facts})


def laid(app: Flask, commune: Commune, official_id: int) -> list[int]:
    """Return the letters of an inbox, newest first."""
    with app.app_context(), use_unit(commune.unit_id):
        return [item.id for item in outbox.for_official(unit_id=commune.unit_id, official_id=official_id)]


def test_inbox_shows_my_letters_only(app: Flask, home: Commune, desk: dict[str, Desk]):
    lay(app, home, official_id=home.officer.id, subject="case:7")
    lay(app, home, official_id=home.leader.id, title="Có bản trả lời chờ duyệt")
    page = desk["officer"].open(INBOX).text
    assert ("Có việc mới" in page, "Có bản trả lời chờ duyệt" in page) == (True, False)


def test_a_letter_that_is_opened_is_read_and_leads_to_what_it_speaks_of(app: Flask, home: Commune, desk: dict[str, Desk]):
    officer, places = desk["officer"], {
        "case:7": "/can-bo/ho-so/7", "supervision:3": "/can-bo/giam-sat/3", "commitment:4": "/can-bo/cam-ket/4",
        "consultation:5": "/can-bo/lay-y-kien/5", "disclosure:6": "/can-bo/cong-khai/6", "dialogue:8": "/can-bo/doi-thoai/8",
        "report:2026-11-14": "/can-bo/bao-cao", "mobilisation:2026-06-30": "/can-bo/bao-cao/dan-van",
        "friendly:2026-12-31": "/can-bo/bao-cao/than-thien",
        "skilful:year:2026": "/can-bo/dan-van-kheo?nam=2026",
    }  # fmt: skip
    for subject in places:
        lay(app, home, official_id=home.officer.id, subject=subject)
    page = officer.open(INBOX)
    assert page.text.count("chưa đọc") == len(places)
    token, letters = token_in(page), laid(app, home, home.officer.id)
    opened = [officer.send(f"{INBOX}/{number}", {"csrf_token": token}) for number in letters]
    assert [(answer.status_code, answer.headers["Location"]) for answer in opened] == [
        (303, place) for place in reversed(places.values())
    ]
    assert "chưa đọc" not in officer.open(INBOX).text
    assert officer.open(f"{INBOX}/{letters[-1]}").headers["Location"] == "/can-bo/ho-so/7"


def test_only_own_letters_and_those_that_lead_somewhere_open(app: Flask, home: Commune, desk: dict[str, Desk]):
    lay(app, home, official_id=home.officer.id, subject="official:x")
    lay(app, home, official_id=home.officer.id, subject="question:999")
    lay(app, home, official_id=home.leader.id)
    foreign, (unknown, nowhere) = laid(app, home, home.leader.id)[0], laid(app, home, home.officer.id)
    page = desk["officer"].open(INBOX)
    assert (f"hop-thu/{nowhere}" in page.text, f"hop-thu/{unknown}" in page.text) == (False, True)
    for number in (foreign, nowhere, unknown, 2147483647):
        sent = desk["officer"].send(f"{INBOX}/{number}", {"csrf_token": token_in(page)})
        assert (desk["officer"].open(f"{INBOX}/{number}").status_code, sent.status_code) == (404, 404)
    assert "chưa đọc" in desk["leader"].open(INBOX).text


def test_letters_of_a_page_are_read_together_and_no_others(app: Flask, home: Commune, desk: dict[str, Desk]):
    for number in range(52):
        lay(app, home, official_id=home.officer.id, title=f"Thư số {number:02}")
    first, second = desk["officer"].open(INBOX), desk["officer"].open(f"{INBOX}?trang=2")
    assert [("Thư số 51" in page.text, "Thư số 01" in page.text) for page in (first, second)] == [(True, False), (False, True)]
    data = {"csrf_token": token_in(second), "trang": "2", "thu": re.findall(r'name="thu" value="(\d+)"', second.text)}
    answer = desk["officer"].send(f"{INBOX}/da-doc", data)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{INBOX}?trang=2")
    marks = [desk["officer"].open(address).text.count("chưa đọc") for address in (INBOX, f"{INBOX}?trang=2")]
    assert marks == [50, 0]


def test_strange_numbers_mark_nothing(app: Flask, home: Commune, desk: dict[str, Desk]):
    lay(app, home, official_id=home.officer.id)
    token = token_in(desk["officer"].open(INBOX))
    data = {"csrf_token": token, "trang": "x", "thu": ["", "abc", "-1", "9999999999", "٣", "1" * 90]}
    assert desk["officer"].send(f"{INBOX}/da-doc", data).status_code == 303
    assert "chưa đọc" in desk["officer"].open(INBOX).text


def test_reading_the_inbox_changes_nothing(app: Flask, home: Commune, desk: dict[str, Desk]):
    lay(app, home, official_id=home.officer.id)
    desk["officer"].open(INBOX)
    desk["officer"].open(f"{INBOX}/{laid(app, home, home.officer.id)[0]}")
    assert "chưa đọc" in words_of(desk["officer"].open(INBOX).text)
    assert desk["officer"].send(f"{INBOX}/da-doc", {}).status_code == 400


def test_letters_say_which_case_they_speak_of_and_ask_no_more_for_three(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home)
    desk["leader"].open(INBOX)
    lay(app, home, official_id=home.leader.id, subject=f"case:{case_id}", title="Một")
    one = queries_of(app, desk["leader"], INBOX)
    for title in ("Hai", "Ba"):
        lay(app, home, official_id=home.leader.id, subject=f"case:{made(app, home)}", title=title)
    assert queries_of(app, desk["leader"], INBOX) == one
    with app.app_context(), use_unit(home.unit_id):
        case = db.session.get(Case, case_id)
        known = (case.code, fields(home.unit_id)[0].name, villages(home.unit_id)[0].name)
    text = words_of(desk["leader"].open(INBOX).text)
    assert [word for word in known if word not in text] == []


def test_a_letter_that_did_not_arrive_is_shown_to_the_counter(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home)
    lay(app, home, audience="resident", subject=f"case:{case_id}", email="an@example.vn", title="Đơn đã được nhận giải quyết")
    with app.app_context(), use_unit(home.unit_id), transaction():
        db.session.query(OutboxMessage).filter_by(title="Đơn đã được nhận giải quyết").update({"state": "failed"})
    clerk, officer = desk["clerk"].open(INBOX).text, desk["officer"].open(INBOX).text
    assert ("Thư không tới được người gửi" in clerk, "Thư không tới được người gửi" in officer, "an@example.vn" in clerk) == (
        True,
        False,
        False,
    )


def test_an_empty_inbox_says_what_will_come(desk: dict[str, Desk]):
    assert "Chưa có thư nào" in words_of(desk["officer"].open(INBOX).text)
