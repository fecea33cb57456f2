"""Scripts of the desk on a page of their own, without a server: a browser that keeps nothing, a field that nobody named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
HOME = "http://gan-dan.test/"
CLOSED = """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("closed", "SecurityError"); } });"""
DESK = """<!doctype html><title>Bàn</title><b data-me="x1"></b>
<form action="/dang-xuat" method="post"><button>Đăng xuất</button></form>
<form action="/gui" method="post" data-autosave="1:2" data-saved-at="Đã giữ lúc {t}"><textarea name="text"></textarea>
<p data-saved></p></form>
<form action="/so-kin" method="post" data-forgets="7" data-drafts="desk:7"><button>Chuyển</button></form>"""
NAMELESS = """<!doctype html><title>Bàn</title><b data-me="x1"></b><main id="noi-dung" tabindex="-1">
<div data-unsent="7" data-told="Đã giữ lại:" data-drop="Bỏ"></div>
<form action="/gui" method="post"><input type="checkbox" name="drop" value="anh"><input name="why" id="vi-sao">
<button type="submit">Gửi</button></form>
<form action="/khac" method="post"><input type="checkbox" name="drop" value="giay">
<button type="submit">Bỏ giấy</button></form></main>"""
Shown = Callable[..., Page]


@pytest.fixture
def shown(browser: Browser) -> Iterator[Shown]:
    """Return what opens a page that holds this and one script of the desk; nothing else is there."""
    context = browser.new_context()

    def open_page(html: str, script: str, *, before: str = "") -> Page:
        whole = f"{html}<script type=module>{(SCRIPTS / script).read_text(encoding='utf-8')}</script>"

        def answer(route: Route) -> None:
            route.fulfill(body=whole, content_type="text/html; charset=utf-8")

        page = context.new_page()
        page.route("**/*", answer)
        page.on("pageerror", lambda error: faults.append(str(error)))
        if before:
            page.add_init_script(before)
        page.goto(HOME)
        return page

    faults: list[str] = []
    yield open_page
    context.close()
    assert faults == []


@pytest.mark.parametrize("button", ["Đăng xuất", "Chuyển"])
def test_where_the_browser_keeps_nothing_the_desk_still_forgets_what_this_tab_holds(shown: Shown, button: str):
    page = shown(DESK, "desk.js", before=CLOSED)
    page.evaluate("sessionStorage.setItem('unsent:7', JSON.stringify({ of: 'x1', at: Date.now(), forms: { one: {} } }))")
    page.locator("textarea").fill("Chữ đang gõ")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=button).click()
    page.wait_for_function("sessionStorage.getItem('unsent:7') === null")


def test_where_the_browser_keeps_drafts_those_of_a_month_ago_and_of_who_signs_out_go(shown: Shown):
    page = shown(DESK, "desk.js")
    page.evaluate("""for (const [key, days] of [["desk:old", 31], ["desk:new", 29], ["minutes:x", 90]])
      localStorage.setItem(key, JSON.stringify({ at: Date.now() - days * 864e5, words: {} }));""")
    page.reload()
    assert page.evaluate("Object.keys(localStorage).sort()") == ["desk:new", "minutes:x"]
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_function("Object.keys(localStorage).length === 1")


def test_a_field_without_an_id_gets_one_and_the_link_leads_to_it(shown: Shown):
    page = shown(NAMELESS, "unsent.js")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    page.wait_for_function("(sessionStorage.getItem('unsent:7') ?? '').includes('giay')")
    page.reload()
    links = page.locator("[data-unsent] a")
    expect(links).to_have_count(2)
    targets = [link.get_attribute("href") for link in links.all()]
    assert [page.locator(f"input[type=checkbox]{target}").count() for target in targets] == [1, 1]
    links.nth(1).click()
    expect(page.locator("input[value=giay]")).to_be_focused()
