"""One case as everybody may see it: only what was published, and nothing that points at a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.queries import fields, villages
from core.transaction import transaction
from feedback.services import publishing
from tests.makers import NEIGHBOUR, NOW, Commune, inside, make_case, make_commune, publish_case, read_version
from tests.makers_public import make_public, published

SECRETS = ("Nguyễn Văn An", "0912", "345 678", "21.6", "106.4", "an@", "con trâu")


@pytest.fixture(autouse=True)
def friday(at: Callable[[str], datetime]) -> datetime:
    """It is the Friday of the worked example."""
    return at("2026-11-20 09:00")


def stations(page: str) -> list[tuple[str, str]]:
    """Return state and label of each station."""
    return [
        (state, label.strip())
        for state, label in re.findall(r'<li class="(\w+)"[^>]*><span class="stop">.*?</span>\s*<b>([^<]+)<', page, re.S)
    ]


def test_unpublished_case_shows_number_field_village_dates_and_state_only(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        field, village = fields(home.unit_id)[0], villages(home.unit_id)[0]
        case = make_case(
            home, story="Chuyện riêng về con trâu bị lạc, gọi 0912 345 678.", field_id=field.id,
            village_id=village.id, email="an@example.vn", lat=21.6405, lon=106.485, place="Nhà ông An",
        )  # fmt: skip
        code = case.code
    page = client.get(f"/ho-so/{code}")
    assert page.status_code == 200
    assert [word for word in (code, field.name, village.name, "Mới nhận", "20/11/2026") if word not in page.text] == []
    assert [word for word in (*SECRETS, "Nhà ông An") if word in page.text] == []


def test_published_case_shows_the_approved_text_and_not_the_letter(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        case = make_case(home, state="answered", story="Chuyện riêng về con trâu bị lạc.")
        publish_case(
            home,
            case.id,
            title="Gia súc lạc",
            story="Gia súc của bà con bị lạc.\n\nMong xã báo trên loa.",
            answer="Đã báo trên loa.",
        )
        code = case.code
    page = client.get(f"/ho-so/{code}").text
    assert [word for word in ("Gia súc lạc", "Mong xã báo trên loa.", "Đã báo trên loa.", "đúng hạn") if word not in page] == []
    assert [word for word in SECRETS if word in page] == []


def test_case_that_was_taken_back_is_hidden_again(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        case = make_case(home, state="answered")
        publish_case(home, case.id, title="Gia súc lạc", story="Gia súc của bà con bị lạc.")
        code = case.code
        assert "Gia súc lạc" in client.get(f"/ho-so/{code}").text
        with transaction():
            publishing.unpublish(case.id, actor=home.leader, at=NOW, version=read_version(case.id), reason="Còn sót tên người")
    page = client.get(f"/ho-so/{code}")
    assert ("Gia súc" in page.text, "đã được rút lại ngày 20/11/2026" in page.text, page.status_code) == (False, True, 410)


@pytest.mark.parametrize("code", ["22222-22222", "khong-phai-ma", "7K3MP9QXTR", "..%2f", "%00", "x" * 300])
def test_unknown_case_is_not_found(client: FlaskClient, home: Commune, code: str):
    assert client.get(f"/ho-so/{code}").status_code == 404


def test_case_of_another_commune_is_not_found(app: Flask, client: FlaskClient, home: Commune):
    with inside(app):
        neighbour = make_commune(NEIGHBOUR)
        codes = make_public(neighbour.unit_id, published("Việc của xã bên"))
    assert client.get(f"/ho-so/{codes[0]}").status_code == 404


def test_code_is_read_however_it_is_typed(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        codes = make_public(home.unit_id, published("Một việc"))
    typed = [codes[0].lower(), codes[0].replace("-", "")]
    assert [client.get(f"/ho-so/{each}").status_code for each in typed] == [200, 200]


# ------------------------------------------------------------------ search engines and links


def test_only_published_cases_may_be_found_by_search_engines(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        hidden, shown = make_public(home.unit_id, {"state": "received"}, published("Một việc"))
    answers = [client.get(f"/ho-so/{code}") for code in (hidden, shown, hidden)]  # the last one comes from memory
    assert ["noindex" in answer.headers.get("X-Robots-Tag", "") for answer in answers] == [True, False, True]
    assert ['name="robots"' in answer.text for answer in answers] == [True, False, True]


def test_link_preview_tells_title_state_field_and_village(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        field, village = fields(home.unit_id)[0], villages(home.unit_id)[0]
        codes = make_public(home.unit_id, published("Cầu tràn hỏng", field_id=field.id, village_id=village.id))
    page = client.get(f"/ho-so/{codes[0]}").text
    assert dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page)) == {
        "type": "article", "title": "Cầu tràn hỏng", "site_name": "Gần Dân – Vạn Linh",
        "description": f"Đã trả lời · {field.name} · {village.name}",
    }  # fmt: skip


def test_photos_are_those_of_the_public_version(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        codes = make_public(home.unit_id, published("Cầu tràn hỏng", photos=["a" * 32, "b" * 32]))
    page = client.get(f"/ho-so/{codes[0]}").text
    assert re.findall(r'<a href="/tep/(\w)\w+/large"><img src="/tep/(\w)\w+/small"', page) == [("a", "a"), ("b", "b")]


def test_text_of_people_is_never_markup(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        bad = "<script>alert(1)</script>"
        codes = make_public(home.unit_id, published(bad, story=f"{bad} và {bad}", answer=bad))
    pages = [client.get(path).text for path in (f"/ho-so/{codes[0]}", "/ho-so", "/")]
    assert [page for page in pages if "<script>alert" in page] == []


# ------------------------------------------------------------------ the road


def test_road_of_a_late_case_is_told_as_late(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        codes = make_public(
            home.unit_id, {"state": "in_progress", "accepted_on": date(2026, 10, 5), "due_on": date(2026, 11, 19)}
        )
    assert stations(client.get(f"/ho-so/{codes[0]}").text) == [
        ("done", "Xã đã nhận đơn"), ("done", "Đã nhận giải quyết (thụ lý)"), ("late", "Xã trả lời"),
    ]  # fmt: skip


def test_road_turns_late_with_the_day_alone(app: Flask, client: FlaskClient, home: Commune, at: Callable[[str], datetime]):
    with inside(app, unit_id=home.unit_id):
        due = {"state": "in_progress", "accepted_on": date(2026, 11, 5), "due_on": date(2026, 11, 20)}
        codes = make_public(home.unit_id, due)
    told = []
    for day in ("2026-11-20 23:59", "2026-11-21 00:01"):
        at(day)
        told.append(stations(client.get(f"/ho-so/{codes[0]}").text)[-1][0])
    assert told == ["now", "late"]


@pytest.mark.parametrize(("satisfied", "words"), [(True, "Người gửi hài lòng"), (False, "Người gửi chưa hài lòng")])
def test_word_of_the_sender_stands_beside_the_state(app: Flask, client: FlaskClient, home: Commune, satisfied: bool, words: str):
    with inside(app, unit_id=home.unit_id):
        codes = make_public(home.unit_id, published("Một việc", satisfied=satisfied))
    assert words in client.get(f"/ho-so/{codes[0]}").text


@pytest.mark.parametrize(
    ("outcome", "words"), [("done", "Đã làm xong"), ("partly", "Đã làm một phần"), ("declined", "Không làm được, có lý do")]
)
def test_answer_says_how_much_was_done(app: Flask, client: FlaskClient, home: Commune, outcome: str, words: str):
    with inside(app, unit_id=home.unit_id):
        (code,) = make_public(home.unit_id, published("Lan can gãy", outcome=outcome))
    answered = client.get(f"/ho-so/{code}").text.split("Xã trả lời</h2>")[1].split("</section>")[0]
    assert words in answered


def test_answer_that_nobody_masked_yet_is_said_to_be_on_its_way(app: Flask, client: FlaskClient, home: Commune):
    waits = "đang chờ cán bộ che tên"
    with inside(app, unit_id=home.unit_id):
        masked, waiting, running = (
            make_public(home.unit_id, published("Lan can gãy", **changes))[0]
            for changes in ({}, {"answer": ""}, {"answer": "", "answered_on": None, "state": "in_progress"})
        )
    assert [waits in client.get(f"/ho-so/{code}").text for code in (masked, waiting, running)] == [False, True, False]


def test_reopened_case_keeps_the_day_of_the_answer_that_its_sender_did_not_accept(app: Flask, client: FlaskClient, home: Commune):
    again = {"state": "reopened", "reopened": True, "satisfied": False, "answered_on": None, "accepted_on": date(2026, 11, 3)}
    days = {"first_settled_on": date(2026, 11, 9), "first_in_time": False, "reopened_on": date(2026, 11, 12)}
    with inside(app, unit_id=home.unit_id):
        (code,) = make_public(home.unit_id, published("Lan can gãy", outcome="done", **again, **days))
    page = client.get(f"/ho-so/{code}").text
    answered = page.split("Xã trả lời lần đầu (người gửi chưa hài lòng)</h2>")[1].split("</section>")[0]
    assert [word for word in ("09/11/2026", "trễ hạn", "Đã làm xong") if word not in answered] == []
    assert [label for _, label in stations(page)][2:4] == ["Xã trả lời lần đầu", "Mở lại vì người gửi chưa hài lòng"]


@pytest.mark.parametrize(
    ("stands", "words"),
    [
        ({"state": "received"}, ["Xã báo thụ lý hay không thụ lý", "Xác minh và quyết định"]),
        ({"state": "verifying", "accepted_on": date(2026, 11, 5)}, ["Đã thụ lý khiếu nại", "Xác minh và quyết định"]),
        ({"state": "decided", "accepted_on": date(2026, 11, 5)}, ["Đã thụ lý khiếu nại", "Gửi quyết định"]),
        (
            {"state": "sent", "accepted_on": date(2026, 11, 5), "answered_on": date(2026, 11, 12)},
            ["Đã thụ lý khiếu nại", "Đã gửi quyết định"],
        ),
    ],
)
def test_complaint_has_the_stations_of_a_complaint(
    app: Flask, client: FlaskClient, home: Commune, stands: dict[str, object], words: list[str]
):
    with inside(app, unit_id=home.unit_id):
        (code,) = make_public(home.unit_id, {"kind": "KHIEU_NAI", **stands})
    assert [label for _, label in stations(client.get(f"/ho-so/{code}").text)] == ["Xã đã nhận đơn", *words]


def test_case_in_english_has_english_dates_and_states(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        codes = make_public(home.unit_id, published("Một việc"))
    page = client.get(f"/ho-so/{codes[0]}?lang=en").text
    assert ('<html lang="en"' in page, "Monday, 2 Nov 2026" in page) == (True, True)


def test_change_of_a_case_shows_at_once_without_a_kept_page(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        case = make_case(home, state="answered", at=NOW - timedelta(days=1))
        code = case.code
        before = client.get(f"/ho-so/{code}").headers["ETag"]
        publish_case(home, case.id)
    after = client.get(f"/ho-so/{code}", headers={"If-None-Match": before})
    assert (after.status_code, "Cầu tràn hỏng lan can" in after.text) == (200, True)
