"""The sending form: one page for everybody, with a token for each."""

from __future__ import annotations

import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Village
from core.database import use_unit
from core.form_token import FormToken
from core.transaction import transaction
from tests.makers import Commune
from tests.makers_resident import sentences, token_in

pytestmark = pytest.mark.usefixtures("home")


def without_token(page: str) -> str:
    return re.sub(r'name="form_token" value="[^"]+"', "", page)


def test_form_is_small_sets_no_cookie_and_may_be_gone_back_to(client: FlaskClient):
    page = client.get("/gui")
    assert page.status_code == 200
    assert len(client.get("/gui", headers={"Accept-Encoding": "gzip"}).data) <= 7_000
    assert len(page.data) <= 15 * 1024
    assert page.headers.getlist("Set-Cookie") == []
    assert page.headers["Cache-Control"] == "private, no-cache"


def test_two_visitors_get_the_same_page_with_different_tokens(client: FlaskClient):
    first, second = client.get("/gui"), client.get("/gui")
    assert without_token(first.text) == without_token(second.text)
    assert token_in(first) != token_in(second)


def test_compressed_form_is_the_plain_form(app: Flask, client: FlaskClient):
    plain, packed = client.get("/gui"), client.get("/gui", headers={"Accept-Encoding": "gzip, br"})
    unpacked = gzip.decompress(packed.data).decode()
    assert packed.headers["Content-Encoding"] == "gzip"
    assert without_token(unpacked) == without_token(plain.text)
    with app.app_context():
        assert len(FormToken.read(re.search(r'name="form_token" value="([^"]+)"', unpacked)[1]).nonce) == 20


def test_form_speaks_the_language_that_is_asked_for(client: FlaskClient):
    assert '<html lang="vi">' in client.get("/gui").text
    assert '<html lang="en">' in client.get("/gui?lang=en").text


def test_form_shows_a_new_village_at_once(app: Flask, client: FlaskClient, home: Commune):
    assert "Thôn Mới Lập" not in client.get("/gui").text
    with app.app_context(), use_unit(home.unit_id), transaction() as session:
        session.scalars(select(Village).order_by(Village.id)).first().name = "Thôn Mới Lập"
    assert "Thôn Mới Lập" in client.get("/gui").text


def test_blank_form_accuses_nobody(client: FlaskClient):
    assert sentences(client.get("/gui")) == []
