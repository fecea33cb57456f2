"""Before a dialogue and at its door: a resident asks and registers without scripts, the clerk's phone loses the network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from core.database import use_unit
from deadlines.clock import local_date, now_utc
from dialogue.services.planning import NewPlace
from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk, Resident
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.town import beside, give_passwords
from tests.journeys.walk import signed_in
from tests.makers_desk import loaded_commune
from tests.makers_dialogue import announced_dialogue, read_dialogue

pytestmark = ON_SQLITE
WORDS = "Bao giờ xã làm lại đường vào thôn Nà Pất?"


def a_dialogue(live_server: LiveServer) -> tuple[int, str]:
    """Announce a dialogue in twenty days, let the officials sign in; return its id and code."""
    give_passwords(live_server)
    at = now_utc()
    begins = at + timedelta(days=20)
    with beside(live_server):
        home = loaded_commune()
        with use_unit(home.unit_id):
            dialogue_id = announced_dialogue(
                home, at=at, starts_at=begins, ends_at=begins + timedelta(hours=3), questions_from=local_date(at),
                questions_to=local_date(at) + timedelta(days=10), places=(NewPlace(name="Hội trường xã", seats=5),),
            )  # fmt: skip
            return dialogue_id, read_dialogue(dialogue_id).code


def fill_in(resident: Resident, *, question: str = "") -> None:
    """Write name and phone, and the question where one is asked."""
    if question:
        resident.page.get_by_label("Câu hỏi", exact=True).fill(question)
    resident.page.get_by_label("Họ và tên").fill("Lăng Văn Quý")
    resident.page.get_by_label("Số điện thoại").fill("0977 111 222")


def test_a_question_and_a_seat_without_scripts_then_the_door_without_network(
    live_server: LiveServer, new_page: Callable[..., Page]
):
    dialogue_id, code = a_dialogue(live_server)
    resident = Resident(page=new_page(**chromium.PHONE, java_script_enabled=False), scripts=False)
    resident.opens(f"/doi-thoai/{code}/gui-cau-hoi")
    fill_in(resident, question=WORDS)
    resident.presses("Gửi đi")
    resident.reads("Xã đã nhận được câu hỏi")
    resident.keeps_the_receipt()
    clerk = signed_in(Clerk, new_page(**chromium.PHONE), "tiepdan")
    publishes(clerk, dialogue_id)
    resident.opens(f"/doi-thoai/{code}/cau-hoi")
    resident.waits_for(lambda: WORDS in resident.text())
    resident.presses("Tôi cũng hỏi")
    resident.reads("1 người cùng hỏi")
    resident.opens(f"/doi-thoai/{code}/dang-ky")
    fill_in(resident)
    resident.presses("Đăng ký")
    resident.reads("Đã có chỗ")
    marks_offline(clerk, dialogue_id)


def publishes(clerk: Clerk, dialogue_id: int) -> None:
    """The clerk opens the question and lets everybody read it."""
    clerk.opens(f"/can-bo/doi-thoai/{dialogue_id}/cau-hoi")
    clerk.page.get_by_role("link", name=WORDS).click()
    clerk.presses("Đưa lên trang công khai")
    clerk.reads("Được đưa ra đối thoại")


def marks_offline(clerk: Clerk, dialogue_id: int) -> None:
    """Taps made without a network stay on the phone and are sent, once, when it is back."""
    clerk.opens(f"/can-bo/doi-thoai/{dialogue_id}/diem-danh")
    page = clerk.page
    page.context.set_offline(True)
    clerk.presses("Đã đến Lăng Văn Quý")
    page.get_by_label("Số người").fill("3")
    clerk.presses("Ghi vào")
    expect(page.locator("[data-kept]")).to_contain_text("Máy này giữ 2 lượt chưa gửi")
    page.context.set_offline(False)
    expect(page.locator("[data-kept]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-people]")).to_have_text("4")
