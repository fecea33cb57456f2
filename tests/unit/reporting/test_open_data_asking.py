"""What may stand behind the question mark: taken, or refused with a hint that says what may stand there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask, request

from core.errors import BadQuestion
from reporting.open_data.asking import MOST, CaseQuestion, PagedQuestion, Question, StrictParser
from tests.makers_core import bare_app


@pytest.fixture(scope="module")
def site() -> Flask:
    return bare_app()


def parsed(site: Flask, shape: type[Question], query: str) -> dict[str, Any]:
    """Return what an address asks for."""
    with site.test_request_context(f"/?{query}"):
        site.preprocess_request()
        return StrictParser().parse(shape, request, location="query")


TAKEN: list[tuple[type[Question], str, dict[str, Any]]] = [
    (Question, "", {}),
    (Question, "lang=vi", {"lang": "vi"}),
    (Question, "lang=en", {"lang": "en"}),
    (PagedQuestion, "", {"limit": 25}),
    (PagedQuestion, "limit=1", {"limit": 1}),
    (PagedQuestion, "limit=9", {"limit": 9}),
    (PagedQuestion, "limit=10", {"limit": 10}),
    (PagedQuestion, "limit=99", {"limit": 99}),
    (PagedQuestion, "limit=100", {"limit": MOST}),
    (PagedQuestion, "cursor=abc", {"limit": 25, "cursor": "abc"}),
    (CaseQuestion, "field=duong", {"limit": 25, "field": "duong"}),
    (CaseQuestion, "village=na-lia&limit=3", {"limit": 3, "village": "na-lia"}),
    (CaseQuestion, "state=in_progress", {"limit": 25, "state": "in_progress"}),
    (CaseQuestion, "state=in_court", {"limit": 25, "state": "in_court"}),
    (CaseQuestion, "standing=open", {"limit": 25, "standing": "open"}),
    (CaseQuestion, "standing=overdue", {"limit": 25, "standing": "overdue"}),
    (CaseQuestion, "standing=answered", {"limit": 25, "standing": "answered"}),
    (CaseQuestion, "standing=reopened", {"limit": 25, "standing": "reopened"}),
    (CaseQuestion, "standing=elsewhere", {"limit": 25, "standing": "elsewhere"}),
    (CaseQuestion, "from=2026-11-20", {"limit": 25, "first_on": date(2026, 11, 20)}),
    (CaseQuestion, "to=2024-02-29", {"limit": 25, "last_on": date(2024, 2, 29)}),
    (CaseQuestion, "from=0001-01-01&to=9999-12-31", {"limit": 25, "first_on": date.min, "last_on": date.max}),
    (CaseQuestion, "words=%E1%BB%95+g%C3%A0", {"limit": 25, "words": "ổ gà"}),
    (CaseQuestion, "words=" + "a" * 80, {"limit": 25, "words": "a" * 80}),
    (CaseQuestion, "words=%27+OR+1%3D1", {"limit": 25, "words": "' OR 1=1"}),
]


@pytest.mark.parametrize(("shape", "query", "expected"), TAKEN, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_understood_is_taken(site: Flask, shape: type[Question], query: str, expected: dict[str, Any]):
    assert parsed(site, shape, query) == expected


COUNT, DAY = "từ 1 đến 100", "dạng 2026-11-20"
REFUSED: list[tuple[type[Question], str, str]] = [
    (Question, "limit=1", "Không có tham số limit"),
    (Question, "lang=", "Một trong: en, vi"),
    (Question, "lang=fr", "Một trong: en, vi"),
    (Question, "lang=VI", "Một trong: en, vi"),
    (Question, "lang=vi&lang=en", "chỉ được ghi một lần"),
    (Question, "utm_source=zalo", "Các tham số: lang."),
    (PagedQuestion, "page=2", "cursor, lang, limit"),
    (PagedQuestion, "limit=", COUNT),
    (PagedQuestion, "limit=0", COUNT),
    (PagedQuestion, "limit=-1", COUNT),
    (PagedQuestion, "limit=101", COUNT),
    (PagedQuestion, "limit=1000", COUNT),
    (PagedQuestion, "limit=" + "9" * 400, COUNT),
    (PagedQuestion, "limit=01", COUNT),
    (PagedQuestion, "limit=1.0", COUNT),
    (PagedQuestion, "limit=1e1", COUNT),
    (PagedQuestion, "limit=+5", COUNT),
    (PagedQuestion, "limit=%2B5", COUNT),
    (PagedQuestion, "limit=0x10", COUNT),
    (PagedQuestion, "limit=1_0", COUNT),
    (PagedQuestion, "limit=%D9%A5", COUNT),
    (PagedQuestion, "limit=5%00", COUNT),
    (PagedQuestion, "limit=5%0A", COUNT),
    (PagedQuestion, "limit=null", COUNT),
    (PagedQuestion, "limit=5&limit=5", "limit chỉ được ghi một lần"),
    (PagedQuestion, "limit[]=5", "Không có tham số limit[]"),
    (CaseQuestion, "from=", DAY),
    (CaseQuestion, "from=2026", DAY),
    (CaseQuestion, "from=2026-11", DAY),
    (CaseQuestion, "from=20261120", DAY),
    (CaseQuestion, "from=2026-W47-5", DAY),
    (CaseQuestion, "from=2026-11-31", DAY),
    (CaseQuestion, "from=2025-02-29", DAY),
    (CaseQuestion, "from=0000-01-01", DAY),
    (CaseQuestion, "from=10000-01-01", DAY),
    (CaseQuestion, "from=2026-1-5", DAY),
    (CaseQuestion, "from=20/11/2026", DAY),
    (CaseQuestion, "from=2026-11-20T00:00:00", DAY),
    (CaseQuestion, "from=+2026-11-20", DAY),
    (CaseQuestion, "from=2026-11-20%00", DAY),
    (CaseQuestion, "to=h%C3%B4m+qua", DAY),
    (CaseQuestion, "to=2026-13-01", DAY),
    (CaseQuestion, "first_on=2026-11-20", "Không có tham số first_on"),
    (CaseQuestion, "state=", "Đúng một trạng thái"),
    (CaseQuestion, "state=merged", "in_progress"),
    (CaseQuestion, "state=split", "in_progress"),
    (CaseQuestion, "state=open", "in_progress"),
    (CaseQuestion, "state=Answered", "answered"),
    (CaseQuestion, "state=answered,closed", "answered"),
    (CaseQuestion, "standing=late", "overdue"),
    (CaseQuestion, "standing=dang-giai-quyet", "overdue"),
    (CaseQuestion, "words=", "Từ 1 đến 80 chữ"),
    (CaseQuestion, "words=" + "a" * 81, "Từ 1 đến 80 chữ"),
    (CaseQuestion, "q=c%E1%BA%A7u", "words"),
    (CaseQuestion, "sender=An", "standing"),
    (CaseQuestion, "unit_id=1", "standing"),
    (CaseQuestion, "id=1", "standing"),
    (CaseQuestion, "%00=1", "standing"),
]


@pytest.mark.parametrize(("shape", "query", "hint"), REFUSED, ids=lambda value: value[:30] if isinstance(value, str) else "")
def test_what_is_not_understood_is_refused_with_a_hint(site: Flask, shape: type[Question], query: str, hint: str):
    with pytest.raises(BadQuestion) as refused:
        parsed(site, shape, query)
    assert (refused.value.status, refused.value.code) == (400, "bad_request")
    assert hint in str(refused.value.facts["hint"])


def test_every_fault_is_named_at_once(site: Flask):
    with pytest.raises(BadQuestion) as refused:
        parsed(site, CaseQuestion, "limit=0&from=x&state=y&colour=z")
    said = str(refused.value.facts["hint"])
    assert [name for name in ("limit", "from", "state", "colour") if name in said] == ["limit", "from", "state", "colour"]


def test_a_name_of_any_length_is_told_back_short(site: Flask):
    with pytest.raises(BadQuestion) as refused:
        parsed(site, Question, "x" * 4000 + "=1")
    assert len(str(refused.value.facts["hint"])) < 120


def test_hints_are_in_the_language_that_is_spoken(site: Flask):
    with pytest.raises(BadQuestion) as refused:
        parsed(site, PagedQuestion, "limit=0&lang=en")
    assert "from 1 to 100" in str(refused.value.facts["hint"])
