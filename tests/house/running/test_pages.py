"""Every page that people can reach by links parses as HTML5, has a title and one heading, and links to nothing broken.

The demo commune is walked by a stranger and by one official of each role in Vietnamese, and by four of them in English.
That a request leaves nothing uncommitted is watched at the same time (fixture of the application).
"""

from __future__ import annotations

import gzip
import re
import statistics
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Official, Posting
from accounts.roles import Role
from core.extensions import db
from deadlines.clock import now_utc
from feedback.demo import SIGN_INS
from tests.house.running.crawler import Seen, crawl
from tests.infra import communes, databases
from tests.infra.application import application
from tests.languages import sentences
from tests.makers_accounts import sign_in

pytestmark = pytest.mark.xdist_group("pages")  # one process walks, so that each walk is made once
WIRE_HTML = 15 * 1024
FIRST_VIEW, FIRST_VIEW_MEDIAN = 60 * 1024, 35 * 1024
HEADS = 400
NAMED = re.compile(
    r'<link rel="(?:stylesheet|icon)"[^>]*?href="(/[^"]+)"|<script[^>]*?src="(/[^"]+)"'
    r'|<img(?![^>]*loading="lazy")[^>]*?src="(/[^"]+)"'
)
TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.S)
HEADING = re.compile(r"<h1\b")
STRANGER = "stranger"
IN_ENGLISH = (STRANGER, Role.RECEPTION_CLERK, Role.LEADER, Role.ADMINISTRATOR)
WALKS = [*((who, "vi") for who in (STRANGER, *Role)), *((who, "en") for who in IN_ENGLISH)]


@pytest.fixture(scope="module")
def walks() -> dict[tuple[str, str], list[Seen]]:
    """Keep each walk, so that several tests look at the same pages."""
    return {}


@pytest.fixture
def demo(settings: dict[str, object], worker: str) -> Iterator[Flask]:
    """Return the application on a copy of the demo."""
    fresh = databases.copy_of(communes.demo("sqlite"), f"crawl_{worker}")
    photos = communes.instance_of("demo", "sqlite") / "storage"
    yield from application({**settings, "database_url": fresh.url, "storage_url": str(photos)})
    databases.discard(fresh)


@pytest.fixture(params=WALKS, ids="-".join)
def walk(request: pytest.FixtureRequest, walks: dict[Any, list[Seen]]) -> list[Seen]:
    """Return everything one person sees in one language."""
    who, language = request.param
    if request.param not in walks:
        demo = request.getfixturevalue("demo")
        client, doors = arrive(demo, who)
        client.set_cookie("lang", language)
        walks[request.param] = list(crawl(demo, client, doors))
    return walks[request.param]


def arrive(app: Flask, who: str) -> tuple[FlaskClient, list[str]]:
    """Return a browser and the pages where the walk begins: a stranger's, or an official's who has just signed in."""
    client = app.test_client()
    if who == STRANGER:
        return client, ["/", "/gui", "/tra-cuu", "/ho-so"]
    with app.app_context():
        query = select(Official.username).join(Posting, Posting.official_id == Official.id).where(Posting.role == who)
        username = db.session.scalars(query.order_by(Official.id).limit(1).execution_options(all_units=True)).one()
    password = (communes.instance_of("demo", "sqlite") / SIGN_INS).read_text(encoding="utf-8").strip()
    answer = sign_in(client, username, password=password)
    assert (answer.status_code, answer.location) in [(303, "/can-bo"), (303, "/can-bo/quan-tri")]
    with client.session_transaction() as session:  # the lock of the register was opened as well, so that its rooms are walked
        session["proved"] = int(now_utc().timestamp())
    return client, [answer.location or "/", "/can-bo/tai-khoan"]


def listed(walk: list[Seen], wrong: Callable[[Seen], object]) -> list[str]:
    """Return the pages of a walk with which something is wrong."""
    return [f"{seen.address} (from {seen.linked_from}): {seen.status} {wrong(seen)}" for seen in walk if wrong(seen)]


def pages(walk: list[Seen]) -> list[Seen]:
    """Return the HTML pages of a walk."""
    return [seen for seen in walk if seen.is_page]


def test_walk_reaches_more_than_the_doors(walk: list[Seen]):
    assert len(pages(walk)) >= 4


def test_no_link_leads_nowhere(walk: list[Seen]):
    assert listed(walk, lambda seen: seen.status >= 400 and "broken link") == []


def test_every_page_parses_as_html5(walk: list[Seen]):
    assert listed(pages(walk), lambda seen: seen.problems) == []


def test_every_page_has_a_title_of_its_own(walk: list[Seen]):
    titles = {seen.address: TITLE.search(seen.body.decode()) for seen in pages(walk) if seen.status == 200}
    assert [address for address, title in titles.items() if title is None or title[1].startswith("–")] == []


def test_every_page_has_one_heading(walk: list[Seen]):
    assert (
        listed([seen for seen in pages(walk) if seen.status == 200], lambda seen: len(HEADING.findall(seen.body.decode())) != 1)
        == []
    )


def test_no_page_is_heavier_than_promised(walk: list[Seen]):
    heavy = {seen.address: len(gzip.compress(seen.body)) for seen in pages(walk)}
    assert {address: size for address, size in heavy.items() if size > WIRE_HTML} == {}


@cache
def packed(body: bytes) -> int:
    """Return how many bytes a file has on the wire, its head guessed."""
    return len(brotli.compress(body, quality=5)) + HEADS


def first_view(page: Seen, files: dict[str, bytes]) -> int:
    """Return what somebody loads who has never been here: the page and every file that it names."""
    named = {address for found in NAMED.finditer(page.body.decode()) for address in found.groups() if address}
    return packed(page.body) + sum(packed(files[address]) for address in named if address in files)


def test_first_view_is_light(walk: list[Seen]):
    files = {seen.address: seen.body for seen in walk if not seen.is_page}
    views = {seen.address: first_view(seen, files) for seen in pages(walk) if seen.status == 200}
    assert {address: size for address, size in views.items() if size > FIRST_VIEW} == {}
    assert min(views.values()) > HEADS * 4  # the files are counted
    assert statistics.median(views.values()) <= FIRST_VIEW_MEDIAN


def test_no_page_shows_a_word_of_the_machine(walk: list[Seen]):
    machine = re.compile(rb"\bNone\b|Undefined|&lt;\w+ object at|\{\{|%\(\w+\)s")
    assert listed(pages(walk), lambda seen: machine.findall(re.sub(rb"<[^>]+>", b" ", seen.body))) == []


@pytest.mark.parametrize("walk", [(STRANGER, "en")], indirect=True, ids="-".join)
def test_what_stays_vietnamese_on_english_pages_says_so(walk: list[Seen]):
    assert listed(pages(walk), lambda seen: sentences(seen.body.decode())) == []
