"""Officials at their desks: letters of the counter, the keyboard, two people at one case, and the way out."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from core.codes import secret_for
from core.database import use_unit
from tests import makers
from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.people import Clerk, Letter, Officer, Resident
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town, beside
from tests.journeys.walk import signed_in

pytestmark = ON_SQLITE
LETTER = Letter(
    story="Bà cụ đến nói: nước máy ở thôn Nà Pất mất ba ngày nay, cả xóm phải đi gánh.",
    name="Lường Thị Mẩy", phone="0977 000 111", field="Nước sạch",
)  # fmt: skip
TYPING = 45  # milliseconds a key: a clerk who types well


# ------------------------------------------------------------------ the counter


def test_clerk_writes_a_letter_down_in_under_a_minute_and_prints_the_slip(town: Town, new_page: Callable[..., Page]):
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    begun = time.monotonic()
    clerk.page.locator(".desk-nav").get_by_role("link", name="Nhập đơn").click()
    expect(clerk.page.get_by_label("Người dân nói gì")).to_be_focused()
    keys = clerk.page.keyboard
    keys.type(LETTER.story, delay=TYPING)
    keys.press("Tab")
    keys.type(LETTER.name, delay=TYPING)
    keys.press("Tab")
    keys.type(LETTER.phone, delay=TYPING)
    clerk.page.get_by_label("Thôn", exact=True).select_option(label=LETTER.village)
    clerk.page.get_by_label("Lĩnh vực").select_option(label=LETTER.field)
    clerk.presses("Vào sổ và in biên nhận")
    clerk.page.wait_for_url("**/can-bo/nhap/bien-nhan")
    assert time.monotonic() - begun < 60
    check_slip(clerk, Resident(page=new_page(**chromium.PHONE)))


def check_slip(clerk: Clerk, resident: Resident) -> None:
    """One sheet of paper with code, words and day; with them the sender opens the letter at home."""
    page = clerk.page
    expect(page.get_by_role("button", name="In trang này")).to_be_visible()
    code, secret = (words.inner_text() for words in page.locator(".code").all())
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1
    resident.looks_up(code, secret=secret)
    resident.reads("Nước sạch")
    clerk.page.get_by_role("link", name="Nhập đơn khác").click()
    page.wait_for_url("**/can-bo/nhap")
    page.goto("/can-bo/nhap/bien-nhan")
    assert (page.url.endswith("/can-bo/nhap"), secret in page.content()) == (True, False)


def test_channel_and_clerk_stand_in_the_case(town: Town, new_page: Callable[..., Page]):
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    clerk.enters(LETTER)
    clerk.page.get_by_role("link", name="Mở hồ sơ để phân loại").click()
    clerk.page.wait_for_url("**/can-bo/ho-so/*")
    clerk.reads("Đến trực tiếp")
    clerk.reads("Vi Thị Hạnh")
    clerk.reads(LETTER.name)


# ------------------------------------------------------------------ the keyboard


def test_work_list_is_walked_by_keyboard(town: Town, new_page: Callable[..., Page]):
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    clerk.opens("/can-bo?xem=tat-ca")
    page, keys = clerk.page, clerk.page.keyboard
    links = [link.get_attribute("href") for link in page.locator(".worklist .title a").all()]
    focused = "document.activeElement.getAttribute('href')"
    keys.press("j")
    assert page.evaluate(focused) == links[0]
    keys.press("j")
    keys.press("j")
    keys.press("k")
    assert page.evaluate(focused) == links[1]
    keys.press("Enter")
    page.wait_for_url(f"**{links[1]}")
    page.get_by_role("link", name="Đơn sau").click()
    page.wait_for_url(f"**{links[2]}")
    page.get_by_role("link", name="Đơn trước").click()
    page.wait_for_url(f"**{links[1]}")
    page.locator(".case-head").get_by_role("link", name="Việc của tôi").click()
    page.wait_for_url("**/can-bo?xem=tat-ca")
    keys.press("j")
    assert page.evaluate(focused) == links[2]


def test_question_mark_shows_the_keys_and_slash_searches(town: Town, new_page: Callable[..., Page]):
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    page = clerk.page
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type(town.slips["reopened"].code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/can-bo/ho-so/{town.ids['reopened']}")


def test_first_tab_leads_past_the_navigation(town: Town, new_page: Callable[..., Page]):
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    clerk.opens("/can-bo")
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.press("Enter")
    assert clerk.page.evaluate("document.activeElement.id") == "noi-dung"


# ------------------------------------------------------------------ two people at one case


def test_second_clerk_sees_what_changed_and_keeps_the_own_words(town: Town, new_page: Callable[..., Page]):
    first = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    second = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan2")
    for clerk in (first, second):
        clerk.opens(f"/can-bo/ho-so/{town.ids['received']}")
    first.classifies()
    step = second.step("phan-loai")
    step.get_by_label("Lĩnh vực").select_option(label="Giao thông, cầu đường")
    step.get_by_label("Vì sao đổi so với người gửi chọn (cần ghi khi đổi)").fill("Người gửi nói về cầu, không nói về rác")
    step.get_by_role("button", name="Lưu phân loại").click()
    second.reads("Có người vừa làm việc với hồ sơ này")
    second.reads("Vi Thị Hạnh")
    typed = second.page.get_by_label("Vì sao đổi so với người gửi chọn (cần ghi khi đổi)")
    expect(typed).to_have_value("Người gửi nói về cầu, không nói về rác")
    assert second.page.get_by_label("Lĩnh vực").locator("option:checked").inner_text() == "Giao thông, cầu đường"
    second.presses("Lưu phân loại")
    second.reads("Đã phân loại hồ sơ.")


def test_draft_of_an_answer_is_not_overwritten(town: Town, new_page: Callable[..., Page]):
    first, second = (signed_in(Officer, new_page(**chromium.DESKTOP), "congan") for _ in range(2))
    label = "Đã làm gì, trả lời thế nào"
    for officer in (first, second):
        officer.opens(f"/can-bo/ho-so/{town.ids['in_progress']}")
    first.page.locator("#du-thao").get_by_label(label).fill("Đã cử người đi xem cầu.")
    first.page.locator("#du-thao").get_by_role("button", name="Lưu nháp").click()
    first.reads("Đã lưu nháp trả lời.")
    second.page.locator("#du-thao").get_by_label(label).fill("Đã gọi thợ hàn, mai làm.")
    second.page.locator("#du-thao").get_by_role("button", name="Lưu nháp").click()
    second.reads("Có người vừa làm việc với hồ sơ này")
    second.reads("Đã cử người đi xem cầu.")
    assert second.page.get_by_label(label).input_value() == "Đã gọi thợ hàn, mai làm."
    first.page.reload()
    assert first.page.locator("#du-thao").get_by_label(label).input_value() == "Đã cử người đi xem cầu."


# ------------------------------------------------------------------ what an official may not see, and the way out


def test_supervisor_of_the_front_reads_no_name_and_finds_no_button(town: Town, new_page: Callable[..., Page]):
    supervisor = signed_in(Officer, new_page(**chromium.DESKTOP), "mattran")
    supervisor.opens(f"/can-bo/ho-so/{town.ids['answered']}")
    supervisor.reads("Tên và cách liên hệ chỉ hiện với người tiếp nhận")
    html = supervisor.page.content()
    assert [word for word in ("Nguyễn Văn An", "0912345", "0912 345") if word in html] == []
    assert supervisor.page.locator("main form").count() == 0


def test_signed_out_desk_cannot_be_looked_at_again(town: Town, new_page: Callable[..., Page]):
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    clerk.opens(f"/can-bo/ho-so/{town.ids['received']}")
    clerk.presses("Đăng xuất", within="header")
    clerk.page.wait_for_url("**/dang-nhap**")
    clerk.page.go_back()
    clerk.page.wait_for_url("**/dang-nhap**")
    assert "Nguyễn Văn An" not in clerk.page.content()


def test_late_case_stands_on_top_and_says_by_how_much(live_server: LiveServer, town: Town, new_page: Callable[..., Page]):
    with beside(live_server):
        commune = makers.make_commune(at=datetime.now(UTC))
        with use_unit(commune.unit_id):
            late = makers.make_case(commune, state="classified", at=datetime(2026, 1, 5, 2, 0, tzinfo=UTC)).code
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    clerk.opens("/can-bo?xem=dang-mo")
    first = clerk.page.locator(".worklist tbody tr").first
    expect(first).to_contain_text(late)
    expect(first).to_contain_text("Quá")
    assert town.slips["received"].code in clerk.text()


def test_a_letter_goes_to_the_next_commune_and_its_sender_follows_it_with_the_same_code(
    live_server: LiveServer, town: Town, new_page: Callable[..., Page]
):
    with beside(live_server):
        commune = makers.make_commune(at=datetime.now(UTC))
        makers.make_commune(makers.NEIGHBOUR, at=datetime.now(UTC))
        with use_unit(commune.unit_id):
            case = makers.make_case(commune, state="classified", at=datetime.now(UTC), key="next-commune", name="Nông Thị Bình")
            number, code = case.id, case.code
    clerk = signed_in(Clerk, new_page(**chromium.DESKTOP), "tiepdan")
    clerk.opens(f"/can-bo/ho-so/{number}")
    step = clerk.step("ban-giao")
    step.get_by_label("Thôn có việc này nay thuộc xã khác.").check()
    step.get_by_role("button", name="Bàn giao và báo người gửi").click()
    clerk.reads("Đã bàn giao cho Ủy ban nhân dân xã Chiến Thắng")
    clerk.reads("Ở xã đó: Mới nhận")
    resident = Resident(page=new_page(**chromium.PHONE))
    resident.looks_up(code, secret=secret_for("next-commune"))
    resident.reads("Bàn giao xã khác, xã đó nhận ngay")
    resident.reads("Việc đang ở xã khác")
    assert (code in resident.text(), "Nông Thị Bình" in resident.text()) == (True, False)
