"""Fixtures around the application.

``app`` runs a test twice, on SQLite and on PostgreSQL, each on a fresh copy of a migrated database that holds the legal
reference data and no commune. No application context is pushed: a test that calls services says ``with app.app_context():``
(a context around test requests would make them share one session). ``@pytest.mark.settings(rate_limits="on")`` changes
settings of one test. ``sqlite_app`` is for the rare test to which the database does not matter.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from jinja2 import FileSystemBytecodeCache

from app import create_app
from core.extensions import db
from tests.infra import addresses, communes, compiled, databases, mail, redis_server, results, run_folder, sms
from tests.infra.case_numbers import one_after_another
from tests.infra.databases import BACKENDS, Database
from tests.infra.foreign_reads import ForeignReads
from tests.infra.hashing import cheap_hashes
from tests.infra.leftovers import Leftovers
from tests.infra.live import LiveServer
from tests.infra.settings import settings_for


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Return "sqlite", then "postgresql"."""
    return str(request.param)


@pytest.fixture(scope="session")
def worker() -> str:
    """Return the name of this test process, for what must not be shared."""
    return os.environ.get("PYTEST_XDIST_WORKER", "gw0")


@pytest.fixture
def database(backend: str, worker: str) -> Iterator[Database]:
    """Return a fresh migrated database."""
    fresh = databases.migrated(backend, f"test_{worker}")
    yield fresh
    databases.discard(fresh)


@pytest.fixture
def empty_database(backend: str, worker: str) -> Iterator[Database]:
    """Return a database without a single table."""
    fresh = databases.empty(backend, f"empty_{worker}")
    yield fresh
    databases.discard(fresh)


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, object]:
    """Return the settings of this test without its database."""
    marked = request.node.get_closest_marker("settings")
    instance = run_folder.with_static(tmp_path / "instance")
    return settings_for(database_url="", instance=instance, **(marked.kwargs if marked else {}))


@pytest.fixture
def app(database: Database, settings: dict[str, object]) -> Iterator[Flask]:
    """Return the application on a fresh database of each kind; a request that leaves changes uncommitted fails the test."""
    yield from application({**settings, "database_url": database.url})


@pytest.fixture
def sqlite_app(settings: dict[str, object], worker: str) -> Iterator[Flask]:
    """Return the application on SQLite only."""
    fresh = databases.migrated("sqlite", f"single_{worker}")
    yield from application({**settings, "database_url": fresh.url})
    databases.discard(fresh)


def application(settings: dict[str, object], *, complaints: list[str] | None = None) -> Iterator[Flask]:
    """Yield an application and end it.

    Requests that left changes uncommitted or read the rows of all communes fail here, or are told to ``complaints``.
    """
    addresses.remember()
    with cheap_hashes(), one_after_another():
        yield from _application(settings, complaints=complaints)


def _application(settings: dict[str, object], *, complaints: list[str] | None) -> Iterator[Flask]:
    made, watchers = create_app(settings), (Leftovers(), ForeignReads())
    made.jinja_env.bytecode_cache = _compiled_templates()
    for watcher in watchers:
        watcher.watch(made)
    with made.app_context():
        for engine in db.engines.values():
            compiled.share_statements(engine)
    yield made
    for watcher in watchers:
        watcher.leave(made)
    with made.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    found = [complaint for watcher in watchers for complaint in watcher.found]
    if complaints is not None:
        complaints.extend(found)
    else:
        assert found == [], found


def _compiled_templates() -> FileSystemBytecodeCache:
    """Return where templates are kept that some test of this run has compiled already."""
    folder = run_folder.current() / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser without cookies."""
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """Return a terminal for ``flask …`` commands."""
    return app.test_cli_runner()


@pytest.fixture
def redis_url() -> str:
    """Return the address of this run's Redis server, emptied for the test."""
    return redis_server.emptied_url()


@pytest.fixture
def mail_server() -> Iterator[mail.MailServer]:
    """Return a real SMTP server that keeps the letters it is given."""
    server = mail.MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def sms_server() -> Iterator[sms.SmsServer]:
    """Return a real HTTP server that takes short messages."""
    server = sms.SmsServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def commune_database(backend: str, worker: str) -> Iterator[Database]:
    """Return a fresh database with xã Vạn Linh in it: villages, fields, officials, no case."""
    fresh = databases.copy_of(communes.small(backend), f"commune_{worker}")
    yield fresh
    databases.discard(fresh)


@pytest.fixture
def live_server(
    commune_database: Database, settings: dict[str, object], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[LiveServer]:
    """Return the product as it runs for people, on a fresh database of each kind with a commune in it."""
    marked = request.node.get_closest_marker("settings")
    own = {"environment": "production", "rate_limits": "on", "page_cache_seconds": 0.5, "log_level": "INFO"}
    chosen = {**settings, **own, "database_url": commune_database.url, **(marked.kwargs if marked else {})}
    apart = request.node.get_closest_marker("apart") is not None
    server = LiveServer(settings=chosen, database=commune_database, logs=tmp_path / "logs", apart=apart)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        if results.failed(request):
            results.FOLDER.mkdir(exist_ok=True)
            (results.FOLDER / f"{request.node.name}.log").write_text(server.said(), encoding="utf-8")
