"""The Atom feeds: valid for two readers, only what is published, the same bytes until something changes, gone when taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.queries import fields, villages
from core.transaction import transaction
from feedback.models import Case
from feedback.services import publishing
from tests.makers import Commune, inside, make_case, publish_case, read_version
from tests.makers_dialogue import announced_dialogue
from tests.makers_feeds import faults, read_feed
from tests.makers_links import merge

HOME = "https://gop-y.vanlinh.example"
pytestmark = pytest.mark.settings(public_url=HOME)
FEEDS = ("/ho-so.atom", "/tin.atom", "/doi-thoai.atom")
LIGHT = "Đèn đường <b>tắt</b> & chập chờn"
ROAD = "Cầu tràn hỏng lan can"
At = Callable[[str], datetime]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A commune with two published cases, one that is not, and a dialogue."""

    commune: Commune
    road: Case
    light: Case
    silent: Case
    field: str
    village: str


def make_scene(home: Commune, at: At) -> Scene:
    (moist, lamps), (near, far) = fields(home.unit_id)[:2], villages(home.unit_id)[:2]
    road = make_case(home, state="answered", field_id=moist.id, village_id=near.id)
    light = make_case(home, state="in_progress", field_id=lamps.id, village_id=far.id)
    silent = make_case(home, state="in_progress")
    publish_case(home, light.id, at=at("2026-11-20 09:10"), title=LIGHT, story="Đèn tắt ba tối liền.")
    publish_case(home, road.id, at=at("2026-11-20 09:20"), answer="Đã hàn lại lan can.")
    announced_dialogue(home)
    return Scene(commune=home, road=road, light=light, silent=silent, field=moist.code, village=far.code)


def unpublish(commune: Commune, case_id: int, at: datetime) -> None:
    with transaction():
        publishing.unpublish(case_id, actor=commune.leader, at=at, version=read_version(case_id), reason="Còn lộ tên người")


def test_feeds_from_the_first_case_to_its_taking_back(app: Flask, client: FlaskClient, home: Commune, at: At):
    check_empty_feeds(client)
    with inside(app, unit_id=home.unit_id):
        scene = make_scene(home, at)
    ids = check_lists(client, scene)
    check_one_case(client, scene)
    check_news(client)
    check_machines(client)
    check_wrong_addresses(client, scene)
    with inside(app, unit_id=home.unit_id):
        unpublish(home, scene.road.id, at("2026-11-20 10:00"))
    check_taken_back(client, scene)
    with inside(app, unit_id=home.unit_id):
        publish_case(home, scene.road.id, at=at("2026-11-20 11:00"))
    back = read_feed(client.get("/ho-so.atom").data)
    assert (back.titles()[0], client.get(f"/ho-so/{scene.road.code}").status_code) == (ROAD, 200)
    assert sorted(back.ids()) == ids
    with inside(app, unit_id=home.unit_id):
        shown, bare = merge_two(scene, at("2026-11-20 11:30"))
    check_merged(client, shown, bare)


def check_empty_feeds(client: FlaskClient) -> None:
    empty = {path: read_feed(client.get(path).data) for path in FEEDS}
    assert {path: faults(feed, home=HOME) for path, feed in empty.items()} == {path: [] for path in FEEDS}
    assert [len(empty[path].entries()) for path in ("/ho-so.atom", "/doi-thoai.atom")] == [0, 0]
    assert empty["/ho-so.atom"].text("updated") == "2025-07-01T00:00:00+07:00"


def check_lists(client: FlaskClient, scene: Scene) -> list[str]:
    wanted = {
        "/ho-so.atom": [ROAD, LIGHT],
        f"/ho-so.atom?linh-vuc={scene.field}": [ROAD],
        f"/ho-so.atom?thon={scene.village}": [LIGHT],
        f"/ho-so.atom?linh-vuc={scene.field}&thon={scene.village}": [],
    }
    read = {path: read_feed(client.get(path).data) for path in wanted}
    assert {path: feed.titles() for path, feed in read.items()} == wanted
    assert {path: faults(feed, home=HOME) for path, feed in read.items()} == {path: [] for path in wanted}
    assert [read[path].links()["self"] for path in wanted] == [f"{HOME}{path}" for path in wanted]
    assert len({feed.text("id") for feed in read.values()}) == len(wanted)
    first = read["/ho-so.atom"].parsed.entries[0]
    assert (read["/ho-so.atom"].parsed.feed.author, first.updated) == ("Xã Vạn Linh", "2026-11-20T09:20:00+07:00")
    assert (first.tags[0].term, "Xã trả lời: Đã hàn lại lan can." in first.summary) == (scene.field, True)
    assert scene.silent.code not in client.get("/ho-so.atom").text
    listed = client.get(f"/ho-so?linh-vuc={scene.field}").text
    assert f'type="application/atom+xml" href="/ho-so.atom?linh-vuc={scene.field}"' in listed
    assert f'href="/theo-doi?linh-vuc={scene.field}"' in listed
    return sorted(read["/ho-so.atom"].ids())


def check_one_case(client: FlaskClient, scene: Scene) -> None:
    one = read_feed(client.get(f"/ho-so/{scene.road.code}.atom").data)
    assert faults(one, home=HOME) == []
    assert one.titles()[0] == "Tình trạng: Đã trả lời"
    assert set(one.titles()) == {
        "Xã đã nhận đơn", "Đã nhận giải quyết (thụ lý)", "Xã đã trả lời", "Nội dung được công khai", "Tình trạng: Đã trả lời",
    }  # fmt: skip
    assert f'type="application/atom+xml" href="/ho-so/{scene.road.code}.atom"' in client.get(f"/ho-so/{scene.road.code}").text
    assert f'href="/ho-so/{scene.silent.code}.atom"' not in client.get(f"/ho-so/{scene.silent.code}").text


def check_news(client: FlaskClient) -> None:
    news = read_feed(client.get("/tin.atom").data)
    assert faults(news, home=HOME) == []
    assert {ROAD, "Đối thoại cuối năm với người dân ba cụm thôn"} <= set(news.titles())
    assert (LIGHT in news.titles(), len(read_feed(client.get("/doi-thoai.atom").data).entries())) == (False, 1)
    assert 'href="/tin.atom"' in client.get("/").text
    assert 'type="application/atom+xml" href="/doi-thoai.atom"' in client.get("/doi-thoai").text


def check_machines(client: FlaskClient) -> None:
    """The same bytes until something changes; open to the scripts of other pages; no cookie."""
    answer = client.get("/ho-so.atom")
    assert (answer.mimetype, answer.headers["Access-Control-Allow-Origin"]) == ("application/atom+xml", "*")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    for path in ("/ho-so.atom", "/tin.atom", "/sitemap.xml", "/sitemap/trang.xml", "/robots.txt"):
        wrong = client.post(path, headers={"Accept": "text/html"})
        assert (wrong.status_code, wrong.json["error"]["status"], "GET" in wrong.headers["Allow"]) == (405, 405, True), path
    for path in ("/khong-co.atom", "/sitemap/khong-co.xml", "/ho-so/xx.atom"):
        missing = client.get(path, headers={"Accept": "text/html"})
        assert (missing.json["error"]["status"], missing.headers["Access-Control-Allow-Origin"]) == (404, "*"), path
    again = client.get("/ho-so.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.headers["ETag"], "Set-Cookie" in answer.headers) == (304, answer.headers["ETag"], False)


def check_wrong_addresses(client: FlaskClient, scene: Scene) -> None:
    table = {
        "/ho-so.atom?linh-vuc=khong-co": (400, "unknown_value", scene.field),
        "/ho-so.atom?thon=%00": (400, "unknown_value", scene.village),
        f"/ho-so.atom?linh-vuc={scene.field}&thon=x'--": (400, "unknown_value", scene.village),
        "/ho-so/AAAAA-AAAAA.atom": (404, "not_found", "/ho-so.atom"),
        "/ho-so/-----------.atom": (404, "not_found", "/ho-so.atom"),
        f"/ho-so/{scene.silent.code}.atom": (404, "not_found", "/ho-so.atom"),
    }
    for path, (status, code, hint) in table.items():
        error = client.get(path).json["error"]
        assert (path, error["status"], error["code"], hint in error["hint"]) == (path, status, code, True)
        assert client.get(path).headers["Cache-Control"] == "no-store"


def check_taken_back(client: FlaskClient, scene: Scene) -> None:
    """Gone from every feed at once; 410 with nothing of the text, and what is no text stays readable."""
    assert read_feed(client.get("/ho-so.atom").data).titles() == [LIGHT]
    assert "Cầu tràn" not in client.get("/tin.atom").text
    feed, page = client.get(f"/ho-so/{scene.road.code}.atom"), client.get(f"/ho-so/{scene.road.code}")
    assert (feed.status_code, feed.json["error"]["code"], feed.headers["Cache-Control"]) == (410, "gone", "no-store")
    assert (page.status_code, "Cầu tràn" in page.text, "đã được rút lại" in page.text) == (410, False, True)
    assert (page.headers["X-Robots-Tag"], page.headers["Cache-Control"]) == ("noindex, noarchive", "no-store")
    assert (scene.road.code in page.text, "Đã trả lời" in page.text, "ld+json" in page.text) == (True, True, False)
    assert client.get(f"/ho-so/{scene.silent.code}").status_code == 200


def merge_two(scene: Scene, at: datetime) -> tuple[str, str]:
    """Let two letters go into a third, one that was published and one that never was; return their codes in this order."""
    shown, bare = (make_case(scene.commune, at=at) for _ in range(2))
    publish_case(scene.commune, shown.id, at=at)
    for case in (shown, bare):
        merge(scene.commune, case.id, scene.light.code, at=at)
    return shown.code, bare.code


def check_merged(client: FlaskClient, shown: str, bare: str) -> None:
    """What was public says that it is gone; what never was is not there, as before."""
    answers = {path: client.get(path) for code in (shown, bare) for path in (f"/ho-so/{code}", f"/ho-so/{code}.atom")}
    assert [answer.status_code for answer in answers.values()] == [410, 410, 404, 404]
    page = answers[f"/ho-so/{shown}"]
    assert ("đã được gộp hoặc tách" in page.text, "Cầu tràn" in page.text) == (True, False)
    assert page.headers["X-Robots-Tag"] == "noindex, noarchive"
    assert (shown in client.get("/ho-so").text, shown in client.get("/sitemap/ho-so-0.xml").text) == (False, False)
