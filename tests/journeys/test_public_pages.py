"""What everybody reads: the calculator of legal time, the list without marks, and a case that is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from core.database import use_unit
from tests import makers
from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk, Reader
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town, beside
from tests.journeys.walk import signed_in

pytestmark = ON_SQLITE


def ask(reader: Reader, *, duty: str, day: str) -> str:
    """Ask the calculator as a person does; returns the day it answers in large letters."""
    reader.opens("/thoi-han")
    reader.page.get_by_label("Việc cần tính").select_option(duty)
    reader.page.get_by_label("Từ ngày nào").fill(day)
    reader.presses("Tính ngày")
    return reader.page.locator(".big-date").inner_text()


def test_calculator_answers_the_worked_example(new_page: Callable[..., Page]):
    reader = Reader(page=new_page(**chromium.PHONE, java_script_enabled=False))
    assert ask(reader, duty="KN.ACCEPT", day="2026-11-20") == "Thứ Tư, 02/12/2026"
    reader.reads("Điều 16 Nghị định 124/2020/NĐ-CP")
    counted = reader.unfolds("Xem đếm từng ngày")
    expect(counted.locator("tbody tr").filter(has_text="24/11/2026").locator("td").first).to_have_text("–")
    assert ask(reader, duty="KN.SETTLE1", day="2026-12-02") == "Thứ Hai, 04/01/2027"
    reader.reads("Thứ Sáu, 01/01/2027")


def test_calculator_keeps_a_day_that_is_none(new_page: Callable[..., Page]):
    reader = Reader(page=new_page(**chromium.PHONE))
    reader.opens("/thoi-han?loai=KN.ACCEPT&ngay=30/2/2026")
    assert reader.page.get_by_label("Từ ngày nào").input_value() == "30/2/2026"
    expect(reader.page.get_by_role("alert")).to_be_visible()


@pytest.mark.parametrize("typed", ["lan can", "LAN CAN", "cau tran", "cầu tràn", "cau tran hong"])
def test_list_is_searched_without_marks(typed: str, town: Town, new_page: Callable[..., Page]):
    reader = Reader(page=new_page(**chromium.PHONE))
    reader.opens("/ho-so")
    reader.page.get_by_role("searchbox").fill(typed)
    reader.page.get_by_role("searchbox").press("Enter")
    reader.page.wait_for_url("**q=*")
    expect(reader.page.get_by_role("link", name="Cầu tràn hỏng lan can")).to_have_count(1)


def test_map_whose_cases_do_not_come_says_so_and_leaves_the_drawing(town: Town, new_page: Callable[..., Page]):
    reader = Reader(page=new_page(**chromium.PHONE))
    reader.page.route("**/ho-so/ban-do.json*", lambda route: route.fulfill(status=503, body="away"))
    reader.opens("/ho-so/ban-do")
    drawing, note = reader.page.locator(".map svg").first, reader.page.get_by_text("Không tải được bản đồ này lúc mạng yếu.")
    reader.presses("Bản đồ kéo, phóng được")
    expect(note).to_be_visible()
    expect(drawing).to_be_visible()
    reader.page.unroute("**/ho-so/ban-do.json*")
    reader.presses("Bản đồ kéo, phóng được")
    expect(reader.page.locator(".map.live .m-count").first).to_be_visible()
    expect(note).to_have_count(0)


def published_case(live_server: LiveServer) -> tuple[int, str]:
    """Make one more published case; returns its number at the desk and its code."""
    with beside(live_server):
        commune = makers.make_commune(at=datetime.now(UTC))
        with use_unit(commune.unit_id):
            case = makers.make_case(commune, state="classified", at=datetime.now(UTC))
            number, code = case.id, case.code
            makers.publish_case(commune, number, title="Cột điện nghiêng", story="Cột điện cạnh đường nghiêng hẳn.")
    return number, code


def test_case_that_is_taken_back_is_gone_within_a_second(live_server: LiveServer, town: Town, new_page: Callable[..., Page]):
    number, code = published_case(live_server)
    reader = Reader(page=new_page(**chromium.PHONE))
    reader.opens(f"/ho-so/{code}")
    reader.waits_for(lambda: "Cột điện cạnh đường nghiêng hẳn." in reader.text())
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    clerk.opens(f"/can-bo/ho-so/{number}")
    box = clerk.unfolds("Gỡ bản công khai")
    box.get_by_label("Lý do").fill("Người gửi xin gỡ")
    box.get_by_role("button", name="Gỡ bản công khai").click()
    clerk.reads("Đã gỡ bản công khai.")
    reader.page.wait_for_timeout(1000)
    reader.page.reload()
    reader.reads("đã được rút lại ngày")
    assert "nghiêng" not in reader.page.content().lower()


def test_number_on_the_board_leads_to_its_cases(town: Town, new_page: Callable[..., Page]):
    reader = Reader(page=new_page(**chromium.PHONE))
    reader.opens("/cong-khai")
    assert len(town.ids) == 6
    reader.reads(" hồ sơ nhận từ ")
    reader.unfolds("Bảng số liệu theo việc")
    reader.page.get_by_role("link", name="Môi trường, rác thải").last.click()
    reader.page.wait_for_url("**/cong-khai/ho-so?*linh-vuc=*")
    assert all(slip.code in reader.page.content() for slip in town.slips.values())
