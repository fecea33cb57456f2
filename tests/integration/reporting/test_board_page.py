"""The public board as people read it: figures, their definitions, tables, and the way to the cases behind them."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.queries import fields, villages
from tests.makers import Commune, inside
from tests.makers_board import TABLE
from tests.makers_public import make_public

FIGURE = re.compile(r'<li class="\w+"><b>([^<]+)(?:<small> (%)</small>)?</b><a href="([^"]+)">([^<]+)</a>')
LINK = re.compile(r'href="(/ho-so[^"]*)"')


@pytest.fixture
def codes(app: Flask, home: Commune) -> list[str]:
    """Return the codes of the table's cases, in two fields and two villages."""
    with inside(app, unit_id=home.unit_id):
        field_ids = [item.id for item in fields(home.unit_id)][:2]
        village_ids = [item.id for item in villages(home.unit_id)][:2]
        rows = [
            {**asdict(example.facts), "field_id": field_ids[place % 2], "village_id": village_ids[place % 2]}
            for place, example in enumerate(TABLE)
        ]
        return make_public(home.unit_id, *rows)


def figures(page: str) -> dict[str, tuple[str, str]]:
    """Return value and address of each large number by its name."""
    return {label: (value + (unit or ""), url) for value, unit, url, label in FIGURE.findall(page)}


def test_board_tells_six_numbers(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai")
    assert page.status_code == 200
    # Thirteen should have been settled by today: ten that were and had a limit (seven in time), three that wait past their day.
    assert figures(page.text) == {
        "trả lời đúng hạn": ("54%", "/cong-khai#cach-tinh"),
        "đang giải quyết": ("9", "/ho-so?trang-thai=dang-giai-quyet"),
        "quá hạn": ("4", "/ho-so?trang-thai=qua-han"),
        "mở lại vì chưa hài lòng": ("3", "/ho-so?trang-thai=mo-lai"),
        "trả lời có bằng chứng": ("63%", "#cach-tinh"),
        "hài lòng": ("40%", "#cach-tinh"),
    }


def test_board_defines_every_number_on_the_page(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai").text
    assert len(re.findall(r"<dt>[^<]+</dt><dd>[^<]{60,}</dd>", page)) == 6


@pytest.mark.parametrize(("standing", "expected"), [("dang-giai-quyet", 9), ("qua-han", 4), ("mo-lai", 3)])
def test_number_is_the_length_of_the_list_it_leads_to(client: FlaskClient, codes: list[str], standing: str, expected: int):
    page = client.get(f"/ho-so?trang-thai={standing}").text
    assert len(set(re.findall(r'href="/ho-so/([^"]+)"', page))) == expected


def test_table_leads_to_the_cases_of_each_field_and_village(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai").text
    narrowed = sorted(link for link in set(LINK.findall(page)) if "linh-vuc" in link or "thon=" in link)
    assert len(narrowed) == 4
    assert [client.get(link).status_code for link in narrowed] == [200] * 4


def test_share_of_too_few_cases_is_a_dash(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(
            home.unit_id, *({"state": "answered", "on_time": True, "answered_on": TABLE[0].facts.received_on} for _ in range(4))
        )
    page = client.get("/cong-khai").text
    assert figures(page)["trả lời đúng hạn"] == ("–", "/cong-khai#cach-tinh")
    assert "chưa đủ 5 hồ sơ" in page


def test_board_of_a_commune_without_cases_says_so(client: FlaskClient, home: Commune):
    page = client.get("/cong-khai")
    assert (page.status_code, "Chưa có số liệu" in page.text, figures(page.text)) == (200, True, {})


def test_board_speaks_english(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai?lang=en").text
    assert ('<html lang="en"' in page, "Roads and bridges" in page or "Environment and waste" in page) == (True, True)


def test_board_draws_its_charts_with_titles_and_descriptions(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai").text
    drawn = re.findall(r'role="img" aria-labelledby="([\w-]+)-t \1-d"', page)
    assert len(drawn) == len(set(drawn)) == 7
    assert [name for name in drawn if f'id="{name}-t"' not in page or f'id="{name}-d"' not in page] == []


def test_board_has_no_style_or_script_of_its_own(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai").text
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*src=)", page) == []


def test_villages_have_a_page_of_their_own(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai/thon")
    assert (page.status_code, page.text.count('<th scope="row">')) == (200, 2)


def test_board_changes_when_a_case_changes(app: Flask, client: FlaskClient, home: Commune, codes: list[str]):
    before = client.get("/cong-khai")
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, {"state": "in_progress"})
    after = client.get("/cong-khai", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, figures(after.text)["đang giải quyết"][0]) == (200, "10")


def test_board_that_did_not_change_is_not_sent_again(client: FlaskClient, codes: list[str]):
    etag = client.get("/cong-khai").headers["ETag"]
    again = client.get("/cong-khai", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
