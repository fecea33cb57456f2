"""The style page in a real browser: axe finds nothing in any state, and no width, theme, language or paper breaks a component.

No server runs: Chromium's requests are answered by the application itself, in this process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route

from tests.infra import browser as chromium
from tests.infra.application import settings as settings
from tests.infra.application import sqlite_app as sqlite_app
from tests.journeys.looks import STRICT, measured

HOME = "http://localhost"
STILL = {"reduced_motion": "reduce"}
LOOKS: dict[str, dict[str, Any]] = {
    "phone": {**chromium.PHONE, "color_scheme": "light", **STILL},
    "narrow-dark-english": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark", "locale": "en-GB", **STILL},
    "desk": {**chromium.DESKTOP, "color_scheme": "light"},
}
# Several pagers stand on this page, which elsewhere never happens.
ONLY_HERE = "landmark-unique"
RINGLESS = """() => {
  const e = document.activeElement, s = getComputedStyle(e);
  const ringed = parseFloat(s.outlineWidth) >= 2 && s.outlineStyle === "solid" && s.boxShadow.includes("rgb(255, 208, 40)");
  return ringed ? "" : e.outerHTML.slice(0, 90);
}"""


COVERED = """() => [...document.querySelectorAll(".bars p")].filter((row) => {
  const [name, value] = [...row.children].map((e) => e.getBoundingClientRect());
  return value.left < name.right && value.top < name.bottom - 1;
}).map((row) => row.textContent)"""
"""The bars whose value lies over their name."""


@pytest.fixture
def shown(browser: Browser, sqlite_app: Flask, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return the page as one kind of browser shows it."""
    visit = chromium.visit(browser, home=HOME, **LOOKS[request.param])
    page = visit.page()
    answerer = sqlite_app.test_client()
    page.route("**/*", lambda route: answer(route, answerer))
    page.goto("/ung-dung/mau")
    yield page
    visit.context.close()
    assert visit.complaints == []


def answer(route: Route, client: FlaskClient) -> None:
    """Let the application answer what the browser asks for."""
    place = urlsplit(route.request.url)
    asked = {name: value for name, value in route.request.headers.items() if name in ("accept-language", "accept")}
    reply = client.get(f"{place.path}?{place.query}", headers=asked, base_url=HOME)
    route.fulfill(status=reply.status_code, headers=dict(reply.headers), body=reply.get_data())


def violations(page: Page) -> list[str]:
    """Return what axe finds, contrast measured against 7:1."""
    options = {"rules": {**STRICT, ONLY_HERE: {"enabled": False}}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"][:3]]


@pytest.mark.parametrize("shown", ["phone", "narrow-dark-english"], indirect=True)
def test_components_are_sound_for_those_who_hear_or_see_little(shown: Page):
    assert violations(shown) + measured(shown) == []


@pytest.mark.parametrize("shown", ["phone"], indirect=True)
def test_focus_is_a_thick_ring_wherever_the_keyboard_goes_and_large_letters_fit(shown: Page):
    seen = []
    for _step in range(40):
        shown.keyboard.press("Tab")
        seen.append(shown.evaluate(RINGLESS))
    assert [where for where in seen if where] == []
    shown.set_viewport_size({"width": 640, "height": 800})
    shown.evaluate("document.documentElement.style.fontSize = '200%'")
    assert [line for line in measured(shown) if line.startswith("sideways")] == []
    assert shown.evaluate(COVERED) == []


@pytest.mark.parametrize("shown", ["desk"], indirect=True)
def test_components_move_shortly_and_lie_flat_on_paper(shown: Page):
    assert measured(shown, moving=True) == []
    assert shown.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration") == "0.12s, 0.12s"
    shown.set_viewport_size({"width": 700, "height": 1000})
    shown.emulate_media(media="print", color_scheme="dark")
    assert [line for line in measured(shown, moving=True) if line.startswith("sideways")] == []
    ground = shown.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert ground == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert shown.locator(".button:visible, .nav:visible, form:visible").count() == 0
