"""In a real browser: a copy is taken and deletion asked; the counter acknowledges, the leader erases, the sender reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.journeys.people import Clerk, Leader, Resident
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town
from tests.journeys.walk import signed_in

pytestmark = ON_SQLITE
ANSWER = "Đã xóa số điện thoại và thư điện tử khỏi đơn."


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
def test_a_copy_is_taken_and_contact_is_erased(scripts: bool, town: Town, new_page: Callable[..., Page]):
    device = {**chromium.PHONE, "java_script_enabled": scripts}
    state = "closed" if scripts else "reopened"
    resident = Resident(page=new_page(**device), scripts=scripts)
    resident.slip = town.slips[state]
    resident.follows_up()
    resident.page.get_by_role("link", name="Dữ liệu về tôi trong đơn này").click()
    with resident.page.expect_download() as coming:
        resident.page.get_by_role("link", name="Tải bản sao").click()
    assert coming.value.suggested_filename == "ban-sao.txt"
    copy = Path(coming.value.path()).read_text(encoding="utf-8")
    assert copy.startswith("BẢN SAO DỮ LIỆU CÁ NHÂN")
    assert resident.slip.code in copy
    asks(resident)
    public_id = acknowledged(resident.slip.code, signed_in(Clerk, new_page(**device), "tiepdan"))
    leader = signed_in(Leader, new_page(**device), "chutich")
    leader.opens(f"/can-bo/du-lieu-ca-nhan/{public_id}")
    if state == "reopened":
        leader.reads("chưa xóa được cách liên hệ")
        leader.unfolds("Không thực hiện được")
        leader.page.get_by_label("Căn cứ").select_option(label="Đơn chưa xong, cơ quan còn phải báo kết quả cho người gửi")
        leader.page.get_by_label("Lời giải thích").fill("Đơn mở lại nên còn phải báo kết quả.")
        leader.presses("Trả lời kèm căn cứ")
        reads_the_answer(resident, "Không thực hiện được", "Đơn mở lại nên còn phải báo kết quả.")
        return
    leader.page.get_by_label("Đã làm gì").fill(ANSWER)
    leader.page.get_by_label("Xóa số điện thoại và thư điện tử khỏi đơn này").check()
    leader.presses("Ghi đã làm xong")
    leader.reads("đã bị xóa khỏi đơn")
    reads_the_answer(resident, "Đã làm xong", ANSWER)


def asks(resident: Resident) -> None:
    """Press without a choice, then ask to delete."""
    resident.presses("Gửi yêu cầu")
    resident.reads("Hãy chọn một yêu cầu trong danh sách.")
    resident.page.get_by_label("Xóa", exact=False).first.check()
    resident.page.get_by_label("Nói rõ thêm").fill("Tôi đổi số rồi.")
    resident.presses("Gửi yêu cầu")
    resident.reads("Đã gửi yêu cầu.")
    expect(resident.page.locator("article.panel").first).to_contain_text("Xã phản hồi chậm nhất")
    resident.page.locator("details.why summary").first.click()
    resident.reads("Nghị định 356/2025/NĐ-CP")


def acknowledged(code: str, clerk: Clerk) -> str:
    """Let the clerk find the request in the list and acknowledge it; return its public id."""
    clerk.opens("/can-bo")
    clerk.page.get_by_role("link", name="Yêu cầu về dữ liệu cá nhân").click()
    clerk.page.locator("li.card", has_text=code).get_by_role("link").click()
    clerk.reads("Tôi đổi số rồi.")
    clerk.presses("Phản hồi đã nhận")
    clerk.reads("Đã phản hồi, đang làm")
    return clerk.page.url.rpartition("/")[2]


def reads_the_answer(resident: Resident, state: str, answer: str) -> None:
    assert resident.slip is not None
    resident.opens(f"/tra-cuu/{resident.slip.code}/du-lieu")
    panel = resident.page.locator("article.panel").first
    expect(panel).to_contain_text(state)
    expect(panel).to_contain_text(answer)
