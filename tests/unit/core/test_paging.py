"""Page numbers survive whatever stands in the address."""

from __future__ import annotations

import pytest

from core.paging import Page, page_number, page_query


@pytest.mark.parametrize(
    ("raw", "number"),
    [(None, 1), ("", 1), ("0", 1), ("-3", 1), ("7", 7), ("abc", 1), ("9" * 30, 1), ("٣", 1), ("999999", 4000), ("1e3", 1)],
)
def test_page_number(raw: str | None, number: int):
    assert page_number(raw) == number


def test_a_page_knows_its_neighbours():
    page = Page(items=["a"], number=3, size=25, has_next=False)
    assert (page.has_previous, page.has_next) == (True, False)


def test_other_pages_keep_what_narrows_the_list_and_the_first_one_has_no_number():
    wanted = {"q": "cầu & đường", "thon": "na-pat"}
    narrowed = "q=c%E1%BA%A7u+%26+%C4%91%C6%B0%E1%BB%9Dng&thon=na-pat"
    assert [page_query(wanted, number) for number in (1, 3)] == [f"?{narrowed}", f"?{narrowed}&trang=3"]
    assert [page_query({}, number) for number in (1, 2)] == ["?", "?trang=2"]
