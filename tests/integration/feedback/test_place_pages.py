"""Places on pages: asking where something is, the small map, the map of published cases, and that exact places stay inside."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from accounts.queries import villages
from core.extensions import db
from feedback.models import Case, PublicCase
from feedback.queries.usual_villages import usual_villages
from feedback.states import CaseKind
from tests.makers import NEIGHBOUR, Commune, inside, make_case, make_commune, publish_case
from tests.makers_desk import form_values, sit_down
from tests.makers_places import EXACT, boundary_file, loaded, square
from tests.makers_public import make_public, published
from tests.makers_resident import send_letter

HOSTILE = [
    {"lat": "nan", "lon": "nan"}, {"lat": "inf", "lon": "106.4"}, {"lat": "1e999", "lon": "1"}, {"lat": "21.6"},
    {"lon": "106.4"}, {"lat": "91", "lon": "181"}, {"lat": "48.85", "lon": "2.35"}, {"lat": "21,6", "lon": "106,4"},
    {"lat": "106.4", "lon": "21.6"}, {"lat": "' or 1=1", "lon": "<b>"}, {"lat": "\x00", "lon": "0x15"},
    {"lat": "-0", "lon": "9" * 400},
]  # fmt: skip


@pytest.fixture(autouse=True)
def friday(at: Callable[[str], object]) -> None:
    at("2026-11-20 09:00")


def ask(client: FlaskClient, **facts: str) -> dict[str, object]:
    return client.post("/gui/o-dau", data=facts).get_json()


# ------------------------------------------------------------------ asking where something is


def test_asking_tells_the_village_and_keeps_nothing(app: Flask, client: FlaskClient, home: Commune):
    with app.app_context():
        make_commune(NEIGHBOUR)
    answer = client.post("/gui/o-dau", data={**EXACT, "place": "gần suối"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.get_json()["sentences"] == [
        "Vị trí này gần Thôn Nà Lìa nhất (cách giữa thôn khoảng 210 m). Hãy xem lại tên thôn."
    ]
    neighbour = ask(client, lat="21.7385", lon="106.8056")
    assert neighbour["sentences"] == ["Vị trí này không thuộc Xã Vạn Linh mà thuộc Xã Chiến Thắng."]
    assert neighbour["link"] == {"url": "http://chien-thang.localhost/gui", "text": "Gửi tới Xã Chiến Thắng"}
    assert ask(client, place="Y Tịch")["sentences"] == ["Đã ghi “Y Tịch”: Xã Y Tịch trước đây, nay thuộc Xã Vạn Linh."]
    assert ask(client) == {"sentences": [], "village": None, "link": None}
    for facts in HOSTILE:
        refused = client.post("/gui/o-dau", data=facts)
        assert (refused.status_code, refused.get_json()) == (422, {"message": "Vị trí này không nằm ở Việt Nam."}), facts
    with inside(app, unit_id=home.unit_id):
        assert db.session.scalars(select(Case.id)).all() == []


def test_village_is_filled_in_only_where_there_is_no_doubt(app: Flask, client: FlaskClient, home: Commune, tmp_path: Path):
    codes = [
        send_letter(client, place="cầu Nà Pất Trên", **EXACT)[0],  # the name says it; the nearest middle would not
        send_letter(client, place="", **EXACT)[0],  # only near: nobody said so
        send_letter(client, place="x", lat="nan", lon="106.4", accuracy="-3")[0],
    ]
    with inside(app, unit_id=home.unit_id):
        loaded(boundary_file(tmp_path, ({"village": "na-tong"}, square(106.4633, 21.6021))), home.unit_id)
    codes.append(send_letter(client, place="", **EXACT)[0])
    with inside(app, unit_id=home.unit_id):
        names = {item.id: item.code for item in villages(home.unit_id)}
        rows = {row.code: row for row in db.session.scalars(select(Case))}
        assert [names.get(rows[code].village_id or 0) for code in codes] == ["na-pat", None, None, "na-tong"]
        assert [(rows[code].lat, rows[code].accuracy) for code in codes] == [
            (21.602437, 35), (21.602437, 35), (None, None), (21.602437, 35),
        ]  # fmt: skip


def test_form_offers_former_names_and_a_map_and_keeps_the_place_that_was_noted(client: FlaskClient, home: Commune):
    page = client.get("/gui").text
    offered = re.search(r'<datalist id="ten-cho" [^>]*>(.*?)</datalist>', client.get("/gui/tren-may").text)[1]
    assert re.findall(r'value="([^"]+)"', offered) == [
        "Thôn Nà Pất Dưới", "Thôn Nà Pất Trên", "Xã Vạn Linh", "Xã Hòa Bình", "Xã Y Tịch",
    ]  # fmt: skip
    assert re.findall(r'<a class="go" href="([^"]+)" data-map-link', page) == ["/gui/ban-do"]
    piece = client.get("/gui/ban-do")
    assert (re.findall(r'<img src="(?!/static/)([^"]+)"', piece.text), piece.headers["ETag"] != "") == (["/ban-do.svg"], True)
    assert "leaflet" not in "".join(re.findall(r"<(?:script|link)[^>]+>", page))
    again = client.post("/gui", data={"story": "", **EXACT}).text
    assert [value in again for value in EXACT.values()] == [True, True, True]


# ------------------------------------------------------------------ the small map


def test_small_map_is_light_cached_and_has_a_dark_side(app: Flask, client: FlaskClient, home: Commune):
    day, dark, bare = (client.get(f"/ban-do.svg{query}") for query in ("", "?nen=toi", "?ten=khong"))
    assert {answer.mimetype for answer in (day, dark, bare)} == {"image/svg+xml"}
    assert max(len(answer.data) for answer in (day, dark, bare)) < 15_000
    assert len({answer.headers["ETag"] for answer in (day, dark, bare)}) == 3
    assert client.get("/ban-do.svg", headers={"If-None-Match": day.headers["ETag"]}).status_code == 304
    assert ("Nà Lìa" in day.text, "Nà Lìa" in bare.text, "<style" in day.text) == (True, False, False)
    names = client.get("/ban-do.json").get_json()["villages"]
    assert (len(names), ["Nà Lìa", 21.601, 106.462] in names) == (15, True)
    with app.app_context():
        make_commune(NEIGHBOUR)
    assert client.get("/ban-do.svg", base_url="http://chien-thang.localhost").status_code == 200


# ------------------------------------------------------------------ what the public sees


def public_bytes(app: Flask, client: FlaskClient, code: str) -> dict[str, str]:
    """Return the answer of every public address without parameters, of the case's own, and of the map come closer."""
    paths = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments and not rule.rule.startswith("/can-bo")
    ]
    paths += [f"/ho-so/{code}", f"/da-nhan/{code}", f"/tra-cuu?ma={code}", "/ho-so?q=lan+can", "/ho-so/ban-do?o=2-7"]
    return {path: client.get(path).text for path in paths}


def test_exact_place_is_in_no_public_answer_and_the_square_only_where_an_official_said_so(
    app: Flask, client: FlaskClient, home: Commune
):
    with inside(app, unit_id=home.unit_id):
        quiet, shown = (make_case(home, lat=21.602437, lon=106.463318, accuracy=35) for _ in range(2))
        publish_case(home, quiet.id)
        publish_case(home, shown.id, place_shown=True)
        squares = db.session.execute(select(PublicCase.square_lat, PublicCase.square_lon).order_by(PublicCase.id)).tuples().all()
    assert squares == [(None, None), (21.60214, 106.46303)]
    for path, text in public_bytes(app, client, shown.code).items():
        assert [trace for trace in ("21.602437", "106.463318", "21.6024", "106.4633") if trace in text] == [], path
    pins = client.get("/ho-so/ban-do.json").get_json()["levels"]
    assert [21.60214, 106.46303, 1, "Cầu tràn hỏng lan can", f"/ho-so/{shown.code}"] in pins[2]


def test_taking_a_case_back_takes_its_square_away(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        case = make_case(home, lat=21.602437, lon=106.463318)
        publish_case(home, case.id, place_shown=True)
        publish_case(home, case.id, place_shown=False)
        assert db.session.get(PublicCase, case.id).square_lat is None
        complaint = make_case(home, kind=CaseKind.COMPLAINT, lat=21.602437, lon=106.463318)
        publish_case(home, complaint.id, title="Khiếu nại về đất", story="Một khiếu nại về đất đai.", place_shown=True)
        row = db.session.get(PublicCase, complaint.id)
        assert (row.published, row.square_lat, row.village_id) == (True, None, None)


# ------------------------------------------------------------------ the map of published cases


def places_on(page: str) -> list[tuple[str, str]]:
    """Return the numbers on pins, and number and name of each entry in the list."""
    listed = re.findall(r'<span class="n" aria-hidden="true">(\d+)</span><span>([^<]+)<', page)
    assert re.findall(r'<a href="#cho-\d+" tabindex="-1"><circle[^>]+/><text[^>]+>(\d+)</text>', page) == [n for n, _ in listed]
    return listed


def test_map_and_list_say_the_same_and_filters_stay_in_the_address(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        by_code = {item.code: item.id for item in villages(home.unit_id)}
        rows = [published(f"Việc ở Mỏ Cấy {number}", village_id=by_code["mo-cay"]) for number in range(5)]
        rows += [published("Kênh Lân Rầy cạn", village_id=by_code["lan-ray"], state="in_progress")]
        rows += [published("Không rõ thôn nào"), {"village_id": by_code["kep-1"], "title": "chưa công khai"}]
        make_public(home.unit_id, *rows)
    page = client.get("/ho-so/ban-do")
    assert places_on(page.text) == [("5", "Thôn Mỏ Cấy"), ("1", "Thôn Lân Rầy")]
    assert "1 hồ sơ công khai chưa có chỗ trên bản đồ" in page.text
    assert "Xem cả 5 hồ sơ" in page.text
    assert "chưa công khai" not in page.text.split("Từng chỗ")[1].split("</ol>")[0]
    assert client.get("/ho-so/ban-do", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    narrowed = client.get("/ho-so/ban-do?trang-thai=dang-giai-quyet&q=kenh&o=99-99-x").text
    assert places_on(narrowed) == [("1", "Thôn Lân Rầy")]
    assert 'href="/ho-so?q=kenh&amp;trang-thai=dang-giai-quyet"' in narrowed
    assert 'href="/ho-so/ban-do?q=kenh"' in client.get("/ho-so?q=kenh").text
    assert places_on(client.get("/ho-so/ban-do?o=0-0-0-0").text) == []
    assert places_on(client.get("/ho-so/ban-do?q=khong+co+gi").text) == []


def test_map_says_as_the_list_does_that_it_shows_only_the_nearest(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        village = next(item.id for item in villages(home.unit_id) if item.code == "lan-ray")
        make_public(home.unit_id, published("Kênh Lân Rầy cạn", village_id=village))
    said = "Dưới đây là hồ sơ gần giống nhất"
    pages = [client.get(f"/ho-so{page}?q={words}").text for page in ("", "/ban-do") for words in ("kenh", "kenh+can+duong")]
    assert [said in page for page in pages] == [False, True, False, True]


def test_map_asks_as_much_for_few_cases_as_for_many(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        mo_cay = next(item.id for item in villages(home.unit_id) if item.code == "mo-cay")
        engine = db.engine
    client.get("/ho-so/ban-do?q=khoi+dong")
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: asked.append(statement))
    counts = []
    for number in (3, 57):
        with inside(app, unit_id=home.unit_id):
            make_public(home.unit_id, *(published(f"Việc {each}", village_id=mo_cay) for each in range(number)))
        asked.clear()
        assert places_on(client.get("/ho-so/ban-do").text) == [(str(number if number == 3 else 60), "Thôn Mỏ Cấy")]
        counts.append((len(asked), len([statement for statement in asked if "square_lat" in statement])))
    assert counts[0] == counts[1]
    assert counts[0][1] == 1


# ------------------------------------------------------------------ at the desk


def test_desk_sees_the_exact_place_others_do_not(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        case = make_case(home, lat=21.602437, lon=106.463318, accuracy=35, place="Y Tịch")
        bare = make_case(home)
        usual = usual_villages(home.unit_id, home.officer.id)
    desk = sit_down(app, home.clerk)
    page = desk.case(case.id).text
    assert 'data-spot="21.602437,106.463318,35"' in page
    assert "Đơn ghi “Y Tịch”: Xã Y Tịch trước đây, nay thuộc Xã Vạn Linh." in page
    picture = desk.open(f"/can-bo/ho-so/{case.id}/vi-tri.svg")
    assert (picture.status_code, picture.mimetype, picture.headers["Cache-Control"]) == (200, "image/svg+xml", "no-store")
    assert desk.open(f"/can-bo/ho-so/{bare.id}/vi-tri.svg").status_code == 404
    assert "data-spot" not in desk.case(bare.id).text
    assert client.get(f"/can-bo/ho-so/{case.id}/vi-tri.svg").status_code in (302, 303)
    assert usual == ()


def test_villages_that_a_clerk_writes_most_stand_first(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        lan_ray = next(item for item in villages(home.unit_id) if item.code == "lan-ray")
    desk = sit_down(app, home.clerk)
    before = desk.open("/can-bo/nhap").text
    typed = {"name": "Lý Văn Ba", "phone": "0912 345 678", "story": "Kênh nước cạn từ đầu tháng, ruộng nứt nẻ."}
    letter = {**form_values(before, "/can-bo/nhap"), **typed, "village_id": str(lan_ray.id)}
    assert desk.send("/can-bo/nhap", letter).status_code == 303
    page = desk.open("/can-bo/nhap").text
    group = re.search(r'<optgroup label="Hay dùng">(.*?)</optgroup>', page, re.DOTALL)[1]
    assert ("Hay dùng" in before, re.findall(r">([^<>]+)</option>", group)) == (False, ["Thôn Lân Rầy"])
