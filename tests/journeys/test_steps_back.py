"""Steps back at the desk in a real browser: an answer taken back and mended, a case handed back and given to somebody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk, Leader, Letter, Officer, Official, Resident, Work
from tests.journeys.photos import plain_photo
from tests.journeys.test_main_road import one_time_passwords

RAIL = "Lan can cầu tràn Nà Pất gãy từ sau trận mưa đầu tháng, trẻ đi học rất nguy hiểm."
LAMP = "Đường vào thôn sạt một đoạn dài sau mưa, xe máy không đi được vào buổi tối."
WORK = Work(done="Đã buộc dây cảnh báo hai đầu cầu.", by="Phòng Kinh tế", on="2026-11-20", photos=(plain_photo(),))
MENDED = "Đã hàn lại toàn bộ lan can cầu tràn và sơn phản quang."


def letter(story: str, name: str) -> Letter:
    return Letter(story=story, name=name, phone="0987 123 654", photos=(plain_photo(),))


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
def test_an_answer_is_taken_back_and_a_case_is_handed_back(scripts: bool, live_server: LiveServer, new_page: Callable[..., Page]):
    device = {**chromium.PHONE, "java_script_enabled": scripts}
    passwords = one_time_passwords(live_server, "tiepdan", "kinhte.hatang", "chutich")

    def sits_down(kind: type[Official], username: str) -> Official:
        person = kind(page=new_page(**device), scripts=scripts, username=username, password=passwords[username])
        person.signs_in()
        return person

    codes = [
        Resident(page=new_page(**device), scripts=scripts).sends(letter(story, name)).code
        for story, name in ((RAIL, "Lăng Thị Xoóng"), (LAMP, "Hoàng Văn Tư"))
    ]
    clerk, officer = sits_down(Clerk, "tiepdan"), sits_down(Officer, "kinhte.hatang")
    leader = sits_down(Leader, "chutich")
    for code in codes:
        clerk.finds(code)
        clerk.classifies()
        clerk.accepts_as_proposed()
    taken_back(officer, leader, codes[0])
    handed_back(officer, clerk, codes[1])


def taken_back(officer: Officer, leader: Leader, code: str) -> None:
    """The officer submits, takes back, mends and submits again; only then does the leader approve."""
    officer.finds(code)
    officer.submits(WORK)
    officer.step("rut-trinh").get_by_role("button", name="Rút lại trình").click()
    officer.reads("Đã rút lại. Bản trả lời là nháp")
    officer.reads("Rút lại bản đã trình")
    leader.opens(officer.page.url)
    leader.reads("Rút lại bản đã trình")
    assert leader.page.locator("#duyet").count() == 0
    officer.submits(Work(done=MENDED, by=WORK.by, on=WORK.on))
    leader.finds(code)
    leader.reads(MENDED)
    leader.approves_and_issues()


def handed_back(officer: Officer, clerk: Clerk, code: str) -> None:
    """The officer asks to be relieved and says why; the clerk gives the case to somebody of another department."""
    officer.finds(code)
    due = officer.page.locator(".case-head .due").inner_text()
    officer.step("xin-giao-lai").get_by_label("Không thuộc lĩnh vực tôi phụ trách").check()
    officer.step("xin-giao-lai").get_by_label("Nói rõ thêm").fill("Đoạn đường này do phòng khác quản lý.")
    officer.step("xin-giao-lai").get_by_role("button", name="Gửi đề nghị giao lại").click()
    officer.reads("Hồ sơ vẫn ở tên bạn cho đến khi được giao lại.")
    clerk.opens("/can-bo?xem=can-lam")
    clerk.reads("xin giao lại: không đúng lĩnh vực")
    clerk.finds(code)
    clerk.reads("Đoạn đường này do phòng khác quản lý.")
    step = clerk.page.locator("#giao")
    place = step.get_by_label("Người xử lý", exact=True).locator("optgroup").last
    step.get_by_label("Phòng, ban xử lý").select_option(label=place.get_attribute("label"))
    name = place.locator("option").first.inner_text()
    step.get_by_label("Người xử lý", exact=True).select_option(value=place.locator("option").first.get_attribute("value"))
    step.get_by_role("button", name="Giao việc này").click()
    clerk.reads("Đã giao việc.")
    assert clerk.page.locator(".case-head .due").inner_text() == due
    expect(clerk.page.locator(".case-side")).to_contain_text(name.split(",")[0].strip())
    officer.page.reload()
    assert officer.page.locator("#xin-giao-lai").count() == 0
