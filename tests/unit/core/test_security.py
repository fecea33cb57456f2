"""A write must come from our own page; every answer carries the headers; broken bytes in an address break nothing."""

from __future__ import annotations

import pytest
from flask import Flask, Response, request

from core import security
from core.errors import DomainError
from core.security import HEADERS, POLICY, let_forms_lead_to

WRITES = [
    # Origin, Sec-Fetch-Site, status, why
    (None, None, 200, "an old browser says nothing"),
    ("http://xa.example", None, 200, "our own page"),
    ("https://xa.example", None, 200, "behind a proxy that ends TLS"),
    (None, "same-origin", 200, "our own page"),
    (None, "none", 200, "typed by the person"),
    ("null", None, 200, "a page opened from a file or with no referrer"),
    ("http://xa.example", "same-origin", 200, "both agree"),
    ("http://evil.example", None, 403, "another site"),
    ("http://xa.example.evil.example", None, 403, "a name that begins like ours"),
    ("http://evil.example/xa.example", None, 403, "our name in a path"),
    ("http://xa.example@evil.example", None, 403, "our name as a user"),
    ("http://xa.example:8080", None, 403, "another port"),
    ("http://sub.xa.example", None, 403, "a subdomain"),
    (None, "cross-site", 403, "another site"),
    (None, "same-site", 403, "a neighbour under the same domain"),
    ("http://xa.example", "cross-site", 403, "the browser knows better"),
    ("null", "cross-site", 403, "a sandboxed frame"),
    ("http://evil.example", "same-origin", 403, "the two disagree"),
]


@pytest.fixture
def app() -> Flask:
    made = Flask("security", static_folder=None)
    security.install(made)
    made.register_error_handler(DomainError, lambda error: (error.code, error.status))
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    made.add_url_rule("/", view_func=lambda: "page", endpoint="page", methods=methods)
    made.add_url_rule(
        "/own", view_func=lambda: Response("x", headers={"Cache-Control": "public", "X-Frame-Options": "SAMEORIGIN"})
    )
    made.add_url_rule("/q", view_func=lambda: repr(dict(request.args)), endpoint="q")
    return made


def from_page(origin: str | None, site: str | None) -> dict[str, str]:
    given = {"Origin": origin, "Sec-Fetch-Site": site}
    return {name: value for name, value in given.items() if value is not None}


@pytest.mark.parametrize(
    ("origin", "site", "status"), [row[:3] for row in WRITES], ids=[f"{number}-{row[3]}" for number, row in enumerate(WRITES)]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_write_is_taken_from_our_own_page_only(app: Flask, method: str, origin: str | None, site: str | None, status: int):
    answer = app.test_client().open("/", method=method, base_url="http://xa.example", headers=from_page(origin, site))
    assert (answer.status_code, answer.text) == (status, "page" if status == 200 else "foreign_origin")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_free_to_everybody(app: Flask, method: str):
    headers = from_page("http://evil.example", "cross-site")
    assert app.test_client().open("/", method=method, headers=headers).status_code == 200


@pytest.mark.parametrize(("path", "method"), [("/", "GET"), ("/", "POST"), ("/nowhere", "GET"), ("/q?x=1", "GET")])
def test_every_answer_carries_the_headers(app: Flask, path: str, method: str):
    answer = app.test_client().open(path, method=method)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_refused_write_carries_them_too(app: Flask):
    answer = app.test_client().post("/", headers={"Origin": "http://evil.example"})
    assert (answer.status_code, answer.headers["Content-Security-Policy"]) == (403, POLICY)


def test_what_a_view_says_itself_stays(app: Flask):
    answer = app.test_client().get("/own")
    assert (answer.headers["Cache-Control"], answer.headers["X-Frame-Options"]) == ("public", "SAMEORIGIN")


@pytest.mark.parametrize(
    ("base_url", "value"),
    [("http://xa.example", None), ("https://xa.example", "max-age=31536000; includeSubDomains")],
)
def test_https_is_insisted_on_once_it_is_there(app: Flask, base_url: str, value: str | None):
    assert app.test_client().get("/", base_url=base_url).headers.get("Strict-Transport-Security") == value


def test_the_policy_allows_our_own_files_and_nothing_else():
    rules = {rule.split()[0]: rule.split()[1:] for rule in POLICY.split("; ")}
    assert rules["default-src"] == ["'none'"]
    own = {"script-src", "style-src", "connect-src", "font-src", "manifest-src", "form-action"}
    assert {name for name, sources in rules.items() if sources == ["'self'"]} == own
    assert {name for name, sources in rules.items() if sources == ["'none'"]} == {
        "default-src", "base-uri", "frame-ancestors", "object-src",
    }  # fmt: skip
    assert rules["img-src"] == ["'self'", "data:"]


def test_forms_of_one_page_may_lead_to_one_more_place_and_nothing_else_changes(app: Flask):
    with app.app_context():
        response = let_forms_lead_to(Response(), "https://sso.tinh.example:8443")
    policy = response.headers["Content-Security-Policy"]
    assert policy == POLICY.replace("form-action 'self'", "form-action 'self' https://sso.tinh.example:8443")
    assert policy != POLICY


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (b"x=1&y=2", {"x": "1", "y": "2"}),
        (b"x=%C4%91", {"x": "đ"}),
        ("x=đường".encode(), {"x": "đường"}),
        (b"x=\xff", {"x": "%FF"}),
        (b"x=\xff%C4%91&y=\xc4", {"x": "%FFđ", "y": "%C4"}),
        (b"\xff\xfe", {"%FF%FE": ""}),
        (b"x=%ff", {"x": "%FF"}),
        (b"", {}),
        (b"x=a+b", {"x": "a b"}),
        (b"x=\xff+b", {"x": "%FF b"}),
    ],
)
def test_a_query_with_broken_bytes_is_read_as_far_as_it_goes(app: Flask, raw: bytes, seen: dict[str, str]):
    answer = app.test_client().get("/q", environ_overrides={"QUERY_STRING": raw.decode("latin-1")})
    assert (answer.status_code, answer.text) == (200, repr(seen))
