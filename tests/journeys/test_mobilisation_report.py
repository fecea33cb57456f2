"""The report on mass mobilisation: the clerk writes the words beside numbers that are there already, the leader issues it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

from docx import Document
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
SAID = "Xã duy trì đối thoại, trả lời đúng hẹn."


def test_words_are_written_beside_numbers_issued_and_taken_home(
    live_server: LiveServer, town: Town, new_page: Callable[..., Page]
):
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    clerk.opens("/can-bo/bao-cao")
    clerk.page.get_by_role("link", name="Dân vận", exact=False).first.click()
    clerk.reads("Báo cáo công tác dân vận")
    clerk.page.locator(".cards a").first.click()
    clerk.presses("Lập báo cáo")
    clerk.reads("Hồ sơ tiếp nhận trong kỳ")
    address = clerk.page.url.removeprefix(live_server.url)
    boxes = clerk.page.locator("main textarea")
    for place in range(boxes.count()):
        boxes.nth(place).fill(f"{SAID} Mục {place + 1}.")
    clerk.presses("Ghi lời báo cáo")
    expect(boxes.first).to_have_value(f"{SAID} Mục 1.")
    assert clerk.page.get_by_role("button", name="Phát hành báo cáo").count() == 0

    leader = signed_in(Leader, new_page(**chromium.PHONE), "chutich")
    leader.opens(address)
    leader.page.get_by_text("Xem lại rồi phát hành").click()
    leader.presses("Phát hành báo cáo")
    expect(leader.page.locator("[data-error-summary]")).to_be_visible()
    leader.page.get_by_label("Số", exact=True).fill("45")
    leader.page.get_by_text("Xem lại rồi phát hành").click()
    leader.presses("Phát hành báo cáo")
    leader.reads("Số 45/")
    assert leader.page.locator("main textarea").count() == 0

    clerk.opens(address)
    with clerk.page.expect_download() as downloaded:
        clerk.page.get_by_role("link", name="Tải Word").click()
    assert re.search(r"\.docx$", downloaded.value.suggested_filename)
    words = "\n".join(line.text for line in Document(BytesIO(downloaded.value.path().read_bytes())).paragraphs)
    assert f"{SAID} Mục 1." in words
    assert "Hồ sơ tiếp nhận trong kỳ" in words or "BÁO CÁO" in words
