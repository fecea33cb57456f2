"""The public board as people read it: figures, their definitions, tables, and the way to the cases behind them."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from accounts.models import Village
from accounts.queries import departments, fields, villages
from core.extensions import db
from core.statement_time import QUERY_CANCELED, limit_statements
from core.transaction import transaction
from reporting import snapshots
from reporting.measures import counts_of, percent, total
from reporting.phrases import DEFINITIONS
from reporting.queries import Board
from tests.makers import Commune, inside
from tests.makers_board import FIRST_ON, PAST, TODAY
from tests.makers_public import make_public

FIGURE = re.compile(r'<li class="\w+"><b>([^<]+)(?:<small> ([^<]+)</small>)?</b><a href="([^"]+)">([^<]+)</a>')
NOVEMBER, NINTH = date(2026, 11, 1), date(2026, 11, 9)


@pytest.fixture
def codes(app: Flask, home: Commune) -> list[str]:
    """Return the codes of the table's cases, in two fields and two villages."""
    with inside(app, unit_id=home.unit_id):
        field_ids = [item.id for item in fields(home.unit_id)][:2]
        village_ids = [item.id for item in villages(home.unit_id)][:2]
        rows = [
            {**example.row, "field_id": field_ids[place % 2], "village_id": village_ids[place % 2]}
            for place, example in enumerate(PAST)
        ]
        return make_public(home.unit_id, *rows)


def figures(page: str) -> dict[str, tuple[str, str]]:
    """Return value and address of each large number by its name."""
    return {label: (value + (unit or ""), url) for value, unit, url, label in FIGURE.findall(page)}


def test_board_tells_nine_numbers_and_each_leads_to_its_cases(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai")
    assert page.status_code == 200
    whole = total(example.tally for example in PAST)
    found = figures(page.text)
    assert {name: url for name, (_, url) in found.items() if not url.startswith("/cong-khai/ho-so?so=")} == {}
    assert {name: value for name, (value, _) in found.items()} == {
        "trả lời đúng hạn": f"{percent(whole.on_time_share)}%", "đang giải quyết": str(whole.open), "quá hạn": str(whole.overdue),
        "mở lại vì chưa hài lòng": str(whole.reopened), "được gia hạn": str(whole.extended),
        "trả lời có bằng chứng": f"{percent(whole.evidence_share)}%", "hài lòng": f"{percent(whole.satisfied_share)}%",
        "một nửa số đơn được trả lời trong thời gian này": "6ngày", "9 trong 10 đơn được trả lời trong thời gian này": "16ngày",
    }  # fmt: skip


def test_every_number_of_a_department_says_its_column_where_rows_become_cards(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *[{"department_id": item.id} for item in departments(home.unit_id, on=TODAY)])
    page = client.get("/cong-khai").text
    table = re.search(r'<table class="table stacked"><caption>Kết quả theo phòng, ban.*?</table>', page, re.DOTALL)[0]
    columns = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', table)[1:]
    rows = [re.findall(r'<td[^>]* data-head="([^"]+)"', row) for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", table)]
    assert len(columns) == 8
    assert rows == [columns] * len(rows) != []


def test_board_defines_every_number_on_the_page(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai").text
    assert len(re.findall(r"<dt>[^<]+</dt><dd>[^<]{60,}</dd>", page)) == len(DEFINITIONS) == 10


def test_number_is_the_length_of_the_list_it_leads_to(app: Flask, client: FlaskClient, codes: list[str], home: Commune):
    """Of the year, of a month, and as of a past day; a case that was settled twice stands in the list once."""
    for asked, first_on, last_on in (
        ("", FIRST_ON, TODAY),
        ("&ky=2026-11", NOVEMBER, TODAY),
        ("&ky=2026-11&ngay=2026-11-09", NOVEMBER, NINTH),
    ):
        whole = total(counts_of(example.facts, first_on=first_on, today=last_on) for example in PAST)
        numbers = {
            "nhan": whole.received, "dang-lam": whole.open, "qua-han": whole.overdue, "mo-lai": whole.reopened,
            "gia-han": whole.extended, "tre-han": whole.late, "hai-long": whole.satisfied, "dung-han": whole.on_time,
        }  # fmt: skip
        listed = {number: len(listed_codes(client, f"/cong-khai/ho-so?so={number}{asked}")) for number in numbers}
        assert (asked, listed) == (asked, numbers)


def listed_codes(client: FlaskClient, address: str) -> list[str]:
    """Return the codes of the cases on a list and on the pages that follow it."""
    page = client.get(address)
    assert page.status_code == 200
    found = list(dict.fromkeys(re.findall(r'href="/ho-so/(\w{5}-\w{5})"', page.text)))
    onward = re.search(r'rel="next" href="([^"]+)"', page.text)
    return found + (listed_codes(client, html.unescape(onward[1])) if onward else [])


def test_list_behind_a_number_goes_on_by_code(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        made = make_public(home.unit_id, *({"state": "in_progress"} for _ in range(60)))
    assert listed_codes(client, "/cong-khai/ho-so?so=dang-lam") == made[::-1]
    assert "Hết danh sách" in client.get(f"/cong-khai/ho-so?so=dang-lam&sau={made[0]}").text
    assert "Không có hồ sơ nào" in client.get("/cong-khai/ho-so?so=mo-lai").text


def test_tables_add_up_to_the_number_on_top_and_lists_repeat_it(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        village_ids = [item.id for item in villages(home.unit_id)]
        make_public(home.unit_id, *({"state": "in_progress", "village_id": key} for key in (*village_ids, None, None)))
    for path in ("/cong-khai", "/cong-khai/thon"):
        page = client.get(path).text
        rows = re.findall(r'<th scope="row">(?:<a href="[^"]*thon=[^"]*">)?([^<]+)(?:</a>)?</th><td class="r">(\d+)</td>', page)
        assert [number for name, number in rows if name == "Không ghi thôn"] == ["2"]
    assert "<b>2 hồ sơ</b>" not in client.get("/cong-khai/ho-so?so=qua-han").text
    assert f"<b>{len(village_ids) + 2} hồ sơ</b>" in client.get("/cong-khai/ho-so?so=dang-lam").text


def test_board_prints_every_village_and_shows_the_first_ten(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id), transaction() as session:
        facts = {"unit_id": home.unit_id, "name_key": "", "valid_from": FIRST_ON}
        session.add_all(Village(code=f"t{place}", name=f"Tân {place}", **facts) for place in range(45))
    with inside(app, unit_id=home.unit_id):
        village_ids = [item.id for item in villages(home.unit_id) if item.name.startswith("Tân")]
        make_public(home.unit_id, *({"village_id": key} for key in village_ids[:12]))
    page = client.get("/cong-khai").text
    assert (len(ROW.findall(page)), 'class="first-ten"' in page, "Xem thêm 2 thôn" in page, "thôn nữa ở" in page) == (
        12, True, True, False,
    )  # fmt: skip
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *({"village_id": key} for key in village_ids[12:]))
    assert re.search(r"Còn 5 thôn nữa ở (?:http://[^/]+)?/cong-khai/thon", client.get("/cong-khai").text)


def test_table_leads_to_the_cases_of_each_field_and_village(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai").text
    links = {html.unescape(link) for link in re.findall(r'href="(/cong-khai/ho-so[^"]*)"', page)}
    narrowed = sorted(link for link in links if "so=nhan" in link and ("linh-vuc" in link or "thon=" in link))
    assert len(narrowed) == 4
    assert sum(len(listed_codes(client, link)) for link in narrowed) == 2 * total(example.tally for example in PAST).received


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ky=2026-13", "Không có kỳ nào tên như vậy"),
        ("ky=%27%3B--", "Không có kỳ nào tên như vậy"),
        ("ky=2027-01", "Kỳ này chưa bắt đầu"),
        ("tu=2026-02-30", "Ngày này không có trong lịch"),
        ("tu=2026-06-01&den=2026-05-01", "Ngày kết thúc đứng trước"),
        ("tu=2001-01-01&den=2026-05-01", "Khoảng này dài quá 5 năm"),
        ("den=2026-05-01", "Hãy chọn cả ngày bắt đầu"),
        ("ngay=2026-11-21", "Ngày này chưa đến"),
        ("ky=2026-11&ngay=2026-10-31", "Hôm ấy kỳ này chưa bắt đầu"),
        ("ngay=%00%F0%9F%92%A9", "Ngày này không có trong lịch"),
    ],
)
def test_address_that_asks_for_what_there_is_not_is_told_why(client: FlaskClient, codes: list[str], address: str, sentence: str):
    pages = [
        client.get(f"/cong-khai{below}?{address}{more}") for below, more in (("", ""), ("/thon", ""), ("/ho-so", "&so=nhan"))
    ]
    assert [(page.status_code, sentence in page.text) for page in pages] == [(400, True)] * 3


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("so=xyz", "Không có con số nào tên như vậy"), ("", "Không có con số nào tên như vậy"),
        ("so=nhan&thon=khong-co", "Không có việc, thôn hoặc phòng"), ("so=nhan&phong=1", "Không có việc, thôn hoặc phòng"),
    ],
)  # fmt: skip
def test_list_behind_no_number_says_so(client: FlaskClient, codes: list[str], address: str, sentence: str):
    page = client.get(f"/cong-khai/ho-so?{address}")
    assert (page.status_code, sentence in page.text) == (400, True)


def test_board_of_a_month_names_it_and_shows_its_numbers(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai?ky=2026-10").text
    assert ("Tháng 10/2026 (01/10/2026 – 31/10/2026)" in page, figures(page)["được gia hạn"][0]) == (True, "0")
    past = client.get("/cong-khai?ky=2026-11&ngay=2026-11-09").text
    assert ("Như hết ngày 09/11/2026" in past, "Hết ngày 09/11/2026 xã chưa giữ được hẹn" in past) == (True, True)


def test_board_of_a_reporting_period_is_cut_on_the_fourteenth(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai?ky=2026-q4").text
    assert "Quý IV/2026 (15/09/2026 – 20/11/2026)" in page
    assert '<option value="2026-q4" selected>' in page


def test_share_of_too_few_cases_is_a_dash(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *({"state": "answered", "on_time": True, "answered_on": NINTH} for _ in range(4)))
    page = client.get("/cong-khai").text
    assert figures(page)["trả lời đúng hạn"][0] == "–"
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
    assert len(drawn) == len(set(drawn)) == 10
    assert "thang-hai-long" not in drawn  # no month has enough ratings: said in words
    assert 'Người gửi hài lòng</figcaption><p class="hint">Chưa có số liệu.</p>' in page
    assert [name for name in drawn if f'id="{name}-t"' not in page or f'id="{name}-d"' not in page] == []


def test_board_has_no_style_or_script_of_its_own(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai").text
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*src=)", page) == []


def test_villages_have_a_page_of_their_own(client: FlaskClient, codes: list[str]):
    page = client.get("/cong-khai/thon")
    assert (page.status_code, page.text.count('<th scope="row">')) == (200, 2)
    assert 'href="/cong-khai?ky=2026-11#cach-tinh"' in client.get("/cong-khai/thon?ky=2026-11").text


CIRCLE = re.compile(r'<a href="([^"]+)" tabindex="-1"><title>([^<]+)</title><circle ')
ROW = re.compile(r'<th scope="row"><a href="([^"]*thon=[^"]+)">([^<]+)</a></th><td class="r">(\d+)</td>')


def test_map_of_villages_tells_and_leads_to_what_the_table_does(client: FlaskClient, codes: list[str]):
    """Of the year and of a month that not every case is of, in both languages."""
    for address in ("/cong-khai", "/cong-khai?ky=2026-11", "/cong-khai/thon", "/cong-khai/thon?ky=2026-11"):
        page = client.get(address).text
        rows = {(url, f"{name}: nhận {number}") for url, name, number in ROW.findall(page)}
        assert {(url, told.split(",")[0]) for url, told in CIRCLE.findall(page)} == rows
        assert (len(rows), all(("ky=" in url) == ("ky=" in address) for url, _told in rows)) == (2, True)
    english = client.get("/cong-khai?lang=en").text
    assert re.search(r'<desc id="vm-d">Most cases come from [^(]+ \(\d+\); ', english)


def test_board_changes_when_a_case_changes(app: Flask, client: FlaskClient, home: Commune, codes: list[str]):
    before = client.get("/cong-khai")
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, {"state": "in_progress"})
    after = client.get("/cong-khai", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, figures(after.text)["đang giải quyết"][0]) == (
        200,
        str(total(example.tally for example in PAST).open + 1),
    )


def test_board_that_did_not_change_is_not_sent_again(client: FlaskClient, codes: list[str]):
    etag = client.get("/cong-khai").headers["ETag"]
    again = client.get("/cong-khai", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


class Stopped(Exception):
    """What PostgreSQL says of a statement that took too long."""

    sqlstate = QUERY_CANCELED


def test_days_that_hold_too_much_to_count_are_told_so_and_a_short_busy_one_is_busy(
    client: FlaskClient, codes: list[str], monkeypatch: pytest.MonkeyPatch
):
    def gives_up(*_args: object, **_named: object) -> Board:
        if db.engine.dialect.name == "postgresql":
            limit_statements(20)
            db.session.execute(text("select pg_sleep(2)"))
        raise OperationalError("select", {}, Stopped())

    monkeypatch.setattr(snapshots, "board", gives_up)
    for path in ("/cong-khai", "/cong-khai/thon"):
        page = client.get(f"{path}?tu=2024-11-01&den=2026-11-20")
        assert (page.status_code, "không đếm ngay được" in page.text, 'value="2024-11-01"' in page.text) == (400, True, True)
    answer = client.get("/api/v1/measures?from=2024-11-01&to=2026-11-20")
    fault = answer.json["error"]
    assert (answer.status_code, fault["code"], "ngắn hơn" in fault["hint"]) == (400, "too_much", True)
    for address in ("/cong-khai?tu=2026-10-01&den=2026-11-20", "/api/v1/measures?from=2026-10-01&to=2026-11-20"):
        assert client.get(address).status_code == 503
