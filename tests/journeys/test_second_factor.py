"""An official turns the second factor on, signs in with codes of the telephone, and with the paper when it is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.journeys.looks import STRICT, measured
from tests.journeys.people import Officer
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town
from tests.journeys.walk import signed_in

pytestmark = ON_SQLITE
SET_UP, CODES = "**/can-bo/tai-khoan/hai-buoc", "**/can-bo/tai-khoan/ma-du-phong"


def looked_at(page: Page) -> None:
    """Nothing on this page is out of place, unreadable or without a name."""
    found = Axe().run(page, options={"rules": STRICT}).response["violations"]
    assert [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in found] + measured(page, moving=True) == []


def turns_it_on(person: Officer) -> tuple[str, list[str]]:
    """Set the factor up as the page says; returns the secret and the recovery codes."""
    page = person.page
    person.opens("/can-bo/tai-khoan")
    page.get_by_role("link", name="Bật xác minh hai bước").click()
    page.wait_for_url(SET_UP)
    looked_at(page)
    person.presses("Bắt đầu")
    secret = page.locator("#khoa").inner_text().replace(" ", "").replace("\n", "")
    looked_at(page)
    page.get_by_label("Mã sáu chữ số trong ứng dụng").fill(shown(secret))
    person.presses("Bật xác minh hai bước")
    page.wait_for_url(CODES)
    looked_at(page)
    codes = page.locator("#ma-du-phong li").all_inner_texts()
    assert len(set(codes)) == 10
    page.reload()
    assert page.locator("#ma-du-phong li").all_inner_texts() == codes
    return secret, codes


def shown(secret: str, *, steps: int = 0) -> str:
    """Return what the telephone shows now, or some half minutes later."""
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30 * steps))


def comes_back(person: Officer) -> None:
    """Sign out and type the password again."""
    person.opens("/can-bo/tai-khoan")
    person.presses("Đăng xuất", within="header")
    person.reads("Đã đăng xuất.")
    person.page.get_by_label("Tên đăng nhập").fill(person.username)
    person.page.get_by_label("Mật khẩu").fill(person.password)
    person.presses("Đăng nhập")
    person.page.wait_for_url("**/dang-nhap/ma")


def types(person: Officer, code: str) -> None:
    """Type a code where it is asked for and press Enter."""
    field = person.page.get_by_label("Mã xác minh")
    field.fill(code)
    field.press("Enter")


def test_telephone_signs_in_and_so_does_the_paper_once(town: Town, new_page: Callable[..., Page]):
    person = signed_in(Officer, new_page(**chromium.PHONE), "kinhte.hatang")
    secret, codes = turns_it_on(person)
    person.presses("Tôi đã cất mã")
    person.reads("Mã dự phòng không hiện lại nữa.")
    looked_at(person.page)

    comes_back(person)
    looked_at(person.page)
    expect(person.page.get_by_label("Mã xác minh")).to_be_focused()
    code = shown(secret, steps=1)  # half a minute early, so that it is not the one that turned it on
    types(person, f"{code[:3]} {code[3:]}")
    person.page.wait_for_url("**/can-bo")
    person.page.go_back()
    person.page.wait_for_url("**/can-bo")

    comes_back(person)
    types(person, code)
    person.reads("Mã này đã dùng rồi")
    looked_at(person.page)
    person.unfolds("Không có điện thoại? Dùng mã dự phòng")
    person.reads("Mỗi mã chỉ dùng được một lần")
    types(person, codes[0])
    person.page.wait_for_url("**/can-bo")
    person.reads("còn 9 mã")

    comes_back(person)
    types(person, codes[0])
    person.reads("Mã chưa đúng")
    types(person, codes[1].replace(" ", "-"))
    person.page.wait_for_url("**/can-bo")


def test_without_scripts_the_way_is_the_same_and_the_paper_holds_the_codes(town: Town, new_page: Callable[..., Page]):
    page = new_page(**chromium.PHONE, java_script_enabled=False)
    person = signed_in(Officer, page, "kinhte.moitruong")
    person.opens("/can-bo/tai-khoan/hai-buoc")
    person.presses("Bắt đầu")
    secret = page.locator("#khoa").inner_text().replace(" ", "").replace("\n", "")
    page.get_by_label("Mã sáu chữ số trong ứng dụng").fill(shown(secret))
    person.presses("Bật xác minh hai bước")
    page.wait_for_url(CODES)
    codes = page.locator("#ma-du-phong li").all_inner_texts()
    page.get_by_role("link", name="In mười mã này").click()
    page.wait_for_url(f"{CODES}?in=1")
    page.emulate_media(media="print")
    assert page.locator(".codes li").all_inner_texts() == codes
    assert person.username not in page.locator("body").inner_text()
    page.emulate_media(media="screen")
    comes_back(person)
    types(person, codes[9])
    page.wait_for_url("**/can-bo")
