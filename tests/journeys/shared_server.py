"""One running server, and one commune in the middle of its work, for all tests of a module: on SQLite, without rate limits.

A module takes the fixtures in by importing them. Its tests may make cases of their own; they leave those of the town alone
unless they say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.infra import communes, databases, results, run_folder
from tests.infra.live import LiveServer
from tests.infra.settings import settings_for
from tests.journeys.town import Town, furnish

ON_SQLITE = [pytest.mark.sqlite]
OWN = {"environment": "production", "rate_limits": "off", "page_cache_seconds": 0.5, "log_level": "INFO"}


@pytest.fixture(scope="module")
def live_server(worker: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Return the product as it runs for people, on a fresh database with a commune in it."""
    folder = run_folder.with_static(tmp_path_factory.mktemp("server"))
    fresh = databases.copy_of(communes.small("sqlite"), f"shared_{request.module.__name__.rpartition('.')[2]}_{worker}")
    settings = settings_for(database_url=fresh.url, instance=folder, **OWN)
    server = LiveServer(settings=settings, database=fresh, logs=folder / "logs")
    failed_before = request.session.testsfailed
    try:
        server.start()
        yield server
    finally:
        server.stop()
        if request.session.testsfailed > failed_before:
            results.FOLDER.mkdir(exist_ok=True)
            (results.FOLDER / f"{request.module.__name__}.log").write_text(server.said(), encoding="utf-8")
        databases.discard(fresh)


@pytest.fixture(scope="module")
def town(live_server: LiveServer) -> Town:
    """Return a case in each state, and officials who can sign in."""
    return furnish(live_server)
