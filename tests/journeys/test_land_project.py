"""A compensation plan is posted, somebody disagrees, a dialogue is held for them, and a resident reads it all on the phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town, beside
from tests.journeys.walk import signed_in
from tests.makers import make_commune
from tests.makers_dialogue import announced_dialogue

pytestmark = ON_SQLITE
NAME = "Mở rộng đường qua trường học"
TITLE = "Đối thoại về giá đất ruộng"


def test_a_plan_is_posted_somebody_disagrees_and_a_dialogue_is_held(
    live_server: LiveServer, town: Town, new_page: Callable[..., Page]
):
    today = date.today()
    begun = today - timedelta(days=45)
    _announces_a_dialogue(live_server, today)
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    page = clerk.page
    clerk.opens("/can-bo/cong-khai")
    page.get_by_role("link", name="Dự án thu hồi đất, bồi thường, tái định cư").click()
    page.get_by_role("link", name="Thêm dự án").first.click()
    page.get_by_label("Tên dự án").fill(NAME)
    page.get_by_label("Số quyết định").fill("482/QĐ-UBND")
    page.get_by_label("Ngày quyết định").fill((begun - timedelta(days=10)).isoformat())
    page.locator("#village_ids input").first.check()
    page.get_by_label("Phòng, ban phụ trách").select_option(index=1)
    clerk.presses("Ghi dự án")
    clerk.presses("Công khai")
    clerk.reads("Đã công khai dự án. Mọi người đọc được ngay.")
    desk = page.url
    _posts_a_plan(clerk, begun)
    page.goto(desk)
    page.locator("summary", has_text="Ghi ý kiến người dân").click()
    page.get_by_label("Số người đồng ý").fill("11")
    page.get_by_label("Số người không đồng ý").fill("3")
    page.get_by_label("Số biên bản").fill("14/BB-UBND")
    page.get_by_label("Ngày lập biên bản").fill(today.isoformat())
    clerk.presses("Ghi ý kiến")
    clerk.reads("Đã ghi ý kiến của người dân.")
    page.locator("summary", has_text="Gắn buổi đối thoại").click()
    page.get_by_label("Buổi đối thoại").select_option(index=1)
    clerk.presses("Ghi buổi đối thoại")
    clerk.reads("Đã ghi buổi đối thoại.")
    _reads_it_on_the_phone(new_page(**chromium.PHONE))


def _announces_a_dialogue(live_server: LiveServer, today: date) -> None:
    """Let the leader announce a dialogue in a fortnight."""
    starts_at = datetime(today.year, today.month, today.day, 1, 0, tzinfo=UTC) + timedelta(days=14)
    hours = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    days = {"questions_from": today, "questions_to": today + timedelta(days=9)}
    with beside(live_server):
        home = make_commune(at=datetime.now(UTC))
        announced_dialogue(home, at=datetime.now(UTC), title=TITLE, **hours, **days)


def _posts_a_plan(clerk: Clerk, begun: date) -> None:
    """Begin the posting from the project's page, publish it and note that it hung."""
    page = clerk.page
    page.get_by_role("link", name="Niêm yết phương án").click()
    page.get_by_label("Ngày quyết định").fill((begun - timedelta(days=3)).isoformat())
    page.get_by_label("Tóm tắt dễ hiểu").fill("Đất ruộng 55.000 đồng mỗi m².")
    page.get_by_label("Nội dung", exact=False).first.fill("Mười bốn hộ, 2.400 m² đất.")
    clerk.presses("Ghi dự thảo")
    clerk.presses("Công khai")
    page.locator("#niem-yet summary").click()
    page.locator("#niem-yet").get_by_label("Từ ngày").fill(begun.isoformat())
    clerk.presses("Ghi đã niêm yết")
    clerk.reads("Đã ghi minh chứng.")


def _reads_it_on_the_phone(resident: Page) -> None:
    resident.goto("/thong-tin")
    resident.get_by_role("link", name="Dự án thu hồi đất, bồi thường").click()
    resident.get_by_role("link", name=NAME).click()
    main = resident.locator("main")
    expect(main).to_contain_text("11 người đồng ý, 3 người không đồng ý.")
    expect(main).to_contain_text("Đã niêm yết đủ ngày")
    resident.locator(".why summary").first.click()
    expect(resident.locator(".why").first).to_contain_text("Điều 87 Luật Đất đai 2024")
    resident.get_by_role("link", name=TITLE).click()
    expect(resident.locator("h1")).to_contain_text(TITLE)
