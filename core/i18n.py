"""Which language a page speaks: ?lang=, then the cookie that ?lang= left, then what the browser asks for; Vietnamese first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from babel.numbers import format_decimal
from flask import Flask, Response, g, has_request_context, request
from flask_babel import force_locale, get_domain, get_locale

LANGUAGES = ("vi", "en")
COOKIE = "lang"
YEAR_SECONDS = 365 * 24 * 3600


def select_locale() -> str:
    """Return "vi" or "en" for this request: English only for a browser that asks for it and nowhere for Vietnamese."""
    if not has_request_context():
        return "vi"
    asked = request.args.get("lang") or request.cookies.get(COOKIE)
    if asked in LANGUAGES:
        return asked
    accepted = [code.partition("-")[0].lower() for code, quality in request.accept_languages if quality > 0]
    return "en" if "en" in accepted and "vi" not in accepted else "vi"


def current_locale() -> str:
    """Return the language of what is being rendered now."""
    known = vars(g._get_current_object()).get("gandan_locale") if has_request_context() else None
    if known:
        return known
    locale = get_locale()
    return locale.language if locale else "vi"


def catalogue() -> Any:
    """Return the catalogue of the language being spoken, looked up once in a request instead of once a word."""
    kept = vars(g._get_current_object())  # a page asks some forty times, and each question of g is four calls
    locale = kept.get("gandan_locale") or current_locale()
    known = kept.get("gandan_catalogue")
    if known is None or known[0] != locale:
        known = g.gandan_catalogue = (locale, get_domain().get_translations())
    return known[1]


def install(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.install_gettext_callables(
        gettext=lambda text: catalogue().ugettext(text),
        ngettext=lambda one, many, number: catalogue().ungettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, text: catalogue().upgettext(context, text),
        npgettext=lambda context, one, many, number: catalogue().unpgettext(context, one, many, number),
    )


def remember_locale() -> None:
    """Before each request: choose the language once."""
    g.gandan_locale = select_locale()


def keep_choice(response: Response) -> Response:
    """After each request: a language that was asked for by ?lang= is kept in a cookie, but not with a program of another site."""
    asked = request.args.get("lang")
    if "Access-Control-Allow-Origin" in response.headers:
        return response
    if asked in LANGUAGES and request.cookies.get(COOKIE) != asked:
        response.set_cookie(COOKIE, asked, max_age=YEAR_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def load_languages(app: Flask) -> None:
    """Read words, names of days and forms of numbers now: processes that fork afterwards share them, 8 MB each.

    An application that speaks no language (what we are compared with in benchmarks/) has nothing to read.
    """
    for language in LANGUAGES if "babel" in app.extensions else ():
        with app.app_context(), use_locale(language):
            get_domain().get_translations()
            format_decimal(0, locale=language)  # babel reads the whole language at the first question


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Speak ``locale`` inside the block (letters, jobs, commands)."""
    previous = g.get("gandan_locale")
    g.gandan_locale = locale
    try:
        with force_locale(locale):
            yield
    finally:
        if previous is None:
            g.pop("gandan_locale", None)
        else:
            g.gandan_locale = previous
