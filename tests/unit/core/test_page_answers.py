"""How a kept page is answered: encodings by their shares (RFC 9110, 12.4.2 and 12.5.3), tags (13.1.2), beats of a version."""

from __future__ import annotations

import gzip
import time

import brotli
import pytest
from flask import Flask, Response, request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.page_cache import CAPACITY, PageCache, StoredPage, answer, stored
from tests.makers_core import bare_app

TEXT = "Sửa xong cầu tràn Nà Lìa; trưởng thôn đã báo bà con. " * 40
UNPACK = {None: bytes, "br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture(scope="module")
def app() -> Flask:
    return bare_app()


@pytest.fixture(scope="module")
def page() -> StoredPage:
    return stored(Response(TEXT, content_type="text/html"))


def asked(app: Flask, page: StoredPage, **headers: str) -> Response:
    """Answer as a request with these headers would be answered, after what runs before every request."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    with app.test_request_context("/", headers=sent):
        app.preprocess_request()
        return answer(page)


SHARES = [
    # what the browser sends, the encoding of the answer, why
    ("br;q=1, gzip;q=1", "br", "both alike: brotli is smaller"),
    ("gzip;q=1, br;q=1", "br", "the order says nothing"),
    ("br;q=0.5, gzip;q=0.9", "gzip", "gzip is liked better"),
    ("br;q=0.9, gzip;q=0.5", "br", "brotli is liked better"),
    ("br;q=0.001, gzip;q=0.002", "gzip", "three digits count"),
    ("gzip;q=0.5, br", "br", "a name without a share has the whole"),
    ("br;q=0.5, gzip", "gzip", "the other way round"),
    ("br;q=0, gzip", "gzip", "nought says: not this one"),
    ("gzip;q=0, br", "br", "nor this"),
    ("br;q=0.000, gzip;q=0.1", "gzip", "nought with digits is nought"),
    ("br;q=0, gzip;q=0", None, "neither"),
    ("*", "br", "whatever there is"),
    ("*;q=0.5", "br", "whatever there is, halfheartedly"),
    ("*;q=0", None, "nothing that is not named"),
    ("br, *;q=0", "br", "what is named stays"),
    ("gzip;q=0.3, *;q=0", "gzip", "the same for gzip"),
    ("identity;q=1, *;q=0", None, "plain bytes and nothing else"),
    ("br;q=0, *", "gzip", "any but brotli"),
    ("gzip;q=0, *;q=0.2", "br", "any but gzip"),
    ("gzip;q=0.2, *;q=0.1", "gzip", "brotli by the star, less liked"),
    ("gzip;q=0.1, *;q=0.2", "br", "brotli by the star, liked better"),
    ("identity", None, "plain"),
    ("deflate, zstd;q=0.9", None, "what the house does not make"),
    ("zstd, br;q=0.8, gzip;q=0.7", "br", "the best of what the house makes"),
    ("BR", "br", "names know no capitals"),
    ("GZIP;q=0.5", "gzip", "with a share too"),
    ("gzip ; q=0.5 , br ; q=0.4", "gzip", "spaces say nothing"),
    ("", None, "nothing sent"),
]  # fmt: skip


@pytest.mark.parametrize(("accepted", "encoding", "why"), SHARES, ids=[row[2] for row in SHARES])
def test_the_share_chooses_the_encoding(app: Flask, page: StoredPage, accepted: str, encoding: str | None, why: str):
    response = asked(app, page, Accept_Encoding=accepted)
    assert response.headers.get("Content-Encoding") == encoding, why
    assert UNPACK[encoding](response.data).decode() == TEXT
    suffix = f"-{encoding}" if encoding else ""
    assert response.headers["ETag"] == f'"{page.etag}{suffix}"'


NAMES = st.sampled_from(["br", "gzip", "deflate", "identity", "zstd"])
PARTS = st.dictionaries(NAMES, st.integers(0, 10), max_size=5)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PARTS)
def test_any_shares_give_the_better_liked_of_the_two_and_never_a_refused_one(app: Flask, page: StoredPage, parts: dict[str, int]):
    sent = ", ".join(f"{name};q={share / 10}" for name, share in parts.items())
    found = asked(app, page, Accept_Encoding=sent).headers.get("Content-Encoding")
    br, gz = parts.get("br", 0), parts.get("gzip", 0)
    assert found == (None if br == gz == 0 else "br" if br >= gz else "gzip")


REWRITTEN = [
    ("br;q=0, gzip", "gzip;q=1"),
    ("gzip;q=0, br;q=0.5", "br;q=0.5"),
    ("*;q=0", ""),
    ("*;q=0.5", "br;q=0.5, gzip;q=0.5"),
    ("deflate;q=0.9", ""),
    ("gzip, deflate, br", "gzip, deflate, br"),  # without shares nothing has to be left out
]


@pytest.mark.parametrize(("accepted", "left"), REWRITTEN)
def test_whoever_compresses_later_sees_only_what_is_welcome(app: Flask, accepted: str, left: str):
    with app.test_request_context("/", headers={"Accept-Encoding": accepted}):
        app.preprocess_request()
        assert request.headers.get("Accept-Encoding") == left


TAGS = [
    # what the browser says it has ({0} is the tag of the page), status, why
    ("*", 304, "any edition will do"),
    ('"{0}"', 304, "this one"),
    ('W/"{0}"', 304, "a weak tag is as good for reading"),
    ('"a", "b", "{0}"', 304, "the last of three"),
    ('"{0}", "a"', 304, "the first of two"),
    ('W/"a", W/"{0}", "b"', 304, "one in the middle, weak"),
    ('"a","{0}"', 304, "without a space"),
    ('"a" , "{0}" ', 304, "with many"),
    ('"{0}-gzip"', 200, "the packed edition is another one"),
    ('"{0}-br"', 200, "so is the other packed one"),
    ('"x{0}"', 200, "a longer tag is another tag"),
    ('"{0}x"', 200, "longer at its end"),
    ('"a"', 200, "another page"),
    ('W/"a"', 200, "another page, weak"),
    ("", 200, "nothing said"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "status", "why"), TAGS, ids=[row[2] for row in TAGS])
def test_a_tag_in_the_list_saves_the_bytes(app: Flask, page: StoredPage, said: str, status: int, why: str):
    response = asked(app, page, If_None_Match=said.format(page.etag), Accept_Encoding="identity")
    assert (response.status_code, len(response.data)) == (status, 0 if status == 304 else len(TEXT.encode())), why
    assert response.headers["ETag"] == f'"{page.etag}"'


@pytest.mark.parametrize("accepted", ["br", "gzip", "identity", "br;q=0.2, gzip;q=0.4"])
def test_the_tag_of_an_answer_is_known_again_with_the_same_encodings_and_after_a_change_no_more(app: Flask, accepted: str):
    old, new = (stored(Response(text, content_type="text/html")) for text in (TEXT, TEXT + "Đã đóng."))
    tag = asked(app, old, Accept_Encoding=accepted).headers["ETag"]
    again = asked(app, old, Accept_Encoding=accepted, If_None_Match=tag)
    changed = asked(app, new, Accept_Encoding=accepted, If_None_Match=tag)
    assert (again.status_code, changed.status_code) == (304, 200)
    assert changed.headers["ETag"] != tag


@pytest.mark.parametrize(("said", "status"), [("*", 304), ("", 200)])
def test_an_unsent_page_carries_the_headers_of_a_sent_one(app: Flask, said: str, status: int):
    kept = stored(Response(TEXT, headers={"Link": "</a.css>; rel=preload", "X-Robots-Tag": "noindex"}, content_type="text/plain"))
    response = asked(app, kept, If_None_Match=said)
    assert response.status_code == status
    wanted = {
        "Link": "</a.css>; rel=preload", "X-Robots-Tag": "noindex", "Cache-Control": "public, max-age=0, must-revalidate",
        "Vary": "Accept-Encoding, Accept-Language, Cookie",
    }  # fmt: skip
    assert {name: response.headers[name] for name in wanted} == wanted
    assert ("Content-Encoding" in response.headers, "Set-Cookie" in response.headers) == (False, False)


def test_an_empty_page_is_a_page():
    empty = stored(Response("", content_type="text/html"))
    assert [UNPACK[name or None](empty.body(name)) for name in ("", "br", "gzip")] == [b""] * 3
    assert empty.etag == "e3b0c44298fc1c149afbf4c8"  # the first 24 digits of SHA-256 of nothing


def test_packing_is_the_same_in_every_process_and_saves_bytes(page: StoredPage):
    other = stored(Response(TEXT, content_type="text/html"))
    assert [page.body(name) == other.body(name) for name in ("br", "gzip")] == [True, True]
    assert max(len(page.body("br")), len(page.body("gzip"))) * 5 < len(page.plain)


# ------------------------------------------------------------------ beats

AGE = 30.0


@pytest.fixture
def known() -> PageCache:
    """An empty memory; told a version as fresh, it asks no database for thirty seconds."""
    return PageCache()


@pytest.mark.parametrize(
    ("since_seconds", "settled"), [(0, False), (30, False), (59, False), (61, True), (600, True)],
    ids=["just changed", "one age", "nearly two ages", "more than two ages", "long ago"],
)  # fmt: skip
def test_a_version_settles_after_two_ages(known: PageCache, since_seconds: float, settled: bool):
    now = time.monotonic()
    known._versions[7] = (now, 4, now - since_seconds)
    number, beat = known.version(7, max_age=AGE)
    assert (number, beat == 0) == (4, settled)


def test_within_one_beat_the_key_of_a_page_stays_the_same(known: PageCache):
    now = time.monotonic()
    known._versions[7] = (now, 4, now)
    found = {known.version(7, max_age=100_000_000.0) for _ in range(50)}
    assert found == {(4, 1)}


def test_pages_of_two_beats_lie_side_by_side_and_the_older_is_pushed_out(known: PageCache, page: StoredPage):
    for beat in range(CAPACITY + 1):
        known.put((7, "vi", "/", (4, beat)), page)
    assert known.get((7, "vi", "/", (4, 0))) is None
    assert known.get((7, "vi", "/", (4, CAPACITY))) is page
