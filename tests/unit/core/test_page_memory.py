"""The memory of rendered pages: bounded, the least used leave first, one thread makes a page."""

from __future__ import annotations

import gzip
import threading
import time

import brotli
import pytest
from flask import Flask, Response

from core.page_cache import CAPACITY, VARY, PageCache, StoredPage, answer, stored
from tests.makers_core import bare_app

TEXT = "Cầu tràn hỏng lan can. " * 60


def page(text: str = TEXT, **headers: str) -> StoredPage:
    return stored(Response(text, headers=headers, content_type="text/html"))


@pytest.fixture
def app() -> Flask:
    return bare_app()


def test_what_was_put_is_found_under_its_whole_key_only():
    cache, kept = PageCache(), page()
    cache.put((1, "vi", "/"), kept)
    assert cache.get((1, "vi", "/")) is kept
    assert [cache.get(key) for key in ((2, "vi", "/"), (1, "en", "/"), (1, "vi", "/x"), (1, "vi"))] == [None] * 4


def test_the_memory_holds_no_more_than_its_capacity():
    cache = PageCache()
    for number in range(CAPACITY + 25):
        cache.put((number,), page(str(number)))
    assert [number for number in range(CAPACITY + 25) if cache.get((number,)) is None] == list(range(25))


def test_the_least_used_page_leaves_first():
    cache = PageCache()
    for number in range(CAPACITY):
        cache.put((number,), page(str(number)))
    for number in range(10):
        cache.get((number,))
    for number in range(CAPACITY, CAPACITY + 5):
        cache.put((number,), page(str(number)))
    gone = [number for number in range(CAPACITY) if cache.get((number,)) is None]
    assert gone == [10, 11, 12, 13, 14]


def test_a_page_put_again_takes_no_second_place():
    cache = PageCache()
    for _ in range(CAPACITY * 2):
        cache.put(("same",), page())
    cache.put(("other",), page("other"))
    assert (cache.get(("same",)).plain.decode(), cache.get(("other",)).plain) == (TEXT, b"other")


def test_one_lock_per_page():
    cache = PageCache()
    assert cache.making(("a",)) is cache.making(("a",))
    assert cache.making(("a",)) is not cache.making(("b",))


def test_locks_do_not_pile_up():
    cache = PageCache()
    locks = {id(cache.making((number,))) for number in range(CAPACITY * 3)}
    assert len(locks) > CAPACITY
    assert len(cache._making) <= CAPACITY + 1


def test_threads_put_and_get_without_harm():
    cache, problems = PageCache(), []

    def work(start: int) -> None:
        try:
            for number in range(start, start + 400):
                cache.put((number % 350,), page(str(number)))
                cache.get(((number * 7) % 350,))
        except Exception as problem:  # noqa: BLE001 - whatever it is, the test must see it
            problems.append(problem)

    threads = [threading.Thread(target=work, args=(start,)) for start in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (problems, len(cache._pages)) == ([], CAPACITY)


def test_while_one_thread_makes_a_page_others_wait_for_it():
    cache, made = PageCache(), []

    def ask() -> None:
        with cache.making(("page",)):
            if cache.get(("page",)) is None:
                time.sleep(0.05)
                made.append(threading.get_ident())
                cache.put(("page",), page())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


@pytest.mark.parametrize(("encoding", "unpack"), [("", bytes), ("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_page_is_the_same_in_every_encoding(encoding: str, unpack):
    kept = page()
    assert unpack(kept.body(encoding)).decode() == TEXT
    assert kept.body(encoding) is kept.body(encoding)


def test_an_etag_follows_the_bytes():
    assert (page().etag, len(page().etag)) == (page().etag, 24)
    assert page().etag != page(TEXT + " ").etag


def test_only_headers_worth_keeping_are_kept():
    given = {"X-Robots-Tag": "noindex", "Link": "</css>; rel=preload", "Set-Cookie": "s=1", "X-Other": "1"}
    assert page(**given).headers == {"X-Robots-Tag": "noindex", "Link": "</css>; rel=preload"}


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("", None), ("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br", "br"), ("deflate", None), ("identity", None)],
)
def test_the_best_encoding_is_answered(app: Flask, accepted: str, encoding: str | None):
    with app.test_request_context("/", headers={"Accept-Encoding": accepted}):
        response = answer(page(**{"X-Robots-Tag": "noindex"}))
    assert (response.status_code, response.headers.get("Content-Encoding")) == (200, encoding)
    assert response.headers["Vary"] == VARY
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("asked", "accepted", "status"),
    [
        ('"{etag}"', "", 304),
        ('"{etag}-br"', "br", 304),
        ('"{etag}-gzip"', "gzip", 304),
        ('W/"{etag}-br"', "br", 304),
        ('"other", "{etag}"', "", 304),
        ('"{etag}"', "br", 200),
        ('"{etag}-gzip"', "br", 200),
        ('"other"', "", 200),
        ("", "", 200),
    ],
)
def test_a_browser_that_has_the_page_is_told_so(app: Flask, asked: str, accepted: str, status: int):
    kept = page()
    headers = {"If-None-Match": asked.format(etag=kept.etag), "Accept-Encoding": accepted}
    with app.test_request_context("/", headers=headers):
        response = answer(kept)
    assert (response.status_code, response.data == b"") == (status, status == 304)
    assert response.headers["ETag"].startswith(f'"{kept.etag}')
