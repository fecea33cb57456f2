"""Nothing in an address can break the server, be run by a browser, or make an answer tell more than it should."""

from __future__ import annotations

from collections import Counter
from itertools import product

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.integration.hostile.bad_values import NEVER_STORED, QUERIES, QUERY_NAMES, SEGMENTS, complaints, in_turn
from tests.integration.hostile.scene import NAME, PHONE, STRANGER, WHO, Scene, parts

REFUSED_ALIKE = 3
"""How many addresses that lead nowhere are asked for with one value: what answers them is one and the same."""
STRANGE_QUERIES = (b"&" * 3000, b"q=1&q=2&q[]=3&trang=1&trang=2&ngay=1&ngay=2", b"=&=&=;", b"\xff\xfe=1")
OTHER_METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW")


def ask(client: FlaskClient, method: str, path: bytes, *, query: bytes = b"", **options: object) -> TestResponse:
    """Ask for the bytes of an address as they come out of a socket, without anything being repaired on the way."""
    raw = {"PATH_INFO": path.decode("latin-1"), "QUERY_STRING": query.decode("latin-1"), "REQUEST_URI": "", "RAW_URI": ""}
    return client.open("/", method=method, environ_overrides=raw, **options)


def untold(scene: Scene, who: str) -> tuple[str, ...]:
    """Return what somebody may never read on a page that they ask for in a wrong way."""
    words = tuple(case.secret for case in scene.cases.values())
    return (*words, NAME, PHONE) if who == STRANGER else words


def first_tried_by(scene: Scene, who: str, method: str) -> list[Rule]:
    """Return the routes that are open to somebody and to nobody before them in WHO: each is tried once, by its first visitor."""
    before = {rule.endpoint for other in WHO[: WHO.index(who)] for rule in scene.rules(other, method)}
    return [rule for rule in scene.rules(who, method) if rule.endpoint not in before]


def leads_nowhere(scene: Scene, method: str, path: bytes) -> bool:
    """Return whether no route takes this address: it is refused before any page is asked, like every other such address."""
    try:
        scene.app.url_map.bind("localhost").match(path.decode("utf-8", "replace"), method)
    except HTTPException:
        return True
    return False


def test_no_part_of_an_address_breaks_a_page(scene: Scene):
    found, refused = [], Counter[tuple[str, str]]()
    for who, method in product(WHO, ("GET", "POST")):
        for rule in first_tried_by(scene, who, method):
            for part, (name, value) in product(parts(rule), SEGMENTS.items()):
                address = scene.address(rule, **{part: value})
                if leads_nowhere(scene, method, address):
                    refused[method, name] += 1
                    if refused[method, name] > REFUSED_ALIKE:
                        continue
                answer = ask(scene.clients[who], method, address, headers=scene.headers(who))
                found += [f"{method} {rule} {part}={name}: {what}" for what in complaints(answer, secrets=untold(scene, who))]
    assert found == []


def test_no_query_breaks_a_page(scene: Scene, backend: str):
    """What is refused or cleaned before a database is asked is tried once, on SQLite."""
    found = []
    values = {name: value for name, value in QUERIES.items() if backend == "sqlite" or name not in NEVER_STORED}
    queries = {
        name: b"&".join(key.encode() + b"=" + (value[:4000] if key != "q" else value) for key in QUERY_NAMES)
        for name, value in values.items()
    } | {query[:9].decode("latin-1"): query for query in STRANGE_QUERIES}
    turns = in_turn(queries.items(), backend)
    for who in WHO:
        for rule, asked in zip(first_tried_by(scene, who, "GET"), turns, strict=False):
            for name, query in asked:
                answer = ask(scene.clients[who], "GET", scene.address(rule), query=query)
                found += [f"{rule} {name}: {what}" for what in complaints(answer, secrets=untold(scene, who))]
    assert found == []


def test_no_method_breaks_a_page(scene: Scene):
    found, refused = [], Counter[str]()
    for who in (STRANGER, "clerk"):
        for rule in scene.app.url_map.iter_rules():
            for method in OTHER_METHODS:
                if leads_nowhere(scene, method, scene.address(rule)):
                    refused[method] += 1
                    if refused[method] > REFUSED_ALIKE:
                        continue
                answer = ask(scene.clients[who], method, scene.address(rule))
                found += [f"{method} {rule}: {what}" for what in complaints(answer, secrets=untold(scene, STRANGER))]
    assert found == []


HEADERS = (
    "Host", "Cookie", "Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "Referer",
    "Origin", "Authorization", "X-Forwarded-For", "X-Forwarded-Host", "X-CSRFToken", "Sec-Fetch-Site", "Content-Length",
)  # fmt: skip
HEADER_VALUES = (
    "", "\x00", "é\xff", "<m4rk onerror=1>", "A" * 20_000, "-1", "9" * 30, "evil.example", "s=.;xem-don=x;bien-nhan=x;lang=zz",
    "bytes=-9",
)  # fmt: skip
DOORS = ("/", "/gui", "/tra-cuu", "/ho-so", "/can-bo", "/thoi-han", "/static/css/app.css")


def test_no_header_breaks_a_page(scene: Scene):
    client, found = scene.app.test_client(), []
    for name in HEADERS:
        for path in (*DOORS, f"/da-nhan/{scene.cases['closed'].code}"):
            for value in HEADER_VALUES:
                answer = client.open(path, environ_overrides={_key(name): value})
                wrong = complaints(answer, secrets=untold(scene, STRANGER))
                found += [f"{path} {name}={value[:20]!r}: {what}" for what in wrong]
    assert found == []


def _key(name: str) -> str:
    key = name.upper().replace("-", "_")
    return key if key == "CONTENT_LENGTH" else f"HTTP_{key}"


def test_no_path_leads_out_of_the_static_files(scene: Scene):
    tried = (b"../app.py", b"..%2fapp.py", b"css/../../app.py", b"/etc/passwd", b"css/%00", b"....//app.py", b".env", b"css/")
    answers = {path: ask(scene.clients[STRANGER], "GET", b"/static/" + path).status_code for path in tried}
    assert set(answers.values()) <= {301, 308, 400, 404}


def test_unknown_code_and_hidden_case_of_another_are_the_same_nothing(scene: Scene):
    client = scene.clients[STRANGER]
    nowhere = [client.get(path).status_code for path in ("/ho-so/23456-789CD", "/da-nhan/23456-789CD", "/ho-so/x", "/da-nhan/x")]
    assert nowhere == [404, 404, 404, 404]
    assert (
        client.get("/tra-cuu/23456-789CD").status_code == client.get(f"/tra-cuu/{scene.cases['closed'].code}").status_code == 303
    )


def test_photo_of_a_case_that_is_not_public_does_not_exist_for_strangers(scene: Scene):
    path = f"/tep/{scene.ids['file.public_id']}/small"
    assert {who: scene.clients[who].get(path).status_code for who in (STRANGER, "administrator", "clerk")} == {
        STRANGER: 404, "administrator": 404, "clerk": 200,
    }  # fmt: skip
