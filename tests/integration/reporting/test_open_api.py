"""The read API: what it gives, how lists are narrowed and walked, how it refuses, and what it costs."""

from __future__ import annotations

import json
from typing import Any

import brotli
import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from core.extensions import db
from feedback.models import PublicCase
from reporting.measures import COUNTS
from reporting.open_data.number_shapes import DAYS, MEANINGS, SHARES, definitions
from reporting.queries import board
from tests.makers import TODAY, Commune, inside, make_case, make_commune, publish_case
from tests.makers_dialogue import announced_dialogue
from tests.makers_minutes import concluded, promise
from tests.makers_open_data import Scene, open_scene
from tests.makers_public import make_public
from tests.makers_questions import accept_question, ask_question

API = "/api/v1"
SHAPE = {"status", "code", "message", "hint"}


@pytest.fixture
def scene(app: Flask, home: Commune) -> Scene:
    """Return what is open."""
    with inside(app, unit_id=home.unit_id):
        return open_scene(home)


def read(client: FlaskClient, path: str, **asked: object) -> Any:
    """Return the answer's data; it is JSON and went well."""
    answer = client.get(f"{API}{path}", query_string=asked)
    assert (answer.status_code, answer.mimetype) == (200, "application/json"), answer.text
    return answer.json


def walked(client: FlaskClient, path: str, **asked: object) -> list[dict[str, Any]]:
    """Return all items of a list, part by part; the header names the same next part as the body."""
    found, cursor = [], None
    while True:
        answer = client.get(f"{API}{path}", query_string={**asked, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        found += answer.json["items"]
        cursor = answer.json["next_cursor"]
        assert (cursor in answer.headers.get("Link", "")) if cursor else ("Link" not in answer.headers)
        if cursor is None:
            return found


def test_cases_are_walked_whole_in_parts_of_any_size_and_narrowed_by_everything(client: FlaskClient, scene: Scene):
    newest_first = scene.codes[::-1]
    for limit in (1, 7, 25, 100):
        assert [item["code"] for item in walked(client, "/cases", limit=limit)] == newest_first
    whole = walked(client, "/cases", limit=100)

    def codes(**asked: object) -> list[str]:
        parts = [[item["code"] for item in walked(client, "/cases", limit=limit, **asked)] for limit in (4, 100)]
        assert parts[0] == parts[1]
        return parts[0]

    def kept(wanted: Any) -> list[str]:
        return [item["code"] for item in whole if wanted(item)]

    field, village = scene.fields[0], scene.villages[0]
    assert codes(field=field) == kept(lambda item: item["field"] == field) != []
    there = kept(lambda item: (item["village"], item["state"]) == (village, "answered"))
    assert codes(village=village, state="answered") == there != []
    assert codes(standing="overdue") == kept(lambda item: item["overdue"]) != []
    assert codes(standing="reopened", state="reopened") == kept(lambda item: item["state"] == "reopened") != []
    assert codes(standing="open", state="answered") == []
    days = codes(**{"from": "2026-10-01", "to": "2026-11-02"})
    assert sorted(days) == sorted(kept(lambda item: "2026-10-01" <= item["received_on"] <= "2026-11-02")) != []
    assert len(codes(to="2025-12-31")) == len(kept(lambda item: item["received_on"] <= "2025-12-31")) > 0
    assert codes(words="cầu treo") == [scene.published[0]]
    assert codes(words="ổ gà", **{"from": "2026-11-01"}) == [scene.published[1]]
    assert codes(words="mưa", to="2026-10-31") == [scene.published[2]]
    assert codes(words="mưa", field=field) == [scene.published[0]]
    assert codes(words=scene.codes[0].lower().replace("-", " ")) == [scene.codes[0]]
    assert codes(words="không có chữ nào như thế cả") == codes(words="???") == codes(words="\u200b ") == []


def test_one_case_and_the_lists_of_names(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        case = make_case(home, state="answered")
        code = case.code
        publish_case(home, case.id)
        scene = open_scene(home)
    whole = read(client, f"/cases/{code.lower()}")
    (listed,) = [item for item in walked(client, "/cases") if item["code"] == code]
    assert whole == {**listed, "events": whole["events"], "supports": 0}
    assert [step["name"] for step in whole["events"]] == ["received", "accepted", "answered"]
    assert (whole["title"] != "", whole["published"], whole["url"].endswith(f"/ho-so/{code}")) == (True, True, True)
    bare = read(client, f"/cases/{scene.codes[0]}")
    assert (bare["published"], bare["title"], bare["story"], bare["photos"], bare["place"]) == (False, "", "", [], None)
    square, in_village, nowhere = (read(client, f"/cases/{each}") for each in scene.published)
    assert (square["place"], round(square["latitude"], 2), in_village["place"] in ("village", None)) == ("square", 21.65, True)
    assert (square["latitude"], square["longitude"]) != (21.6512, 106.5123)
    assert (nowhere["place"], nowhere["latitude"]) == (None, None)
    assert {item["code"] for item in read(client, "/fields")["items"]} >= set(scene.fields)
    assert {item["code"] for item in read(client, "/villages")["items"]} >= set(scene.villages)
    assert read(client, "/fields", lang="en")["items"] == read(client, "/fields")["items"]
    named = {read(client, f"/cases/{scene.codes[0]}", lang=lang)["field_name"] for lang in ("vi", "en")}
    assert len(named) == 2


def test_numbers_are_those_of_the_board(app: Flask, client: FlaskClient, scene: Scene, home: Commune):
    with inside(app, unit_id=home.unit_id):
        numbers = board(home.unit_id, today=TODAY)
    told = read(client, "/measures")
    assert {name: told["total"][name] for name in COUNTS} == {name: getattr(numbers.whole, name) for name in COUNTS}
    for groups, key in (("by_field", "field"), ("by_village", "village")):
        summed = {name: sum(group[name] for group in told[groups]) for name in COUNTS}
        assert summed == {name: told["total"][name] for name in COUNTS}
        assert None in {group[key] for group in told[groups]}
    assert (told["first_on"], told["last_on"], len(told["by_month"])) == ("2025-12-01", "2026-11-20", 12)
    assert set(told["total"]) == {*COUNTS, *SHARES, *DAYS} == set(MEANINGS)
    assert {item["name"] for item in told["definitions"]} == set(definitions())
    assert (told["by_month"][-1]["open"], told["promises"]["made"]) == (numbers.whole.open, 0)


def test_dialogues_questions_and_promises_name_nobody(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        dialogue_id = announced_dialogue(home)
        receipt = ask_question(home, dialogue_id)
        ask_question(home, dialogue_id, key="khac")
        accept_question(home, receipt.question_id)
        concluded(home, promise(home), promise(home))
    found = read(client, "/dialogues")["items"]
    assert len(found) == 2
    assert read(client, f"/dialogues/{found[0]['code']}") == found[0]
    (question,) = walked(client, "/questions", limit=1)
    assert (question["dialogue"], question["together"], question["promises"]) == (found[1]["code"], 0, [])
    promises = walked(client, "/commitments", limit=1)
    assert (len(promises), {item["dialogue"] for item in promises}) == (2, {found[0]["code"]})
    assert [item["code"] for item in walked(client, "/commitments", limit=100)] == [item["code"] for item in promises]


REFUSED = [
    ("/cases?limit=0", 400, "1 đến 100"),
    ("/cases?limit=101", 400, "limit"),
    ("/cases?limit=1e2", 400, "limit"),
    ("/cases?limit=١", 400, "limit"),
    ("/cases?limit=5&limit=6", 400, "limit"),
    ("/cases?from=2026-02-30", 400, "2026-11-20"),
    ("/cases?from=20261120", 400, "from"),
    ("/cases?to=hôm+qua", 400, "to"),
    ("/cases?from=2026-11-02&to=2026-11-01", 400, "from"),
    ("/cases?field=khong-co", 400, "giao_thong"),
    ("/cases?village=1", 400, "village"),
    ("/cases?state=open", 400, "in_progress"),
    ("/cases?standing=late", 400, "overdue"),
    ("/cases?colour=red", 400, "standing"),
    ("/cases?words=", 400, "80"),
    (f"/cases?words={'a' * 81}", 400, "80"),
    ("/cases?cursor=abc", 400, "next_cursor"),
    ("/cases?cursor=", 400, "next_cursor"),
    ("/questions?cursor=%00", 400, "next_cursor"),
    ("/fields?limit=2", 400, "lang"),
    ("/measures?lang=fr", 400, "en"),
    ("/measures?period=2027-01", 400, "Kỳ này chưa bắt đầu"),
    ("/measures?period=2026-13", 400, "period"),
    ("/measures?from=2026-06-01&to=2026-05-01", 400, "Ngày kết thúc đứng trước"),
    ("/measures?as_of=2026-11-21", 400, "Ngày này chưa đến"),
    ("/cases/7K3MP-9QXTR", 404, "mã"),
    ("/cases/%00", 404, "mã"),
    ("/cases/a%2Fb", 404, "mã"),
    ("/dialogues/x", 404, "mã"),
    ("/nothing", 404, "địa chỉ"),
    ("", 404, "địa chỉ"),
    ("/cases/", 404, "địa chỉ"),
]


def test_every_refusal_has_the_one_shape_and_a_hint(client: FlaskClient, scene: Scene):
    for path, status, hint in REFUSED:
        answer = client.get(f"{API}{path}")
        assert (answer.status_code, answer.mimetype) == (status, "application/json"), (path, answer.text)
        fault = answer.json["error"]
        assert (set(fault), fault["status"], hint in fault["hint"]) == (SHAPE, status, True), (path, fault)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
    wrong = client.post(f"{API}/cases", json={})
    assert (wrong.status_code, wrong.json["error"]["code"], set(wrong.headers["Allow"].split(", "))) == (
        405,
        "method_not_allowed",
        {"GET", "HEAD", "OPTIONS"},
    )
    english = client.get(f"{API}/cases?limit=0&lang=en").json["error"]
    assert english["hint"] != client.get(f"{API}/cases?limit=0").json["error"]["hint"]


def test_answers_are_tagged_packed_open_to_every_site_and_cheap(app: Flask, client: FlaskClient, scene: Scene, home: Commune):
    first = client.get(f"{API}/cases", headers={"Accept-Encoding": "br"})
    assert json.loads(brotli.decompress(first.data))["items"]
    again = client.get(f"{API}/cases", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    cursor = client.get(f"{API}/cases?limit=3").json["next_cursor"]
    later = client.get(f"{API}/cases?limit=3&cursor={cursor}")
    assert client.get(later.request.url, headers={"If-None-Match": later.headers["ETag"]}).status_code == 304
    for answer in (first, again, later):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    asked = client.options(f"{API}/cases", headers={"Origin": "https://bao.example", "Access-Control-Request-Method": "GET"})
    assert (asked.status_code, "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]) == (200, True)
    assert "Set-Cookie" not in client.get(f"{API}/fields?lang=en").headers

    def statements(limit: int) -> int:
        told: list[str] = []
        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", listener := lambda *facts: told.append(facts[2]))
        read(client, "/cases", limit=limit)
        event.remove(engine, "before_cursor_execute", listener)
        return len(told)

    assert statements(1) == statements(25) <= 14
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, {"state": "received"})
    changed = client.get(f"{API}/cases", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


@pytest.mark.settings(rate_limits="on")
def test_limits_are_told_and_kept(sqlite_app: Flask):
    client = sqlite_app.test_client()
    with inside(sqlite_app):
        make_commune()
    answers = [client.get(f"{API}/{path}") for path in ["fields"] * 60 + ["villages"] * 61]
    assert [answers[place].headers["RateLimit-Remaining"] for place in (0, 1, 119, 120)] == ["119", "118", "0", "0"]
    last = answers[-1]
    assert [answer.status_code for answer in answers[118:]] == [200, 200, 429]
    assert last.json["error"]["code"] == "too_many_requests"
    assert 0 < int(last.headers["Retry-After"]) <= 61
    assert last.headers["Retry-After"] == last.headers["RateLimit-Reset"]


def test_the_description_is_of_this_commune_and_every_answer_keeps_to_it(client: FlaskClient, scene: Scene):
    spec = client.get(f"{API}/openapi.json").json
    assert (spec["openapi"], len(spec["paths"])) == ("3.1.0", 9)
    parameters = {item["name"]: item["schema"] for item in spec["paths"]["/api/v1/cases"]["get"]["parameters"]}
    assert set(scene.fields) <= set(parameters["field"]["enum"])
    assert (parameters["limit"]["maximum"], parameters["from"]["format"]) == (100, "date")
    english = client.get(f"{API}/openapi.json?lang=en").json
    assert english["info"]["description"] != spec["info"]["description"]
    for path, operations in spec["paths"].items():
        asked = path.replace("{code}", scene.codes[0] if "/cases" in path else "7K3MP-9QXTR")
        answer = client.get(asked)
        schema = operations["get"]["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
        jsonschema_rs.validator_for({**schema, "components": spec["components"]}).validate(answer.json)
    columns = set(PublicCase.__table__.columns.keys())
    public = set(spec["components"]["schemas"]["Case"]["properties"])
    made = "url overdue field field_name village village_name latitude longitude place first_answered_on"
    assert public - columns == set(made.split())
