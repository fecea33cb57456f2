"""Where the walk through the product goes, and where it does not."""

import pytest

from tests.house.running.crawler import own


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/gui", "/gui"),
        ("chi-tiet", "/ho-so/chi-tiet"),
        ("?trang=2", "/ho-so/7K3MP?trang=2"),
        ("#noi-dung", "/ho-so/7K3MP"),
        ("/ho-so?q=cầu#dau", "/ho-so?q=cầu"),
        ("http://localhost/gui", "/gui"),
    ],
)
def test_link_of_our_own_is_followed_without_its_fragment(link: str, address: str):
    assert own("/ho-so/7K3MP", link) == address


@pytest.mark.parametrize(
    "link", ["https://example.org/", "mailto:a@example.vn", "tel:0205", "data:image/png;base64,AA", "//example.org/x"]
)
def test_link_that_leads_elsewhere_is_not_followed(link: str):
    assert own("/", link) == ""
