"""Kept pages: made once, the same for everybody, new within a second after something public has changed."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable

import brotli
import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient

from core import page_cache
from core.access import PUBLIC, access
from core.page_cache import PageCache, cached_public_page
from core.transaction import transaction
from tests.makers import inside

BEAT = 0.2


@pytest.fixture
def made(app: Flask) -> list[str]:
    """Give the application a page that notes how often it is made."""
    notes: list[str] = []

    @access(PUBLIC)
    @cached_public_page(arguments=("q",))
    def page() -> Response:
        notes.append(request.args.get("q", ""))
        response = Response(f"<p>{'đường ' * 300}{len(notes)}</p>")
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["X-Other"] = "not kept"
        return response

    @access(PUBLIC)
    @cached_public_page
    def missing() -> Response:
        notes.append("missing")
        return Response("no", status=404)

    app.add_url_rule("/do", "do", page)
    app.add_url_rule("/khong", "khong", missing)
    return notes


def raise_version(app: Flask) -> None:
    with inside(app), transaction():
        page_cache.raise_version(0)


def settle(client: FlaskClient, made: list[str]) -> None:
    """Wait until the version counts as settled, then forget how often the page was made."""
    client.get("/do")
    time.sleep(3 * BEAT)
    client.get("/do")
    made.clear()


@pytest.mark.settings(page_cache_seconds=BEAT)
def test_page_is_made_once(client: FlaskClient, made: list[str]):
    settle(client, made)
    assert {client.get("/do").data for _ in range(5)} == {client.get("/do").data}
    assert made == []


@pytest.mark.settings(page_cache_seconds=BEAT)
def test_page_depends_on_its_arguments_and_no_other(client: FlaskClient, made: list[str]):
    settle(client, made)
    for query in ("?q=a", "?q=a&fbclid=1", "?utm_source=zalo&q=a", "?q=b", "?fbclid=2"):
        client.get(f"/do{query}")
    assert made == ["a", "b"]


@pytest.mark.settings(page_cache_seconds=BEAT)
def test_page_is_made_for_each_language(client: FlaskClient, made: list[str]):
    settle(client, made)
    client.get("/do?lang=en")
    assert made == [""]


@pytest.mark.settings(page_cache_seconds=BEAT)
def test_change_shows_within_a_beat(app: Flask, client: FlaskClient, made: list[str]):
    settle(client, made)
    before = client.get("/do").data
    raise_version(app)
    time.sleep(1.1 * BEAT)
    assert (client.get("/do").data == before, made) == (False, [""])


@pytest.mark.settings(page_cache_seconds=BEAT)
def test_page_of_a_fresh_version_is_made_again_until_other_memories_have_caught_up(
    app: Flask, client: FlaskClient, made: list[str]
):
    settle(client, made)
    raise_version(app)
    time.sleep(1.1 * BEAT)
    client.get("/do")
    time.sleep(1.1 * BEAT)
    client.get("/do")
    time.sleep(3 * BEAT)
    client.get("/do")
    made.clear()
    client.get("/do")
    assert made == []


@pytest.mark.settings(page_cache_seconds=BEAT)
def test_other_answers_than_pages_are_not_kept(client: FlaskClient, made: list[str]):
    assert [client.get("/khong").status_code for _ in range(2)] == [404, 404]
    assert made == ["missing", "missing"]


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes)],
)
def test_page_comes_in_the_best_encoding_with_an_etag_of_its_own(
    client: FlaskClient, made: list[str], accepted: str, encoding: str | None, unpack: Callable[[bytes], bytes]
):
    answer = client.get("/do", headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("Content-Encoding"), unpack(answer.data)[:9]) == (encoding, "<p>đường".encode()[:9])
    again = client.get("/do", headers={"Accept-Encoding": accepted, "If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.headers["ETag"]) == (304, answer.headers["ETag"])
    assert answer.headers["ETag"].endswith(f'-{encoding}"') is (encoding is not None)


@pytest.mark.settings(page_cache_seconds=BEAT)
def test_unchanged_page_is_not_sent_again(client: FlaskClient, made: list[str]):
    settle(client, made)
    etag = client.get("/do").headers["ETag"]
    again = client.get("/do", headers={"If-None-Match": etag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)


@pytest.mark.settings(page_cache_seconds=BEAT)
def test_kept_page_keeps_what_search_engines_are_told(client: FlaskClient, made: list[str]):
    answers = [client.get("/do") for _ in range(2)]
    assert [(answer.headers.get("X-Robots-Tag"), answer.headers.get("X-Other")) for answer in answers] == [("noindex", None)] * 2


def test_memory_holds_the_pages_asked_for_last(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page_cache, "CAPACITY", 2)
    kept = PageCache()
    page = page_cache.StoredPage(plain=b"", etag="", mimetype="", headers={})
    kept.put(("a",), page)
    kept.put(("b",), page)
    kept.get(("a",))
    kept.put(("c",), page)
    assert [kept.get((name,)) is not None for name in "abc"] == [True, False, True]
