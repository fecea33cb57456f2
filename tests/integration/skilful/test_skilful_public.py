"""What everybody sees of the models, who is named there, and what every page costs."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.page_cache import raise_version
from core.transaction import transaction
from tests.infra.plans import statements_of
from tests.makers import Commune, inside
from tests.makers_desk import Desk, words_of
from tests.makers_skilful import (
    NAME,
    REASON,
    code_of,
    made,
    note,
    published,
    recognised,
    take_back,
)

LIST, PUBLIC = "/can-bo/dan-van-kheo", "/dan-van-kheo"
NEW = f"{LIST}/moi"
PERSON = "Nông Thị Hoa"


# ------------------------------------------------------------------ everybody


def test_public_pages_have_an_etag_and_stand_where_people_look(
    app: Flask, home: Commune, client: FlaskClient, people: dict[str, Desk]
):  # fmt: skip
    code = code_of(app, home, made(app, home, published))
    for path in (PUBLIC, f"{PUBLIC}/{code}"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        assert len(answer.get_data()) <= 15_000
    assert people["clerk"].open(LIST).headers["Cache-Control"] == "no-store"
    sitemap = client.get("/sitemap/trang.xml").text
    assert f"{PUBLIC}/{code}</loc><lastmod>2026-11-20</lastmod>" in sitemap
    assert f"{PUBLIC}</loc>" in sitemap
    assert f'href="{PUBLIC}"' in client.get("/thong-tin").text


def test_a_person_who_did_not_agree_is_a_person(app: Flask, home: Commune, client: FlaskClient, people: dict[str, Desk]):
    model_id = made(app, home, published, kind="individual", carrier=PERSON)
    code = code_of(app, home, model_id)
    for path in (PUBLIC, f"{PUBLIC}/{code}"):
        page = client.get(path).text
        assert PERSON not in page
        assert "một cá nhân" in words_of(page)
    assert "a person" in words_of(client.get(f"{PUBLIC}/{code}?lang=en").text)
    assert PERSON in people["clerk"].open(f"{LIST}/{model_id}").text


def test_officials_are_not_named_before_everybody(app: Flask, home: Commune, client: FlaskClient):
    code = code_of(app, home, made(app, home, published))
    for page in (client.get(PUBLIC).text, client.get(f"{PUBLIC}/{code}").text):
        for person in (home.clerk, home.leader, home.supervisor):
            assert person is not None
            assert person.name not in page


def test_what_is_not_published_is_counted_and_not_told(app: Flask, home: Commune, client: FlaskClient):
    code = code_of(app, home, made(app, home, recognised))
    page = words_of(client.get(PUBLIC).text)
    assert "1mô hình đăng ký" in page
    assert "1được công nhận" in page
    assert NAME not in page
    assert client.get(f"{PUBLIC}/{code}").status_code == 404


def test_a_filter_that_finds_nothing_says_so(app: Flask, home: Commune, client: FlaskClient):
    made(app, home, published)
    assert "Không có mô hình nào khớp" in words_of(client.get(f"{PUBLIC}?linh-vuc=kinh-te").text)
    assert NAME in client.get(f"{PUBLIC}?linh-vuc=van-hoa-xa-hoi").text


def test_taken_back_leaves_the_list_and_the_map(app: Flask, home: Commune, client: FlaskClient):
    model_id = made(app, home, published)
    code = code_of(app, home, model_id)
    assert NAME in client.get(PUBLIC).text
    with inside(app, unit_id=home.unit_id):
        take_back(home, model_id, reason=REASON)
    assert NAME not in client.get(PUBLIC).text
    assert code not in client.get("/sitemap/trang.xml").text


def test_the_first_page_of_none_says_so(client: FlaskClient, home: Commune):
    assert "Chưa có mô hình nào" in words_of(client.get(PUBLIC).text)


@pytest.mark.parametrize("path", [PUBLIC, LIST, f"{LIST}?xem=duoc-cong-nhan", f"{PUBLIC}?nam=2026", NEW])
def test_a_list_costs_the_same_for_one_and_for_three(app: Flask, home: Commune, people: dict[str, Desk], path: str):
    def cost() -> int:
        with inside(app, unit_id=home.unit_id), transaction():
            raise_version(home.unit_id)
        return len(statements_of(lambda: people["officer"].open(path), app=app))

    made(app, home, published)
    first = [cost(), cost()][1]
    for _ in range(2):
        made(app, home, published)
    assert cost() == first


@pytest.mark.parametrize("public", [True, False])
def test_a_page_costs_the_same_with_one_and_with_three_of_everything(
    app: Flask, home: Commune, people: dict[str, Desk], public: bool
):  # fmt: skip
    model_id = made(app, home, published)
    path = f"{PUBLIC}/{code_of(app, home, model_id)}" if public else f"{LIST}/{model_id}"

    def cost() -> int:
        with inside(app, unit_id=home.unit_id):
            note(home, model_id)
            published(home, learned_from_id=model_id)
        return len(statements_of(lambda: people["leader"].open(path), app=app))

    first = [cost(), cost()][1]
    assert [cost(), cost()] == [first, first]
