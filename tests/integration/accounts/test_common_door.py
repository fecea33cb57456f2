"""A name that is no commune's own: people choose their commune there, and nothing is sent to another by mistake."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts import queries
from accounts.models import Unit, UnitSuccession, Village
from core.database import use_unit
from core.extensions import db
from core.text import fold
from core.transaction import transaction
from feedback.models import Case
from tests.infra.plans import statements_of
from tests.makers_accounts import START, SmallCommune, make_small_commune

SHARED = "http://tinh.example"


@dataclass(frozen=True, kw_only=True)
class Province:
    """Two communes with names of their own; the second took the former Xã Y Tịch over."""

    first: SmallCommune
    second: SmallCommune


def take_over(unit_id: int, name: str, code: str) -> None:
    """Let a commune have taken a former one over."""
    with transaction() as session:
        ended = Unit(code=code, kind="old_commune", name=name, name_key=fold(name), valid_to=START, hosts=[], profile={})
        session.add(ended)
        session.flush()
        session.add(UnitSuccession(unit_id=ended.id, successor_id=unit_id))


@pytest.fixture
def province(app: Flask, at) -> Province:
    at("2026-11-20 09:00")
    with app.app_context():
        found = Province(
            first=make_small_commune(name="Xã Chi Lăng", code="06463", hosts=("chilang.example",)),
            second=make_small_commune(name="Xã Vạn Linh", code="06505", hosts=("vanlinh.example", "www.vanlinh.example")),
        )
        take_over(found.second.unit_id, "Xã Y Tịch", "06499")
    return found


def test_shared_name_shows_every_commune_with_its_own_address(client: FlaskClient, province: Province):
    page = client.get("/", base_url=SHARED)
    assert page.status_code == 200
    assert 'href="http://chilang.example/"' in page.text
    assert 'href="http://vanlinh.example/"' in page.text
    assert "2 xã, phường" in page.text
    assert page.text.index("Xã Chi Lăng") < page.text.index("Xã Vạn Linh")
    assert 'rel="manifest"' not in page.text


def test_scheme_and_port_are_those_of_the_shared_name(client: FlaskClient, province: Province):
    assert 'href="https://vanlinh.example:8443/"' in client.get("/", base_url="https://tinh.example:8443").text


@pytest.mark.parametrize(("typed", "meant"), [("y tịch", "Xã Y Tịch"), ("Y TICH", "Xã Y Tịch"), ("van linh", ""), ("Vạn", "")])
def test_commune_is_found_by_its_name_and_by_the_one_it_had_before(
    client: FlaskClient, province: Province, typed: str, meant: str
):
    page = client.get("/", base_url=SHARED, query_string={"q": typed})
    assert "http://vanlinh.example/" in page.text
    assert "http://chilang.example/" not in page.text
    assert (f">gồm cả {meant} trước đây<" in page.text, '<small class="muted">' in page.text) == (bool(meant), bool(meant))
    assert f'value="{typed}"' in page.text


def test_village_leads_to_the_communes_that_have_one_of_that_name_today(app: Flask, client: FlaskClient, province: Province):
    with app.app_context(), use_unit(province.second.unit_id), transaction():
        db.session.get(Village, province.second.north).valid_to = START
    page = client.get("/", base_url=SHARED, query_string={"q": "thôn bắc"})
    assert ("http://chilang.example/" in page.text, "http://vanlinh.example/" in page.text) == (True, False)
    assert ">có Thôn Bắc<" in page.text


@pytest.mark.parametrize("typed", ["không có nơi này", "<m4rk onerror=1>", "\x00", "%", "a" * 5000, "' or 1=1 --"])
def test_what_is_not_found_says_so_and_keeps_nothing_live(client: FlaskClient, province: Province, typed: str):
    page = client.get("/", base_url=SHARED, query_string={"q": typed})
    assert page.status_code == 200
    assert "<m4rk" not in page.text
    assert ("Chưa thấy nơi nào tên như vậy" in page.text) == (typed != "\x00")


@pytest.mark.parametrize("path", ["/gui", "/tra-cuu", "/ho-so", "/dang-nhap", "/to-cao"])
def test_page_that_every_commune_has_is_led_on_to(client: FlaskClient, province: Province, path: str):
    answer = client.get(path, base_url=SHARED)
    assert (answer.status_code, answer.location) == (303, f"/?toi={path}")
    assert f'href="http://vanlinh.example{path}"' in client.get(answer.location, base_url=SHARED).text


@pytest.mark.parametrize(
    "path", ["/can-bo", "/ho-so/23456-789CD", "/da-nhan/23456-789CD", "/khong-co", "/can-bo/quan-tri", "/gui/o-dau"]
)
def test_other_pages_lead_to_the_choice_without_a_way_on(client: FlaskClient, province: Province, path: str):
    answer = client.get(path, base_url=SHARED)
    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/can-bo", "javascript:alert(1)", "/gui?x", ""])
def test_way_on_is_one_of_ours_or_none(client: FlaskClient, province: Province, onward: str):
    page = client.get("/", base_url=SHARED, query_string={"toi": onward})
    assert 'href="http://vanlinh.example/"' in page.text
    assert "evil" not in page.text


def test_choice_keeps_the_way_on_while_somebody_searches(client: FlaskClient, province: Province):
    page = client.get("/", base_url=SHARED, query_string={"toi": "/gui", "q": "vạn linh"})
    assert 'name="toi" value="/gui"' in page.text
    assert 'href="?toi=/gui&amp;q=v%E1%BA%A1n+linh&amp;lang=en"' in page.text.replace("%2F", "/")
    assert 'href="http://vanlinh.example/gui"' in page.text


@pytest.mark.parametrize(
    "path", ["/api/v1/cases", "/open311/v2/services.json", "/robots.txt", "/sitemap.xml", "/ho-so.atom", "/du-lieu/cases.csv"]
)
def test_programs_are_told_that_nothing_is_here(client: FlaskClient, province: Province, path: str):
    assert client.get(path, base_url=SHARED).status_code == 404


def test_nothing_is_taken_in_by_the_shared_name(app: Flask, client: FlaskClient, province: Province):
    story = "Cầu tràn hỏng lan can từ sau trận mưa đầu tháng, trẻ đi học rất nguy hiểm."
    answer = client.post("/gui", base_url=SHARED, data={"story": story, "kind": "reflection"})
    assert answer.status_code in (400, 404)
    assert client.post("/dang-nhap", base_url=SHARED, data={"username": "quantri"}).status_code in (400, 404)
    with app.app_context():
        for commune in (province.first, province.second):
            with use_unit(commune.unit_id):
                assert db.session.query(Case).count() == 0


def test_alive_and_ready_by_any_name(client: FlaskClient, province: Province):
    assert client.get("/healthz", base_url=SHARED).status_code == 200
    assert client.get("/static/img/favicon.svg", base_url=SHARED).status_code in (200, 404)


def test_own_names_open_the_commune_as_before(client: FlaskClient, province: Province):
    for host in ("vanlinh.example", "www.vanlinh.example", "VANLINH.example:8000"):
        page = client.get("/ke-hoach", base_url=f"http://{host}")
        assert (page.status_code, "Xã Vạn Linh" in page.text) == (200, True)


def test_commune_without_a_name_still_takes_in_every_other_one(app: Flask, client: FlaskClient, province: Province):
    with app.app_context():
        third = make_small_commune(code="06496", name="Xã Nhân Lý")
        assert (queries.unit_for_host("tinh.example"), queries.leads_to_all("tinh.example")) == (third.unit_id, False)
    assert "Xã Nhân Lý" in client.get("/ke-hoach", base_url=SHARED).text


def test_only_commune_answers_to_any_name(app: Flask, client: FlaskClient, at):
    at("2026-11-20 09:00")
    with app.app_context():
        only = make_small_commune(hosts=("vanlinh.example",))
        assert queries.unit_for_host("127.0.0.1:8000") == only.unit_id
    assert client.get("/ke-hoach", base_url="http://127.0.0.1").status_code == 200


def test_choice_speaks_english_in_large_letters_and_is_not_sent_twice(client: FlaskClient, province: Province):
    page = client.get("/?lang=en&chu=to", base_url=SHARED)
    assert ('lang="en"' in page.text, "data-large" in page.text) == (True, True)
    plain = client.get("/", base_url=SHARED)
    again = client.get("/", base_url=SHARED, headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_queries_do_not_grow_with_the_communes(app: Flask, client: FlaskClient, province: Province):
    def asked() -> int:
        return len(statements_of(lambda: client.get("/", base_url=SHARED), app=app))

    two = asked()
    with app.app_context():
        for number in range(3):
            commune = make_small_commune(code=f"0700{number}", name=f"Xã Số {number}", hosts=(f"xa{number}.example",))
            take_over(commune.unit_id, f"Xã Cũ {number}", f"0800{number}")
    assert asked() == two
