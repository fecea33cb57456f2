"""A page that says itself who may frame it carries no second header that says nobody; every other page carries both."""

from __future__ import annotations

import pytest
from flask import Flask, Response

from core import security
from core.security import HEADERS

FRAMES = "default-src 'none'; frame-ancestors 'self' https://xa.example"
TABLE = [
    # the page's own policy → X-Frame-Options
    ("", "DENY"),
    ("default-src 'none'; sandbox", "DENY"),
    ("default-src 'self'", "DENY"),
    ("frame-src 'self'", "DENY"),
    ("child-src 'none'; form-action 'self'", "DENY"),
    ("upgrade-insecure-requests", "DENY"),
    (FRAMES, None),
    ("frame-ancestors 'none'", None),
]


def answer_with(policy: str, *, status: int = 200) -> Response:
    app = Flask("framed", static_folder=None)
    security.install(app)
    headers = {"Content-Security-Policy": policy} if policy else {}
    app.add_url_rule("/", view_func=lambda: Response("page", status=status, headers=headers))
    return app.test_client().get("/")


@pytest.mark.parametrize(("policy", "wanted"), TABLE)
def test_one_of_the_two_headers_says_who_may_frame_a_page(policy: str, wanted: str | None):
    answer = answer_with(policy)
    assert answer.headers.get("X-Frame-Options") == wanted
    assert answer.headers["Content-Security-Policy"] == (policy or HEADERS["Content-Security-Policy"])


@pytest.mark.parametrize("status", [200, 304, 404, 500])
def test_the_other_headers_stay_whatever_the_page_says(status: int):
    answer = answer_with(FRAMES, status=status)
    kept = {name: value for name, value in HEADERS.items() if name not in ("X-Frame-Options", "Content-Security-Policy")}
    assert {name: answer.headers.get(name) for name in kept} == kept
