"""A desk page with several forms: what waits in one is not lost when another is sent, and nothing of it outlives the session."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.infra import browser as chromium
from tests.infra.waiting import wait_until
from tests.journeys.people import OWN_PASSWORD, Clerk, Leader, Officer
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town
from tests.journeys.walk import signed_in

pytestmark = ON_SQLITE
NOTE = "Đã gọi cho trưởng thôn, chiều nay có người xem."
QUESTION = "Lan can gãy ở đầu cầu nào?"
WHY = "Vì sao đổi so với người gửi chọn (cần ghi khi đổi)"
TOLD = "Đã giữ lại phần đang viết dở ở:"


def kept(page: Page) -> str:
    """Return everything that this tab keeps but the list one came from."""
    return page.evaluate("JSON.stringify(Object.entries(sessionStorage).filter(([name]) => name !== 'desk-list'))")


def note(clerk: Clerk) -> Locator:
    return clerk.page.locator("#ghi-chu textarea")


def reason(clerk: Clerk) -> Locator:
    return clerk.page.get_by_label(WHY)


def begins(town: Town, page: Page, state: str = "received") -> Clerk:
    """A clerk who has opened a case and typed a note, without sending it."""
    clerk = signed_in(Clerk, page, "tiepdan")
    clerk.opens(f"/can-bo/ho-so/{town.ids[state]}")
    clerk.step("ghi-chu")
    note(clerk).press_sequentially(NOTE)
    return clerk


def classifies_otherwise(clerk: Clerk, why: str) -> None:
    step = clerk.step("phan-loai")
    step.get_by_label("Lĩnh vực").select_option(label="Giao thông, cầu đường")
    reason(clerk).fill(why)
    step.get_by_role("button", name="Lưu phân loại").click()


def test_words_wait_while_another_form_is_refused_and_then_taken(town: Town, new_page: Callable[..., Page]):
    clerk = begins(town, new_page(**chromium.DESKTOP))
    classifies_otherwise(clerk, "")
    clerk.reads("Những gì đã viết ở phần vừa gửi vẫn còn nguyên")
    told = clerk.page.get_by_role("status").filter(has_text=TOLD)
    expect(told).to_contain_text("Ghi chú nội bộ")
    expect(note(clerk)).to_have_value(NOTE)
    expect(note(clerk)).to_be_visible()
    reason(clerk).fill("Người gửi nói về cầu")
    clerk.opens(f"/can-bo/ho-so/{town.ids['received']}")
    expect(note(clerk)).to_have_value(NOTE)
    expect(reason(clerk)).to_have_value("Người gửi nói về cầu")
    assert (
        clerk.page.locator("#phan-loai").get_by_label("Lĩnh vực").locator("option:checked").inner_text()
        == "Giao thông, cầu đường"
    )
    clerk.step("phan-loai").get_by_role("button", name="Lưu phân loại").click()
    clerk.reads("Đã phân loại hồ sơ.")
    expect(note(clerk)).to_have_value(NOTE)
    clerk.step("ghi-chu").get_by_role("button", name="Lưu ghi chú").click()
    clerk.reads("Đã lưu ghi chú.")
    expect(note(clerk)).to_have_value("")
    assert kept(clerk.page) == "[]"


def test_words_that_are_not_wanted_go_with_one_press(town: Town, new_page: Callable[..., Page]):
    clerk = begins(town, new_page(**chromium.PHONE), "in_progress")
    clerk.page.reload()
    clerk.reads(TOLD)
    clerk.presses("Bỏ phần viết dở")
    expect(note(clerk)).to_have_value("")
    expect(clerk.page.locator("main")).not_to_contain_text(TOLD)
    assert wait_until(lambda: kept(clerk.page) == "[]", seconds=5)


def test_an_answer_waits_while_the_sender_is_asked(town: Town, new_page: Callable[..., Page]):
    officer = signed_in(Officer, new_page(**chromium.DESKTOP), "congan")
    officer.opens(f"/can-bo/ho-so/{town.ids['in_progress']}")
    answer = officer.page.locator("#du-thao").get_by_label("Đã làm gì, trả lời thế nào")
    answer.fill("Đã hẹn thợ hàn sáng mai.")
    step = officer.step("hoi-them")
    step.locator("textarea").fill(QUESTION)
    step.get_by_role("button", name="Gửi câu hỏi").click()
    officer.reads("Đã gửi câu hỏi cho người gửi.")
    expect(answer).to_have_value("Đã hẹn thợ hàn sáng mai.")
    officer.reads(TOLD)


def test_words_sent_after_the_session_had_ended_are_there_again_for_the_same_person_alone(
    town: Town, new_page: Callable[..., Page]
):
    clerk = begins(town, new_page(**chromium.DESKTOP), "answered")
    page = clerk.page
    for username, expected in (("tiepdan", NOTE), ("tiepdan2", "")):
        page.context.clear_cookies()
        clerk.step("ghi-chu").get_by_role("button", name="Lưu ghi chú").click()
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(OWN_PASSWORD)
        clerk.presses("Đăng nhập")
        expect(page.locator(".desk-nav")).to_be_visible()
        page.wait_for_load_state()
        clerk.opens(f"/can-bo/ho-so/{town.ids['answered']}")
        expect(note(clerk)).to_have_value(expected)
    assert NOTE not in kept(page)


def test_signing_out_leaves_nothing_in_the_tab(town: Town, new_page: Callable[..., Page]):
    clerk = begins(town, new_page(**chromium.DESKTOP))
    assert wait_until(lambda: NOTE in kept(clerk.page), seconds=5)
    note(clerk).press_sequentially("…")
    clerk.presses("Đăng xuất", within="header")
    clerk.page.wait_for_url("**/dang-nhap**")
    assert json.loads(clerk.page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")) == [{}, {}]


def test_the_sealed_register_keeps_nothing_and_a_letter_on_its_way_there_takes_its_words_along(
    town: Town, new_page: Callable[..., Page]
):
    clerk = begins(town, new_page(**chromium.DESKTOP), "reopened")
    page = clerk.page
    page.get_by_role("link", name="Chuyển vào sổ kín").click()
    accused = page.get_by_label("Hoặc người khác")
    accused.press_sequentially("Ông Đàm Văn Kế")
    page.wait_for_timeout(500)
    assert "Đàm Văn Kế" not in kept(page)
    page.get_by_label("Tôi đã đọc").check()
    clerk.presses("Chuyển vào sổ kín")
    page.wait_for_url("**/can-bo")
    assert (kept(page), page.evaluate("Object.keys(localStorage).length")) == ("[]", 0)
    chair = signed_in(Leader, new_page(**chromium.PHONE), "chutich")
    register_keeps_nothing(chair)


def register_keeps_nothing(chair: Leader) -> None:
    page = chair.page
    chair.opens("/can-bo/so-kin")
    page.get_by_label("Mật khẩu").fill(chair.password)
    chair.presses("Mở sổ")
    page.locator("main").get_by_role("link", name="Tố cáo số").first.click()
    entry = page.url
    for address in (entry, f"{page.url.rpartition('/')[0]}/moi"):
        page.goto(address)
        for field in page.locator("main form textarea, main form input[type=text]").all():
            field.evaluate(
                "field => { field.value = 'Xem điều kiện'; field.dispatchEvent(new Event('input', { bubbles: true })); }"
            )
        page.wait_for_timeout(500)
        page.goto(entry)
        assert (kept(page), page.evaluate("Object.keys(localStorage).length"), page.locator("[data-unsent]").count()) == (
            "[]",
            0,
            0,
        )
