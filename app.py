"""The front door: makes the application and wires its rooms; nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import accounts.wiring
import consultation.wiring
import core.assets
import core.bus
import core.cli
import core.error_pages
import core.formats
import core.health
import core.jobs
import core.large_text
import core.logs
import core.migrating
import core.page_cache
import core.page_turns
import core.security
import core.vendored
import deadlines.wiring
import denunciation.wiring
import dialogue.wiring
import disclosure.wiring
import feedback.wiring
import reporting.wiring
import skilful.wiring
import supervision.wiring
from core import access, i18n, objects
from core.config import ROOT, Settings, from_environment, from_mapping
from core.database import POSTGRESQL_OPTIONS, bind_events
from core.extensions import SHARED_LIMITS, babel, compress, csrf, db, limiter, login_manager
from core.sealing import sealer
from core.template_globals import PageEnvironment
from deadlines import clock

_ROOMS = (deadlines, accounts, denunciation, feedback, dialogue, consultation, disclosure, supervision, skilful, reporting)
ROOMS = tuple(room.wiring for room in _ROOMS)


def create_app(settings: Settings | Mapping[str, object] | None = None) -> Flask:
    """Return the application. Without settings those of the environment hold, and a process that cannot begin says why."""
    if settings is None:
        return core.cli.started(lambda **instead: create_app(from_environment(**instead)))
    if not isinstance(settings, Settings):
        settings = from_mapping(settings)
    app = Flask("gandan", root_path=str(ROOT), static_folder=None, instance_path=str(settings.instance.resolve()))
    app.jinja_environment = PageEnvironment
    configure(app, settings)
    bind_extensions(app, settings)
    wire_rooms(app)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Translate our settings into Flask's."""
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    pool = {"pool_size": 5, "max_overflow": 1} if settings.on_sqlite else {"pool_size": 10, "max_overflow": 10}
    engine: dict[str, object] = {**pool, "hide_parameters": True}
    if not settings.on_sqlite:
        engine["connect_args"] = {"options": POSTGRESQL_OPTIONS}
    app.config.update(
        SETTINGS=settings, SECRET_KEY=settings.secret_key, TESTING=settings.testing, NOW=clock.now_utc, TODAY=clock.today,
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url, SQLALCHEMY_ENGINE_OPTIONS=engine, STORAGE_DIR=str(settings.storage),
        BABEL_DEFAULT_LOCALE="vi", BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh", METRICS_TOKEN=settings.metrics_token,
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"), PAGE_CACHE_SECONDS=settings.page_cache_seconds,
        MAX_CONTENT_LENGTH=access.PLAIN_BYTES, MAX_FORM_MEMORY_SIZE=500_000, MAX_FORM_PARTS=200,
        FORM_MIN_SECONDS=settings.form_min_seconds, TEMPLATES_AUTO_RELOAD=False,
        SESSION_COOKIE_NAME="__Host-s" if settings.secure_cookies else "s", SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", WTF_CSRF_CHECK_DEFAULT=True, WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_ENABLED=settings.rate_limits != "off", RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True, RATELIMIT_SWALLOW_ERRORS=True,
        RATELIMIT_STORAGE_URI=settings.redis_url or f"{SHARED_LIMITS}://{(settings.instance / 'limits.sqlite3').resolve()}",
        COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=4, COMPRESS_BR_WINDOW=17, COMPRESS_MIN_SIZE=600,
        TRUSTED_HOSTS=[host.strip() for host in settings.trusted_hosts.split(",") if host.strip()] or None,
    )  # fmt: skip


def bind_extensions(app: Flask, settings: Settings) -> None:
    """Bind what core made unbound, and the house-wide before and after of a request."""
    core.logs.configure(settings.log_level)
    objects.install(app, settings)
    sealer.configure(data_keys=settings.data_keys, secret_key=settings.secret_key)
    bind_events()
    db.init_app(app)
    core.migrating.install(app)
    core.logs.install(app)
    core.security.install(app)
    app.before_request(i18n.remember_locale)
    accounts.wiring.install_tenancy(app)
    login_manager.init_app(app, add_context_processor=False)  # no template asks; it would look for somebody on every page
    app.before_request(access.guard)
    csrf.init_app(app)
    limiter.init_app(app)
    babel.init_app(app, locale_selector=i18n.select_locale)
    i18n.install(app)
    compress.init_app(app)
    app.after_request(i18n.keep_choice)
    core.formats.install(app)
    core.large_text.install(app)
    core.page_cache.install(app)
    core.error_pages.install(app)
    core.assets.install(app, source=ROOT / "static", target=settings.instance / "static", also=core.vendored.leaflet())
    app.wsgi_app = core.page_turns.PageTurns(app.wsgi_app)  # type: ignore[method-assign]
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def wire_rooms(app: Flask) -> None:
    """Hang pages, commands, handlers and jobs of every room into the application; the sealed room hears last, as it is locked."""
    app.register_blueprint(core.health.blueprint)
    core.cli.install(app)
    core.bus.install(app, core.bus.merged(room.HANDLERS for room in sorted(ROOMS, key=lambda it: it is denunciation.wiring)))
    core.jobs.install(app, [job for room in ROOMS for job in room.JOBS])
    for room in ROOMS:
        room.install(app)
