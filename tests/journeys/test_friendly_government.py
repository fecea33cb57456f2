"""The assessment as a friendly government: points beside numbers, issued by a leader, read by a resident on the phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk, Leader
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town
from tests.journeys.walk import signed_in

pytestmark = ON_SQLITE
SAID = "Mặt trận xã ghi nhận ngày 10/6."
PUBLIC = "/cong-khai/than-thien"


def test_points_are_given_issued_and_read_by_a_resident(live_server: LiveServer, town: Town, new_page: Callable[..., Page]):
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    clerk.opens("/can-bo/bao-cao")
    clerk.page.get_by_role("link", name="Chính quyền thân thiện", exact=True).click()
    clerk.page.locator(".cards a").first.click()
    clerk.presses("Lập báo cáo")
    clerk.reads("Tự đánh giá “Chính quyền thân thiện”")
    address = clerk.page.url.removeprefix(live_server.url)
    points = clerk.page.locator("main input[name^=points_]")
    for place in range(points.count()):
        if not points.nth(place).input_value():
            points.nth(place).fill("2,5")
    words = clerk.page.locator("main textarea[name^=evidence_]")
    for place in range(words.count()):
        words.nth(place).fill(SAID)
    clerk.presses("Ghi điểm")
    clerk.reads("Đã ghi điểm.")
    assert clerk.page.get_by_role("button", name="Phát hành báo cáo").count() == 0

    leader = signed_in(Leader, new_page(**chromium.PHONE), "chutich")
    leader.opens(address)
    leader.page.get_by_label("Số", exact=True).fill("12")
    leader.page.get_by_text("Xem lại rồi phát hành").click()
    leader.presses("Phát hành báo cáo")
    leader.reads("Số 12/")

    resident = new_page(**chromium.PHONE)
    resident.goto(f"{live_server.url}{PUBLIC}")
    expect(resident.get_by_text("xã tự xếp loại")).to_be_visible()
    expect(resident.get_by_text("Giải quyết phản ánh, kiến nghị, khiếu nại đúng hạn")).to_be_visible()
    assert SAID not in resident.content()
    assert resident.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
