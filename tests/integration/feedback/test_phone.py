"""What a phone carries with it: the worker, the manifest, the shell; and the quick way out of a page."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.services import unit_settings
from core.database import use_unit
from core.settings_registry import setting_def
from core.transaction import transaction
from feedback.views.quick_exit import KEY, is_away
from tests.makers import NOW, Commune
from tests.makers_resident import code_of, post_letter, token_in, words_on

AWAY = setting_def(KEY).default
NEUTRAL = "https://thoitiet.example/"


def shell_of(client: FlaskClient) -> dict[str, object]:
    return json.loads(re.search(r"self\.SHELL = (\{.*?\});", client.get("/sw.js").text)[1])


def set_exit(app: Flask, home: Commune, address: str, *, version: int = 0) -> None:
    with app.app_context(), use_unit(home.unit_id), transaction():
        unit_settings.change_setting(
            unit_id=home.unit_id, actor=None, key=KEY, value=address, expected_version=version, at=NOW
        )  # fmt: skip


def test_worker_and_what_it_keeps_are_the_same_for_everybody(app: Flask, client: FlaskClient, home: Commune):
    answer = client.get("/sw.js")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (
        200, "text/javascript", "public, max-age=0, must-revalidate",
    )  # fmt: skip
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    shell = shell_of(client)
    assert shell["pages"] == ["/gui/vo", "/may-nay", "/gui/tren-may"]
    stored = {address: client.get(address) for address in (*shell["files"], *shell["pages"])}
    assert {address: kept.status_code for address, kept in stored.items()} == dict.fromkeys(stored, 200)
    assert {
        "private" in kept.headers["Cache-Control"] or "no-store" in kept.headers["Cache-Control"] for kept in stored.values()
    } == {False}
    assert {"Set-Cookie" in kept.headers for kept in (answer, *stored.values())} == {False}
    imported = re.findall(r"importScripts\((.*?)\);\n?$", answer.text)[0]
    assert {client.get(address).status_code for address in json.loads(f"[{imported}]")} == {200}


def test_worker_changes_with_what_it_keeps_and_only_then(app: Flask, client: FlaskClient, home: Commune):
    first = shell_of(client)["version"]
    assert shell_of(client)["version"] == first
    set_exit(app, home, NEUTRAL)
    assert shell_of(client)["version"] != first
    assert (
        shell_of(client)["version"]
        != json.loads(re.search(r"self\.SHELL = (\{.*?\});", client.get("/sw.js", headers={"Accept-Language": "en"}).text)[1])[
            "version"
        ]
    )


def test_shell_of_the_form_carries_no_token(client: FlaskClient, home: Commune):
    shell, form = client.get("/gui/vo"), client.get("/gui")
    assert (token_in(form) != "", 'name="form_token" value=""' in shell.text) == (True, True)
    assert shell.headers["X-Robots-Tag"] == "noindex"
    assert shell.text.replace('value=""', "", 1).count("<section") == form.text.count("<section")


def test_manifest_names_the_commune_and_its_doors(client: FlaskClient, home: Commune):
    answer = client.get("/manifest.webmanifest")
    said = answer.get_json(force=True)
    assert (answer.mimetype, said["name"], said["short_name"], said["start_url"], said["scope"], said["display"]) == (
        "application/manifest+json", "Gần Dân – Xã Vạn Linh", "Gần Dân", "/", "/", "standalone",
    )  # fmt: skip
    assert [(shortcut["name"], shortcut["url"]) for shortcut in said["shortcuts"]] == [("Gửi", "/gui"), ("Tra cứu", "/tra-cuu")]
    assert [(icon["sizes"], icon["purpose"], client.get(icon["src"]).status_code) for icon in said["icons"]] == [
        ("192x192", "any", 200), ("512x512", "any", 200), ("512x512", "maskable", 200),
    ]  # fmt: skip
    assert sum(len(client.get(icon["src"]).data) for icon in said["icons"]) < 15_000
    for address, linked in (("/", True), ("/gui", True), ("/to-cao", False)):
        assert ('rel="manifest"' in client.get(address).text) == linked, address


# ---------------------------------------------------------------- the way out


@pytest.mark.parametrize(
    ("address", "away"),
    [
        ("https://nchmf.gov.vn/", True), ("https://thoitiet.example/a?b=c#d", True),
        ("http://nchmf.gov.vn/", False), ("javascript:alert(1)", False), ("//nchmf.gov.vn/", False), ("/gui", False),
        ("https://", False), ("https:///a", False), ("https://a@b.vn/", False), ("https://b.vn:99999/", False), ("", False),
        ("https://b.vn/ a", False), ("https://b.vn/\u0000", False), ("https://[b", False), ("data:text/html,x", False),
    ],
)  # fmt: skip
def test_exit_leads_to_a_whole_https_address_only(address: str, away: bool):
    assert is_away(address) == away


def test_exit_takes_back_what_the_browser_may_see(app: Flask, client: FlaskClient, home: Commune):
    sent = post_letter(client)
    code = code_of(sent)
    words = words_on(client.get(f"/da-nhan/{code}"))
    client.post("/tra-cuu", data={"code": code, "secret": words})
    assert client.get(f"/tra-cuu/{code}").status_code == 200
    answer = client.get(f"/thoat-nhanh?ma={code}")
    said = {name: answer.headers[name] for name in ("Location", "Clear-Site-Data", "Referrer-Policy")}
    assert (answer.status_code, said) == (
        303, {"Location": AWAY, "Clear-Site-Data": '"cache"', "Referrer-Policy": "no-referrer"},
    )  # fmt: skip
    assert (client.get(f"/tra-cuu/{code}").status_code, words_on(client.get(f"/da-nhan/{code}"))) == (303, "")
    assert client.get("/thoat-nhanh?ma=../x%00").headers["Location"] == AWAY


def test_exit_stands_on_the_pages_that_somebody_may_have_to_hide(app: Flask, client: FlaskClient, home: Commune):
    code = code_of(post_letter(client))
    set_exit(app, home, NEUTRAL)
    for address in ("/gui", "/gui/vo", "/to-cao", "/tra-cuu", f"/da-nhan/{code}", "/may-nay"):
        assert f'data-exit="{NEUTRAL}"' in client.get(address).text, address
    set_exit(app, home, "javascript:alert(1)", version=1)
    assert f'data-exit="{AWAY}"' in client.get("/to-cao").text


def test_parts_of_the_form_bring_what_its_scripts_say_and_the_scripts_that_need_them(client: FlaskClient, home: Commune):
    parts = client.get("/gui/tren-may")
    scripts = re.findall(r'<script src="([^"]+)"></script>', parts.text)
    assert [address.rsplit("/", 1)[1] for address in scripts] == ["place.js", "voice.js"]
    assert {client.get(address).status_code for address in scripts} == {200}
    form = client.get("/gui").text
    for name in ("data-box", "data-queue", "data-queued", "data-pieces", "data-recorder", "data-locate", "data-names"):
        assert (name, parts.text.count(name) >= 1, name in form) == (name, True, False)
    again = client.get("/gui/tren-may", headers={"If-None-Match": parts.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.settings(page_cache_seconds=0.5)
def test_parts_of_the_form_say_their_language_also_when_they_are_kept(client: FlaskClient, home: Commune):
    for lang in ("vi", "en"):
        answers = [client.get("/gui/tren-may", headers={"Accept-Language": lang}) for _ in range(2)]
        assert [answer.headers.get("Content-Language") for answer in answers] == [lang, lang]
