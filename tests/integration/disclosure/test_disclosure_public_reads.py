"""What everybody's queries give: pages, years, the newest, days of change, what took the place of something; and in English."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from disclosure.queries.public import all_disclosed, latest_disclosed, public_file, public_item, public_list, withdrawn, years
from disclosure.queries.register import first_quarter
from tests.makers import NEIGHBOUR, Commune, inside, make_commune
from tests.makers_desk import paper, words_of
from tests.makers_disclosure import (
    TITLE,
    begin,
    correct,
    local_morning,
    published,
    row,
    show,
    take_down,
    withdraw,
)

TODAY = date(2026, 11, 20)
JANUARY = date(2027, 1, 5)
THERE = "http://chien-thang.localhost"


def titles(commune: Commune, **asked: Any) -> list[str]:
    return [line.title for line in public_list(commune.unit_id, **asked).items]


def test_the_newest_stands_first_and_a_page_has_twenty(commune: Commune):
    for number in range(21):
        published(commune, kind="14", title=f"Mục {number:02d}")
    first, second = public_list(commune.unit_id), public_list(commune.unit_id, page=2)
    assert [first.items[0].title, first.items[-1].title, len(first.items), first.has_next] == ["Mục 20", "Mục 01", 20, True]
    assert ([line.title for line in second.items], second.has_next) == (["Mục 00"], False)
    assert [line.title for line in latest_disclosed(commune.unit_id, 2)] == ["Mục 20", "Mục 19"]


def test_a_year_is_that_of_the_publication(commune: Commune):
    published(commune, title="năm cũ")
    published(commune, title="năm mới", at=local_morning(JANUARY), decided_on=date(2026, 12, 30))
    assert titles(commune, year=2026) == ["năm cũ"]
    assert titles(commune, year=2027) == ["năm mới"]
    assert years(commune.unit_id) == [2027, 2026]
    assert first_quarter(commune.unit_id) == TODAY


def test_of_nothing_there_are_no_years(commune: Commune):
    begin(commune)
    assert (years(commune.unit_id), first_quarter(commune.unit_id), titles(commune)) == ([], None, [])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("dự toán", True),
        ("DU TOAN", True),
        ("toán dự", True),
        ("125/QĐ", True),
        ("dự toán sai", False),
        ("%", True),
        ("_", True),
        ("chi cho đường", False),
    ],
)
def test_every_word_of_title_number_and_summary_is_found(commune: Commune, asked: str, found: bool):
    published(commune)
    assert titles(commune, asked=asked) == ([TITLE] if found else [])


def test_a_correction_moves_the_day_of_change_and_the_words_that_are_found(commune: Commune):
    item_id = published(commune)
    code = row(commune, item_id).code
    assert all_disclosed(commune.unit_id) == [(code, TODAY)]
    correct(commune, item_id, title="Quyết toán", at=local_morning(JANUARY))
    assert all_disclosed(commune.unit_id) == [(code, JANUARY)]
    assert (titles(commune, asked="quyết toán"), titles(commune, asked="ngân sách")) == (["Quyết toán"], [])


def test_what_took_its_place_is_named_until_it_is_taken_back(commune: Commune):
    old = published(commune, kind="4")
    show(commune, old)
    new = published(commune, kind="4", title="Quy chế mới")
    take_down(commune, old, to_on=JANUARY, at=local_morning(JANUARY), replaced_by_id=new)
    code = row(commune, old).code

    def replaced_by() -> str | None:
        item = public_item(commune.unit_id, code, today=JANUARY, locale="vi")
        assert item is not None
        return item.replaced_by.title if item.replaced_by else None

    assert replaced_by() == "Quy chế mới"
    withdraw(commune, new, at=local_morning(JANUARY))
    assert replaced_by() is None


def test_only_places_with_evidence_are_told(commune: Commune):
    item_id = published(commune, kind="8")
    show(commune, item_id, ["headquarters"])
    item = public_item(commune.unit_id, row(commune, item_id).code, today=TODAY, locale="vi")
    assert item is not None
    assert [group.way for group in item.places] == ["headquarters"]


def test_what_is_left_of_an_item_is_nothing_before_it_is_taken_back(commune: Commune):
    item_id = published(commune)
    code = row(commune, item_id).code
    assert withdrawn(commune.unit_id, code) is None
    withdraw(commune, item_id, reason="Nhầm")
    left = withdrawn(commune.unit_id, code)
    assert left is not None
    assert (left.kind, left.published_on, left.withdrawn_on, left.reason) == ("2", TODAY, TODAY, "Nhầm")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_file_is_sent_only_while_its_item_is_published(commune: Commune, state: str):
    item_id = begin(commune, files=[paper()[0]]) if state == "draft" else published(commune, files=[paper()[0]])
    code, (file,) = row(commune, item_id).code, row(commune, item_id).files
    if state == "withdrawn":
        assert public_file(commune.unit_id, code, file) is not None
        withdraw(commune, item_id)
    assert public_file(commune.unit_id, code, file) is None


def test_a_file_of_another_item_is_not_sent(commune: Commune):
    mine, other = published(commune, files=[paper()[0]]), published(commune, files=[paper()[0]])
    assert public_file(commune.unit_id, row(commune, mine).code, row(commune, other).files[0]) is None


def test_a_second_commune_shows_nothing_of_the_first(app: Flask, home: Commune, client: FlaskClient, at: Any):
    at("2026-11-20 09:00")
    with app.app_context():
        make_commune(NEIGHBOUR)
    with inside(app, unit_id=home.unit_id):
        item_id = published(home, files=[paper()[0]])
        code, (file,) = row(home, item_id).code, row(home, item_id).files
    here = {path: client.get(path) for path in ("/thong-tin", "/thong-tin/danh-muc", "/")}
    there = {path: client.get(path, base_url=THERE) for path in here}
    assert {path: TITLE in page.text for path, page in here.items()} == dict.fromkeys(here, True)
    assert {path: (page.status_code, TITLE in page.text) for path, page in there.items()} == dict.fromkeys(here, (200, False))
    for path in (f"/thong-tin/{code}", f"/thong-tin/{code}/tep/{file}/large"):
        assert (client.get(path).status_code, client.get(path, base_url=THERE).status_code) == (200, 404)


def test_everything_around_the_words_of_the_commune_is_english(app: Flask, home: Commune, client: FlaskClient, at: Any):
    at("2026-11-20 09:00")
    with inside(app, unit_id=home.unit_id):
        item_id = published(home, kind="8")
        show(home, item_id)
        correct(home, item_id, kind="8", summary="Thu 6,1 tỷ.")
        code = row(home, item_id).code
    page = words_of(client.get(f"/thong-tin/{code}?lang=en").text)
    for words in (
        "Corrected",
        "How it was disclosed",
        "in time",
        "Relief for disasters, epidemics and grave illness; donations",
        "Law on Grassroots Democracy 2022, Art. 11(8)",
        "Cultural houses of all 15 villages",
        "Posted at the headquarters of the People's Committee",
        "Law on Grassroots Democracy 2022, Art. 12(3)",
    ):
        assert words in page, words
    register = words_of(client.get("/thong-tin/danh-muc?lang=en").text)
    assert "What was disclosed, quarter IV of 2026" in register
    assert "What the commune discloses" in words_of(client.get("/thong-tin?lang=en").text)
