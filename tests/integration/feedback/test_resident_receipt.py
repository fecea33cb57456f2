"""The receipt: a public locator with dates and their proof; the secret words only for the browser that sent the letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback.views import qr
from tests.makers import Commune
from tests.makers_resident import code_of, post_letter, send_letter, words_on


@pytest.fixture(autouse=True)
def friday(at: Callable[[str], datetime]) -> datetime:
    """It is the Friday of the worked example."""
    return at("2026-11-20 09:00")


def test_receipt_shows_code_words_and_both_dates_with_their_articles(client: FlaskClient, home: Commune):
    answer = post_letter(client)
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert len(words_on(page).split(" · ")) == 4
    # Ten working days after Friday, without Tuesday 24 November (a holiday); then fifteen after that Monday.
    assert re.findall(r'class="big-date"[^>]*>([^<]+)<', page.text) == ["Thứ Hai, 07/12/2026", "Thứ Hai, 28/12/2026"]
    assert "khoản 1 Điều 28 Luật Tiếp công dân 2013" in page.text


def test_receipt_without_its_cookie_holds_nothing_secret(app: Flask, client: FlaskClient, home: Commune):
    code, words = send_letter(client)
    page = app.test_client().get(f"/da-nhan/{code}")
    assert (page.status_code, words_on(page), code in page.text) == (200, "", True)
    assert [word for word in words.split(" · ") if f">{word}<" in page.text] == []
    assert "09:00" not in page.text


def test_words_are_shown_for_half_an_hour(client: FlaskClient, home: Commune, at: Callable[[str], datetime]):
    code, words = send_letter(client)
    at("2026-11-20 09:29")
    assert words_on(client.get(f"/da-nhan/{code}")) == words
    at("2026-11-20 09:31")
    assert words_on(client.get(f"/da-nhan/{code}")) == ""


def test_cookie_of_one_receipt_opens_no_other(app: Flask, client: FlaskClient, home: Commune):
    first, _words = send_letter(client)
    second, _words = send_letter(app.test_client(), story="Đèn đường trước trường tắt đã hai tuần.")
    cookie = client.get_cookie("bien-nhan", path=f"/da-nhan/{first}")
    thief = app.test_client()
    thief.set_cookie("bien-nhan", cookie.value, path=f"/da-nhan/{second}")
    assert words_on(thief.get(f"/da-nhan/{second}")) == ""


@pytest.mark.parametrize("forged", ["", "x", "gAAAAAB" + "x" * 90, "\u00e9"])
def test_forged_cookie_shows_no_words(client: FlaskClient, app: Flask, home: Commune, forged: str):
    code, _words = send_letter(client)
    stranger = app.test_client()
    stranger.set_cookie("bien-nhan", forged, path=f"/da-nhan/{code}")
    assert words_on(stranger.get(f"/da-nhan/{code}")) == ""


def test_receipt_is_found_by_no_search_engine_and_stored_by_no_browser(client: FlaskClient, home: Commune):
    code, _words = send_letter(client)
    headers = client.get(f"/da-nhan/{code}").headers
    assert (headers["X-Robots-Tag"], headers["Cache-Control"], headers["Referrer-Policy"]) == (
        "noindex, noarchive", "no-store", "no-referrer",
    )  # fmt: skip


@pytest.mark.parametrize("code", ["7K3MP-9QXTR", "x", "%00", "7K3MP9QXTRZZ", "../../etc/passwd"])
def test_unknown_code_has_no_receipt(client: FlaskClient, home: Commune, code: str):
    assert client.get(f"/da-nhan/{code}").status_code == 404


def test_code_is_found_however_it_is_written(client: FlaskClient, home: Commune):
    code, _words = send_letter(client)
    assert client.get(f"/da-nhan/{code.replace('-', '').lower()}").status_code == 200


def test_print_view_has_the_words_too(client: FlaskClient, home: Commune):
    answer = post_letter(client)
    words = words_on(client.get(answer.headers["Location"]))
    page = client.get(f"/da-nhan/{code_of(answer)}?in=1")
    assert page.status_code == 200
    assert [word in page.text for word in words.split(" · ")] == [True] * 4


def test_receipt_of_a_letter_without_name_promises_no_date(client: FlaskClient, home: Commune):
    page = client.get(post_letter(client, anonymous="y", name="", phone="").headers["Location"])
    assert ("big-date" in page.text, "không có thời hạn theo luật" in page.text) == (False, True)


def test_receipt_speaks_english(client: FlaskClient, home: Commune):
    page = client.get(post_letter(client).headers["Location"] + "?lang=en")
    assert "Law on Citizen Reception 2013" in page.text


@pytest.mark.settings(public_url="https://gandan.example")
def test_qr_code_holds_the_public_address_and_the_locator_only(app: Flask, home: Commune):
    with app.test_request_context("/"):
        drawn = qr.qr_of("/tra-cuu?ma=7K3MP-9QXTR")
    assert drawn.url == "https://gandan.example/tra-cuu?ma=7K3MP-9QXTR"
    assert re.fullmatch(r"(M\d+ \d+\.5h\d+)+", drawn.path) is not None
