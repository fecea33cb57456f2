"""A line that breaks loses a script now and then: whichever it is, the form still takes a letter with its photo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.infra import browser as chromium
from tests.journeys.people import Letter, Resident
from tests.journeys.photos import plain_photo
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server

pytestmark = ON_SQLITE
STEPS = ("similar",)  # with it goes gui.js, which asks for it: the form is one long page
OTHERS = ("pieces", "photos", "shelf", "store", "sender", "draft")


@pytest.mark.parametrize("lost", [*STEPS, *OTHERS])
def test_letter_and_photo_arrive_whichever_script_was_lost(lost: str, new_page: Callable[..., Page]):
    page = new_page(**chromium.PHONE)
    asked: list[str] = []
    page.route(f"**/js/{lost}.js", lambda route: (asked.append(lost), route.abort("connectionreset")))
    resident = Resident(page=page, scripts=lost not in STEPS)
    slip = resident.sends(
        Letter(
            story=f"Cột điện nghiêng, dây sát mái nhà ({lost}).", name="Lý Thị Mai", phone="0912 345 678", photos=(plain_photo(),)
        )
    )
    assert asked
    resident.looks_up(slip.code, secret=slip.secret)
    resident.waits_for(lambda: page.locator("main .photos img").count() == 1)


@pytest.mark.parametrize("lost", ["store", "phone"])
def test_the_page_of_this_phone_says_that_it_has_not_loaded_and_never_that_there_is_nothing(lost: str, phone: Page):
    phone.route(f"**/js/{lost}.js", lambda route: route.abort("connectionreset"))
    phone.goto("/may-nay")
    note = phone.get_by_text("Trang chưa tải xong")
    expect(note).to_be_visible()
    expect(phone.get_by_text("Máy này chưa giữ đơn nào")).to_be_hidden()
    phone.unroute(f"**/js/{lost}.js")
    phone.get_by_role("link", name="Tải lại trang").click()
    expect(phone.get_by_text("Máy này chưa giữ đơn nào")).to_be_visible()
    expect(note).to_be_hidden()
