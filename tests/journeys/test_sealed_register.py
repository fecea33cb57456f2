"""A denunciation sent by the ordinary form: the clerk moves it, the chair opens it with a reason, the sender notices nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.journeys.people import Clerk, Leader, Letter, Reader, Resident
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town
from tests.journeys.walk import signed_in
from tests.makers_register_papers import unzipped

pytestmark = ON_SQLITE
LETTER = Letter(
    story="Mỗi hộ phải nộp năm trăm nghìn mới được đo đất, nộp rồi không có biên lai, hỏi thì bị quát.",
    name="Lường Thị Mẩy", phone="0977 000 222", field="Giao thông, cầu đường",
)  # fmt: skip


def test_clerk_moves_a_letter_and_only_the_chair_opens_it(town: Town, new_page: Callable[..., Page]):
    resident = Resident(page=new_page(**chromium.PHONE))
    slip = resident.sends(LETTER)
    reader = Reader(page=new_page(**chromium.PHONE))
    addresses = (f"/ho-so/{slip.code}", f"/da-nhan/{slip.code}", "/ho-so")
    before = [reader.fetches(address)[2] for address in addresses]
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    move_away(clerk, slip.code)
    assert [reader.fetches(address)[2] for address in addresses] == before
    resident.looks_up(slip.code, secret=slip.secret)
    resident.reads("Tình trạng và ngày hẹn")
    assert "năm trăm nghìn" not in resident.text()
    chair = signed_in(Leader, new_page(**chromium.PHONE), "chutich")
    read_with_a_reason(chair)
    take_a_paper_along(chair)


def move_away(clerk: Clerk, code: str) -> None:
    """The clerk finds the letter, reads what it is, and moves it; then it is nowhere at the desk."""
    clerk.finds(code)
    address = clerk.page.url
    clerk.page.get_by_role("link", name="Chuyển vào sổ kín").click()
    clerk.reads("không ai được báo")
    clerk.page.get_by_label("Hoặc người khác").fill("Ông Đàm Văn Kế, cán bộ thôn")
    clerk.page.get_by_label("Tôi đã đọc").check()
    clerk.presses("Chuyển vào sổ kín")
    clerk.page.wait_for_url("**/can-bo")
    assert code not in clerk.text()
    assert clerk.page.goto(address).status == 404
    clerk.page.goto(address.split("/can-bo")[0] + "/can-bo")
    expect(clerk.page.locator(".desk-nav")).not_to_contain_text("Sổ kín")


def read_with_a_reason(chair: Leader) -> None:
    """The password again, then a reason; the content opens, and the sender's name only on a page of its own."""
    chair.page.locator(".desk-nav").get_by_role("link", name="Sổ kín").click()
    chair.reads("Nhập lại mật khẩu để mở sổ")
    chair.page.get_by_label("Mật khẩu").fill(chair.password)
    chair.presses("Mở sổ")
    chair.page.locator("main").get_by_role("link", name="Tố cáo số").first.click()
    assert "năm trăm nghìn" not in chair.text()
    chair.presses("Mở nội dung")
    chair.reads("Hãy ghi vì sao cần xem.")
    chair.page.get_by_label("Vì sao cần xem").fill("Xem điều kiện thụ lý")
    chair.presses("Mở nội dung")
    chair.reads("năm trăm nghìn")
    assert "Lường Thị Mẩy" not in chair.text()
    chair.page.get_by_role("link", name="Tố cáo số").click()
    chair.page.get_by_label("Vì sao cần xem").fill("Chép tên vào hồ sơ giấy")
    chair.presses("Mở người gửi")
    chair.reads("Lường Thị Mẩy")
    chair.page.get_by_label("Đã chép vào hồ sơ giấy số").fill("TC-12/2026")
    chair.presses("Xóa khỏi máy")
    expect(chair.page.get_by_role("button", name="Mở người gửi")).to_have_count(0)


def take_a_paper_along(chair: Leader) -> None:
    """The slip for the province: without its content a sentence says so, with it a Word file comes that names nobody."""
    chair.page.get_by_role("link", name="Phiếu chuyển đơn tố cáo").click()
    chair.reads("không lưu trên máy chủ")
    assert "năm trăm nghìn" not in chair.text()
    chair.page.get_by_label("Nơi nhận").fill("Thanh tra tỉnh Lạng Sơn")
    chair.presses("Tải bản Word")
    chair.reads("Hãy ghi nội dung tố cáo")
    chair.page.get_by_label("Nội dung tố cáo").fill("Thu tiền đo đất, không có biên lai.")
    with chair.page.expect_download() as started:
        chair.presses("Tải bản Word")
    paper = unzipped(Path(started.value.path()).read_bytes()).decode("utf-8", "replace")
    assert started.value.suggested_filename == "van-ban.docx"
    assert ("Thanh tra tỉnh Lạng Sơn" in paper, "không có biên lai" in paper) == (True, True)
    assert [word for word in ("Mẩy", "0977", "năm trăm nghìn") if word in paper] == []
