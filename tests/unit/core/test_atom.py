"""Atom documents: what RFC 4287 wants of a feed and of an entry, ids that never change, and texts that break nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given, settings, strategies

from core.atom import MEDIA_TYPE, NO_XML, Category, Entry, Feed, feed_xml, urn
from tests.makers_feeds import ATOM, URN, XML_LANG, faults, read_feed

HERE = timezone(timedelta(hours=7))
BEGAN = datetime(2025, 7, 1, tzinfo=HERE)
AT = datetime(2026, 11, 20, 9, 20, 31, 999_999, tzinfo=HERE)
HOME = "https://gop-y.example"


def entry(**changes: Any) -> Entry:
    values = {
        "key": "ho-so/7K3MP-9QXTR", "title": "Cầu tràn hỏng lan can", "url": f"{HOME}/ho-so/7K3MP-9QXTR", "updated": AT,
        "summary": "Đã trả lời. Lan can gãy.", "published": AT - timedelta(days=2),
        "categories": (Category(term="giao_thong", label="Giao thông"),),
    }  # fmt: skip
    return Entry(**{**values, **changes})


def feed(*entries: Entry, **changes: Any) -> Feed:
    values = {
        "key": "ho-so", "owner": "06505", "title": "Hồ sơ công khai", "author": "Xã Vạn Linh", "url": f"{HOME}/ho-so",
        "self_url": f"{HOME}/ho-so.atom", "began": BEGAN, "entries": entries,
    }  # fmt: skip
    return Feed(**{**values, **changes})


def test_a_feed_has_all_that_the_standard_wants():
    read = read_feed(feed_xml(feed(entry(), entry(key="ho-so/other", updated=AT - timedelta(days=9)))))
    assert faults(read, home=HOME) == []
    assert (read.root.tag, read.root.get(XML_LANG)) == (f"{ATOM}feed", "vi")
    assert (read.text("title"), read.text("updated")) == ("Hồ sơ công khai", "2026-11-20T09:20:31+07:00")
    assert read.links() == {"self": f"{HOME}/ho-so.atom", "alternate": f"{HOME}/ho-so"}
    assert read.root.find(f"{ATOM}link").get("type") == MEDIA_TYPE


def test_an_entry_has_all_that_was_given_and_nothing_else():
    (made,) = read_feed(feed_xml(feed(entry()))).entries()
    assert [child.tag.removeprefix(ATOM) for child in made] == [
        "id", "title", "updated", "published", "link", "category", "summary",
    ]  # fmt: skip
    (bare,) = read_feed(feed_xml(feed(entry(published=None, categories=(), summary="")))).entries()
    assert [child.tag.removeprefix(ATOM) for child in bare] == ["id", "title", "updated", "link"]


def test_the_declaration_says_utf_8_and_the_bytes_are_it():
    body = feed_xml(feed(entry()))
    assert body.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    assert "Cầu tràn hỏng lan can" in body.decode()


def test_an_empty_feed_bears_the_moment_it_was_given():
    read = read_feed(feed_xml(feed()))
    assert (read.text("updated"), read.entries(), faults(read, home=HOME)) == ("2025-07-01T00:00:00+07:00", [], [])


UPDATED = [
    # the entries' moments → the feed's
    ([AT], "2026-11-20T09:20:31+07:00"),
    ([AT - timedelta(hours=1), AT, AT - timedelta(days=1)], "2026-11-20T09:20:31+07:00"),
    ([datetime(2026, 11, 20, 3, 0, tzinfo=UTC), datetime(2026, 11, 20, 9, 59, tzinfo=HERE)], "2026-11-20T03:00:00+00:00"),
    ([datetime(2026, 11, 20, 0, 0, tzinfo=UTC), datetime(2026, 11, 20, 6, 59, tzinfo=HERE)], "2026-11-20T00:00:00+00:00"),
]


@pytest.mark.parametrize(("moments", "wanted"), UPDATED)
def test_updated_is_the_newest_moment_whatever_the_zones(moments: list[datetime], wanted: str):
    entries = [entry(key=f"ho-so/{number}", updated=moment) for number, moment in enumerate(moments)]
    assert read_feed(feed_xml(feed(*entries))).text("updated") == wanted


@pytest.mark.parametrize("name", ["updated", "published"])
def test_a_moment_without_a_zone_is_refused(name: str):
    with pytest.raises(ValueError, match="time zone"):
        feed_xml(feed(entry(**{name: datetime(2026, 11, 20, 9, 0)})))


TEXTS = [
    "<script>alert(1)</script>", "a & b &amp; c", "]]>", "<![CDATA[x]]>", "\"'`", "Đường Hoà Bình – “thôn” Ⅷ", "🙂🇻🇳",
    "&#0;", "<!--", "-->", "<?xml version='1.0'?>", "{{ 7*7 }}", "%s %(x)s", "a\tb", "\u00a0",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_is_read_as_it_was_written(text: str):
    body = feed_xml(feed(entry(title=text, summary=text, categories=(Category(term=text, label=text),)), title=text, author=text))
    read = read_feed(body)
    made = read.entries()[0]
    assert (read.text("title"), made.findtext(f"{ATOM}title"), made.findtext(f"{ATOM}summary")) == (text, text, text)
    assert made.find(f"{ATOM}category").get("label").split() == text.split()
    assert feedparser.parse(body).bozo is False


@pytest.mark.parametrize("wrong", ["\x00", "\x08", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_left_out(wrong: str):
    read = read_feed(feed_xml(feed(entry(title=f"Cầu{wrong} tràn", summary=wrong * 3 + "x"))))
    assert (read.titles(), read.entries()[0].findtext(f"{ATOM}summary")) == (["Cầu tràn"], "x")


def test_an_id_is_the_same_for_ever():
    """Readers keep entries by these: whoever changes a value here makes every entry new for everybody."""
    assert urn("06505", "ho-so/7K3MP-9QXTR") == "urn:uuid:06f1cc1a-9d45-5f70-9e44-e5f17ef9db84"
    assert urn("06505", "tin") != urn("06506", "tin")
    assert urn("06505", "tin") != urn("06505", "feed/tin")


def test_ids_of_a_feed_and_of_its_entries_differ_though_their_keys_are_alike():
    read = read_feed(feed_xml(feed(entry(key="ho-so"))))
    assert read.text("id") not in read.ids()


def test_an_entry_keeps_its_id_in_every_feed_and_when_it_changes():
    one = read_feed(feed_xml(feed(entry()))).ids()
    other = read_feed(
        feed_xml(feed(entry(title="Khác", updated=AT + timedelta(days=1), summary=""), key="tin", title="Tin"))
    ).ids()
    assert one == other


def test_references_without_a_host_are_taken_as_they_are():
    body = feed_xml(feed(entry(url="/ho-so/7K3MP-9QXTR"), self_url="/ho-so.atom", url="/ho-so"))
    assert read_feed(body).links() == {"self": "/ho-so.atom", "alternate": "/ho-so"}
    resolved = feedparser.parse(body, response_headers={"content-location": f"{HOME}/ho-so.atom"})
    assert resolved.entries[0].link == f"{HOME}/ho-so/7K3MP-9QXTR"


def test_an_address_with_arguments_is_escaped_once():
    body = feed_xml(feed(entry(), self_url=f"{HOME}/ho-so.atom?linh-vuc=a&thon=b"))
    assert b"linh-vuc=a&amp;thon=b" in body
    assert read_feed(body).links()["self"] == f"{HOME}/ho-so.atom?linh-vuc=a&thon=b"


def test_the_document_is_one_element_and_parses_without_entities():
    root = ElementTree.fromstring(feed_xml(feed(entry())))
    assert (root.tag, b"<!DOCTYPE" in feed_xml(feed())) == (f"{ATOM}feed", False)


ANY_TEXT = strategies.text(max_size=60)


@given(title=ANY_TEXT, summary=ANY_TEXT, term=ANY_TEXT)
@settings(max_examples=60, deadline=None)
def test_no_text_whatever_breaks_a_feed(title: str, summary: str, term: str):
    """What comes out is what went in, without what XML cannot hold (and with the line ends that XML makes of others)."""
    body = feed_xml(feed(entry(title=title, summary=summary, categories=(Category(term=term, label=term),))))
    made = ElementTree.fromstring(body).find(f"{ATOM}entry")
    kept = NO_XML.sub("", title).replace("\r\n", "\n").replace("\r", "\n")
    assert (made.findtext(f"{ATOM}title") or "").replace("\r\n", "\n").replace("\r", "\n") == kept
    assert len(made.findall(f"{ATOM}category")) == 1


@given(owner=strategies.text(max_size=12), key=strategies.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_every_id_has_the_shape_of_one(owner: str, key: str):
    owner, key = (text.encode("utf-8", "ignore").decode() for text in (owner, key))
    assert URN.fullmatch(urn(owner, key))
