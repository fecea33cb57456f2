"""Where people meet short messages: the form that asks, the page where they are stopped, and what the privacy page says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.codes import secret_for
from core.database import use_unit
from core.extensions import db
from feedback.models import Sender
from tests.infra.sms import TOKEN
from tests.makers import Commune, make_case
from tests.makers_messages import messages, use_sms
from tests.makers_register import seal
from tests.makers_resident import look_up, post_letter, send_letter, sentences

URL = f"http://{TOKEN}@127.0.0.1:9/"
BOX = re.compile(r'<input[^>]*name="messages"[^>]*>')


@pytest.fixture(autouse=True)
def friday(at: Callable[[str], datetime]) -> datetime:
    """It is the day on which the makers' cases were sent."""
    return at("2026-11-20 09:00")


@pytest.fixture
def offered(app: Flask) -> None:
    """The commune has a gateway."""
    use_sms(app, URL)


def senders(app: Flask, home: Commune) -> list[tuple[bool, bool]]:
    """Return of each sender whether messages were allowed, and stopped."""
    with app.app_context(), use_unit(home.unit_id):
        rows = db.session.scalars(select(Sender).order_by(Sender.id))
        return [(row.messages_allowed_at is not None, row.messages_stopped_at is not None) for row in rows]


def tracked(app: Flask, home: Commune, client: FlaskClient, **letter: object) -> tuple[str, int]:
    """Make a case whose sender allows messages, and let the browser track it; return code and id."""
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, state="in_progress", key="form-of-the-sender", **{"messages": True, **letter})
        words = secret_for("form-of-the-sender")
    assert look_up(client, case.code, secret=words).status_code == 303
    return case.code, case.id


# ------------------------------------------------------------------ the form


def test_form_asks_nothing_while_there_is_no_gateway(home: Commune, client: FlaskClient):
    assert BOX.search(client.get("/gui").text) is None


@pytest.mark.usefixtures("offered")
def test_form_asks_and_nothing_is_ticked_beforehand(home: Commune, client: FlaskClient):
    page = client.get("/gui").text
    assert "checked" not in BOX.search(page)[0]
    assert page.index('name="phone"') < page.index('name="messages"') < page.index('name="email"')


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize(("typed", "allowed"), [({}, False), ({"messages": "y"}, True), ({"messages": ""}, False)])
def test_only_a_tick_allows(app: Flask, home: Commune, client: FlaskClient, typed: dict[str, str], allowed: bool):
    send_letter(client, **typed)
    assert senders(app, home) == [(allowed, False)]


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("phone", ["0205 3812 345", "0123456789"])
def test_letter_with_a_landline_is_taken_and_allows_nothing(app: Flask, home: Commune, client: FlaskClient, phone: str):
    send_letter(client, messages="y", phone=phone)
    assert senders(app, home) == [(False, False)]


@pytest.mark.usefixtures("offered")
def test_tick_stays_when_the_letter_comes_back(home: Commune, client: FlaskClient):
    page = post_letter(client, messages="y", name="")
    assert (page.status_code, len(sentences(page))) == (422, 1)
    assert "checked" in BOX.search(page.text)[0]


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("typed", ["\x00", "y" * 5000, "<script>", "false", "đ"])
def test_strange_ticks_are_no_fault(app: Flask, home: Commune, client: FlaskClient, typed: str):
    assert post_letter(client, messages=typed).status_code in (303, 400, 422)


@pytest.mark.usefixtures("offered")
def test_privacy_page_tells_of_messages(home: Commune, client: FlaskClient):
    assert "không tên, không mã đơn, không từ bí mật" in client.get("/quyen-rieng-tu").text


def test_privacy_page_is_silent_of_messages_where_there_are_none(home: Commune, client: FlaskClient):
    assert "Tin nhắn tới điện thoại" not in client.get("/quyen-rieng-tu").text


# ------------------------------------------------------------------ the page of the sender


@pytest.mark.usefixtures("offered")
def test_sender_stops_and_allows_again(app: Flask, home: Commune, client: FlaskClient):
    code, case_id = tracked(app, home, client)
    page = client.get(f"/tra-cuu/{code}").text
    assert ("ba số cuối 678" in page, "Thôi nhắn tin" in page, "0912345678" in page) == (True, True, False)
    answer = client.post(f"/tra-cuu/{code}/nhan-tin", data={"nhan": "khong"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/tra-cuu/{code}?xong=thoi-nhan#noi-dung")
    page = client.get(f"/tra-cuu/{code}?xong=thoi-nhan")
    assert ("Đã ghi: xã không nhắn tin về đơn này nữa." in page.text, "Nhắn tin cho tôi" in page.text) == (True, True)
    assert page.headers["Cache-Control"] == "no-store"
    with app.app_context(), use_unit(home.unit_id):
        assert messages(case_id) == []
    assert client.post(f"/tra-cuu/{code}/nhan-tin", data={"nhan": "khong"}).status_code == 303
    assert senders(app, home) == [(True, True)]
    assert client.post(f"/tra-cuu/{code}/nhan-tin", data={"nhan": "co"}).headers["Location"].endswith("xong=nhan-tin#noi-dung")
    assert senders(app, home) == [(True, False)]


@pytest.mark.usefixtures("offered")
def test_sender_who_never_allowed_can_do_so_later(app: Flask, home: Commune, client: FlaskClient):
    code, _case_id = tracked(app, home, client, messages=False)
    assert "Xã không nhắn tin về đơn này." in client.get(f"/tra-cuu/{code}").text
    client.post(f"/tra-cuu/{code}/nhan-tin", data={"nhan": "co"})
    assert senders(app, home) == [(True, False)]


@pytest.mark.usefixtures("offered")
def test_landline_is_told_as_such_and_cannot_be_allowed(app: Flask, home: Commune, client: FlaskClient):
    code, _case_id = tracked(app, home, client, phone="0205 3812 345")
    page = client.get(f"/tra-cuu/{code}").text
    assert ("không ghi số di động" in page, "/nhan-tin" in page) == (True, False)
    assert client.post(f"/tra-cuu/{code}/nhan-tin", data={"nhan": "co"}).headers["Location"].endswith("xong=da-ghi#noi-dung")
    assert senders(app, home) == [(False, False)]


def test_without_a_gateway_the_page_says_nothing_and_allows_nothing(app: Flask, home: Commune, client: FlaskClient):
    code, _case_id = tracked(app, home, client, messages=False)
    assert "Báo tin qua điện thoại" not in client.get(f"/tra-cuu/{code}").text
    assert client.post(f"/tra-cuu/{code}/nhan-tin", data={"nhan": "co"}).headers["Location"].endswith("xong=da-ghi#noi-dung")
    assert senders(app, home) == [(False, False)]


@pytest.mark.usefixtures("offered")
def test_code_and_phone_alone_neither_show_nor_stop(app: Flask, home: Commune, client: FlaskClient):
    code, _case_id = tracked(app, home, client)
    visitor = app.test_client()
    assert look_up(visitor, code, phone="0912 345 678").status_code == 303
    assert "Báo tin qua điện thoại" not in visitor.get(f"/tra-cuu/{code}").text
    for browser in (visitor, app.test_client()):
        assert browser.post(f"/tra-cuu/{code}/nhan-tin", data={"nhan": "khong"}).headers["Location"] == f"/tra-cuu?ma={code}"
    assert senders(app, home) == [(True, False)]


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("data", [{}, {"nhan": ""}, {"nhan": "\x00"}, {"nhan": "co" * 5000}, {"nhan": ["khong", "co"]}])
def test_whatever_is_no_yes_stops(app: Flask, home: Commune, client: FlaskClient, data: dict[str, object]):
    code, _case_id = tracked(app, home, client)
    answer = client.post(f"/tra-cuu/{code}/nhan-tin", data=data)
    if answer.status_code == 303:
        assert senders(app, home) == [(True, True)]
    else:
        assert answer.status_code == 400


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("choice", ["co", "khong"])
def test_page_that_was_open_when_the_letter_was_sealed_gets_the_usual_answer(
    app: Flask, home: Commune, client: FlaskClient, choice: str
):
    code, case_id = tracked(app, home, client)
    usual = client.post(f"/tra-cuu/{code}/nhan-tin", data={"nhan": choice})
    with app.app_context(), use_unit(home.unit_id):
        seal(case_id, home.clerk)
    sealed = client.post(f"/tra-cuu/{code}/nhan-tin", data={"nhan": choice})
    assert (usual.status_code, usual.headers["Location"]) == (sealed.status_code, sealed.headers["Location"])
    with app.app_context(), use_unit(home.unit_id):
        assert messages() == []


@pytest.mark.usefixtures("offered")
def test_english_page_has_english_words(app: Flask, home: Commune, client: FlaskClient):
    code, _case_id = tracked(app, home, client)
    page = client.get(f"/tra-cuu/{code}?lang=en").text
    assert ("News by text message" in page, "Stop the texts" in page) == (True, True)
    assert "Text this number when there is news" in client.get("/gui?lang=en").text
