"""Which language a page speaks, and speaking another one for a while."""

from __future__ import annotations

import pytest
from flask import Flask, g

from core.i18n import YEAR_SECONDS, current_locale, select_locale, use_locale
from tests.makers_core import bare_app

CHOICES = [
    # ?lang=, cookie, Accept-Language, language, why
    (None, None, None, "vi", "nothing is said"),
    (None, None, "", "vi", "an empty header"),
    (None, None, "en", "en", "English alone"),
    (None, None, "en-GB", "en", "English of a country"),
    (None, None, "EN-us", "en", "capitals"),
    (None, None, "fr, en;q=0.5", "en", "English after a language we lack"),
    (None, None, "en, vi;q=0.1", "vi", "Vietnamese anywhere"),
    (None, None, "en, vi;q=0", "en", "Vietnamese refused"),
    (None, None, "en;q=0", "vi", "English refused"),
    (None, None, "de-DE,de;q=0.9", "vi", "neither"),
    (None, None, "*", "vi", "anything"),
    (None, None, "english", "vi", "no code of a language"),
    (None, "en", "vi", "en", "the cookie goes before the browser"),
    (None, "vi", "en", "vi", "the cookie goes before the browser"),
    (None, "de", "en", "en", "a cookie that names nothing"),
    ("vi", "en", "en", "vi", "the address goes before everything"),
    ("en", "vi", "vi", "en", "the address goes before everything"),
    ("EN", None, "vi", "vi", "written otherwise it is nothing"),
    ("de", None, None, "vi", "a language we lack"),
    ("de", "en", None, "vi", "an address that names nothing hides the cookie"),
    ("", "en", None, "en", "an empty argument"),
    ("<script>", None, "en", "en", "nonsense"),
]


@pytest.fixture
def app() -> Flask:
    return bare_app()


def headers(cookie: str | None, accepted: str | None) -> dict[str, str]:
    given = {"Cookie": f"lang={cookie}" if cookie else None, "Accept-Language": accepted}
    return {name: value for name, value in given.items() if value is not None}


@pytest.mark.parametrize(
    ("asked", "cookie", "accepted", "language"),
    [row[:4] for row in CHOICES],
    ids=[f"{number}-{row[4]}" for number, row in enumerate(CHOICES)],
)
def test_a_language_is_chosen(app: Flask, asked: str | None, cookie: str | None, accepted: str | None, language: str):
    query = {} if asked is None else {"lang": asked}
    with app.test_request_context("/", query_string=query, headers=headers(cookie, accepted)):
        assert select_locale() == language


def test_outside_a_request_it_is_vietnamese(app: Flask):
    assert select_locale() == "vi"
    with app.app_context():
        assert current_locale() == "vi"


@pytest.mark.parametrize(
    ("asked", "cookie", "kept"),
    [("en", None, "en"), ("vi", "en", "vi"), ("en", "en", None), ("de", None, None), (None, None, None), (None, "en", None)],
)
def test_only_a_new_choice_sets_the_cookie(app: Flask, asked: str | None, cookie: str | None, kept: str | None):
    app.add_url_rule("/", view_func=lambda: "page")
    query = {} if asked is None else {"lang": asked}
    client = app.test_client()
    if cookie:
        client.set_cookie("lang", cookie)
    given = client.get("/", query_string=query).headers.get("Set-Cookie")
    if kept is None:
        assert given is None
    else:
        parts = [part.strip() for part in given.split(";")]
        assert parts[0] == f"lang={kept}"
        assert {"HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={YEAR_SECONDS}"} <= set(parts)


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_over_https_the_choice_travels_over_https_only(app: Flask, scheme: str, secure: bool):
    app.add_url_rule("/", view_func=lambda: "page")
    kept = app.test_client().get("/?lang=en", base_url=f"{scheme}://localhost").headers["Set-Cookie"]
    assert ("Secure" in kept) == secure


def test_languages_nest_and_come_back(app: Flask):
    heard = []
    with app.app_context():
        heard.append(current_locale())
        with use_locale("en"):
            heard.append(current_locale())
            with use_locale("vi"):
                heard.append(current_locale())
                with use_locale("en"):
                    heard.append(current_locale())
                heard.append(current_locale())
            heard.append(current_locale())
        heard.append(current_locale())
    assert heard == ["vi", "en", "vi", "en", "vi", "en", "vi"]


def test_a_letter_in_another_language_does_not_change_the_page(app: Flask):
    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        heard = [current_locale()]
        with use_locale("vi"):
            heard.append(current_locale())
        heard.append(current_locale())
        assert (heard, g.gandan_locale) == (["en", "vi", "en"], "en")


def test_the_language_comes_back_after_an_error(app: Flask):
    with app.app_context():
        with pytest.raises(ZeroDivisionError), use_locale("en"):
            raise ZeroDivisionError
        assert (current_locale(), "gandan_locale" in g) == ("vi", False)


def test_the_choice_of_one_request_does_not_reach_the_next(app: Flask):
    app.add_url_rule("/", view_func=current_locale)
    answers = [app.test_client().get(path).text for path in ("/?lang=en", "/", "/?lang=en", "/?lang=vi")]
    assert answers == ["en", "vi", "en", "vi"]
