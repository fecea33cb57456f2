"""Page numbers survive whatever stands in the address."""

from __future__ import annotations

import pytest

from core.paging import Page, page_number


@pytest.mark.parametrize(
    ("raw", "number"),
    [(None, 1), ("", 1), ("0", 1), ("-3", 1), ("7", 7), ("abc", 1), ("9" * 30, 1), ("٣", 1), ("999999", 4000), ("1e3", 1)],
)
def test_page_number(raw: str | None, number: int):
    assert page_number(raw) == number


def test_a_page_knows_its_neighbours():
    page = Page(items=["a"], number=3, size=25, has_next=False)
    assert (page.has_previous, page.has_next, page.first_position) == (True, False, 51)
