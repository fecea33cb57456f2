"""What other pages and phones make of us, in a real Chromium: the card in a frame of another site, data blocks, following."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.services.unit_settings import change_setting
from core.database import use_unit
from core.transaction import transaction
from tests import makers
from tests.infra.live import LiveServer
from tests.infra.ports import LOOPBACK
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.town import beside

pytestmark = ON_SQLITE
PORTAL = """<!doctype html><html lang="vi"><title>Cổng thông tin</title><h1>Cổng thông tin điện tử</h1>
<iframe src="{card}" title="Số liệu" width="360" height="320"></iframe>"""


class Portal(BaseHTTPRequestHandler):
    """The commune's portal: one page with a frame."""

    def __init__(self, *args: object, card: str) -> None:
        self.card = card
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PORTAL.format(card=self.card).encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def portal(live_server: LiveServer) -> Iterator[str]:
    """Return the address of a portal on another port, which is another origin."""
    server = ThreadingHTTPServer((LOOPBACK, 0), partial(Portal, card=f"{live_server.url}/nhung/the?mau=sang"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{LOOPBACK}:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def in_the_commune(live_server: LiveServer) -> Iterator[makers.Commune]:
    """Enter the commune of the running server."""
    with beside(live_server):
        commune = makers.make_commune(at=datetime.now(UTC))
        with use_unit(commune.unit_id):
            yield commune


def framed(browser: Browser, portal: str) -> tuple[str, list[str]]:
    """Open the portal; return the heading that its frame shows, and what the browser says of a policy."""
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(portal)
    page.wait_for_load_state("networkidle")
    frame = page.frames[1]
    heading = frame.locator("h1 a").inner_text(timeout=500) if frame.locator("h1 a").count() else ""
    page.close()
    return heading, [text for text in said if "frame-ancestors" in text]


def test_card_is_shown_by_the_portal_that_may_and_by_no_other(browser: Browser, live_server: LiveServer, portal: str):
    heading, refused = framed(browser, portal)
    assert (heading, len(refused)) == ("", 1)
    with in_the_commune(live_server) as commune, transaction():
        change_setting(
            unit_id=commune.unit_id, actor=commune.administrator, key="embed_sites", value=portal, expected_version=0,
            at=datetime.now(UTC),
        )  # fmt: skip
    time.sleep(1.2)
    assert framed(browser, portal) == ("Xã Vạn Linh", [])


def test_a_phone_follows_a_case_by_itself(phone: Page, live_server: LiveServer):
    with in_the_commune(live_server) as commune:
        case = makers.make_case(commune, state="in_progress", at=datetime.now(UTC))
        makers.publish_case(commune, case.id, at=datetime.now(UTC))
        code, case_id = case.code, case.id
    time.sleep(1.2)
    reads_facts(phone, code)
    begins_to_follow(phone, code)
    sees_it_on_its_own_page(phone, code)
    with in_the_commune(live_server) as commune:
        makers.publish_case(commune, case_id, at=datetime.now(UTC) + timedelta(seconds=5), title="Lan can đã hàn xong")
    time.sleep(1.2)
    phone.reload()
    expect(phone.locator("[data-follows] li b")).to_have_text("Mới")
    phone.get_by_role("button", name="Thôi theo dõi").click()
    expect(phone.locator("[data-follows]")).to_be_hidden()
    assert phone.evaluate("localStorage.getItem('gandan-theo-doi')") == "[]"


def reads_facts(page: Page, code: str) -> None:
    """The data block is read as JSON and no policy speaks of it (the browser's complaints fail the test)."""
    page.goto(f"/ho-so/{code}")
    kinds = page.evaluate(
        "[...document.querySelectorAll('script[type=\"application/ld+json\"]')].map(s => JSON.parse(s.text)['@type'])"
    )
    assert kinds == ["WebPage"]


def begins_to_follow(page: Page, code: str) -> None:
    page.get_by_role("link", name="Theo dõi", exact=True).click()
    page.wait_for_url(f"**/theo-doi?ho-so={code}")
    assert page.evaluate("localStorage.getItem('gandan-theo-doi')") is None
    page.get_by_role("button", name="Theo dõi trên máy này").click()
    expect(page.get_by_text("Máy này đang theo dõi.")).to_be_visible()


def sees_it_on_its_own_page(page: Page, code: str) -> None:
    page.goto("/may-nay")
    expect(page.locator("[data-follows] li a")).to_have_text("Cầu tràn hỏng lan can")
    expect(page.locator("[data-follows] li p").first).to_have_text(f"Hồ sơ {code}")
    expect(page.locator("[data-follows] li p").last).not_to_have_text("")
    expect(page.locator("[data-follows] li b")).to_have_count(0)
