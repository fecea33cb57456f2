"""What tests say of feeds: a feed as a strict reader and as a feed library sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
URN = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, kw_only=True)
class ReadFeed:
    """A feed that was read: its root, and what feedparser made of it."""

    root: ElementTree.Element
    parsed: Any

    def text(self, name: str) -> str:
        return self.root.findtext(f"{ATOM}{name}") or ""

    def links(self) -> dict[str, str]:
        return {link.get("rel", ""): link.get("href", "") for link in self.root.findall(f"{ATOM}link")}

    def entries(self) -> list[ElementTree.Element]:
        return self.root.findall(f"{ATOM}entry")

    def titles(self) -> list[str]:
        return [entry.findtext(f"{ATOM}title") or "" for entry in self.entries()]

    def ids(self) -> list[str]:
        return [entry.findtext(f"{ATOM}id") or "" for entry in self.entries()]


def read_feed(body: bytes) -> ReadFeed:
    """Return the feed; both readers have to take it without a complaint."""
    parsed = feedparser.parse(body)
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    return ReadFeed(root=ElementTree.fromstring(body), parsed=parsed)


def faults(feed: ReadFeed, *, home: str) -> list[str]:
    """Return what RFC 4287 and this house want of a feed and do not find."""
    found = [f"feed has {len(feed.root.findall(ATOM + name))} {name}" for name in ("id", "title", "updated", "author")
             if len(feed.root.findall(ATOM + name)) != 1]  # fmt: skip
    links = feed.links()
    found += [f"no link {rel}" for rel in ("self", "alternate") if rel not in links]
    found += [f"{href} is not at {home}" for href in _addresses(feed) if not href.startswith(f"{home}/")]
    found += [f"{wrong} is no id" for wrong in [feed.text("id"), *feed.ids()] if not URN.fullmatch(wrong)]
    if len(set(feed.ids())) != len(feed.ids()):
        found.append("two entries have one id")
    moments = [feed.text("updated"), *(entry.findtext(f"{ATOM}updated") or "" for entry in feed.entries())]
    found += [f"{wrong} is no moment" for wrong in moments if not MOMENT.fullmatch(wrong)]
    if len(moments) > 1 and datetime.fromisoformat(moments[0]) != max(map(datetime.fromisoformat, moments[1:])):
        found.append("updated is not that of the newest entry")
    if not feed.root.get(XML_LANG) or urlsplit(links.get("self", "")).fragment:
        found.append("no language, or a self link with a fragment")
    return found


def _addresses(feed: ReadFeed) -> list[str]:
    return [link.get("href", "") for link in feed.root.iter(f"{ATOM}link")]
