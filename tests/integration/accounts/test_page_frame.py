"""Head and foot are drawn once for many pages: what differs between pages must differ in them too."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.models import Unit
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from tests.makers import make_commune

CURRENT = re.compile(r'<a href="([^"]+)" aria-current="page">([^<]+)</a>')


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    with app.app_context():
        make_commune()
    return app.test_client()


@pytest.mark.settings(page_cache_seconds=60.0)
def test_each_page_says_where_it_is_and_speaks_its_language(app: Flask, visitor: FlaskClient):
    pages = ("/ho-so", "/ho-so?lang=en", "/cong-khai", "/gui?lang=en", "/thoi-han", "/ho-so?q=lan+can", "/khong-co-trang-nay")
    found = {page: CURRENT.findall(app.test_client().get(page).text) for page in pages}
    assert found == {
        "/ho-so": [("/ho-so", "Hồ sơ")],
        "/ho-so?lang=en": [("/ho-so", "Cases")],
        "/cong-khai": [("/cong-khai", "Công khai")],
        "/gui?lang=en": [("/gui", "Send")],
        "/thoi-han": [],
        "/ho-so?q=lan+can": [("/ho-so", "Hồ sơ")],
        "/khong-co-trang-nay": [],
    }


@pytest.mark.settings(page_cache_seconds=60.0)
def test_who_wants_large_text_is_offered_the_usual_one(visitor: FlaskClient):
    usual = visitor.get("/tra-cuu").text
    visitor.get("/tra-cuu?chu=to")
    large = visitor.get("/tra-cuu").text
    assert ("?chu=to" in usual, "?chu=thuong" in usual) == (True, False)
    assert ("?chu=to" in large, "?chu=thuong" in large) == (False, True)


@pytest.mark.settings(page_cache_seconds=60.0)
def test_foot_shows_the_office_escaped_as_soon_as_it_is_known(app: Flask):
    def told(hours: str) -> None:
        with app.app_context(), use_unit(unit_id), transaction():
            unit = db.session.get(Unit, unit_id)
            unit.profile = {**unit.profile, "hours": hours}

    with app.app_context():
        unit_id = make_commune().unit_id
    told("Thứ Hai <b>đến</b> Thứ Sáu")
    first = app.test_client().get("/ngay-nghi").text
    told("Cả tuần")
    app.extensions["gandan.memory"].pop(next(key for key in app.extensions["gandan.memory"] if key[1] == ("profile", unit_id)))
    second = app.test_client().get("/thoi-han").text
    assert "Thứ Hai &lt;b&gt;đến&lt;/b&gt; Thứ Sáu" in first
    assert ("Cả tuần" in second, "Thứ Sáu</p>" in second) == (True, False)


@pytest.mark.settings(page_cache_seconds=60.0)
def test_other_language_and_size_keep_what_the_page_was_asked_for(visitor: FlaskClient):
    visitor.get("/ho-so?fbclid=abc")
    links = [
        re.findall(r'class="lang" href="([^"]+)"', visitor.get(page).text) for page in ("/ho-so?fbclid=xyz", "/ho-so?q=lan+can")
    ]
    assert links == [["?chu=to", "?lang=en"], ["?q=lan+can&amp;chu=to", "?q=lan+can&amp;lang=en"]]
    refused = visitor.post("/tiep-cong-dan/hen?lang=en", data={"code": "7K3MP-9QXTR"})
    assert re.findall(r'class="lang" href="([^"]+)"', refused.text) == ["?chu=to", "?lang=vi"]
