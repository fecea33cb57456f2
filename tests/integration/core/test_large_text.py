"""Large text: asked for by an address, kept by a cookie that says nothing else, also on pages that are kept in memory."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.infra.databases import Database
from tests.makers import make_commune
from tests.makers_desk import loaded_commune, sit_down

PAGES = ("/", "/gui", "/ho-so", "/tra-cuu", "/cong-khai", "/doi-thoai")


@pytest.fixture
def database(commune_database: Database) -> Database:
    return commune_database


def large(page: str) -> bool:
    head = page[: page.index("<head>")]
    return "data-large" in head


def test_every_page_is_large_for_whom_asked_and_for_nobody_else(app: Flask, at):
    at("2026-11-20 09:00")
    reader, other = app.test_client(), app.test_client()
    first = reader.get("/?chu=to")
    cookie = first.headers["Set-Cookie"]
    assert (large(first.text), cookie.startswith("chu=to;"), "SameSite=Lax" in cookie) == (True, True, True)
    seen = [(large(reader.get(path).text), large(other.get(path).text)) for path in PAGES for _again in range(2)]
    assert seen == [(True, False)] * 2 * len(PAGES)
    assert 'href="?chu=thuong"' in reader.get("/gui").text


def test_usual_text_comes_back_and_leaves_no_cookie(app: Flask, at):
    at("2026-11-20 09:00")
    reader = app.test_client()
    reader.get("/gui?chu=to")
    back = reader.get("/gui?chu=thuong")
    assert (large(back.text), "chu=;" in back.headers["Set-Cookie"], large(reader.get("/").text)) == (False, True, False)
    assert reader.get("/gui?chu=rat-to").headers.get("Set-Cookie") is None
    assert large(reader.get("/?chu=rat-to").text) is False


def test_answers_tell_the_two_sizes_apart(app: Flask, at):
    at("2026-11-20 09:00")
    reader: FlaskClient = app.test_client()
    usual, wide = reader.get("/ho-so"), reader.get("/ho-so?chu=to")
    assert usual.headers["ETag"] != wide.headers["ETag"]
    assert reader.get("/ho-so", headers={"If-None-Match": usual.headers["ETag"]}).status_code == 200
    assert "Cookie" in wide.headers["Vary"]


def test_desk_and_language_keep_their_own_choice_beside_it(app: Flask, at):
    at("2026-11-20 09:00")
    with app.app_context():
        make_commune()
        clerk = loaded_commune().clerk
    desk = sit_down(app, clerk)
    assert large(desk.open("/can-bo?chu=to").text) is True
    assert large(desk.open("/can-bo/nhap").text) is True
    english = desk.open("/can-bo/nhap?lang=en").text
    assert (large(english), "Usual text" in english) == (True, True)
