"""What search engines may read: robots.txt, the sitemap with published pages only, cards and facts on pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.transaction import transaction
from dialogue.queries.dialogues import public_dialogue
from dialogue.views.event_facts import event_facts
from feedback.services import publishing
from tests.makers import Commune, inside, make_case, make_commune, publish_case, read_version
from tests.makers_dialogue import announced_dialogue, plan_dialogue, read_dialogue
from tests.makers_planning import cancel, postpone

HOME = "https://gop-y.vanlinh.example"
pytestmark = pytest.mark.settings(public_url=HOME)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">')
At = Callable[[str], datetime]


def locations(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the addresses of a sitemap with their days; the document has to be what the protocol says."""
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    root = ElementTree.fromstring(answer.data)
    assert root.tag in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex")
    assert {child.tag.removeprefix(SITEMAP) for item in root for child in item} <= {"loc", "lastmod"}
    return {item.findtext(f"{SITEMAP}loc") or "": item.findtext(f"{SITEMAP}lastmod") or "" for item in root}


def facts_of(page: str) -> list[dict[str, Any]]:
    """Return the data blocks of a page."""
    return [json.loads(block) for block in DATA.findall(page)]


def test_search_engines_find_what_is_published_and_nothing_else(app: Flask, client: FlaskClient, home: Commune, at: At):
    check_robots(client, home)
    assert list(locations(client, "/sitemap.xml")) == [f"{HOME}/sitemap/trang.xml"]
    with inside(app, unit_id=home.unit_id):
        shown, silent = make_case(home, state="answered"), make_case(home)
        publish_case(
            home, shown.id, at=at("2026-11-20 09:30"), story='Lan can </script><b>gãy</b> & "nguy hiểm".', answer="Đã hàn."
        )
        dialogue = announced_dialogue(home)
        planned = read_dialogue(plan_dialogue(home)).code
        code = read_dialogue(dialogue).code
    check_sitemap(client, shown.code, silent.code, code, planned)
    check_published_page(client, shown.code)
    check_bare_page(client, silent.code)
    check_dialogue(app, client, home, dialogue, code)
    check_front_page(client)
    with inside(app, unit_id=home.unit_id), transaction():
        publishing.unpublish(
            shown.id, actor=home.leader, at=at("2026-11-20 10:00"), version=read_version(shown.id), reason="Còn lộ tên người"
        )
    assert list(locations(client, "/sitemap.xml")) == [f"{HOME}/sitemap/trang.xml"]
    assert client.get("/sitemap/ho-so-0.xml").status_code == 404


def check_robots(client: FlaskClient, home: Commune) -> None:
    answer = client.get("/robots.txt")
    lines = answer.text.splitlines()
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    assert (answer.mimetype, lines[0], lines[-1]) == ("text/plain", "User-agent: *", f"Sitemap: {HOME}/sitemap.xml")
    assert {"/can-bo", "/tra-cuu", "/da-nhan", "/dang-nhap", "/theo-doi", "/may-nay"} <= set(closed)
    pages = locations(client, "/sitemap/trang.xml")
    assert [(page, path) for page in pages for path in closed if page.removeprefix(HOME).startswith(path)] == []
    assert [page for page in pages if client.get(page.removeprefix(HOME)).status_code != 200] == []


def check_sitemap(client: FlaskClient, shown: str, silent: str, dialogue: str, planned: str) -> None:
    assert locations(client, "/sitemap.xml") == {
        f"{HOME}/sitemap/trang.xml": "", f"{HOME}/sitemap/ho-so-0.xml": "2026-11-20",
    }  # fmt: skip
    assert locations(client, "/sitemap/ho-so-0.xml") == {f"{HOME}/ho-so/{shown}": "2026-11-20"}
    pages = locations(client, "/sitemap/trang.xml")
    assert pages[f"{HOME}/doi-thoai/{dialogue}"] == "2026-11-20"
    assert [code for code in (silent, planned) if any(code in page for page in pages)] == []
    answer = client.get("/sitemap.xml")
    assert client.get("/sitemap.xml", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    for path in ("/sitemap/ho-so-1.xml", "/sitemap/ho-so-99999999.xml", "/sitemap/ho-so--1.xml", "/sitemap/khac.xml"):
        assert (path, client.get(path).status_code) == (path, 404)


def check_published_page(client: FlaskClient, code: str) -> None:
    page = client.get(f"/ho-so/{code}").text
    (facts,), cards = facts_of(page), dict(META.findall(page))
    question = facts["mainEntity"]
    assert (facts["@context"], facts["@type"], facts["@id"]) == ("https://schema.org", "WebPage", f"{HOME}/ho-so/{code}")
    assert question["text"] == 'Lan can </script><b>gãy</b> & "nguy hiểm".'
    assert (question["acceptedAnswer"]["text"], question["answerCount"], "author" in question) == ("Đã hàn.", 1, False)
    assert question["acceptedAnswer"]["author"]["@type"] == "GovernmentOrganization"
    assert "</script><b>" not in page
    assert (cards["og:title"], cards["og:type"], cards["og:url"]) == ("Cầu tràn hỏng lan can", "article", f"{HOME}/ho-so/{code}")
    assert cards["og:description"] == "Đã trả lời · Môi trường, rác thải · Thôn Giáp Thượng I"
    image = cards["og:image"].removeprefix(HOME)
    assert client.get(image).mimetype == "image/png"
    assert f'<link rel="canonical" href="{HOME}/ho-so/{code}">' in page


def check_bare_page(client: FlaskClient, code: str) -> None:
    """A page that no search engine may keep has no card, no facts and no lasting address."""
    page = client.get(f"/ho-so/{code}")
    assert (facts_of(page.text), META.findall(page.text), "canonical" in page.text) == ([], [], False)
    assert "noindex" in page.headers["X-Robots-Tag"]


def check_dialogue(app: Flask, client: FlaskClient, home: Commune, dialogue_id: int, code: str) -> None:
    (facts,) = facts_of(client.get(f"/doi-thoai/{code}").text)
    assert (facts["@type"], facts["startDate"], facts["endDate"]) == (
        "Event", "2026-12-15T08:00:00+07:00", "2026-12-15T11:00:00+07:00",
    )  # fmt: skip
    assert facts["location"][0]["name"] == "Hội trường Ủy ban nhân dân xã"
    assert [name for name in ("performer", "attendee", "offers") if name in facts] == []
    statuses = []
    with inside(app, unit_id=home.unit_id):
        for change in (lambda: None, lambda: postpone(home, dialogue_id), lambda: cancel(home, dialogue_id)):
            change()
            view = public_dialogue(home.unit_id, code)
            with app.test_request_context():
                made = event_facts(view, unit_id=home.unit_id)
            statuses.append((made["eventStatus"].rpartition("/")[2], made.get("previousStartDate", "")))
    moved = "2026-12-15T08:00:00+07:00"
    assert statuses == [("EventScheduled", ""), ("EventRescheduled", moved), ("EventCancelled", moved)]


def check_front_page(client: FlaskClient) -> None:
    """Samples of address and telephone are not told to search engines."""
    page = client.get("/").text
    (facts,) = facts_of(page)
    assert facts == {
        "@context": "https://schema.org", "@type": "GovernmentOrganization", "name": "Xã Vạn Linh", "url": f"{HOME}/",
    }  # fmt: skip
    assert f'<link rel="canonical" href="{HOME}/">' in page
    assert dict(META.findall(page))["og:title"].endswith("Xã Vạn Linh")


@pytest.mark.settings(public_url="")
def test_without_a_public_address_the_map_takes_the_host_it_was_asked_by(sqlite_app: Flask):
    """And keeps nothing: an address from a forged header must not be handed to the next reader."""
    with sqlite_app.app_context():
        make_commune()
    client = sqlite_app.test_client()
    for host in ("a.example", "b.example"):
        answer = client.get("/sitemap.xml", headers={"Host": host})
        assert f"<loc>http://{host}/sitemap/trang.xml</loc>" in answer.text
        assert (answer.headers["Cache-Control"], "ETag" in answer.headers) == ("no-store", False)
        assert client.get("/robots.txt", headers={"Host": host}).text.endswith(f"Sitemap: http://{host}/sitemap.xml\n")
