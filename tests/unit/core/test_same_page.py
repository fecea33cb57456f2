"""Links to the page that is shown, in another language or size: its question stays, its form is not sent again."""

from __future__ import annotations

import pytest
from flask import Flask

from core import same_page
from tests.makers_core import bare_app


@pytest.fixture
def app() -> Flask:
    bare = bare_app()
    bare.add_url_rule("/tra-cuu/<code>", "case", lambda code: code)
    bare.add_url_rule("/tra-cuu/<code>/danh-gia", "rate", lambda code: code, methods=["POST"])
    bare.add_url_rule("/gui", "form", lambda: "", methods=["GET", "POST"])
    return bare


@pytest.mark.parametrize(
    ("address", "method", "shown"),
    [
        ("/ho-so", "GET", "?"),
        ("/ho-so?lang=en&chu=to", "GET", "?"),
        ("/ho-so?q=đèn+&trang=2&lang=vi", "GET", "?q=%C4%91%C3%A8n+&trang=2&"),
        ("/ho-so?q=1&q=2", "HEAD", "?q=1&q=2&"),
        ('/ho-so?q="><b>%00', "GET", "?q=%22%3E%3Cb%3E%00&"),
        ("/gui?gui-di=1", "POST", "?"),
        ("/tra-cuu/K1/danh-gia?x=1", "POST", "/tra-cuu/K1?"),
        ("/nowhere/at/all", "POST", "/?"),
    ],
)
def test_same_page_keeps_its_question_and_is_one_that_can_be_asked_for(app: Flask, address: str, method: str, shown: str):
    with app.test_request_context(address, method=method):
        assert same_page.same_page() == shown


def test_page_that_is_kept_for_everybody_repeats_only_what_it_depends_on(app: Flask):
    with app.test_request_context("/ho-so?q=2&fbclid=who&q=3"):
        same_page.only(("trang", "q"))
        assert same_page.same_page() == "?q=2&"


def test_without_a_request_nothing_is_known():
    assert same_page.same_page() == "?"
