"""Somebody who only knows the province's address finds their commune there, and whoever asks how all of them do sees it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.sync_api import Browser, expect

from accounts.models import Unit
from core.extensions import db
from core.transaction import transaction
from reporting.snapshots import keep_boards
from tests import makers
from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.looks import measured
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.town import beside

pytestmark = ON_SQLITE


def made_a_province(live_server: LiveServer) -> None:
    """Load a second commune and give both a name of their own; every name below localhost leads to this machine."""
    with beside(live_server):
        first, second = makers.make_commune(), makers.make_commune(makers.NEIGHBOUR)
        with transaction():
            for commune, host in ((first, "vanlinh.localhost"), (second, "chienthang.localhost")):
                db.session.get(Unit, commune.unit_id).hosts = [host]
        keep_boards(datetime.now(UTC))


def test_people_choose_their_commune_and_compare_all_of_them(live_server: LiveServer, browser: Browser):
    made_a_province(live_server)
    home = f"http://tinh.localhost:{live_server.port}"
    visit = chromium.visit(browser, home=home, **chromium.PHONE)
    page = visit.page()
    page.goto("/gui")
    page.get_by_label("Tên xã, phường").fill("y tich")
    page.get_by_role("button", name="Tìm").click()
    mine = page.get_by_role("link", name="Xã Vạn Linh")
    expect(mine).to_have_attribute("href", f"http://vanlinh.localhost:{live_server.port}/gui")
    assert measured(page, moving=True) == []

    page.goto("/")
    page.get_by_role("link", name="Các xã, phường làm được đến đâu").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_text("Chọn kỳ và thứ tự").click()
    page.get_by_label("Kỳ").select_option(index=1)
    page.get_by_label("Thứ tự").select_option(label="Nhiều quá hạn nhất trước")
    page.get_by_role("button", name="Xem").click()
    expect(page).to_have_url(re.compile(r"\?ky=\d{4}-\d\d&xep=qua-han$"))
    assert measured(page, moving=True) == []
    board = page.get_by_role("link", name="Xã Vạn Linh").get_attribute("href")
    assert visit.complaints == []
    visit.context.close()

    there = chromium.visit(browser, home=f"http://vanlinh.localhost:{live_server.port}", **chromium.PHONE)
    own = there.page()
    own.goto(board or "")
    expect(own.locator(".brand")).to_contain_text("Xã Vạn Linh")
    assert there.complaints == []
    there.context.close()
