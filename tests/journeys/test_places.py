"""Somebody stands at a broken bridge: the telephone says where, the map can be tapped, and everything can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.infra import browser as chromium

HERE = {"latitude": 21.602437, "longitude": 106.463318, "accuracy": 35}


def to_the_place(page: Page) -> Page:
    page.goto("/gui")
    page.locator("textarea").fill("Lan can cầu tràn gãy từ sau trận mưa đầu tháng.")
    page.get_by_role("button", name="Tiếp tục").click()
    return page


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_place_is_asked_for_on_a_tap_only_and_can_be_taken_back(new_page: Callable[..., Page]):
    page = to_the_place(new_page(**chromium.PHONE, geolocation=HERE, permissions=["geolocation"]))
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    expect(page.locator("#lat")).to_have_value("")
    asks_the_telephone(page)
    assert [url for url in loaded if "leaflet" in url] == []
    chooses_on_the_map(page)
    assert sorted({url.rsplit("/", 1)[1] for url in loaded if "leaflet" in url}) == ["leaflet.css", "leaflet.js"]
    takes_it_back(page)
    finds_the_villages_of_before(page)
    is_refused_and_writes_a_former_name(to_the_place(new_page(**chromium.PHONE)))


def asks_the_telephone(page: Page) -> None:
    page.get_by_role("button", name="Vị trí của tôi").click()
    expect(page.locator("[data-locate] [data-told]")).to_have_text("Đã ghi vị trí, ± 35 m.")
    expect(page.locator("[data-place] [data-note]")).to_contain_text("gần Thôn Nà Lìa nhất")
    expect(page.locator("#village_id option:checked")).to_have_text("Thôn Nà Lìa")
    assert (page.input_value("#lat"), page.input_value("#accuracy")) == ("21.602437", "35")


def chooses_on_the_map(page: Page) -> None:
    page.get_by_text("Chọn chỗ trên bản đồ").click()
    expect(page.locator(".m-pin")).to_have_count(1)
    page.locator(".map").click(position={"x": 60, "y": 200})
    expect(page.locator("[data-locate] [data-told]")).to_have_text("Đã ghi một vị trí.")
    assert (page.input_value("#lat") != "21.602437", page.input_value("#accuracy")) == (True, "")


def takes_it_back(page: Page) -> None:
    page.get_by_role("button", name="Bỏ vị trí").click()
    expect(page.locator("[data-locate] [data-told]")).to_have_text("Đã bỏ vị trí.")
    expect(page.locator(".m-pin")).to_have_count(0)
    assert (page.input_value("#lat"), page.input_value("#lon")) == ("", "")


def finds_the_villages_of_before(page: Page) -> None:
    """Only the numbers of villages are kept on the telephone; next time they stand first."""
    page.select_option("#village_id", label="Thôn Lân Rầy")
    page.evaluate("document.querySelector('form[data-steps]').dispatchEvent(new Event('submit', {cancelable: true}))")
    assert page.evaluate("JSON.parse(localStorage.getItem('villages'))") == [page.input_value("#village_id")]
    to_the_place(page)
    group = page.locator("#village_id optgroup").first
    expect(group).to_have_attribute("label", "Lần trước trên máy này")
    expect(group).to_have_text("Thôn Lân Rầy")


def is_refused_and_writes_a_former_name(page: Page) -> None:
    page.get_by_role("button", name="Vị trí của tôi").click()
    expect(page.locator("[data-locate] [data-told]")).to_contain_text("Máy chưa cho phép xem vị trí.")
    page.locator("#place").fill("cầu Nà Pất Trên")
    page.locator("#place").blur()
    expect(page.locator("[data-place] [data-note]")).to_contain_text("Thôn Nà Pất Trên trước đây, nay thuộc Thôn Nà Pất.")
    expect(page.locator("#village_id option:checked")).to_have_text("Thôn Nà Pất")
