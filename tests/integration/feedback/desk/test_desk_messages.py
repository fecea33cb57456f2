"""Short messages at the desk: the clerk and the helper ask for leave, and the counter sees what reached nobody."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.short_messages import NewMessage, ShortMessage, enqueue_all
from core.transaction import transaction
from feedback.models import Sender
from tests.infra.sms import TOKEN
from tests.makers import NOW, Commune
from tests.makers_accounts import token_in
from tests.makers_assisting import PATH, helper_of
from tests.makers_desk import Desk, form_values, made, sit_down, words_of
from tests.makers_messages import messages, use_sms

STORY = "Cống trước nhà văn hóa thôn tắc, nước mưa tràn vào sân."
TITLE = "Tin nhắn không tới được người gửi"


@pytest.fixture
def offered(app: Flask) -> None:
    """The commune has a gateway."""
    use_sms(app, f"http://{TOKEN}@127.0.0.1:9/")


def enter(desk: Desk, **typed: Any):
    values = form_values(desk.open("/can-bo/nhap").text, "/can-bo/nhap")
    return desk.send("/can-bo/nhap", {**values, "story": STORY, "name": "Nguyễn Văn An", "phone": "0912 345 678", **typed})


def allowed(app: Flask, home: Commune) -> list[bool]:
    with app.app_context(), use_unit(home.unit_id):
        return [row.messages_allowed_at is not None for row in db.session.scalars(select(Sender).order_by(Sender.id))]


def fail(app: Flask, home: Commune, *cases: int) -> None:
    """Let a message about each case have reached nobody."""
    values = {"unit_id": home.unit_id, "at": NOW, "phone": "84912345678", "text": "Có tin mới"}
    with app.app_context(), use_unit(home.unit_id), transaction():
        enqueue_all([NewMessage(subject=f"case:{each}", dedup_key=str(each), **values) for each in cases])
        db.session.query(ShortMessage).update({"state": "failed", "phone": None})


@pytest.mark.usefixtures("offered")
def test_clerk_asks_and_nothing_is_ticked_beforehand(app: Flask, home: Commune, desk: dict[str, Desk]):
    assert "messages" not in form_values(desk["clerk"].open("/can-bo/nhap").text, "/can-bo/nhap")
    assert [enter(desk["clerk"], **typed).status_code for typed in ({}, {"messages": "y"})] == [303, 303]
    assert allowed(app, home) == [False, True]


def test_clerk_is_not_asked_to_ask_without_a_gateway(home: Commune, desk: dict[str, Desk]):
    assert 'name="messages"' not in desk["clerk"].open("/can-bo/nhap").text


@pytest.mark.usefixtures("offered")
def test_helper_asks_the_neighbour(app: Flask, home: Commune, desk: dict[str, Desk]):
    helper = sit_down(app, helper_of(app, home))
    values = form_values(helper.open(PATH).text, PATH)
    typed = {
        "story": STORY,
        "name": "Hoàng Thị Mẩy",
        "phone": "0912 345 678",
        "read_aloud": "y",
        "consent_way": "oral",
        "messages": "y",
    }
    answer = helper.send(PATH, {**values, **typed})
    assert (answer.status_code, allowed(app, home)) == (303, [True])


@pytest.mark.usefixtures("offered")
def test_messages_that_reached_nobody_are_shown_to_the_counter(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    fail(app, home, case_id)
    clerk, officer = (desk[who].open("/can-bo/hop-thu").text for who in ("clerk", "officer"))
    assert (TITLE in clerk, f"/can-bo/ho-so/{case_id}" in clerk, TITLE in officer) == (True, True, False)
    assert not any(secret in words_of(clerk) for secret in ("912345678", "Có tin mới"))


def test_counter_with_nothing_undelivered_sees_nothing(home: Commune, desk: dict[str, Desk]):
    assert TITLE not in desk["clerk"].open("/can-bo/hop-thu").text


def test_inbox_asks_the_same_number_of_questions_for_one_and_for_three(app: Flask, home: Commune, desk: dict[str, Desk]):
    cases = [made(app, home) for _number in range(3)]
    counts = []
    for some in (cases[:1], cases[1:]):
        fail(app, home, *some)
        asked: list[str] = []
        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", lambda *facts, to=asked: to.append(facts[2]))
        page = desk["clerk"].open("/can-bo/hop-thu").text
        counts.append(sum("short_messages" in sql or "FROM cases" in sql for sql in asked))
        assert page.count("/can-bo/ho-so/") >= len(some)
    assert counts[0] == counts[1]


# ------------------------------------------------------------------ stopping at the counter


def stopped(app: Flask, home: Commune) -> list[bool]:
    with app.app_context(), use_unit(home.unit_id):
        return [row.messages_stopped_at is not None for row in db.session.scalars(select(Sender).order_by(Sender.id))]


def press(desk: Desk, case_id: int, token: str = "") -> int:
    return desk.send(f"/can-bo/ho-so/{case_id}/thoi-nhan-tin", {"csrf_token": token}).status_code


@pytest.mark.usefixtures("offered")
def test_clerk_stops_for_somebody_who_calls(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress", messages=True)
    page = desk["clerk"].case(case_id)
    assert ("nhận tin nhắn" in page.text, "Thôi nhắn tin tới số này" in page.text) == (True, True)
    assert press(desk["clerk"], case_id) == 400
    assert [press(desk["clerk"], case_id, token_in(page)) for _twice in range(2)] == [303, 303]
    page = desk["clerk"].case(case_id).text
    assert ("xã không nhắn tin về đơn này nữa" in page, "Thôi nhắn tin tới số này" in page) == (True, False)
    with app.app_context(), use_unit(home.unit_id):
        assert messages() == []
        query = select(AuditEntry).where(AuditEntry.action == "feedback:messages:chosen").order_by(AuditEntry.id)
        entries = db.session.scalars(query)
        assert [(entry.actor_id, entry.facts["allowed"]) for entry in entries] == [(None, True), (home.clerk.id, False)]
    assert stopped(app, home) == [True]


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("who", ["officer", "leader", "supervisor", "administrator"])
def test_nobody_else_stops_them(app: Flask, home: Commune, desk: dict[str, Desk], who: str):
    case_id = made(app, home, state="in_progress", messages=True)
    page = desk[who].case(case_id)
    assert "Thôi nhắn tin tới số này" not in page.text
    token = token_in(desk[who].open("/can-bo/hop-thu")) if page.status_code == 200 else ""
    assert press(desk[who], case_id, token) in (400, 403)
    assert stopped(app, home) == [False]


@pytest.mark.usefixtures("offered")
def test_unknown_case_is_not_found(app: Flask, home: Commune, desk: dict[str, Desk]):
    token = token_in(desk["clerk"].case(made(app, home)))
    assert press(desk["clerk"], 4711, token) == 404


def test_desk_says_nothing_of_messages_without_a_gateway(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, messages=True)
    assert "nhận tin nhắn" not in desk["clerk"].case(case_id).text
