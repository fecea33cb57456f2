"""A periodic report from its beginning to its issue: a number is changed with a reason, the leader issues, the clerk takes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

from openpyxl import load_workbook
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
CHANGED = "Sổ giấy có thêm chín đơn"


def test_a_report_is_made_changed_issued_and_downloaded(live_server: LiveServer, town: Town, new_page: Callable[..., Page]):
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    clerk.opens("/can-bo")
    clerk.page.get_by_role("link", name="Báo cáo", exact=True).click()
    clerk.page.locator(".cards a").first.click()
    clerk.presses("Lập báo cáo")
    expect(clerk.page.locator("h1")).to_contain_text("Báo cáo")
    address = clerk.page.url
    clerk.opens(address.removeprefix(live_server.url) + "/04-xld")
    row = clerk.page.locator("#cot-1")
    row.locator("summary").click()
    row.get_by_label("Sửa thành").fill("9")
    clerk.presses("Ghi biểu này")
    expect(clerk.page.locator("[data-error-summary]")).to_contain_text("Hãy ghi lý do sửa số")
    expect(row.get_by_label("Sửa thành")).to_have_value("9")
    row.get_by_label("Lý do").fill(CHANGED)
    clerk.presses("Ghi biểu này")
    clerk.reads("cột 1 là 9, còn cột 2 + cột 3 là")
    clerk.reads("lãnh đạo mở trang này để phát hành")

    leader = signed_in(Leader, new_page(**chromium.PHONE), "chutich")
    leader.opens(address.removeprefix(live_server.url))
    leader.presses("Phát hành báo cáo")
    expect(leader.page.locator("[data-error-summary]")).to_contain_text("Hãy ghi lý do")
    leader.page.get_by_label("Lý do vẫn phát hành").fill("Đơn cũ chưa nhập vào phần mềm")
    leader.presses("Phát hành báo cáo")
    leader.reads("Đã phát hành")
    leader.reads("Đơn cũ chưa nhập vào phần mềm")

    clerk.opens(address.removeprefix(live_server.url))
    with clerk.page.expect_download() as downloaded:
        clerk.page.get_by_role("link", name="Tải Excel").click()
    assert re.fullmatch(r"bao-cao-20\d\d-\w+-lan-1\.xlsx", downloaded.value.suggested_filename)
    book = load_workbook(BytesIO(downloaded.value.path().read_bytes()))
    assert book["04-XLD"].cell(7, 2).value == 9
    assert book["Ghi chú"].cell(2, 5).value == CHANGED
