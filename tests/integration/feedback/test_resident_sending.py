"""Sending a letter without an account: once, with everything kept when something is missing, and never a page of errors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.models import UnitSetting
from core.attachments import Attachment
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from feedback.models import Case, Sender
from tests.makers import NOW, Commune
from tests.makers_desk import words_of
from tests.makers_resident import (
    NAME,
    STORY,
    code_of,
    jpeg,
    letter_form,
    post_letter,
    send_letter,
    sentences,
    token_in,
    upload,
    value_of,
    words_on,
)


def cases(app: Flask, home: Commune) -> list[Case]:
    with app.app_context(), use_unit(home.unit_id):
        return list(db.session.scalars(select(Case).order_by(Case.id)))


def the_sender(app: Flask, home: Commune) -> Sender:
    with app.app_context(), use_unit(home.unit_id):
        return db.session.scalars(select(Sender)).one()


def set_rule(app: Flask, home: Commune, key: str, value: object) -> None:
    with app.app_context(), transaction() as session:
        session.add(UnitSetting(unit_id=home.unit_id, key=key, value=value, version=1, changed_at=NOW))


# ---------------------------------------------------------------- the good road


def test_letter_becomes_a_case_and_leads_to_its_receipt(app: Flask, client: FlaskClient, home: Commune):
    answer = post_letter(client, place=" Trước  nhà văn hóa ", lat="21.6405", lon="106.485", email="AN@Example.vn")
    (case,) = cases(app, home)
    sender = the_sender(app, home)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/da-nhan/{case.code}")
    assert (case.kind, case.state, case.story, case.place, case.lat, case.lon, case.channel) == (
        "PHAN_ANH", "received", STORY, "Trước nhà văn hóa", 21.6405, 106.485, "web",
    )  # fmt: skip
    assert (sender.name, sender.phone, sender.email, sender.hide_name, sender.locale) == (
        NAME, "0912345678", "an@example.vn", True, "vi",
    )  # fmt: skip


def test_secret_words_travel_in_a_short_cookie_of_the_receipt_only(client: FlaskClient, home: Commune):
    answer = post_letter(client)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, _, rest = cookie.partition("=")
    assert name == "bien-nhan"
    assert sorted(part.strip() for part in rest.split(";")[1:] if "Expires" not in part) == [
        "HttpOnly", "Max-Age=1800", f"Path=/da-nhan/{code_of(answer)}", "SameSite=Lax",
    ]  # fmt: skip
    assert words_on(client.get(answer.headers["Location"])).split(" · ")[0] not in rest


def test_same_form_sent_again_shows_the_same_receipt(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    first = client.post("/gui", data=form)
    words = words_on(client.get(first.headers["Location"]))
    second = client.post("/gui", data=form)
    assert (first.headers["Location"], len(cases(app, home))) == (second.headers["Location"], 1)
    assert words_on(client.get(second.headers["Location"])) == words


def test_form_used_again_for_another_matter_asks_before_it_makes_a_second_case(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    code = code_of(client.post("/gui", data=form))
    other = {**form, "story": "Đèn đường trước trường tiểu học tắt đã hai tuần nay."}
    page = client.post("/gui", data=other)
    assert page.status_code == 422
    assert sentences(page) == [
        f"Đơn trước gửi từ trang này đã được nhận với mã {code}. Nếu đây là việc khác, hãy bấm Gửi đi lần nữa."
    ]
    assert client.post("/gui", data={**other, "form_token": token_in(page)}).status_code == 303
    assert [case.story for case in cases(app, home)] == [STORY, other["story"]]


def test_letter_without_name_is_taken_as_a_reflection(app: Flask, client: FlaskClient, home: Commune):
    send_letter(client, anonymous="y", name=NAME, phone="")
    (case,) = cases(app, home)
    assert (case.anonymous, case.due_on, the_sender(app, home).name) == (True, None, None)


def test_petition_without_name_comes_back(client: FlaskClient, home: Commune):
    page = post_letter(client, kind="KIEN_NGHI", anonymous="y", name="", phone="")
    assert sentences(page) == ["Loại này cần có họ tên người gửi. Chỉ phản ánh mới nhận không ghi tên."]


def test_complaint_without_name_comes_back_with_the_box_that_makes_it_one(client: FlaskClient, home: Commune):
    page = post_letter(client, own_right="y", anonymous="y", name="", phone="")
    (told,) = sentences(page)
    assert ("Khiếu nại phải có họ tên" in told, "“Một cơ quan đã ra giấy tờ…”" in told) == (True, True)


def test_commune_that_takes_no_letters_without_name_does_not_offer_it(app: Flask, client: FlaskClient, home: Commune):
    set_rule(app, home, "allow_anonymous_reflection", value=False)
    assert 'name="anonymous"' not in client.get("/gui").text
    assert post_letter(client, anonymous="y", name="", phone="").status_code == 422


# ---------------------------------------------------------------- what comes back


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"story": "ngắn"}, ["Nội dung còn quá ngắn. Hãy ghi chuyện gì, ở đâu, từ bao giờ."]),
        ({"story": "dài " * 1300}, ["Nội dung dài quá 5.000 chữ. Hãy rút gọn, phần còn lại có thể bổ sung sau."]),
        ({"name": " "}, ["Hãy ghi họ và tên người gửi."]),
        ({"phone": ""}, ["Hãy ghi số điện thoại để cơ quan liên hệ khi cần."]),
        ({"phone": "12"}, ["Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0."]),
        ({"email": "không có"}, ["Địa chỉ thư điện tử chưa đúng."]),
        ({"kind": "TO_CAO"}, ["Hãy chọn loại đơn."]),
        ({"field_id": "999999"}, ["Hãy chọn một lĩnh vực trong danh sách."]),
        ({"village_id": "x"}, ["Hãy chọn một thôn trong danh sách."]),
        ({"lat": "48.85", "lon": "2.35"}, ["Vị trí này không nằm ở Việt Nam."]),
        (
            {"story": "", "name": "", "phone": ""},
            [
                "Hãy ghi chuyện gì, ở đâu, từ bao giờ.",
                "Hãy ghi họ và tên người gửi.",
                "Hãy ghi số điện thoại để cơ quan liên hệ khi cần.",
            ],
        ),
    ],
)
def test_fault_is_named_and_everything_typed_is_kept(
    app: Flask, client: FlaskClient, home: Commune, changes: dict[str, str | None], expected: list[str]
):
    typed = {"place": "cạnh cây đa", "email": "an@example.vn", **changes}
    page = post_letter(client, **typed)
    assert (page.status_code, sentences(page), cases(app, home)) == (422, expected, [])
    kept = {name: value_of(page, name).strip() for name in ("story", "name", "phone", "place", "email")}
    sent = {"story": STORY, "name": NAME, "phone": "0912 345 678", **typed}
    assert kept == {name: (sent[name] or "").strip() for name in kept}


def test_form_that_came_back_is_taken_with_the_token_it_came_with(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client, phone="12")
    page = client.post("/gui", data=form)
    assert token_in(page) == form["form_token"]
    assert client.post("/gui", data={**form, "phone": "0912345678"}).status_code == 303


NONSENSE = [
    ("story", "chữ\x00 và \x1b[31m nữa cho đủ dài"),
    ("story", b"\xff\xfe\xc3\x28 khong phai utf-8 dau nhe".decode("latin-1")),
    ("story", "\u202eđảo ngược\u202c " + "\u200b" * 50 + "cho đủ dài"),
    ("story", "<script>alert(1)</script> {{ 7*7 }} cho đủ dài"),
    ("name", "' OR 1=1 --"),
    ("name", "x" * 5000),
    ("phone", "9" * 400),
    ("email", "a@" + "b" * 3000 + ".vn"),
    ("place", "\x00" * 20),
    ("lat", "nan"),
    ("lat", "inf"),
    ("lat", "1e999"),
    ("lat", "21,64"),
    ("lon", "106.4"),
    ("field_id", "-1"),
    ("field_id", "99999999999999999999"),
    ("field_id", "１"),
    ("village_id", "1; DROP TABLE villages"),
    ("kind", "\x00"),
    ("drop", "x" * 40),
    ("kept", "1"),
    ("form_token", "x.y.z"),
    ("form_token", "\x00"),
    ("unknown_field", "1"),
]


@pytest.mark.parametrize(("name", "value"), NONSENSE)
def test_nonsense_is_taken_cleaned_or_comes_back_but_never_breaks(client: FlaskClient, home: Commune, name: str, value: str):
    answer = post_letter(client, **{name: value})
    assert answer.status_code in (303, 422)
    assert "<script>alert" not in answer.text


def test_bytes_that_are_no_text_do_not_break_the_form(client: FlaskClient, home: Commune):
    token = token_in(client.get("/gui")).encode()
    raw = b"form_token=" + token + b"&story=%ff%fe%ed%a0%80+cau+hong+lan+can&kind=PHAN_ANH&name=An+%00B&phone=0912345678"
    answer = client.post("/gui", data=raw, content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, sentences(answer)) == (303, [])


def test_empty_body_comes_back(client: FlaskClient, home: Commune):
    assert client.post("/gui").status_code == 422


# ---------------------------------------------------------------- who is not a person


@pytest.mark.settings(form_min_seconds=3)
def test_letter_sent_too_fast_comes_back_and_is_taken_a_moment_later(
    client: FlaskClient, home: Commune, at: Callable[[str], datetime]
):
    at("2026-11-20 09:00:00")
    form = letter_form(client)
    page = client.post("/gui", data=form)
    assert (page.status_code, sentences(page), value_of(page, "story")) == (422, ["Hãy xem lại rồi bấm Gửi đi lần nữa."], STORY)
    at("2026-11-20 09:00:05")
    assert client.post("/gui", data=form).status_code == 303


def test_filled_trap_brings_the_form_back_and_stores_nothing(app: Flask, client: FlaskClient, home: Commune):
    page = post_letter(client, website="http://spam.example")
    assert (page.status_code, sentences(page), cases(app, home)) == (422, ["Hãy xem lại rồi bấm Gửi đi lần nữa."], [])


def test_form_older_than_a_week_comes_back_with_a_fresh_token(client: FlaskClient, home: Commune, at: Callable[[str], datetime]):
    at("2026-11-01 09:00")
    form = letter_form(client)
    at("2026-11-09 09:00")
    page = client.post("/gui", data=form)
    assert (page.status_code, value_of(page, "story")) == (422, STORY)
    assert client.post("/gui", data={**form, "form_token": token_in(page)}).status_code == 303


def test_form_of_another_installation_is_not_taken(app: Flask, client: FlaskClient, home: Commune):
    assert post_letter(client, form_token="IkZ6VkVw.aSL0vQ.aaaaaaaaaaaaaaaaaaaaaaaaaaa").status_code == 422
    assert cases(app, home) == []


@pytest.mark.settings(rate_limits="on")
def test_twenty_first_letter_in_ten_minutes_comes_back_with_its_words(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    answers = [client.post("/gui", data=form).status_code for _ in range(20)]
    page = client.post("/gui", data=form)
    assert answers == [303] * 20
    assert (page.status_code, value_of(page, "story"), value_of(page, "name")) == (429, STORY, NAME)
    assert len(cases(app, home)) == 1


def test_letter_from_a_page_of_another_site_is_refused(app: Flask, client: FlaskClient, home: Commune):
    answer = client.post("/gui", data=letter_form(client), headers={"Origin": "https://elsewhere.example"})
    assert (answer.status_code, cases(app, home)) == (403, [])


# ---------------------------------------------------------------- a denunciation


DENUNCIATION = "Tôi làm đơn tố cáo Chủ tịch UBND xã buông lỏng quản lý đất đai."


def attachments(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Attachment.id)).execution_options(all_units=True))


def test_denunciation_is_led_elsewhere_and_nothing_of_it_is_stored(app: Flask, client: FlaskClient, home: Commune):
    page = post_letter(client, story=DENUNCIATION)
    assert (page.status_code, 'href="/to-cao"' in page.text, value_of(page, "story")) == (422, True, DENUNCIATION)
    assert (cases(app, home), attachments(app)) == ([], 0)


def test_page_of_a_denunciation_keeps_no_draft_on_the_phone(client: FlaskClient, home: Commune):
    page = post_letter(client, story=DENUNCIATION)
    assert ("data-phone" in page.text, "draft.js" in page.text, "data-clear-draft" in page.text) == (False, False, True)


def test_sender_who_was_misread_may_go_on(app: Flask, client: FlaskClient, home: Commune):
    send_letter(client, story=DENUNCIATION, not_denunciation="y")
    assert [case.story for case in cases(app, home)] == [DENUNCIATION]


UNTICK = "hãy bỏ dấu ở ô “Tôi nói một người cụ thể đã vi phạm pháp luật và cần bị xử lý”"


@pytest.mark.parametrize(
    ("changes", "says", "ways"),
    [
        ({"accuses": "y"}, "Đơn này được đánh dấu là tố cáo", (True, False, False)),
        ({"accuses": "y", "story": DENUNCIATION}, "Đơn này được đánh dấu là tố cáo", (True, True, False)),
        ({"accuses": "y", "story": DENUNCIATION, "not_denunciation": "y"}, "được đánh dấu là tố cáo", (True, True, False)),
        ({"story": DENUNCIATION, "photos": True}, "Lời viết giống một đơn tố cáo", (False, True, True)),
    ],
    ids=["ticked", "ticked and reads as one", "ticked and denied", "reads as one, with a photo"],
)
def test_page_of_a_denunciation_says_what_led_there_and_the_way_on(
    client: FlaskClient, home: Commune, changes: dict[str, object], says: str, ways: tuple[bool, ...]
):
    page = post_letter(client, **{**changes, **({"photos": [upload(jpeg())]} if "photos" in changes else {})})
    words = words_of(page.text)
    found = UNTICK in words, 'name="not_denunciation"' in page.text, "không được giữ lại; muốn gửi thì hãy chọn lại" in words
    assert (page.status_code, says in words, found) == (422, True, ways)


def test_sender_who_takes_the_mark_away_is_heard(app: Flask, client: FlaskClient, home: Commune):
    page = post_letter(client, accuses="y")
    send_letter(client, form_token=token_in(page))
    assert [case.story for case in cases(app, home)] == [STORY]


def test_page_on_denunciations_takes_no_text(client: FlaskClient, home: Commune):
    page = client.get("/to-cao")
    assert page.status_code == 200
    assert ("<textarea" in page.text, "<form" in page.text) == (False, False)
    assert client.post("/to-cao", data={"text": "x"}).status_code == 405


def test_page_on_privacy_opens(client: FlaskClient, home: Commune):
    assert client.get("/quyen-rieng-tu").status_code == 200
