"""The card for the commune's portal: small, without cookies, framed by those who may, and the page that says how."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.services.unit_settings import change_setting
from core.transaction import transaction
from tests.makers import NOW, Commune, inside
from tests.makers_public import make_public, published

HOME = "https://gop-y.vanlinh.example"
pytestmark = pytest.mark.settings(public_url=HOME)
PORTAL = "https://vanlinh.langson.example"
MOST_BYTES = 6 * 1024


def allow(app: Flask, home: Commune, line: str, version: int) -> None:
    with inside(app, unit_id=home.unit_id), transaction():
        change_setting(
            unit_id=home.unit_id, actor=home.administrator, key="embed_sites", value=line, expected_version=version, at=NOW
        )


def ancestors(client: FlaskClient) -> list[str]:
    policy = client.get("/nhung/the").headers["Content-Security-Policy"]
    return policy.partition("frame-ancestors ")[2].split()


def test_card_from_an_empty_commune_to_a_portal_that_shows_it(app: Flask, client: FlaskClient, home: Commune):
    empty = client.get("/nhung/the")
    assert ("số liệu sẽ hiện ở đây" in empty.text, empty.text.count("<li ")) == (True, 0)
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(published(f"Việc thứ {number}") for number in range(6)), {"state": "in_progress"})
    check_card(client)
    check_looks_and_languages(client)
    check_who_may_frame_it(app, client, home)
    check_page_for_the_editor(client)


def check_card(client: FlaskClient) -> None:
    """It weighs little with all it loads, sets no cookie, runs nothing, and every link opens a page beside it."""
    card = client.get("/nhung/the", headers={"Cookie": "lang=en; la=1"})
    style = re.findall(r'<link rel="stylesheet" href="([^"]+)">', card.text)
    weight = len(card.data) + sum(len(client.get(path).data) for path in style)
    assert (len(style), weight <= MOST_BYTES) == (1, True), weight
    assert ("Set-Cookie" in card.headers, "X-Frame-Options" in card.headers) == (False, False)
    assert (card.headers["X-Robots-Tag"], card.headers["Cross-Origin-Resource-Policy"]) == ("noindex", "cross-origin")
    assert [word for word in ("<script", "<form", "<img", "http://", "style=") if word in card.text] == []
    links = re.findall(r'<a (?:class="\w+" )?href="([^"]+)" target="_blank" rel="noopener">', card.text)
    assert (len(links), {link.startswith(f"{HOME}/") for link in links}) == (card.text.count("<a "), {True})
    plain = client.get("/nhung/the")
    again = client.get("/nhung/the", headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, "frame-ancestors" in again.headers["Content-Security-Policy"]) == (304, True)


def check_looks_and_languages(client: FlaskClient) -> None:
    table = {
        "": ("vi", ""), "?mau=sang": ("vi", "light"), "?mau=toi": ("vi", "dark"), "?mau=%22%3E%3Cb%3E": ("vi", ""),
        "?tieng=en": ("en", ""), "?tieng=en&mau=toi": ("en", "dark"), "?tieng=fr": ("vi", ""),
    }  # fmt: skip
    for arguments, (language, look) in table.items():
        card = client.get(f"/nhung/the{arguments}")
        opening = f'<html lang="{language}"' + (f' data-look="{look}">' if look else ">")
        assert (arguments, opening in card.text, "Set-Cookie" in card.headers) == (arguments, True, False)
    english = client.get("/nhung/the?tieng=en").text
    assert ("Xã làm được đến đâu" in english, "<h1>" in english) == (False, True)


def check_who_may_frame_it(app: Flask, client: FlaskClient, home: Commune) -> None:
    assert ancestors(client) == ["'self'"]
    allow(app, home, f"{PORTAL}, không phải địa chỉ 'unsafe-inline' *", version=0)
    assert ancestors(client) == ["'self'", PORTAL]
    other = client.get("/cong-khai").headers
    assert (other["X-Frame-Options"], "frame-ancestors 'none'" in other["Content-Security-Policy"]) == ("DENY", True)


def check_page_for_the_editor(client: FlaskClient) -> None:
    """The pieces stand there to be copied, whole and escaped; the page itself is framed by nobody."""
    page = client.get("/nhung")
    frame, link = (html.unescape(piece).strip() for piece in re.findall(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.S))
    assert frame.startswith(f'<iframe src="{HOME}/nhung/the" title="')
    assert ('sandbox="allow-popups allow-popups-to-escape-sandbox"' in frame, "<script" in frame) == (True, False)
    assert link == f'<a href="{HOME}/cong-khai">Phản ánh, kiến nghị: xã làm được đến đâu</a>'
    assert (PORTAL in page.text, page.headers["X-Frame-Options"]) == (True, "DENY")
    assert 'href="/nhung"' in client.get("/").text


@pytest.mark.settings(public_url="")
def test_without_a_public_address_the_editor_is_told(client: FlaskClient, home: Commune):
    assert "PUBLIC_URL" in client.get("/nhung").text
