"""Walks the product as a person does: from a few doors along every link, a few pages of each kind."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

PAGES_OF_A_KIND = 2
MOST_PAGES = 400
LINKS = (("a", "href"), ("link", "href"), ("img", "src"), ("script", "src"), ("use", "href"))
XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One answer: where it was, who saw it, on which page the link stood."""

    address: str
    linked_from: str
    status: int
    media_type: str
    body: bytes
    problems: tuple[str, ...] = ()

    @property
    def is_page(self) -> bool:
        """True for HTML."""
        return self.media_type == "text/html"


def crawl(app: Flask, client: FlaskClient, doors: list[str]) -> Iterator[Seen]:
    """Yield every answer that can be reached from ``doors`` by links, at most a few of each route."""
    waiting, known, of_a_kind = deque((door, "door") for door in doors), set(doors), Counter[str]()
    while waiting and len(known) < 20 * MOST_PAGES:
        address, source = waiting.popleft()
        kind = endpoint(app, address)
        if of_a_kind[kind] >= PAGES_OF_A_KIND and source != "door":
            continue
        of_a_kind[kind] += 1
        seen, links = look(client, address, source)
        yield seen
        for link in links:
            if link not in known:
                known.add(link)
                waiting.append((link, address))


def endpoint(app: Flask, address: str) -> str:
    """Return which kind of page an address is: its route, or the address itself where there is none."""
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(address).path)[0])
    except RequestRedirect:
        return "redirect"
    except HTTPException:
        return address.split("?")[0]


def look(client: FlaskClient, address: str, source: str) -> tuple[Seen, list[str]]:
    """Open one address; return what was seen and where its links lead (own site only, fragments dropped)."""
    answer = client.get(address)
    body = answer.get_data()
    seen = {"address": address, "linked_from": source, "status": answer.status_code, "media_type": answer.mimetype, "body": body}
    if answer.location:
        return Seen(**seen), [own(address, answer.location)] if own(address, answer.location) else []
    if answer.mimetype != "text/html":
        return Seen(**seen), []
    parser = html5lib.HTMLParser(strict=False)
    document = parser.parse(body, transport_encoding="utf-8")
    problems = tuple(f"line {where[0]}: {code} {facts or ''}".strip() for where, code, facts in parser.errors)
    found = [own(address, element.get(attribute) or "") for tag, attribute in LINKS for element in document.iter(f"{XHTML}{tag}")]
    return Seen(**seen, problems=problems), [link for link in found if link]


def own(base: str, link: str) -> str:
    """Return a link as an address of this site without its fragment, or "" when it leads elsewhere."""
    target = urlsplit(urldefrag(urljoin(f"http://localhost{base}", link)).url)
    if target.scheme != "http" or target.netloc != "localhost":
        return ""
    return target.path + (f"?{target.query}" if target.query else "")
