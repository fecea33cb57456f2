"""What holds on every page: axe finds nothing, nothing scrolls sideways, nothing is asked of another server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.infra import browser as chromium
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town
from tests.journeys.walk import stops

pytestmark = ON_SQLITE
SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > wide + 1);
  return out.slice(-3).map((e) => `${e.tagName} ${e.className} ${(e.textContent || "").trim().slice(0, 30)}`);
}"""
WIDTHS = {
    "320-pixels": {"viewport": {"width": 320, "height": 640}},
    "zoom-200": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(colours: str, town: Town, new_page: Callable[..., Page]):
    axe, found = Axe(), {}
    for stop in stops(town, lambda: new_page(**chromium.PHONE, color_scheme=colours, reduced_motion="reduce")):
        violations = axe.run(stop.page).response["violations"]
        if violations:
            found[stop.name] = [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in violations]
    assert found == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(width: str, town: Town, new_page: Callable[..., Page]):
    found = {}
    for stop in stops(town, lambda: new_page(**WIDTHS[width])):
        outside = stop.page.evaluate(SIDEWAYS)
        if outside:
            found[stop.name] = outside
    assert found == {}
