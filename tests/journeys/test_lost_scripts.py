"""A line that breaks loses a script now and then: whichever it is, the form still takes a letter with its photo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

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
