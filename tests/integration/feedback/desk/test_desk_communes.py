"""Two communes on one server: an official of the second finds nothing of the first, by no address and by no form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from core.database import use_unit
from feedback.views.desk_words import SLUGS
from tests.makers import NEIGHBOUR, Commune, make_case, make_commune
from tests.makers_desk import MORNING, Desk, desks, words_of

THERE = "http://chien-thang.localhost"


@pytest.fixture
def neighbour(app: Flask, home: Commune, at: Callable[[str], datetime]) -> Commune:
    at(MORNING)
    with app.app_context():
        return make_commune(NEIGHBOUR)


@pytest.fixture
def abroad(app: Flask, neighbour: Commune) -> dict[str, Desk]:
    return desks(app, neighbour, base_url=THERE)


@pytest.fixture
def case_id(app: Flask, home: Commune) -> int:
    with app.app_context(), use_unit(home.unit_id):
        return make_case(home, state="submitted").id


@pytest.mark.parametrize("who", ["clerk", "officer", "leader"])
def test_list_of_the_second_commune_is_empty(abroad: dict[str, Desk], case_id: int, who: str):
    for tab in ("can-lam", "dang-mo", "tat-ca"):
        page = abroad[who].open(f"/can-bo?xem={tab}")
        assert (page.status_code, f"/can-bo/ho-so/{case_id}" in page.text) == (200, False)


@pytest.mark.parametrize("who", ["clerk", "officer", "leader"])
def test_case_of_the_first_commune_does_not_exist_in_the_second(abroad: dict[str, Desk], case_id: int, who: str):
    found = abroad[who].case(case_id)
    missing = abroad[who].case(case_id + 1000)
    assert (found.status_code, missing.status_code) == (404, 404)
    assert words_of(found.text) == words_of(missing.text)


def test_no_step_reaches_over_the_border(app: Flask, abroad: dict[str, Desk], home: Commune, neighbour: Commune, case_id: int):
    with app.app_context(), use_unit(neighbour.unit_id):
        own = make_case(neighbour, state="submitted").id
    token = abroad["clerk"].form(own, "ghi-chu")["ghi-chu-csrf_token"]
    answers = {
        slug: abroad["clerk"]
        .send(f"/can-bo/ho-so/{case_id}/{slug}", {f"{slug}-csrf_token": token, f"{slug}-version": "3"})
        .status_code
        for slug in SLUGS.values()
    }
    mine = {"phan-loai", "nhan", "giao", "chuyen", "huong-dan", "tra-lai", "tu-choi", "ghi-chu", "nhac", "cong-khai"}
    mine |= {"go-cong-khai", "gop", "bo-gop", "tach", "don-doc", "ghi-tra-loi", "khan", "cong-quoc-gia", "luu-thong-tin"}
    mine |= {"ban-giao", "bao-lai", "thu-hoi", "luu-don"}
    assert answers == {slug: 404 if slug in mine else 403 for slug in SLUGS.values()}


def test_session_of_one_commune_opens_nothing_at_the_address_of_the_other(app: Flask, home: Commune, abroad: dict[str, Desk]):
    inside = abroad["leader"].open("/can-bo")
    outside = abroad["leader"].client.get("/can-bo", base_url="http://localhost")
    assert (inside.status_code, outside.status_code) == (200, 303)
