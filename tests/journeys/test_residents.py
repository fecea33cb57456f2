"""Residents on a phone: what they typed is never lost, what is private stays so, and nothing is kept before it is needed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.infra import browser as chromium
from tests.infra.live import LiveServer
from tests.journeys.drafts import forgotten, kept, saved_after_the_name
from tests.journeys.people import Letter, Resident, Slip
from tests.journeys.photos import heic_photo, plain_photo
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town

pytestmark = ON_SQLITE
STORY = "Đèn đường đầu thôn Nà Pất hỏng ba bóng từ tuần trước, tối không ai dám đi."
LETTER = Letter(story=STORY, name="Hoàng Thị Lan", phone="0912 345 678", field="Điện, chiếu sáng")
WITHOUT_COOKIES = (
    "/", "/gui", "/tra-cuu", "/ho-so", "/cong-khai", "/thoi-han", "/ngay-nghi", "/to-cao", "/quyen-rieng-tu", "/ke-hoach",
    "/doi-thoai",
)  # fmt: skip
STORY_LABEL = "Chuyện gì, ở đâu, từ bao giờ?"
BOTH = pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])


@pytest.fixture
def resident(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Resident:
    """Return a resident with a phone; a parameter ``scripts`` of the test tells whether it runs scripts."""
    scripts = getattr(request.node, "callspec", None) is None or request.node.callspec.params.get("scripts", True)
    return Resident(page=new_page(**chromium.PHONE, java_script_enabled=scripts), scripts=scripts)


# ------------------------------------------------------------------ the form


def empties_the_story(resident: Resident) -> None:
    """Take the story away where the form has been gone through already: in steps it does not let anybody by without one."""
    story = resident.page.locator("#story")
    if resident.scripts:
        story.evaluate("field => { field.value = ''; }")
    else:
        story.fill("")


@BOTH
def test_wrong_form_comes_back_with_every_word_and_photo(scripts: bool, resident: Resident):
    wrong = replace(LETTER, phone="12345", photos=(plain_photo(), heic_photo()))
    resident.opens("/gui")
    resident.writes(wrong)
    empties_the_story(resident)
    form = resident.page.locator("form[data-steps]")
    if scripts:
        expect(form.locator(".photos .error")).to_contain_text("không đọc được ảnh HEIC")
    resident.presses("Gửi đi")
    summary = resident.page.get_by_role("alert")
    heic = [] if scripts else [re.compile("Ảnh 2, tệp “.+”: Ảnh HEIC .+ Tệp nêu trên đã được bỏ ra")]
    expect(summary.get_by_role("listitem")).to_have_text(
        [
            "Hãy ghi chuyện gì, ở đâu, từ bao giờ.",
            *heic,
            "Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0.",
        ]
    )
    typed = {
        "Họ và tên": wrong.name, "Số điện thoại": wrong.phone, "Chỗ nào trong thôn?": wrong.place,
        "Chuyện gì, ở đâu, từ bao giờ?": "",
    }  # fmt: skip
    assert {label: form.get_by_label(label).input_value() for label in typed} == typed
    chosen = [form.get_by_label(label).locator("option:checked").text_content() for label in ("Thuộc việc gì?", "Ở thôn nào?")]
    assert chosen == [wrong.field, wrong.village]
    if scripts:
        expect(form.locator(".photos li")).to_have_count(2)
        expect(form.locator(".photos .error")).to_have_count(1)
    else:
        expect(form.get_by_text("Đã giữ 1 ảnh, sẽ gửi cùng đơn")).to_have_count(1)


@BOTH
def test_corrected_form_becomes_one_case_with_the_photo_sent_before(scripts: bool, resident: Resident):
    resident.opens("/gui")
    resident.writes(replace(LETTER, photos=(plain_photo(),)))
    empties_the_story(resident)
    resident.presses("Gửi đi")
    form = resident.page.locator("form[data-steps]")
    form.get_by_label(STORY_LABEL).fill(STORY)
    for _ in range(3):
        resident.goes_on()
    resident.presses("Gửi đi")
    resident.page.wait_for_url("**/da-nhan/*")
    resident.slip = resident.keeps_the_receipt()
    resident.follows_up()
    resident.waits_for(lambda: resident.page.locator("main .photos img").count() == 1)


def test_story_is_asked_for_before_the_second_step_and_what_is_mended_is_no_longer_told(resident: Resident):
    resident.opens("/gui")
    resident.page.wait_for_selector("form[data-phone] [data-box]", state="attached")
    resident.goes_on()
    alert = resident.page.get_by_role("alert")
    expect(alert.get_by_role("listitem")).to_have_text(["Hãy ghi chuyện gì, ở đâu, từ bao giờ."])
    expect(resident.page.get_by_role("heading", name="Chuyện gì đang xảy ra?")).to_be_visible()
    resident.page.get_by_label(STORY_LABEL).fill(STORY)
    expect(alert).to_have_count(0)
    assert resident.page.locator(".has-error, [aria-invalid]").count() == 0
    resident.goes_on()
    expect(resident.page.get_by_role("heading", name="Ở đâu?")).to_be_visible()


def test_step_is_told_to_who_hears_the_page_and_no_name_is_refused_where_it_is_ticked(resident: Resident):
    resident.opens("/gui")
    resident.page.wait_for_selector("form[data-phone] [data-box]", state="attached")
    resident.writes(LETTER)
    expect(resident.page).to_have_title(re.compile("^Bước 4 trong 4 · "))
    expect(resident.page.get_by_role("heading", name="Xã gọi lại cho ai?")).to_have_accessible_description("Bước 4 trong 4")
    refused = resident.page.get_by_role("alert").filter(has_text="Khiếu nại phải có họ tên người gửi.")
    resident.page.get_by_label("Không ghi tên").check()
    expect(refused).to_have_count(0)
    resident.page.locator("#own_right").evaluate("box => box.click()")
    expect(refused).to_be_visible()
    resident.page.get_by_label("Không ghi tên").uncheck()
    expect(refused).to_have_count(0)


def test_who_goes_back_to_a_form_that_had_come_back_finds_the_form(resident: Resident):
    slip = resident.sends(LETTER)
    resident.opens("/tra-cuu")
    resident.presses("Xem đơn")
    expect(resident.page.get_by_role("alert")).to_be_visible()
    resident.page.get_by_label("Mã đơn").fill(slip.code)
    resident.page.get_by_label("Từ bí mật").fill(slip.secret)
    resident.presses("Xem đơn")
    resident.page.wait_for_url(f"**/tra-cuu/{slip.code}")
    resident.page.go_back()
    expect(resident.page.get_by_role("button", name="Xem đơn")).to_be_visible()
    expect(resident.page.get_by_role("alert")).to_have_count(0)


def test_link_in_the_summary_leads_to_its_field(resident: Resident):
    resident.opens("/gui")
    resident.writes(replace(LETTER, phone="12345"))
    resident.presses("Gửi đi")
    expect(resident.page.get_by_role("alert")).to_be_focused()
    resident.page.get_by_role("alert").get_by_role("link").click()
    expect(resident.page.get_by_label("Số điện thoại")).to_be_focused()


def test_closed_tab_keeps_the_story_and_forgets_who_wrote_it(resident: Resident):
    resident.opens("/gui")
    resident.writes(replace(LETTER, photos=(plain_photo(),)))
    saved_after_the_name(resident.page, LETTER.place, files=1)
    (draft,) = kept(resident.page)
    assert "Nà Pất" in str(draft)
    assert [word for word in (LETTER.name, "0912345", "0912 345") if word in str(draft)] == []
    context = resident.page.context
    resident.page.close()
    again = context.new_page()
    again.goto("/gui")
    expect(again.get_by_label(STORY_LABEL)).to_have_value(STORY)
    expect(again.locator(".photos li")).to_have_count(1)
    assert again.locator("#name").input_value() == ""


def test_who_accuses_somebody_is_led_to_the_safe_way_before_giving_a_name(resident: Resident):
    resident.opens("/gui")
    form = resident.page.locator("form[data-steps]")
    form.get_by_label(STORY_LABEL).fill("Cán bộ địa chính nhận tiền của dân khi làm sổ đỏ.")
    form.get_by_label("Tôi nói một người cụ thể đã vi phạm pháp luật").check()
    resident.goes_on()
    resident.page.wait_for_url("**/to-cao")
    resident.opens("/gui")
    expect(resident.page.get_by_label(STORY_LABEL)).to_have_value("")
    forgotten(resident.page)


def test_receipt_clears_the_draft_of_the_phone(resident: Resident):
    resident.sends(LETTER)
    forgotten(resident.page)


@pytest.mark.parametrize("scripts", [False], ids=["without-scripts"])
def test_double_tap_and_going_back_make_one_case(scripts: bool, resident: Resident):
    first = taps_twice(resident)
    resident.page.go_back()
    resident.page.wait_for_url("**/gui*")
    expect(resident.page.get_by_label(STORY_LABEL)).to_have_value(STORY)
    resident.presses("Gửi đi")
    resident.page.wait_for_url("**/da-nhan/*")
    assert resident.keeps_the_receipt() == first


def test_going_back_after_sending_finds_an_empty_form_and_the_way_to_the_receipt(resident: Resident):
    first = taps_twice(resident)
    resident.page.go_back()
    resident.page.wait_for_url("**/gui*")
    resident.reads("Đơn này đã gửi.")
    assert [resident.page.locator(name).input_value() for name in ("#story", "#place", "#name", "#phone")] == [""] * 4
    assert kept(resident.page) == []
    resident.page.get_by_role("link", name="Xem biên nhận").click()
    resident.page.wait_for_url("**/da-nhan/*")
    assert resident.keeps_the_receipt() == first
    resident.page.go_back()
    resident.writes(replace(LETTER, story="Một việc khác hẳn: chợ Lũng chưa có mái che nắng."))
    resident.presses("Gửi đi")
    resident.page.wait_for_url("**/da-nhan/*")
    assert resident.keeps_the_receipt().code != first.code


def taps_twice(resident: Resident) -> Slip:
    resident.opens("/gui")
    resident.writes(LETTER)
    resident.page.get_by_role("button", name="Gửi đi").dblclick()
    expect(resident.page).to_have_url(re.compile("/da-nhan/"))  # the browser gives the first of the two answers up
    return resident.keeps_the_receipt()


# ------------------------------------------------------------------ the receipt and tracking


def test_secret_words_are_shown_to_the_browser_that_sent_and_to_no_other(resident: Resident, new_page: Callable[..., Page]):
    slip = resident.sends(LETTER)
    neighbour = Resident(page=new_page(**chromium.PHONE))
    neighbour.opens(f"/da-nhan/{slip.code}")
    html, two_words = neighbour.page.content(), " · ".join(slip.secret.split(" · ")[:2])
    assert (slip.code in html, two_words in neighbour.text(), STORY[:20] in html, LETTER.name in html) == (
        True, False, False, False,
    )  # fmt: skip


def test_secret_words_may_be_typed_without_marks_and_in_capitals(resident: Resident, new_page: Callable[..., Page]):
    slip = resident.sends(LETTER)
    elsewhere = Resident(page=new_page(**chromium.PHONE))
    elsewhere.looks_up(slip.code.lower().replace("-", " "), secret=slip.secret.upper().replace(" · ", "  "))
    elsewhere.reads("Đơn đã gửi")


def test_phone_number_opens_dates_and_no_word_of_the_letter(town: Town, resident: Resident):
    slip = town.slips["answered"]
    resident.looks_up(slip.code, phone="0912.345.678")
    resident.reads("Số điện thoại chỉ mở được tình trạng và ngày hẹn.")
    html = resident.page.content()
    assert [
        word for word in ("lan can", "Nguyễn Văn An", "0912345", "0912 345", "hàn lại", "cây đa", "/tep/") if word in html
    ] == []


def test_fifth_wrong_try_locks_the_code_even_for_the_right_words(resident: Resident):
    slip = resident.sends(LETTER)
    resident.page.context.clear_cookies()
    for _ in range(4):
        resident.looks_up(slip.code, secret="một hai ba bốn")
        resident.reads("chưa khớp với đơn nào")
    resident.looks_up(slip.code, secret="một hai ba bốn")
    resident.reads("Mã này đã được thử sai nhiều lần. Hãy thử lại sau")
    resident.looks_up(slip.code, secret=slip.secret)
    resident.reads("Mã này đã được thử sai nhiều lần. Hãy thử lại sau")


def test_family_phone_forgets_the_case(resident: Resident):
    slip = resident.sends(LETTER)
    resident.follows_up()
    resident.presses("Thoát, để máy này quên đơn")
    resident.page.wait_for_url("**/tra-cuu")
    resident.page.go_back()
    resident.opens(f"/tra-cuu/{slip.code}")
    resident.page.wait_for_url("**/tra-cuu?ma=*")
    assert STORY[:20] not in resident.page.content()


# ------------------------------------------------------------------ languages and cookies


def test_language_is_switched_and_stays_until_it_is_switched_back(resident: Resident):
    page = resident.page
    resident.opens("/")
    vietnamese = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html[lang=en]")).to_have_count(1)
    english = page.get_by_role("heading", level=1).inner_text()
    resident.opens("/gui")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.locator("html[lang=vi]")).to_have_count(1)
    resident.opens("/")
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.get_by_role("heading", level=1).inner_text() == vietnamese
    assert english != vietnamese


def test_no_cookie_is_set_before_one_is_needed(resident: Resident):
    given = {}
    for address in WITHOUT_COOKIES:
        answer = resident.page.goto(address)
        assert answer is not None
        given[address] = answer.headers.get("set-cookie")
    assert given == dict.fromkeys(WITHOUT_COOKIES)
    assert resident.page.context.cookies() == []


def test_pages_speak_the_language_of_the_browser(browser: Browser, live_server: LiveServer):
    spoken = {}
    for locale in ("vi-VN", "en-GB", "fr-FR"):
        visit = chromium.visit(browser, home=live_server.url, **{**chromium.PHONE, "locale": locale})
        page = visit.page()
        page.goto("/")
        spoken[locale] = page.locator("html").get_attribute("lang")
        visit.context.close()
    assert spoken == {"vi-VN": "vi", "en-GB": "en", "fr-FR": "vi"}
