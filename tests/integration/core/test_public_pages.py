"""Cached pages: made once however many ask, anew when something changed, apart for each commune, language and day."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from core.access import PUBLIC, access
from core.page_cache import cached_public_page, raise_version
from core.transaction import transaction
from tests.makers_accounts import make_small_commune


class Page:
    """A page that counts how often it is made."""

    def __init__(self, app: Flask, *, answer: Callable[[int], object] = lambda number: f"page {number}") -> None:
        self.app, self.made, self.slow, self.answer = app, 0, 0.0, answer
        for path, endpoint in (("/trang", "one"), ("/trang/<name>", "named")):
            kept = cached_public_page(self.view, arguments=("trang",))
            app.add_url_rule(path, endpoint=endpoint, view_func=access(PUBLIC)(kept))

    @property
    def view(self) -> Callable[..., object]:
        def view(name: str = "") -> object:
            self.made += 1
            time.sleep(self.slow)
            return self.answer(self.made)

        return view

    def get(self, path: str = "/trang", **options: object) -> str:
        return self.app.test_client().get(path, **options).text


@pytest.fixture
def page(app: Flask) -> Page:
    with app.app_context():
        make_small_commune(hosts=("localhost",))
        make_small_commune(code="06506", name="Xã Chiến Thắng", hosts=("khac.example",))
    app.config["PAGE_CACHE_SECONDS"] = 0.0
    return Page(app)


def change(app: Flask, unit_id: int) -> None:
    with app.app_context(), transaction():
        raise_version(unit_id)


def test_a_page_is_made_once(page: Page):
    assert ([page.get() for _ in range(5)], page.made) == (["page 1"] * 5, 1)


def test_a_change_makes_it_anew_and_once(page: Page):
    seen = [page.get()]
    change(page.app, 1)
    seen += [page.get(), page.get()]
    assert seen == ["page 1", "page 2", "page 2"]


def test_a_change_in_another_commune_makes_nothing_anew(page: Page):
    page.get()
    change(page.app, 2)
    assert page.get() == "page 1"


def test_a_command_that_fails_changes_nothing(page: Page):
    page.get()
    with page.app.app_context(), pytest.raises(RuntimeError):
        fail_after_raising()
    assert page.get() == "page 1"


def fail_after_raising() -> None:
    with transaction():
        raise_version(1)
        raise RuntimeError


@pytest.mark.parametrize(
    ("path", "options", "again"),
    [
        ("/trang?trang=2", {}, "page 2"),
        ("/trang/khac", {}, "page 2"),
        ("/trang", {"headers": {"Accept-Language": "en"}}, "page 2"),
        ("/trang?lang=en", {}, "page 2"),
        ("/trang", {"base_url": "http://khac.example"}, "page 2"),
        ("/trang?fbclid=abc&zarsrc=30", {}, "page 1"),
        ("/trang?x=2", {}, "page 1"),
        ("/trang", {"headers": {"Accept-Language": "fr"}}, "page 1"),
        ("/trang?lang=vi", {}, "page 1"),
    ],
)
def test_what_a_page_depends_on(page: Page, path: str, options: dict[str, object], again: str):
    page.get()
    assert page.get(path, **options) == again


def test_a_new_day_is_a_new_page(page: Page):
    days = iter([date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 20)])
    page.app.config["TODAY"] = lambda: next(days)
    assert [page.get() for _ in range(4)] == ["page 1", "page 1", "page 2", "page 1"]


@pytest.mark.parametrize("status", [201, 302, 404, 410, 500, 503])
def test_what_is_not_200_is_passed_on_and_not_kept(page: Page, status: int):
    page.answer = lambda number: (f"no {number}", status)
    answers = [page.app.test_client().get("/trang") for _ in range(2)]
    assert [(answer.status_code, answer.text) for answer in answers] == [(status, "no 1"), (status, "no 2")]
    page.answer = lambda number: f"page {number}"
    assert [page.get(), page.get()] == ["page 3", "page 3"]


def test_many_who_ask_together_have_it_made_once(page: Page):
    page.slow = 0.2
    gate, seen = threading.Barrier(8), []

    def ask() -> None:
        gate.wait()
        seen.append(page.get())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (seen, page.made) == (["page 1"] * 8, 1)


def test_after_a_page_that_failed_the_next_one_is_made(page: Page):
    def answer(number: int) -> str:
        if number == 1:
            raise RuntimeError
        return f"page {number}"

    page.answer = answer
    page.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert page.app.test_client().get("/trang").status_code == 500
    assert page.get() == "page 2"


def test_a_change_shows_within_a_second_and_settles(page: Page):
    page.app.config["PAGE_CACHE_SECONDS"] = 0.1
    first = page.get()
    change(page.app, 1)
    end = time.monotonic() + 1.0
    while page.get() == first and time.monotonic() < end:
        time.sleep(0.02)
    assert page.get() != first
    time.sleep(0.35)
    settled = page.get()
    assert [page.get() for _ in range(3)] == [settled] * 3


def test_a_fresh_version_is_kept_for_one_beat_only(page: Page):
    page.app.config["PAGE_CACHE_SECONDS"] = 0.2
    cache = page.app.extensions["gandan.page_cache"]
    beats = set()
    with page.app.app_context():
        end = time.monotonic() + 0.9
        while time.monotonic() < end:
            beats.add(cache.version(1, max_age=0.2)[1])
            time.sleep(0.02)
        assert cache.version(1, max_age=0.2) == (0, 0)
    assert (0 in beats, 2 <= len(beats - {0}) <= 4) == (True, True)
