"""A letter that a phone sends by itself: told in JSON, once for each key, and with a sentence for every "no"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.attachments import Attachment
from core.database import use_unit
from core.extensions import db
from core.form_token import FormToken
from deadlines.clock import now_utc
from feedback.models import Case
from tests.makers import Commune
from tests.makers_resident import STORY, jpeg, letter_form, token_in, upload, words_on

AS_JSON = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
KEY = "phone-made_key-0123456789"
OTHER_STORY = "Đèn đường trước trường tiểu học tắt đã hai tuần nay."
DENUNCIATION = "Tôi tố cáo ông Nguyễn Văn B, cán bộ địa chính xã, đã nhận tiền của dân để làm sổ đỏ."
SHORT = "Hãy ghi chuyện gì, ở đâu, từ bao giờ."
FAULTS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "two fields": (
        {"story": "", "phone": "12"},
        {"story": SHORT, "phone": "Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0."},
    ),
    "no name": ({"name": " "}, {"name": "Hãy ghi họ và tên người gửi."}),
    "no such village": ({"village_id": "x"}, {"village_id": "Hãy chọn một thôn trong danh sách."}),
    "petition without a name": (
        {"kind": "KIEN_NGHI", "anonymous": "y", "name": ""},
        {"anonymous": "Loại này cần có họ tên người gửi. Chỉ phản ánh mới nhận không ghi tên."},
    ),
    "far away": ({"lat": "48.85", "lon": "2.35"}, {"place": "Vị trí này không nằm ở Việt Nam."}),
    "filled trap": ({"website": "http://spam.example"}, {}),
}


def post(client: FlaskClient, form: dict[str, Any], headers: dict[str, str] = AS_JSON) -> TestResponse:
    return client.post("/gui", data=form, headers=headers, content_type="multipart/form-data")


def ticket_for(client: FlaskClient, key: str, headers: dict[str, str] = AS_JSON) -> TestResponse:
    return client.post("/gui/phieu-moi", data={"key": key}, headers=headers)


def told(answer: TestResponse) -> tuple[int, str | None]:
    return answer.status_code, answer.get_json().get("problem")


def number_of(app: Flask, home: Commune, what: type) -> int:
    with app.app_context(), use_unit(home.unit_id):
        return db.session.scalar(select(func.count()).select_from(what)) or 0


def stories(app: Flask, home: Commune) -> list[str]:
    with app.app_context(), use_unit(home.unit_id):
        return list(db.session.scalars(select(Case.story).order_by(Case.id)))


def key_of(app: Flask, token: str) -> str:
    with app.app_context():
        return FormToken.read(token).nonce


def test_letter_is_acknowledged_once_with_everything_of_its_receipt(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client, files_coming="2")
    first, again = post(client, form), post(client, form)
    receipt = first.get_json()
    assert (first.status_code, again.status_code, again.get_json()) == (201, 200, receipt)
    assert (first.headers["Cache-Control"], first.mimetype) == ("no-store", "application/json")
    words = words_on(client.get(receipt["receipt"]))
    assert receipt == {
        "code": receipt["code"], "secret_word": words, "receipt": f"/da-nhan/{receipt['code']}", "due": receipt["due"],
        "uploads": "/gui/tep",
    }  # fmt: skip
    assert date.fromisoformat(receipt["due"]) > now_utc().date()
    by_page = post(client, form, BROWSER)
    assert (by_page.status_code, by_page.headers["Location"]) == (303, receipt["receipt"])

    other = post(client, {**form, "story": OTHER_STORY})
    assert (other.status_code, other.get_json()) == (
        409,
        {
            "problem": "other_letter", "retry_after": None,
            "message": f"Đơn trước gửi từ trang này đã được nhận với mã {receipt['code']}. "
            "Nếu đây là việc khác, hãy gửi lần nữa.",
        },
    )  # fmt: skip
    assert stories(app, home) == [STORY]


def test_faults_are_told_at_their_fields_and_nothing_becomes_a_case(app: Flask, client: FlaskClient, home: Commune):
    found = {}
    for name, (changes, _expected) in FAULTS.items():
        answer = post(client, letter_form(client, **changes))
        assert answer.status_code == 422, name
        found[name] = answer.get_json()
    assert {name: answer["errors"] for name, answer in found.items()} == {name: faults for name, (_, faults) in FAULTS.items()}
    assert {answer["message"] for answer in found.values()} == {"Có chỗ cần xem lại", "Hãy xem lại rồi gửi lần nữa."}
    assert found["filled trap"]["message"] == "Hãy xem lại rồi gửi lần nữa."
    assert post(client, letter_form(client, story=""), BROWSER).mimetype == "text/html"
    assert post(client, letter_form(client, story=""), {"Accept": "*/*"}).mimetype == "text/html"
    assert stories(app, home) == []


def test_denunciation_is_led_away_and_leaves_nothing(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client, story="")
    page = client.post("/gui", data={**form, "photos": upload(jpeg())}, content_type="multipart/form-data")
    assert number_of(app, home, Attachment) == 1
    answer = post(client, {**form, "kept": "1", "form_token": token_in(page), "story": DENUNCIATION})
    assert (answer.status_code, sorted(answer.get_json()), answer.get_json()["leads_to"]) == (
        200, ["leads_to", "message"], "/to-cao",
    )  # fmt: skip
    ticked = post(client, letter_form(client, accuses="y"))
    assert ticked.get_json()["leads_to"] == "/to-cao"
    told = [found.get_json()["message"].split(".")[0] for found in (answer, ticked)]
    assert told == ["Lời viết giống một đơn tố cáo", "Đơn này được đánh dấu là tố cáo"]
    assert (stories(app, home), number_of(app, home, Attachment)) == ([], 0)


def test_photos_that_come_along_and_letters_without_a_name_are_taken(app: Flask, client: FlaskClient, home: Commune):
    nameless = post(client, letter_form(client, anonymous="y", name="", phone="", photos=upload(jpeg())))
    assert (nameless.status_code, nameless.get_json()["due"]) == (201, None)
    assert number_of(app, home, Attachment) == 1


def test_letter_may_arrive_days_after_it_was_written(app: Flask, client: FlaskClient, home: Commune):
    written = now_utc()
    hours = (40, 7 * 24 + 12, 8 * 24 + 1)
    forms = {number: letter_form(client, story=f"{STORY} {number}") for number in hours}
    answers = {}
    for number, form in forms.items():
        with time_machine.travel(written + timedelta(hours=number)):
            answers[number] = told(post(client, form))
    assert answers == {40: (201, None), 180: (201, None), 193: (410, "written_long_ago")}
    assert stories(app, home) == [f"{STORY} 40", f"{STORY} 180"]


def test_key_opens_its_receipt_for_eight_days(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    first, key, sent = post(client, form).get_json(), key_of(app, form["form_token"]), now_utc()
    with time_machine.travel(sent + timedelta(days=7)):
        renewed = {**form, "form_token": ticket_for(client, key).get_json()["form_token"]}
        assert post(client, renewed).get_json() == first
    with time_machine.travel(sent + timedelta(days=8, hours=1)):
        late = ticket_for(client, key), post(client, renewed)
    assert [told(answer) for answer in late] == [(410, "sent_long_ago")] * 2
    assert "secret_word" not in late[1].get_json()
    assert stories(app, home) == [STORY]


@pytest.mark.settings(form_min_seconds=3)
def test_key_made_on_the_phone_gets_a_token_and_makes_one_case(app: Flask, client: FlaskClient, home: Commune):
    ticket = ticket_for(client, KEY).get_json()
    form = letter_form(client) | {"form_token": ticket["form_token"]}
    hasty = post(client, form)
    assert (ticket["wait"], told(hasty), key_of(app, form["form_token"])) == (3, (429, "too_soon"), KEY)
    assert 1 <= hasty.get_json()["retry_after"] <= 3
    with time_machine.travel(now_utc() + timedelta(seconds=4)):
        first = post(client, form)
        second = ticket_for(client, KEY).get_json()["form_token"]
    with time_machine.travel(now_utc() + timedelta(seconds=9)):
        again = post(client, form | {"form_token": second})
    assert (first.status_code, again.status_code, again.get_json()) == (201, 200, first.get_json())
    for token in ("", "not-ours", "ImFiYyI.aaaa.bbbb"):
        answer = post(client, form | {"form_token": token})
        assert (told(answer), answer.headers["Retry-After"]) == ((409, "form_unknown"), "0")
    for shape in ("", "short", "x" * 44, "with spaces in the middle", "có dấu nhưng đủ dài đấy nhé"):
        assert told(ticket_for(client, shape)) == (422, "key_unknown")
    assert stories(app, home) == [STORY]


@pytest.mark.settings(rate_limits="on")
def test_limits_and_other_sites_are_refused(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client, story="")
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answers = post(client, form, AS_JSON | headers), ticket_for(client, KEY, AS_JSON | headers)
        assert [answer.status_code for answer in answers] == [403, 403]
    letters = [post(client, form) for _ in range(21)]
    tickets = [ticket_for(client, KEY) for _ in range(31)]
    assert [answer.status_code for answer in (letters[19], letters[20], tickets[29], tickets[30])] == [422, 429, 200, 429]
    for answer in (letters[20], tickets[30]):
        assert (told(answer)[1], answer.get_json()["retry_after"], answer.headers["Retry-After"]) == ("too_often", 600, "600")
    assert stories(app, home) == []
