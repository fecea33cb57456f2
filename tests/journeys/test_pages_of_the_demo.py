"""Every kind of page that can be reached by links in the demo commune is sound on a phone, for who looks and who hears.

The walk of test_every_page goes through forms and refusals; this one follows links, so that a new page is looked at without
anybody naming it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from feedback.demo import SIGN_INS
from tests.infra import browser as chromium
from tests.infra import communes, databases
from tests.infra.live import LiveServer
from tests.infra.settings import settings_for
from tests.journeys.looks import measured
from tests.journeys.shared_server import ON_SQLITE, OWN
from tests.journeys.test_every_page import violations
from tests.journeys.walk import Stop

pytestmark = ON_SQLITE
PARTS = re.compile(r"[2-9A-Z]{5}-[2-9A-Z]{5}|[0-9a-f]{32}|\d+")
HREFS = "links => links.map(link => link.getAttribute('href'))"
ENDS = ("/static/", "/thoat-nhanh", "/dang-xuat")
IN_A_FRAME = "/nhung/the"


@dataclass(kw_only=True)
class Walker:
    """Somebody who follows every link once for each kind of page; ``kinds`` are those that anybody saw before."""

    page: Page
    kinds: set[str]
    waiting: list[str] = field(default_factory=list)

    def pages(self, *doors: str) -> Iterator[str]:
        """Open one page of every kind that can be reached from the doors and nobody saw; yield its address."""
        self.waiting = list(doors)
        while self.waiting:
            address = self.waiting.pop(0)
            kind = PARTS.sub("#", address)
            if kind in self.kinds or address.startswith(ENDS):
                continue
            self.kinds.add(kind)
            if self._is_page(address):
                yield address
                self.waiting += self._links()

    def _is_page(self, address: str) -> bool:
        answer = self.page.request.head(address)
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            return False
        self.page.goto(address)
        return True

    def _links(self) -> list[str]:
        here = urlsplit(self.page.url)
        found = (urlsplit(urljoin(self.page.url, link)) for link in self.page.eval_on_selector_all("a[href]", HREFS))
        return [link.path for link in found if link[:2] == here[:2]]


@pytest.fixture
def live_server(worker: str, tmp_path: Path) -> Iterator[LiveServer]:
    """Return the product on a copy of the demo commune."""
    fresh = databases.copy_of(communes.demo("sqlite"), f"demo_{worker}")
    photos = str(communes.instance_of("demo", "sqlite") / "storage")
    settings = settings_for(database_url=fresh.url, instance=tmp_path, **{**OWN, "storage_url": photos})
    server = LiveServer(settings=settings, database=fresh, logs=tmp_path / "logs")
    try:
        server.start()
        yield server
    finally:
        server.stop()
        databases.discard(fresh)


def sign_in(page: Page, username: str) -> None:
    """Sign in as an official of the demo."""
    page.goto("/dang-nhap")
    page.locator("[name=username]").fill(username)
    page.locator("[type=password]").fill((communes.instance_of("demo", "sqlite") / SIGN_INS).read_text(encoding="utf-8").strip())
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/can-bo**")


def test_every_kind_of_page_is_sound(new_page: Callable[..., Page]):
    kinds, wrong = {IN_A_FRAME}, {}
    walks = {"": ("/",), "tiepdan": ("/can-bo", "/can-bo/tai-khoan"), "chutich": ("/can-bo",), "quantri": ("/can-bo/quan-tri",)}
    for username, doors in walks.items():
        page = new_page(**chromium.PHONE, color_scheme="light", reduced_motion="reduce")
        if username:
            sign_in(page, username)
        for address in Walker(page=page, kinds=kinds).pages(*doors):
            if found := violations(Stop(name=address, page=page)) + measured(page):
                wrong[f"{username} {address}"] = found
    assert wrong == {}
    assert len(kinds) > 100
