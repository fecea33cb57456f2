"""Which sites may frame the card: only whole sites, nothing that could loosen the policy."""

from __future__ import annotations

import pytest

from reporting.embed_sites import CARD_POLICY, MOST, card_policy, sites_of

LINES = [
    # what an administrator typed → what is allowed
    ("", ()),
    ("   ", ()),
    ("https://vanlinh.langson.gov.vn", ("https://vanlinh.langson.gov.vn",)),
    ("https://vanlinh.langson.gov.vn/", ("https://vanlinh.langson.gov.vn",)),
    ("HTTPS://VanLinh.LangSon.gov.vn", ("https://vanlinh.langson.gov.vn",)),
    ("https://a.vn https://b.vn", ("https://a.vn", "https://b.vn")),
    ("https://a.vn,https://b.vn;https://c.vn\nhttps://d.vn", ("https://a.vn", "https://b.vn", "https://c.vn", "https://d.vn")),
    ("https://a.vn https://a.vn/", ("https://a.vn",)),
    ("https://*.langson.gov.vn", ("https://*.langson.gov.vn",)),
    ("http://localhost:8080", ("http://localhost:8080",)),
    ("https://a.vn:443", ("https://a.vn:443",)),
    ("https://10.0.0.7", ("https://10.0.0.7",)),
    # what is no site
    ("*", ()),
    ("https://*", ()),
    ("https://*.*", ()),
    ("https://a.*.vn", ()),
    ("https:", ()),
    ("https://", ()),
    ("data:", ()),
    ("'self'", ()),
    ("'unsafe-inline'", ()),
    ("javascript:alert(1)", ()),
    ("ftp://a.vn", ()),
    ("a.vn", ()),
    ("//a.vn", ()),
    ("https://a.vn/trang", ()),
    ("https://a.vn?x=1", ()),
    ("https://a.vn#x", ()),
    ("https://nguoi:mat@a.vn", ()),
    ("https://-a.vn", ()),
    ("https://a-.vn", ()),
    ("https://a..vn", ()),
    ("https://a.vn:123456", ()),
    ("https://a.vn:", ()),
    ("https://á.vn", ()),
    ("https://a.vn'; script-src *", ()),
    ("https://a.vn\r\nX-Frame-Options:ALLOWALL", ("https://a.vn",)),
]


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_only_whole_sites_are_taken(line: str, wanted: tuple[str, ...]):
    assert sites_of(line) == wanted


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_the_policy_names_this_site_and_those_and_nothing_more(line: str, wanted: tuple[str, ...]):
    policy = card_policy(line)
    assert policy == CARD_POLICY + " ".join(["'self'", *wanted])
    assert policy.count(";") == CARD_POLICY.count(";")
    assert [wrong for wrong in ("\r", "\n", "unsafe", " * ", "data:") if wrong in f"{policy} "] == []


def test_a_line_of_many_sites_is_cut():
    line = " ".join(f"https://xa{number}.vn" for number in range(MOST + 30))
    assert (len(sites_of(line)), sites_of(line)[-1]) == (MOST, f"https://xa{MOST - 1}.vn")


def test_the_card_may_load_its_style_and_nothing_else():
    rules = dict(rule.split(" ", 1) for rule in card_policy("").split("; "))
    assert rules == {
        "default-src": "'none'", "style-src": "'self'", "base-uri": "'none'", "form-action": "'none'",
        "frame-ancestors": "'self'",
    }  # fmt: skip
