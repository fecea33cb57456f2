"""A consultation from its draft to its summary: officials at the desk, a resident on a phone without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page
from sqlalchemy import select

from consultation.models import Consultation
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import local_date, now_utc
from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk, Officer, Resident
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.town import beside, give_passwords
from tests.journeys.walk import signed_in
from tests.makers_desk import loaded_commune

pytestmark = ON_SQLITE
TITLE = "Kế hoạch làm đường thôn Nà Pất"
QUESTION = "Làm đoạn Nà Pất trước có hợp lý không?"
WORDS = "Nên làm đoạn Mỏ Cấy trước vì trẻ em đi học qua đó."


def drafts(clerk: Clerk) -> None:
    """The clerk writes a draft with one question."""
    page = clerk.page
    clerk.opens("/can-bo/lay-y-kien/moi")
    page.get_by_label("Lấy ý kiến về việc gì?").fill(TITLE)
    page.get_by_label("Thuộc việc nào phải lấy ý kiến?").select_option(index=1)
    page.get_by_label("Nói ngắn gọn cho dễ hiểu").fill("Xã định làm đường vào thôn. Ai ở thôn Nà Pất đều liên quan.")
    page.get_by_label("Câu 1", exact=True).fill(QUESTION)
    page.get_by_label("Đến hết ngày").fill((local_date(now_utc()) + timedelta(days=40)).isoformat())
    clerk.presses("Ghi bản nháp")
    clerk.reads("Người dân chưa thấy")


def goes_by(live_server: LiveServer) -> None:
    """Let forty-one days pass for the consultation."""
    with beside(live_server):
        home = loaded_commune()
        with use_unit(home.unit_id), transaction():
            row = db.session.scalars(select(Consultation).where(Consultation.title == TITLE)).one()
            row.opens_on -= timedelta(days=41)
            row.closes_on -= timedelta(days=41)


def test_from_the_draft_to_the_summary(live_server: LiveServer, new_page: Callable[..., Page]):
    give_passwords(live_server)
    clerk = signed_in(Clerk, new_page(), "tiepdan")
    drafts(clerk)
    address = clerk.page.url
    leader = signed_in(Officer, new_page(**chromium.PHONE), "chutich")
    leader.page.goto(address)
    leader.page.locator("#mo summary").click()
    leader.presses("Đưa ra lấy ý kiến")
    leader.reads("Đang lấy ý kiến")
    resident = Resident(page=new_page(**chromium.PHONE, java_script_enabled=False), scripts=False)
    resident.opens("/lay-y-kien")
    resident.page.get_by_role("link", name=TITLE).click()
    public = resident.page.url
    resident.page.get_by_role("link", name="Góp ý ngay").click()
    resident.page.get_by_label("Không đồng ý").check()
    resident.page.get_by_label("Nói thêm về câu 1").fill(WORDS)
    resident.presses("Gửi góp ý")
    resident.reads("Cảm ơn đã góp ý")
    goes_by(live_server)
    sums_up(clerk, leader, address)
    resident.page.goto(public)
    resident.waits_for(lambda: "Xã làm đoạn Mỏ Cấy trước." in resident.text())
    resident.reads("Làm đoạn Mỏ Cấy trước, 1 người nói.")
    assert WORDS not in resident.text()


def sums_up(clerk: Clerk, leader: Officer, address: str) -> None:
    """The clerk makes a point of what was written, the leader publishes."""
    clerk.page.goto(f"{address}/tong-hop")
    clerk.reads(WORDS)
    clerk.page.get_by_label("Ý kiến, viết lại cho gọn").fill("Làm đoạn Mỏ Cấy trước, 1 người nói.")
    clerk.page.get_by_label("Bao nhiêu người nói vậy").fill("1")
    clerk.page.get_by_label("Xã tiếp thu không?").select_option("accepted")
    clerk.presses("Ghi nhóm ý kiến")
    clerk.reads("Đã ghi nhóm ý kiến.")
    leader.page.goto(f"{address}/tong-hop")
    leader.page.get_by_label("Xã đã quyết định thế nào?").fill("Xã làm đoạn Mỏ Cấy trước.")
    leader.presses("Công bố tổng hợp")
    leader.reads("Đã công bố tổng hợp")
