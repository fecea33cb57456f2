"""The front page: send, track, what was answered last, three numbers, the plan."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.makers import NOW, Commune, inside
from tests.makers_dialogue import announced_dialogue
from tests.makers_public import make_public, published


def titles(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/ho-so/[^"]+"(?: lang="vi")?>([^<]+)</a></h3>', page)


def test_front_page_has_one_large_button_and_one_field(client: FlaskClient, home: Commune):
    page = client.get("/")
    assert page.status_code == 200
    assert re.findall(r'<a class="button big" href="([^"]+)"', page.text) == ["/gui"]
    assert re.findall(r'<form class="panel" method="get" action="([^"]+)"', page.text) == ["/tra-cuu"]
    assert re.findall(r'<input class="input mono" id="ma" name="(\w+)"', page.text) == ["ma"]
    assert 'ví dụ <span class="nowrap">7K3MP-9QXTR</span>.' in page.text


def test_front_page_shows_the_three_last_published_answers(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(
            home.unit_id,
            published("Cầu tràn hỏng lan can", answered_on=date(2026, 11, 18)),
            published("Đèn đường tắt", answered_on=date(2026, 11, 10)),
            published("Mương vỡ bờ", answered_on=date(2026, 11, 19)),
            published("Rác đầu thôn", answered_on=date(2026, 11, 17)),
            published("Việc chưa trả lời", answered_on=None, state="in_progress", answer=""),
            {"state": "answered", "answered_on": date(2026, 11, 20)},
        )
    page = client.get("/").text
    assert titles(page) == ["Mương vỡ bờ", "Cầu tràn hỏng lan can", "Rác đầu thôn"]
    days = re.findall(r'<span>Trả lời <time datetime="([^"]+)">', page)
    assert days == ["2026-11-19", "2026-11-18", "2026-11-17"]


def test_front_page_tells_numbers_only_when_there_are_cases(app: Flask, client: FlaskClient, home: Commune):
    empty = client.get("/").text
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, {"state": "in_progress", "due_on": date(2026, 11, 19)})
    full = client.get("/").text
    numbers = [re.findall(r"<b>([^<]+)</b><a href", page) for page in (empty, full)]
    assert numbers == [[], ["–", "1", "1"]]


def test_front_page_leads_to_the_published_plan(client: FlaskClient, home: Commune):
    link = re.search(r'href="(/ke-hoach/\w+)"', client.get("/").text)
    assert client.get(link[1]).status_code == 200


def test_front_page_sets_no_cookie(client: FlaskClient, home: Commune):
    assert "Set-Cookie" not in client.get("/").headers


def test_front_page_may_be_found_by_search_engines(client: FlaskClient, home: Commune):
    page = client.get("/")
    assert ("noindex" in page.headers.get("X-Robots-Tag", ""), "noindex" in page.text) == (False, False)


def test_front_page_speaks_english(client: FlaskClient, home: Commune):
    assert '<html lang="en"' in client.get("/?lang=en").text


def test_front_page_tells_day_hour_and_place_of_the_next_dialogue(app: Flask, client: FlaskClient, home: Commune):
    with app.app_context():
        announced_dialogue(home)
    told = re.search(r"<h2>Đối thoại sắp tới</h2>(.*?)</section>", client.get("/").text, re.S)[1]
    facts = ["Thứ Ba, 15/12/2026", "08:00–11:00", "Hội trường Ủy ban nhân dân xã, Trung tâm xã Vạn Linh"]
    assert re.findall(r">([^<>]+)</span>", told) == facts


@pytest.mark.parametrize(("opens", "offered"), [(NOW.date(), True), (NOW.date() + timedelta(days=1), False)])
def test_front_page_offers_to_ask_only_while_questions_are_taken(
    app: Flask, client: FlaskClient, home: Commune, opens: date, offered: bool
):
    with app.app_context():
        announced_dialogue(home, questions_from=opens)
    found = re.findall(r'<a class="button" href="(/doi-thoai/[^"]+/gui-cau-hoi)">', client.get("/").text)
    assert (len(found) == 1) is offered
    assert all("Gửi câu hỏi" in client.get(address).text for address in found)
