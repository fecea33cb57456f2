"""A board recommends on paper: recorded, assigned, answered with a promise, judged by the Front, and counted before everybody."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk, Officer, Official
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town
from tests.journeys.walk import signed_in, supervision_stops

pytestmark = ON_SQLITE
TITLE = "Chậm sửa kênh mương thôn Nà Pất"


def test_from_the_paper_to_the_kept_promise(live_server: LiveServer, town: Town, new_page: Callable[..., Page]):
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    stops = [stop.name for stop in supervision_stops(clerk)]
    assert stops == ["a recommendation, refused", "a recommendation at the desk", "a recommendation, a step refused"]
    expect(clerk.page.locator("[data-error-summary]")).to_contain_text("Hãy chọn một người hoặc một phòng, ban.")
    officer = signed_in(Officer, new_page(**chromium.PHONE), "congan")
    clerk.page.get_by_label("Người trả lời").select_option(label="Dương Văn Hải")
    clerk.page.locator("#giao button").click()
    clerk.reads("Đã giao.")
    desk = clerk.page.url

    _writes_the_answer(officer, desk)
    leader = signed_in(Official, new_page(**chromium.DESKTOP), "chutich")
    _takes(leader, desk, "tra-loi")
    leader.reads("Đã trả lời.")
    front = signed_in(Official, new_page(**chromium.PHONE), "mattran")
    front.page.goto(desk)
    front.page.locator("#nhan-xet summary").click()
    front.page.get_by_label("Hài lòng với trả lời", exact=True).check()
    front.page.locator("#nhan-xet button").click()
    front.reads("kiến nghị kết thúc")
    _takes(officer, desk, "viec-hua", choose="Đã làm")
    officer.reads("Đã ghi kết quả việc đã hứa.")

    resident = new_page(**chromium.PHONE)
    resident.goto("/giam-sat")
    expect(resident.locator("main")).to_contain_text("trả lời đúng hạn")
    expect(resident.locator("main")).not_to_contain_text(TITLE)


def _writes_the_answer(officer: Official, desk: str) -> None:
    """Answer in parts; a promise without its day is refused, and the words stay."""
    page = officer.page
    page.goto(desk)
    page.locator("#soan summary").click()
    page.get_by_label("Xã nhận điều gì?").fill("Xã nhận sửa kênh.")
    page.get_by_label("Sẽ làm gì?").fill("Sửa xong hai chỗ vỡ.")
    page.locator("#soan button").first.click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Hãy ghi sẽ làm xong vào ngày nào.")
    expect(page.get_by_label("Sẽ làm gì?")).to_have_value("Sửa xong hai chỗ vỡ.")
    page.get_by_label("Làm xong trước hết ngày").fill("2099-12-18")
    page.locator("#soan button").first.click()
    officer.reads("Đã trình lãnh đạo.")


def _takes(person: Official, desk: str, slug: str, *, choose: str = "") -> None:
    """Take a step on the page of the recommendation."""
    person.page.goto(desk)
    person.page.locator(f"#{slug} summary").click()
    if choose:
        person.page.get_by_label(choose, exact=True).check()
    person.page.locator(f"#{slug} button").first.click()
