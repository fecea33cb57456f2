"""All communes beside each other at the name they share: the same numbers as on their own boards, and nothing more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from accounts.doors import Door
from accounts.models import Unit
from core.extensions import db
from core.transaction import transaction
from reporting import snapshots
from reporting.communes import boards_of_all
from reporting.measures import COUNTS
from reporting.periods import last_months, offered_first
from reporting.snapshot_models import BoardSnapshot
from tests.infra.plans import statements_of
from tests.makers import NOW, TODAY, Commune, inside
from tests.makers_accounts import make_small_commune
from tests.makers_board import PAST
from tests.makers_public import make_public, published

SHARED, PATH = "http://tinh.example", "/cac-xa"


@dataclass(frozen=True, kw_only=True)
class Province:
    """Two communes with names of their own: the first has two letters, the second every example of the board."""

    first: int
    second: int

    @property
    def doors(self) -> list[Door]:
        return [
            Door(unit_id=self.first, name="Xã Chi Lăng", host="chilang.example"),
            Door(unit_id=self.second, name="Xã Vạn Linh", host="vanlinh.example"),
        ]


@pytest.fixture
def province(app: Flask, home: Commune) -> Province:
    with app.app_context():
        first = make_small_commune(name="Xã Chi Lăng", code="06999", hosts=("chilang.example",)).unit_id
        with transaction():
            db.session.get(Unit, home.unit_id).hosts = ["vanlinh.example"]
    with inside(app, unit_id=first):
        make_public(first, {"state": "in_progress"}, published("Đèn đường đã thay"))
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(row.row for row in PAST))
    return Province(first=first, second=home.unit_id)


def keep(app: Flask) -> None:
    with inside(app):
        snapshots.keep_boards(NOW)


def row_of(page: str, name: str) -> list[str]:
    """Return the words of a commune's row."""
    found = re.search(rf"<tr><th scope=\"row\"><a [^>]*>{name}</a>(.*?)</tr>", page, re.DOTALL)
    return [] if found is None else re.findall(r">([^<>]+)<", found[1])


def test_every_row_has_the_numbers_of_the_communes_own_board(app: Flask, client: FlaskClient, province: Province):
    keep(app)
    page = client.get(PATH, base_url=SHARED)
    assert (page.status_code, page.text.index("Xã Chi Lăng") < page.text.index("Xã Vạn Linh")) == (200, True)
    for unit_id, name in ((province.first, "Xã Chi Lăng"), (province.second, "Xã Vạn Linh")):
        with inside(app, unit_id=unit_id):
            whole = snapshots.stored_board(unit_id, last_months(TODAY), TODAY).board.whole
        shown = row_of(page.text, name)
        assert (shown[0], shown[1], shown[3:6]) == (
            str(whole.received), str(whole.settled), [str(whole.open), str(whole.overdue), str(whole.reopened)],
        )  # fmt: skip
    assert "2 xã, phường" in page.text
    assert 'href="http://chilang.example/cong-khai"' in page.text
    assert 'href="http://vanlinh.example/cong-khai/ho-so?so=qua-han"' in page.text
    assert 'rel="manifest"' not in page.text


def test_sum_is_what_the_communes_have_together(app: Flask, province: Province):
    keep(app)
    with inside(app):
        found = boards_of_all(province.doors, last_months(TODAY), TODAY)
    assert [each.door.unit_id for each in found] == [province.first, province.second]
    assert {each.made_at for each in found} == {NOW}
    for each in found:
        with inside(app, unit_id=each.door.unit_id):
            assert each.tally == snapshots.stored_board(each.door.unit_id, last_months(TODAY), TODAY).board.whole


def test_period_is_chosen_and_kept_in_every_address(app: Flask, client: FlaskClient, province: Province):
    keep(app)
    page = client.get(PATH, base_url=SHARED, query_string={"ky": "2026-11", "xep": "qua-han"})
    assert 'href="http://chilang.example/cong-khai?ky=2026-11"' in page.text
    assert "so=qua-han&amp;ky=2026-11" in page.text
    assert re.findall(r'<option value="([^"]*)" selected>', page.text) == ["2026-11", "qua-han"]
    assert "01/11/2026 – 20/11/2026" in page.text


def test_every_offered_period_is_stored(app: Flask, province: Province):
    keep(app)
    with inside(app):
        assert {len(boards_of_all(province.doors, period, TODAY)) for period in offered_first(TODAY)} == {2}


def test_order_of_the_address_is_the_order_of_the_rows(app: Flask, client: FlaskClient, province: Province):
    keep(app)
    page = client.get(PATH, base_url=SHARED, query_string={"xep": "qua-han"}).text
    assert page.index(">Xã Vạn Linh<") < page.index(">Xã Chi Lăng<")


@pytest.mark.parametrize("value", ["", "\x00", "<m4rk onerror=1>", "2026-13", "9999-nam", "' or 1=1 --", "x" * 5000])
def test_what_nobody_offers_is_not_asked_for(app: Flask, client: FlaskClient, province: Province, value: str):
    keep(app)
    page = client.get(PATH, base_url=SHARED, query_string={"ky": value, "xep": value})
    assert (page.status_code, "<m4rk" in page.text, "12 tháng gần đây" in page.text.lower()) == (200, False, True)


def test_first_minutes_of_a_day_show_the_day_before(app: Flask, client: FlaskClient, province: Province, at):
    keep(app)
    at("2026-11-21 00:01")
    assert row_of(client.get(PATH, base_url=SHARED).text, "Xã Chi Lăng")[0] == "2"
    at("2026-11-22 00:01")
    assert row_of(client.get(PATH, base_url=SHARED).text, "Xã Chi Lăng") == []


def test_commune_that_is_not_counted_yet_is_named_and_in_no_sum(app: Flask, client: FlaskClient, province: Province):
    assert "Chưa có số liệu" in client.get(PATH, base_url=SHARED).text
    keep(app)
    with app.app_context():
        make_small_commune(name="Xã Nhân Lý", code="06998", hosts=("nhanly.example",))
    with inside(app, unit_id=province.second), transaction() as session:
        session.execute(update(BoardSnapshot).values(numbers={"counts": list(COUNTS)[1:], "whole": [0] * (len(COUNTS) - 1)}))
    page = client.get(PATH, base_url=SHARED).text
    assert "Chưa đếm xong: Xã Nhân Lý, Xã Vạn Linh." in page
    assert (row_of(page, "Xã Vạn Linh"), row_of(page, "Xã Chi Lăng")[0]) == ([], "2")


def test_only_the_shared_name_has_the_page(app: Flask, client: FlaskClient, province: Province):
    keep(app)
    assert client.get(PATH, base_url="http://vanlinh.example").status_code == 404
    assert client.post(PATH, base_url=SHARED).status_code in (400, 404, 405)
    assert f'href="{PATH}"' in client.get("/", base_url=SHARED).text


def test_page_is_not_sent_twice_and_speaks_english(app: Flask, client: FlaskClient, province: Province):
    keep(app)
    page = client.get(PATH, base_url=SHARED)
    again = client.get(PATH, base_url=SHARED, headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.data, page.headers.getlist("Set-Cookie")) == (304, b"", [])
    english = client.get(f"{PATH}?lang=en", base_url=SHARED).text
    assert ('<html lang="en"' in english, "Xã, phường<" in english) == (True, False)


def test_change_is_seen_as_soon_as_the_worker_has_counted(app: Flask, client: FlaskClient, province: Province):
    keep(app)
    with inside(app, unit_id=province.first):
        make_public(province.first, {"state": "in_progress"})
    with inside(app):
        snapshots.keep_boards(NOW + timedelta(minutes=2))
    assert row_of(client.get(PATH, base_url=SHARED).text, "Xã Chi Lăng")[0] == "3"


def test_statements_do_not_grow_with_the_communes(app: Flask, client: FlaskClient, province: Province):
    keep(app)

    def asked() -> int:
        return len(statements_of(lambda: client.get(PATH, base_url=SHARED), app=app))

    two = asked()
    with app.app_context():
        for number in range(3):
            make_small_commune(code=f"0700{number}", name=f"Xã Số {number}", hosts=(f"xa{number}.example",))
    keep(app)
    assert (asked(), client.get(PATH, base_url=SHARED).text.count('<th scope="row">')) == (two, 5)
