"""Makes a small Flask application with nothing in it but the ground, for tests that need neither rooms nor a database."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask
from flask_babel import Babel, force_locale

from core import formats, i18n, page_cache
from core.config import ROOT
from core.extensions import babel
from core.sealing import sealer
from tests.infra.settings import DATA_KEY, SECRET_KEY


def bare_app(*, secret_key: str = SECRET_KEY) -> Flask:
    """Return an application with languages, formats and an empty page cache; the data keys of the tests are in use."""
    app = Flask("bare", static_folder=None)
    app.config.update(
        SECRET_KEY=secret_key, TESTING=True, BABEL_DEFAULT_LOCALE="vi", BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
        PAGE_CACHE_SECONDS=0.0, TODAY=lambda: date(2026, 11, 20),
    )  # fmt: skip
    babel.init_app(app, locale_selector=i18n.select_locale)
    app.before_request(i18n.remember_locale)
    app.after_request(i18n.keep_choice)
    i18n.install(app)
    formats.install(app)
    page_cache.install(app)
    use_test_keys()
    return app


def speaking_app() -> Flask:
    """Return an application that knows nothing but the words of both languages."""
    app, folder = Flask("words", root_path=str(ROOT)), str(ROOT / "translations")
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False, BABEL_DEFAULT_LOCALE="vi", BABEL_TRANSLATION_DIRECTORIES=folder)
    Babel(app)
    return app


def say(web: Flask, words: Any, locale: str) -> str:
    """Return lazy words, or what a function answers, in a language."""
    with web.test_request_context(), force_locale(locale):
        return str(words() if callable(words) and not hasattr(words, "_kwargs") else words)


def use_test_keys() -> None:
    """Let the sealer use the keys of the tests."""
    sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY)
