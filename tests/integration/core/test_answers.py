"""What every answer carries: headers, encodings, ETags; who is refused."""

from __future__ import annotations

import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from core.extensions import db
from core.page_cache import raise_version
from core.transaction import transaction
from tests.makers import make_commune

PAGES = ["/", "/gui", "/tra-cuu", "/ho-so", "/cong-khai", "/thoi-han", "/ngay-nghi", "/ke-hoach", "/to-cao", "/dang-nhap"]
CACHED = ["/", "/ho-so", "/cong-khai"]


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    with app.app_context():
        make_commune()
    return app.test_client()


def test_pages_carry_the_strict_headers_and_reading_sets_no_cookie(visitor: FlaskClient):
    for page in PAGES:
        response = visitor.get(page)
        check_strict_headers(response)
        assert (page, "Set-Cookie" in response.headers) == (page, page == PAGES[-1])


def check_strict_headers(response: TestResponse) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert response.status_code == 200
    assert [word for word in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*") if word in policy] == []
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert (response.headers["X-Content-Type-Options"], response.headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert "Server" not in response.headers or "Python" not in response.headers["Server"]


@pytest.mark.parametrize("page", CACHED)
def test_a_cached_page_is_the_same_in_every_encoding(visitor: FlaskClient, page: str):
    plain = visitor.get(page)
    packed = visitor.get(page, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


ENCODINGS = [
    # what the browser sends → what it gets
    (None, ""), ("", ""), ("identity", ""), ("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br, zstd", "br"), ("GZIP", "gzip"),
    ("br;q=0", ""), ("br;q=0, gzip", "gzip"), ("gzip;q=0, br", "br"), ("gzip;q=0, br;q=0", ""),
    ("br;q=0.2, gzip;q=0.8", "gzip"), ("br;q=0.8, gzip;q=0.8", "br"),
    ("*", "br"), ("*;q=0", ""), ("gzip, *;q=0", "gzip"), ("br;q=0, *", "gzip"),
    ("brotli", ""), ("x-gzip-like, abrasive", ""), ("br;q=nonsense", ""), (";;,,", ""),
]  # fmt: skip


def test_nobody_gets_an_encoding_that_was_refused(visitor: FlaskClient):
    sent = [({} if accepted is None else {"Accept-Encoding": accepted}) for accepted, _encoding in ENCODINGS]
    answers = [visitor.get("/", headers=headers) for headers in sent]
    found = [
        (accepted, answer.headers.get("Content-Encoding", "")) for (accepted, _), answer in zip(ENCODINGS, answers, strict=True)
    ]
    assert found == ENCODINGS
    assert {answer.headers["ETag"].strip('"').partition("-")[2] for answer in answers} == {"", "br", "gzip"}


@pytest.mark.parametrize("page", CACHED)
def test_an_unchanged_page_answers_304_and_a_changed_one_200(app: Flask, visitor: FlaskClient, page: str):
    etag = visitor.get(page).headers["ETag"]
    again = visitor.get(page, headers={"If-None-Match": etag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE units SET name = 'Xã Đổi Tên' WHERE is_tenant"))
        raise_version(db.session.scalar(text("SELECT id FROM units WHERE is_tenant")))
    changed = visitor.get(page, headers={"If-None-Match": etag})
    assert (changed.status_code, "Đổi Tên" in changed.text) == (200, True)


def test_static_files_are_immutable_and_packed(visitor: FlaskClient):
    address = re.search(r'href="(/static/[0-9a-f]{12}/css/app\.css)"', visitor.get("/").text).group(1)
    response = visitor.get(address, headers={"Accept-Encoding": "br"})
    assert (response.status_code, response.headers["Content-Encoding"]) == (200, "br")
    assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_a_write_from_another_site_is_refused(visitor: FlaskClient, headers: dict[str, str]):
    assert visitor.post("/gui", data={"story": "x"}, headers=headers).status_code == 403


def test_a_private_page_is_never_stored(visitor: FlaskClient):
    assert visitor.get("/tra-cuu").headers["Cache-Control"] == "no-store"
    assert visitor.get("/can-bo").headers["Cache-Control"] == "no-store"


def test_an_unknown_address_has_a_page_and_json_its_shape(visitor: FlaskClient):
    page = visitor.get("/khong-co-trang-nay")
    machine = visitor.get("/khong-co-trang-nay", headers={"Accept": "application/json"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert machine.json == {
        "error": {
            "status": 404, "code": "not_found", "message": "Không có gì ở địa chỉ này.", "hint": "Xem lại địa chỉ và mã.",
        }
    }  # fmt: skip


def test_the_wrong_method_says_which_are_right(visitor: FlaskClient):
    response = visitor.post("/thoi-han")
    assert (response.status_code, "GET" in response.headers["Allow"]) == (405, True)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("vi-VN,vi;q=0.9", "vi"),
        ("en-US,en;q=0.9", "en"),
        ("en-US,en;q=0.9,vi;q=0.2", "vi"),
        ("fr", "vi"),
        ("", "vi"),
        ("*", "vi"),
        ("\u00e9;;;", "vi"),
    ],
)
def test_vietnamese_comes_first(visitor: FlaskClient, accepted: str, language: str):
    assert f'<html lang="{language}"' in visitor.get("/thoi-han", headers={"Accept-Language": accepted}).text


def test_a_chosen_language_is_kept_in_a_cookie(visitor: FlaskClient):
    first = visitor.get("/thoi-han?lang=en")
    assert 'lang="en"' in first.text
    assert "lang=en" in first.headers["Set-Cookie"]
    assert 'lang="en"' in visitor.get("/thoi-han").text
    assert 'lang="vi"' in visitor.get("/thoi-han?lang=vi").text


def test_machines_are_told_little(visitor: FlaskClient):
    assert (visitor.get("/healthz").data, visitor.get("/readyz").json) == (b"ok\n", {"ready": True})
