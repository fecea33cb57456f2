"""Makes a small Flask application with nothing in it but the ground, for tests that need neither rooms nor a database."""

from __future__ import annotations

from datetime import date

from flask import Flask

from core import formats, i18n, page_cache
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


def use_test_keys() -> None:
    """Let the sealer use the keys of the tests."""
    sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY)
