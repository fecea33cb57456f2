"""Small words of the page of open data: sizes, labels, and JSON as it leaves."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask
from flask_babel import lazy_gettext

from reporting.open_data.dataset_views import size_text
from reporting.open_data.serving import as_json, dumped
from tests.makers_core import bare_app

SIZES = [
    # bytes, in Vietnamese, in English
    (0, "0 B", "0 B"),
    (1, "1 B", "1 B"),
    (812, "812 B", "812 B"),
    (1023, "1.023 B", "1,023 B"),
    (1024, "1 KB", "1 KB"),
    (1536, "2 KB", "2 KB"),
    (14 * 1024, "14 KB", "14 KB"),
    (1024 * 1024 - 1, "1.024 KB", "1,024 KB"),
    (1024 * 1024, "1 MB", "1 MB"),
    (2_621_440, "2,5 MB", "2.5 MB"),
    (300 * 1024 * 1024, "300 MB", "300 MB"),
    (2_000 * 1024 * 1024, "2.000 MB", "2,000 MB"),
]


@pytest.fixture(scope="module")
def site() -> Flask:
    return bare_app()


@pytest.mark.parametrize(("size", "vietnamese", "english"), SIZES)
def test_a_size_is_read_at_a_glance(site: Flask, size: int, vietnamese: str, english: str):
    said = []
    for lang in ("vi", "en"):
        with site.test_request_context(f"/?lang={lang}"):
            site.preprocess_request()
            said.append(size_text(size).replace("\u00a0", " "))
    assert said == [vietnamese, english]


DUMPED = [
    ({}, "{}"),
    ({"a": 1, "b": [True, False, None]}, '{"a":1,"b":[true,false,null]}'),
    ({"tên": "Nà Lìa"}, '{"tên":"Nà Lìa"}'),
    ({"b": 1, "a": 2}, '{"b":1,"a":2}'),
    ({"on": date(2026, 11, 20)}, '{"on":"2026-11-20"}'),
    ({"text": 'a"b\n<c>'}, '{"text":"a\\"b\\n<c>"}'),
]


@pytest.mark.parametrize(("data", "expected"), DUMPED)
def test_json_has_no_blanks_and_keeps_letters_and_order(data: object, expected: str):
    assert dumped(data) == expected
    assert json.loads(expected) is not None


def test_words_of_a_language_are_spoken_when_they_leave(site: Flask):
    words = {"said": lazy_gettext("Dữ liệu mở")}
    spoken = []
    for lang in ("vi", "en"):
        with site.test_request_context(f"/?lang={lang}"):
            site.preprocess_request()
            spoken.append(json.loads(as_json(words).get_data())["said"])
    assert spoken == ["Dữ liệu mở", "Open data"]


def test_the_next_part_stands_in_the_header(site: Flask):
    with site.test_request_context("/"):
        assert as_json({}, link="/api/v1/cases?cursor=x").headers["Link"] == '</api/v1/cases?cursor=x>; rel="next"'
        assert "Link" not in as_json({}).headers
        assert as_json({}).mimetype == "application/json"
