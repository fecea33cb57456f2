"""A new public page is found by search engines and answered for without a network, or it stands here with the reason why not."""

from __future__ import annotations

import re
from pathlib import Path

from reporting.sitemap_views import FIXED

ROOT = Path(__file__).parents[3]
NO_PAGE = re.compile(r"<|/api/|\.(?:json|svg|atom|ics|xml|txt|js|webmanifest)$")
"""Addresses of one row, and what machines fetch."""
NOT_LISTED = {
    "/cac-xa": "stands on the host of all communes, not on a commune's",
    "/cong-khai/ho-so": "the cases behind one number; it answers only where a number leads to it",
    "/dang-nhap/oidc": "officials sign in",
    "/dang-nhap/oidc/roi": "officials sign in",
    "/gui/ban-do": "a part of the form",
    "/gui/tren-may": "a part of the form",
    "/gui/vo": "a part of the form",
    "/may-nay": "what one phone holds",
    "/nhung": "for the editor of a portal",
    "/nhung/the": "the frame in a portal",
    "/theo-doi": "what one person follows",
    "/theo-doi/da-gui": "what one person follows",
    "/thoat-nhanh": "the quick way out",
    "/thong-tin/danh-muc/in": "the same list on paper",
    "/tiep-cong-dan/hen": "one person's appointment",
    "/tra-cuu": "one person's letter",
    "/ung-dung/mau": "the components for who builds the product",
}
NOT_WITHOUT_NETWORK = {
    "/cac-xa": "stands on the host of all communes, where no phone keeps letters",
    "/dang-nhap/oidc": "officials' pages are never answered for",
    "/dang-nhap/oidc/roi": "officials' pages are never answered for",
    "/du-lieu": "whoever fetches data wants the data or an error",
    "/du-lieu/api": "whoever fetches data wants the data or an error",
    "/gui/ban-do": "the form asks for it and has words of its own where it does not come",
    "/gui/tren-may": "kept as it is",
    "/gui/vo": "kept as it is",
    "/nhung": "for the editor of a portal",
    "/nhung/the": "in a frame of another site",
    "/theo-doi": "what it promises needs a network",
    "/theo-doi/da-gui": "what it promises needs a network",
    "/thoat-nhanh": "nothing may tell that somebody was here",
    "/to-cao": "nothing may tell that somebody was here",
    "/ung-dung/mau": "the components for who builds the product",
}


def pages() -> set[str]:
    """Return the public pages that have one address each; the golden table of routes is held against the real ones elsewhere."""
    lines = (ROOT / "tests" / "golden" / "access.txt").read_text(encoding="utf-8").splitlines()
    public = {line.split()[0] for line in lines if line.endswith(" GET public")}
    return {path for path in public if not NO_PAGE.search(path)}


def answered_for() -> re.Pattern[str]:
    """Return the pattern of addresses for which the worker answers, as Python reads it."""
    script = (ROOT / "static" / "js" / "worker.js").read_text(encoding="utf-8")
    found = re.search(r"const OURS = new RegExp\(`(.*?)\$\{\[(.*?)\]\.join\(\"\|\"\)\}(.*?)`\);", script, re.S)
    assert found is not None
    before, names, after = found.groups()
    return re.compile(before + "|".join(re.findall(r'"([^"]+)"', names)) + after)


def test_every_public_page_is_in_the_sitemap_or_has_a_reason():
    assert pages() - set(FIXED) == set(NOT_LISTED)


def test_every_public_page_is_answered_for_without_a_network_or_has_a_reason():
    ours = answered_for()
    assert {path for path in pages() if not ours.match(path)} == set(NOT_WITHOUT_NETWORK)


def test_no_word_is_answered_for_that_only_begins_like_ours():
    ours = answered_for()
    assert [
        path for path in ("/can-bo", "/to-cao/", "/thong-tin-khac", "/gui/vo", "/ho-so.atom", "/x/ho-so") if ours.match(path)
    ] == []
    assert [
        path for path in ("/", "/thong-tin/KH-1", "/du-an-dat/2", "/da-nhan/23456-CDFGH", "/ho-so/x") if not ours.match(path)
    ] == []
