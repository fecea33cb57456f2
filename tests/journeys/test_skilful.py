"""The Front registers a model and notes how it goes; the leader assesses, recognises and publishes; a resident reads it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk, Official
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town
from tests.journeys.walk import signed_in, skilful_stops

pytestmark = ON_SQLITE
NAME = "Đường hoa thay bãi rác"
OUTCOME = "Đường hoa dài 620 mét, bãi rác không xuất hiện lại."


def test_from_the_registration_to_the_residents_phone(live_server: LiveServer, town: Town, new_page: Callable[..., Page]):
    front = signed_in(Clerk, new_page(**chromium.PHONE), "mattran")
    stops = [stop.name for stop in skilful_stops(front)]
    assert stops == ["a skilful model, refused", "a skilful model at the desk", "a skilful model, a step refused"]
    expect(front.page.locator("[data-error-summary]")).to_contain_text("Hãy ghi đã làm được gì")
    front.page.get_by_label("Đã làm được gì?").fill("Đã trồng 350 mét hoa dọc đường.")
    front.page.get_by_label("Cho mọi người đọc ghi chép này").check()
    front.page.locator("#ghi button").click()
    front.reads("Đã ghi tiến độ.")
    desk = front.page.url

    leader = signed_in(Official, new_page(**chromium.DESKTOP), "chutich")
    _assesses(leader, desk)
    _opens(leader, desk, "cong-nhan")
    leader.page.get_by_label("Cấp công nhận").select_option(label="Cấp xã")
    leader.page.get_by_label("Số, ký hiệu quyết định").fill("112/QĐ-UBND")
    leader.page.get_by_label("Ngày quyết định").fill("2026-01-05")
    leader.page.locator("#cong-nhan button").click()
    leader.reads("Đã ghi quyết định công nhận.")
    _opens(leader, desk, "cong-khai")
    leader.page.get_by_label("Đã đọc lại").check()
    leader.page.locator("#cong-khai button").click()
    leader.reads("Đã công khai.")

    _reads_it(new_page(**chromium.PHONE))


def _opens(person: Official, desk: str, slug: str) -> None:
    """Open the form of a step on the page of the model."""
    person.page.goto(desk)
    person.page.locator(f"#{slug} summary").click()


def _assesses(leader: Official, desk: str) -> None:
    """Say what came of the year; a number without its unit is refused, and the words stay."""
    page = leader.page
    _opens(leader, desk, "danh-gia")
    page.get_by_label("Đạt mục tiêu", exact=True).check()
    page.get_by_label("Kết quả cụ thể").fill(OUTCOME)
    page.get_by_label("Con số").fill("45")
    page.locator("#danh-gia button").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Hãy ghi con số ấy là gì")
    expect(page.get_by_label("Kết quả cụ thể")).to_have_value(OUTCOME)
    page.get_by_label("Đơn vị").fill("hộ")
    page.locator("#danh-gia button").click()
    leader.reads("Đã ghi đánh giá.")


def _reads_it(page: Page) -> None:
    """Find the model in the list and read what came of it."""
    page.goto("/dan-van-kheo")
    page.get_by_role("link", name=NAME).click()
    main = page.locator("main")
    for words in (OUTCOME, "45 hộ", "Đã trồng 350 mét hoa dọc đường.", "quyết định số 112/QĐ-UBND"):
        expect(main).to_contain_text(words)
