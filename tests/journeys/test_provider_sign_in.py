"""An official links the account with the province's provider, signs out, comes in through it, and unlinks: in a real browser.

Chromium holds the policy of a page against every redirect after a form was sent; only there is it seen whether the button works.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.infra import browser as chromium
from tests.infra.databases import Database
from tests.infra.live import LiveServer
from tests.infra.ports import free_port
from tests.infra.provider import NAME, RealProvider, oidc_settings, real_provider
from tests.journeys.people import OWN_PASSWORD, Official
from tests.journeys.test_main_road import one_time_passwords

SUBJECT = "cccd-042"
BUTTON = f"Đăng nhập bằng {NAME}"


@pytest.fixture
def provider() -> Iterator[RealProvider]:
    """Return the province's provider."""
    with real_provider() as started:
        yield started


@pytest.fixture
def live_server(
    commune_database: Database, settings: dict[str, object], tmp_path: Path, provider: RealProvider
) -> Iterator[LiveServer]:
    """Return the product set up with it; people reach it under another name than the provider, as in life."""
    port = free_port()
    own = {"environment": "production", "log_level": "INFO", "database_url": commune_database.url}
    chosen = {**settings, **own, **oidc_settings(provider.issuer, public_url=f"http://localhost:{port}")}
    server = LiveServer(settings=chosen, database=commune_database, logs=tmp_path / "logs", port=port)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def desktop(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Return a page of a browser that may be led to the provider; a blocked form or a script error fails the journey."""
    visit = chromium.visit(browser, home=f"http://localhost:{live_server.port}", **chromium.DESKTOP)
    yield visit.page()
    visit.context.close()
    assert [complaint for complaint in visit.complaints if not complaint.startswith("foreign request")] == []


def test_clerk_links_comes_in_through_the_provider_and_unlinks(desktop: Page, live_server: LiveServer):
    page, password = desktop, one_time_passwords(live_server, "tiepdan")["tiepdan"]
    clerk = Official(page=page, username="tiepdan", password=password)
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(clerk.username)
    page.get_by_label("Mật khẩu").fill(clerk.password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    choose_own_password(clerk)
    link(clerk)
    sign_out(page)
    page.goto("/can-bo/hop-thu")
    page.get_by_role("button", name=BUTTON).click()
    agree(page)
    page.wait_for_url("**/can-bo/hop-thu")
    clerk.reads("vừa được nối với SSO tỉnh")
    page.goto("/can-bo/tai-khoan/noi")
    clerk.presses("Bỏ nối")
    clerk.reads("Chưa nối.")
    sign_out(page)
    page.get_by_role("button", name=BUTTON).click()
    agree(page)
    page.wait_for_url("**/dang-nhap")
    expect(page.get_by_role("status")).to_contain_text("chưa được nối với tài khoản nào đang dùng ở xã")
    assert not [line for line in live_server.said().splitlines() if SUBJECT in line or "code=" in line]


def choose_own_password(clerk: Official) -> None:
    """Put one's own password in the place of the one-time one."""
    page = clerk.page
    page.wait_for_url("**/can-bo/tai-khoan")
    page.get_by_label("Mật khẩu đang dùng").fill(clerk.password)
    page.get_by_label("Mật khẩu mới", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("Gõ lại mật khẩu mới").fill(OWN_PASSWORD)
    clerk.presses("Đổi mật khẩu")
    page.get_by_text("Đã đổi mật khẩu").wait_for()


def link(clerk: Official) -> None:
    """Link the account from its own page."""
    clerk.page.locator("main").get_by_role("link", name=BUTTON).click()
    clerk.page.get_by_label("Mật khẩu").fill(OWN_PASSWORD)
    clerk.presses(f"Nối với {NAME}")
    agree(clerk.page)
    clerk.page.wait_for_url("**/can-bo/tai-khoan/noi")
    clerk.reads("Đã nối")


def agree(page: Page) -> None:
    """Sign in at the provider, whose page is not ours."""
    page.wait_for_url("**/oauth2/authorize?*")
    page.locator("input[name=sub]").fill(SUBJECT)
    page.get_by_role("button", name="Authorize").click()


def sign_out(page: Page) -> None:
    """Sign out here."""
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/dang-nhap?left=1")
