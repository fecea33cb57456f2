"""A complaint is decided after its due date: the leader reads that it is late, says why, and the reason stands in the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from core.database import use_unit
from deadlines.clock import local_date
from feedback.complaint_states import ComplaintAction as Do
from tests import makers
from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Leader
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town, beside
from tests.journeys.walk import signed_in
from tests.makers_complaints import complain

pytestmark = ON_SQLITE
TIME_ENOUGH = timedelta(days=100)  # more than the longest settlement of LKN Art. 28


def reported(live_server: LiveServer) -> int:
    """Make a complaint that waits for its decision and is late; return its number."""
    with beside(live_server):
        commune = makers.make_commune(at=datetime.now(UTC))
        with use_unit(commune.unit_id):
            day = local_date(datetime.now(UTC) - TIME_ENOUGH)
            walk = complain(commune, day).go(Do.RECORD_SIGNATURE, day)
            walk.take(Do.CHECK_TIME, day, learned_on=day)
            for action in (Do.ACCEPT, Do.VERIFY, Do.REPORT):
                walk.take(action, day)
            return walk.case_id


def test_a_late_decision_says_why_on_the_phone(live_server: LiveServer, town: Town, new_page: Callable[..., Page]):
    number = reported(live_server)
    leader = signed_in(Leader, new_page(**chromium.PHONE), "chutich")
    leader.opens(f"/can-bo/ho-so/{number}/quyet-dinh")
    step = leader.page.locator("#quyet-dinh")
    expect(step.locator(".notice")).to_contain_text("Đã quá hạn ngày")
    step.get_by_label("Khiếu nại đúng một phần").check()
    step.get_by_label("Số quyết định").fill("12/QĐ-UBND")
    step.get_by_label("Nội dung quyết định").fill("Sửa diện tích thu hồi còn 98 mét vuông.")
    step.get_by_role("button").last.click()
    expect(step).to_contain_text("Hãy chọn vì sao trễ hạn.")
    expect(step.get_by_label("Nội dung quyết định")).to_have_value("Sửa diện tích thu hồi còn 98 mét vuông.")
    step.get_by_label("Vì sao trễ hạn").select_option(label="Phải kiểm tra thực địa nhiều lần")
    step.get_by_role("button").last.click()
    leader.reads("Khiếu nại đúng một phần")
    leader.reads("Phải kiểm tra thực địa nhiều lần")
