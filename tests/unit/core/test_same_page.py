"""A link to the page being shown keeps what it was asked for, and nothing that a page kept for everybody does not look at."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from core.same_page import depends_on, same_page


@pytest.fixture
def application() -> Flask:
    app = Flask(__name__)
    for rule, methods in (
        ("/", ["GET"]),
        ("/gui", ["GET", "POST"]),
        ("/tra-cuu/<ma>", ["GET"]),
        ("/tra-cuu/<ma>/bo-sung", ["POST"]),
    ):
        app.add_url_rule(rule, rule, lambda **_: "", methods=methods)
    return app


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        ({"path": "/ho-so"}, "?"),
        ({"path": "/ho-so?q=l%C3%A1n+c%E1%BA%A1n&trang=2"}, "?q=l%C3%A1n+c%E1%BA%A1n&trang=2&"),
        ({"path": "/ho-so?lang=en&q=ao&chu=to"}, "?q=ao&"),
        ({"path": '/ho-so?q="><b>&x=1'}, "?q=%22%3E%3Cb%3E&x=1&"),
        ({"path": "/dang-nhap/oidc?code=abc&state=def"}, "?"),
        ({"path": f"/ho-so?q={'a' * 1000}"}, "?"),
        ({"path": "/gui", "method": "POST"}, "?"),
        ({"path": "/tra-cuu/A-B/bo-sung", "method": "POST"}, "/tra-cuu/A-B?"),
        ({"path": "/xa/la", "method": "POST"}, "/?"),
    ],
)
def test_link_to_the_same_page(application: Flask, asked: dict[str, Any], begins: str):
    with application.test_request_context(**asked):
        assert same_page() == begins


def test_page_kept_for_everybody_shows_only_what_it_looks_at(application: Flask):
    with application.test_request_context("/ho-so?q=ao&q=suoi&fbclid=1"):
        depends_on(("q", "trang"))
        assert same_page() == "?q=ao&"


def test_outside_of_a_request_there_is_no_page(application: Flask):
    with application.app_context():
        assert same_page() == "?"
