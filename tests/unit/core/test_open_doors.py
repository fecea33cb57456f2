"""Open addresses: readable from every site, errors in one shape, no cookie; everything else stays as it was."""

from __future__ import annotations

import pytest
from flask import Flask, Response, abort
from flask.testing import FlaskClient
from werkzeug.exceptions import BadRequest, Conflict, Forbidden, Gone, NotFound, ServiceUnavailable, TooManyRequests

from core import error_pages
from core.error_words import OF_CODE, OF_STATUS, words_of
from core.errors import BadQuestion, DomainError, NotAllowed, StaleVersion, WrongState
from core.open_doors import open_door
from tests.makers_core import bare_app

OPEN, CLOSED = "/api/thing", "/page"
SHAPE = {"status", "code", "message", "hint"}


class Full(DomainError):
    """Nothing more fits."""

    status = 503
    code = "full"


ERRORS: list[tuple[Exception, int, str]] = [
    (BadRequest(), 400, "bad_request"),
    (Forbidden(), 403, "forbidden"),
    (NotFound(), 404, "not_found"),
    (Conflict(), 409, "conflict"),
    (Gone(), 410, "gone"),
    (TooManyRequests(), 429, "too_many_requests"),
    (ServiceUnavailable(), 503, "service_unavailable"),
    (BadQuestion(), 400, "bad_request"),
    (NotAllowed(), 403, "not_allowed"),
    (WrongState(), 409, "wrong_state"),
    (StaleVersion(), 409, "stale_version"),
    (Full(), 503, "full"),
    (KeyError("Nguyễn Văn An"), 500, "unexpected"),
]


@pytest.fixture(scope="module")
def site() -> Flask:
    """Return an application with one open address that fails as it is told, and one page."""
    app = bare_app()
    error_pages.install(app)
    open_door(app, r"/api/")

    @app.get("/api/thing", endpoint="thing")
    @app.get("/page", endpoint="page")
    def thing() -> Response:
        return Response("ok")

    @app.get("/api/fails/<int:number>", endpoint="fails")
    def fails(number: int) -> Response:
        raise ERRORS[number][0]

    @app.get("/api/hinted", endpoint="hinted")
    def hinted() -> Response:
        raise BadQuestion(hint="Ghi ngày như 2026-11-20.")

    @app.get("/api/aborts", endpoint="aborts")
    def aborts() -> Response:
        abort(404)

    return app


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.mark.parametrize("number", range(len(ERRORS)), ids=[type(error).__name__ for error, *_ in ERRORS])
def test_every_error_has_the_one_shape(client: FlaskClient, number: int):
    _error, status, code = ERRORS[number]
    answer = client.get(f"/api/fails/{number}")
    fault = answer.json["error"]
    assert (answer.status_code, answer.mimetype, fault["status"], fault["code"]) == (status, "application/json", status, code)
    assert set(fault) == SHAPE | ({"incident"} if status >= 500 and code in ("full", "unexpected") else set())
    assert all(fault[name] for name in SHAPE)
    assert "Nguyễn" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_hint_of_the_error_is_told(client: FlaskClient):
    assert client.get("/api/hinted").json["error"]["hint"] == "Ghi ngày như 2026-11-20."
    assert client.get("/api/aborts").json["error"]["hint"] == "Xem lại địa chỉ và mã."


def test_an_address_that_does_not_exist_is_open_too(client: FlaskClient):
    answer = client.get("/api/nothing", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_method_that_is_not_taken_says_which_are(client: FlaskClient, method: str):
    answer = client.open(OPEN, method=method)
    assert (answer.status_code, answer.json["error"]["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_every_site_may_read_and_none_may_send_a_cookie(client: FlaskClient, method: str):
    answer = client.open(f"{OPEN}?lang=en", method=method, headers={"Origin": "https://bao.example"})
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert {"ETag", "Link", "Retry-After"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))


def test_what_a_browser_asks_beforehand_is_answered(client: FlaskClient):
    answer = client.options(OPEN, headers={"Origin": "https://bao.example", "Access-Control-Request-Method": "GET"})
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert set(answer.headers["Access-Control-Allow-Headers"].split(", ")) == {"Accept-Language", "If-None-Match", "Range"}
    assert int(answer.headers["Access-Control-Max-Age"]) == 86400


def test_pages_are_not_open(client: FlaskClient):
    answer = client.get(f"{CLOSED}?lang=en", headers={"Origin": "https://bao.example"})
    assert [name for name, _value in answer.headers if name.startswith(("Access-Control", "RateLimit"))] == []
    assert "lang=en" in answer.headers["Set-Cookie"]
    assert [
        name
        for name, _value in client.get("/apis", headers={"Accept": "application/json"}).headers
        if name.startswith("Access-Control")
    ] == []


# ------------------------------------------------------------------ words


@pytest.mark.parametrize("status", OF_STATUS)
def test_every_status_has_a_sentence_and_a_hint_in_both_languages(site: Flask, status: int):
    said = set()
    for lang in ("vi", "en"):
        with site.test_request_context(f"/?lang={lang}"):
            site.preprocess_request()
            message, hint = words_of(status, "whatever")
            assert message.endswith(".") and hint.endswith("."), (message, hint)  # noqa: PT018
            said |= {message, hint}
    assert len(said) == 4


NEAREST = [(418, 400), (451, 400), (406, 400), (502, 500), (599, 500), (404, 404), (503, 503)]


@pytest.mark.parametrize(("status", "like"), NEAREST)
def test_a_status_without_words_speaks_like_its_kind(site: Flask, status: int, like: int):
    with site.test_request_context("/"):
        site.preprocess_request()
        assert words_of(status, "x") == words_of(like, "x")


@pytest.mark.parametrize("code", OF_CODE)
def test_a_code_that_says_more_comes_before_its_status(site: Flask, code: str):
    with site.test_request_context("/"):
        site.preprocess_request()
        assert words_of(400, code) != words_of(400, "x")
