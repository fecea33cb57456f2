"""Something is disclosed: written, published, read by everybody, put up on walls, and printed in the list of the quarter."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk
from tests.journeys.photos import plain_photo
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town
from tests.journeys.walk import signed_in

pytestmark = ON_SQLITE
TITLE = "Dự toán ngân sách xã năm tới"


def test_from_the_draft_to_the_list_of_the_quarter(live_server: LiveServer, town: Town, new_page: Callable[..., Page]):
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    page = clerk.page
    clerk.opens("/can-bo")
    page.get_by_role("link", name="Công khai", exact=True).click()
    page.get_by_role("link", name="Thêm thông tin").first.click()
    page.get_by_role("link", name="2. Ngân sách xã", exact=False).click()
    page.get_by_label("Tên thông tin").fill(TITLE)
    clerk.presses("Ghi dự thảo")
    clerk.presses("Công khai")
    expect(page.locator("[data-error-summary]")).to_contain_text("Hãy tóm tắt bằng lời dễ hiểu")
    page.get_by_role("link", name="Sửa", exact=True).click()
    page.get_by_label("Nội dung", exact=False).first.fill("Chi cho đường, nước, trường học.")
    page.get_by_label("Tóm tắt dễ hiểu").fill("Năm tới xã thu 6 tỷ đồng, chi 8 tỷ đồng.")
    clerk.presses("Ghi lại")
    clerk.presses("Công khai")
    clerk.reads("Đã công khai. Mọi người đọc được ngay")

    _puts_it_up_and_takes_it_down_too_early(clerk)
    resident = new_page(**chromium.PHONE)
    public = _reads_it_and_prints_the_list(resident)

    clerk.page.locator("#go-xuong-trang summary").click()
    clerk.page.get_by_label("Lý do gỡ").fill("Đưa nhầm bản chưa duyệt")
    clerk.presses("Gỡ khỏi trang")
    clerk.reads("Đã gỡ khỏi trang công khai. Hãy gỡ cả bản đang niêm yết.")
    assert resident.goto(public).status == 410
    expect(resident.locator("main")).to_contain_text("Lý do: Đưa nhầm bản chưa duyệt")


def _puts_it_up_and_takes_it_down_too_early(clerk: Clerk) -> None:
    """Note that it hangs everywhere; taking it down is refused, and the desk's page stands there again."""
    page = clerk.page
    page.locator("#niem-yet summary").click()
    page.locator("#niem-yet input[type=file]").set_input_files(files=[plain_photo().chosen()])
    clerk.presses("Ghi đã niêm yết")
    clerk.reads("Đã ghi minh chứng.")
    desk = page.url
    page.locator("#go-xuong summary").click()
    for box in page.locator("#go-xuong input[type=checkbox]").all():
        box.check()
    clerk.presses("Ghi đã gỡ")
    expect(page.locator("[data-error-summary]")).to_contain_text("Phải niêm yết liên tục ít nhất 30 ngày")
    expect(page.locator("#go-xuong input[type=checkbox]").first).to_be_checked()

    page.goto(desk)


def _reads_it_and_prints_the_list(resident: Page) -> str:
    """Find it on the front page and in the list of the quarter; return its address."""
    resident.goto("/")
    resident.get_by_role("link", name=TITLE).click()
    public = resident.url
    expect(resident.locator("main")).to_contain_text("đúng hạn")
    expect(resident.locator("main")).to_contain_text("Nhà văn hóa")
    resident.locator(".why summary").first.click()
    expect(resident.locator(".why").first).to_contain_text("khoản 3 Điều 12")
    resident.goto("/thong-tin/danh-muc")
    expect(resident.locator("table")).to_contain_text(TITLE)
    resident.get_by_role("link", name="Bản in A4").click()
    expect(resident.locator(".sheet")).to_contain_text("Danh mục nội dung đã công khai")
    expect(resident.locator(".sheet table")).to_contain_text("ít nhất hết")
    return public
