"""What holds on every page: axe finds nothing, nothing sticks out or is too small, nothing is asked of another server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.infra import browser as chromium
from tests.journeys.looks import STRICT, STRICT_CONTRAST, measured
from tests.journeys.shared_server import ON_SQLITE
from tests.journeys.shared_server import live_server as live_server
from tests.journeys.shared_server import town as town
from tests.journeys.town import Town
from tests.journeys.walk import Stop, stops, strangers_stops

pytestmark = ON_SQLITE
SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > wide + 1);
  return out.slice(-3).map((e) => `${e.tagName} ${e.className} ${(e.textContent || "").trim().slice(0, 30)}`);
}"""
SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shifted += entry.value; }))
  .observe({ type: "layout-shift", buffered: true });"""
NARROW = {"viewport": {"width": 320, "height": 640}}
ZOOMED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
LARGE = {"viewport": {"width": 640, "height": 800}}


def sideways(stop: Stop) -> list[str]:
    """Return what sticks out of a page to the right, the last few things, when the page scrolls sideways."""
    return stop.page.evaluate(SIDEWAYS)


def violations(stop: Stop, *rules: str) -> list[str]:
    """Return what axe finds on a page, by all its rules or by some: each rule with the first element that breaks it."""
    options = {"rules": STRICT, "runOnly": list(rules)} if rules else {"rules": STRICT}
    found = Axe().run(stop.page, options=options).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in found]


def listed(stops: Iterator[Stop], look: Callable[[Stop], list[str]]) -> dict[str, list[str]]:
    """Return what is wrong by page, for the pages with which something is; each is looked at once it is there to its end."""
    found: dict[str, list[str]] = {}
    for stop in stops:
        stop.page.wait_for_load_state("load")
        if wrong := look(stop):
            found[stop.name] = wrong
    return found


def test_pages_are_sound_on_a_phone_and_fit_the_narrowest(town: Town, new_page: Callable[..., Page]):
    def look(stop: Stop) -> list[str]:
        wrong = violations(stop) + measured(stop.page)
        stop.page.set_viewport_size(NARROW["viewport"])
        wrong += sideways(stop)
        stop.page.set_viewport_size(chromium.PHONE["viewport"])
        return wrong

    walk = stops(town, lambda: new_page(**chromium.PHONE, color_scheme="light", reduced_motion="reduce"))
    assert listed(walk, look) == {}


def test_pages_are_read_in_the_dark_and_fit_twice_enlarged(town: Town, new_page: Callable[..., Page]):
    def look(stop: Stop) -> list[str]:
        return violations(stop, STRICT_CONTRAST, "link-in-text-block") + sideways(stop)

    walk = stops(town, lambda: new_page(**ZOOMED, color_scheme="dark", reduced_motion="reduce"))
    assert listed(walk, look) == {}


def test_english_pages_are_as_sound_as_the_vietnamese(town: Town, new_page: Callable[..., Page]):
    page = new_page(**NARROW, locale="en-GB")
    spoken = set()

    def look(stop: Stop) -> list[str]:
        spoken.add(stop.page.locator("html").get_attribute("lang"))
        return violations(stop) + measured(stop.page, moving=True)

    assert listed(strangers_stops(town, page), look) == {}
    assert spoken == {"en"}


def test_letters_twice_as_large_lose_nothing(town: Town, new_page: Callable[..., Page]):
    def look(stop: Stop) -> list[str]:
        stop.page.evaluate("document.documentElement.style.fontSize = '200%'")
        return sideways(stop)

    assert listed(strangers_stops(town, new_page(**LARGE)), look) == {}


def test_sending_form_does_not_jump_when_its_script_comes_late(new_page: Callable[..., Page]):
    page = new_page(**chromium.PHONE)
    page.add_init_script(SHIFTS)
    page.route("**/gui.js", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.goto("/gui")
    page.locator(".progress").wait_for()
    page.wait_for_timeout(200)
    assert page.evaluate("window.shifted") < 0.01
