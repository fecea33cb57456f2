"""The administrator's pages of other systems: keys and secrets shown once, addresses checked, deliveries sent again."""

from __future__ import annotations

import re

from flask import Flask

from core.extensions import db
from core.transaction import transaction
from feedback.machine_models import ApiKey, Webhook, WebhookDelivery
from tests.makers import Commune, inside, make_case
from tests.makers_desk import MORNING, Desk, form_values, sit_down, words_of

KEYS, PLACES = "/can-bo/quan-tri/khoa-api", "/can-bo/quan-tri/noi-nhan-tin"


def test_key_is_made_shown_once_used_and_withdrawn(app: Flask, home: Commune, at):
    at(MORNING)
    desk = sit_down(app, home.administrator)
    assert "Chưa có hệ thống nào được cấp khóa." in words_of(desk.open(KEYS).text)
    form = form_values(desk.open(KEYS).text, KEYS)
    for changes, sentence in (
        ({"name": ""}, "Chỗ này cần được ghi."), ({"per_hour": "0"}, "từ 1 đến 10.000"),
        ({"per_hour": "nhiều"}, "Hãy ghi một số"),
        ({"per_hour": "999999999"}, "từ 1 đến 10.000"), ({"x": "1"}, "ô lạ"), ({"name": "x" * 81}, "dài quá"),
    ):  # fmt: skip
        refused = desk.send(KEYS, {**form, "name": "Cổng 1022", **changes})
        assert (refused.status_code, sentence in words_of(refused.text)) == (400, True), changes
    made = desk.send(KEYS, {**form, "name": "Cổng 1022", "per_hour": "30"})
    (key,) = re.findall(r"gd_[\w-]{43}", made.text)
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    listed = desk.open(KEYS).text
    assert (key in listed, key[:8] in listed, "Cổng 1022" in listed) == (False, True, True)
    again = desk.send(KEYS, {**form, "name": "Cổng 1022", "per_hour": "30"})
    assert (again.status_code, "Đã có một khóa đang dùng mang tên này" in words_of(again.text)) == (400, True)
    with inside(app, unit_id=home.unit_id):
        row = db.session.query(ApiKey).one()
        assert key not in f"{row.hash}{row.shown}{row.name}"
        withdraw = f"{KEYS}/{row.public_id}/thu-hoi"
    assert desk.send(withdraw, form_values(listed, withdraw)).status_code == 303
    assert "đã thu hồi" in words_of(desk.open(KEYS).text)
    assert sit_down(app, home.clerk).open(KEYS).status_code == 403
    check_address(app, home, desk)


def check_address(app: Flask, home: Commune, desk: Desk) -> None:
    form = form_values(desk.open(PLACES).text, PLACES)
    typed = {**form, "name": "Trung tâm tỉnh", "address": "https://he-thong.example.vn/nhan", "topics": ["case.received"]}
    for changes, sentence in (
        ({"address": "http://he-thong.example.vn/"}, "bắt đầu bằng https://"), ({"address": "https://10.0.0.1/"}, "mạng nội bộ"),
        ({"address": "khong phai"}, "không đọc được"), ({"topics": []}, "ít nhất một việc"),
        ({"topics": ["khac"]}, "ít nhất một việc"),
        ({"name": ""}, "Chỗ này cần được ghi."),
    ):  # fmt: skip
        refused = desk.send(PLACES, {**typed, **changes})
        assert (refused.status_code, sentence in words_of(refused.text)) == (400, True), changes
    made = desk.send(PLACES, typed)
    (secret,) = re.findall(r"whsec_[\w-]{43}", made.text)
    assert made.headers["Cache-Control"] == "no-store"
    with inside(app, unit_id=home.unit_id):
        public_id = db.session.query(Webhook).one().public_id
        make_case(home)
    page = f"{PLACES}/{public_id}"
    shown = desk.open(page)
    assert (secret in shown.text, "Hồ sơ mới" in shown.text, "Chờ gửi" in shown.text) == (False, True, True)
    trial = desk.send(f"{page}/gui-thu", form_values(shown.text, f"{page}/gui-thu"))
    assert trial.status_code == 303
    with inside(app, unit_id=home.unit_id), transaction():
        db.session.query(WebhookDelivery).update({"state": "failed", "fault": "500", "attempts": 3})
    shown = desk.open(page)
    assert [words in words_of(shown.text) for words in ("Không gửi được", "trả lời mã 500", "đã thử 3 lần")] == [True] * 3
    assert "2 tin không gửi được" in words_of(desk.open(PLACES).text)
    replay = re.findall(rf"{PLACES}/tin/\w+/gui-lai", shown.text)[0]
    assert desk.send(replay, form_values(shown.text, replay)).headers["Location"].endswith(page)
    assert desk.send(f"{page}/thoi-gui", form_values(shown.text, f"{page}/thoi-gui")).status_code == 303
    assert "Gửi thử" not in [line.strip() for line in desk.open(page).text.splitlines() if "<button" in line]
    assert "đã thôi gửi" in words_of(desk.open(PLACES).text)
    assert desk.open(f"{PLACES}/{'0' * 32}").status_code == 404
