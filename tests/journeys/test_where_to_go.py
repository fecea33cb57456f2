"""From the picture of the commune to the letters behind it, by the leader on the phone; and a session that ends for good."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Leader, Letter, Resident
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town
from tests.journeys.walk import signed_in

pytestmark = ON_SQLITE
LETTER = Letter(
    story="Nước suối đục từ hôm qua, cả thôn không dùng được, mong xã xem giúp.", name="Lương Văn Páo", phone="0912 345 987",
    field="Nước sạch",
)  # fmt: skip


def test_leader_goes_from_a_number_to_its_letters_and_back(live_server: LiveServer, town: Town, new_page: Callable[..., Page]):
    Resident(page=new_page(**chromium.PHONE)).sends(LETTER)
    leader = signed_in(Leader, new_page(**chromium.PHONE), "chutich")
    leader.opens("/can-bo")
    leader.page.get_by_role("link", name="Tình hình", exact=True).click()
    expect(leader.page.locator("h1")).to_have_text("Nắm tình hình")
    leader.page.get_by_role("link", name="90 ngày qua").click()
    expect(leader.page.locator("[aria-current=page]", has_text="90 ngày qua")).to_be_visible()
    row = leader.page.get_by_role("row", name=LETTER.village)
    row.get_by_role("link").first.click()
    leader.reads(LETTER.village)
    leader.page.go_back()
    expect(leader.page.locator("h1")).to_have_text("Nắm tình hình")
    assert leader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_whoever_copied_the_cookie_is_out_when_its_owner_leaves(
    live_server: LiveServer, town: Town, new_page: Callable[..., Page]
):
    owner, thief = new_page(**chromium.DESKTOP), new_page(**chromium.DESKTOP)
    signed_in(Leader, owner, "chutich")
    owner.goto("/can-bo")
    thief.context.add_cookies(owner.context.cookies())
    thief.goto("/can-bo/toan-canh")
    expect(thief.locator("h1")).to_have_text("Toàn cảnh")
    owner.get_by_role("button", name="Đăng xuất").click()
    owner.wait_for_url("**/dang-nhap**")
    thief.goto("/can-bo/toan-canh")
    assert "/dang-nhap" in thief.url
