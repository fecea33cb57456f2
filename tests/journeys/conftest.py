"""Fixtures of the journeys: the product as it runs for people, and their phones.

``live_server`` runs a test on SQLite and on PostgreSQL, each on a fresh database with a small commune. ``phone`` is a
page at 360×740, ``phone_without_js`` the same with scripts off, ``desktop`` a page at 1280×800, each in a profile of its
own; ``new_page(**device)`` opens one more person's browser. A script error, a source that the CSP blocks or a request to
a foreign address fails the journey. A failed journey leaves its pictures and logs in test-results/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.infra import browser as chromium
from tests.infra import results
from tests.infra.application import backend as backend
from tests.infra.application import commune_database as commune_database
from tests.infra.application import live_server as live_server
from tests.infra.application import settings as settings
from tests.infra.application import worker as worker
from tests.infra.live import LiveServer


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Return what starts browsers, once per test process: a second one beside it is refused."""
    expect.set_options(timeout=chromium.PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """Return Chromium, started once per test process."""
    started = chromium.launch(driver)
    yield started
    started.close()


@pytest.fixture
def new_page(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page in a fresh profile: new_page(**chromium.PHONE)."""
    visits: list[chromium.Visit] = []

    def open_page(**device: Any) -> Page:
        visits.append(chromium.visit(browser, home=live_server.url, **device))
        return visits[-1].page()

    yield open_page
    for number, visit in enumerate(visits):
        if results.failed(request):
            visit.photograph(results.FOLDER, f"{request.node.name}-{number}")
        visit.context.close()
    assert [complaint for visit in visits for complaint in visit.complaints] == []


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """Return a page on a phone."""
    return new_page(**chromium.PHONE)


@pytest.fixture
def phone_without_js(new_page: Callable[..., Page]) -> Page:
    """Return a page on a phone that runs no script."""
    return new_page(**chromium.PHONE, java_script_enabled=False)


@pytest.fixture
def desktop(new_page: Callable[..., Page]) -> Page:
    """Return a page on an official's screen."""
    return new_page(**chromium.DESKTOP)
