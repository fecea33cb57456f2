"""Random cases are the same in the API and in every file; nothing of other communes or denunciations is there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient

from accounts.queries import fields, villages
from feedback.states import CaseKind
from reporting.open_data import building
from tests.integration.hostile.bad_values import SEGMENTS, TEXTS
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, inside, make_case, make_commune, publish_case
from tests.makers_complaints import complain
from tests.makers_public import make_public, published
from tests.makers_random_cases import AWAY_STATES, DONE_STATES, OPEN_STATES, overdue, random_cases
from tests.makers_register import seal

API = "/api/v1"
FIRST = date(2025, 12, 1)
THERE = "http://chien-thang.localhost"
At = Callable[[str], datetime]
Row = dict[str, Any]


def all_items(client: FlaskClient, **asked: object) -> list[dict[str, Any]]:
    """Return every case that is found, read in parts of 40."""
    found, cursor = [], None
    while True:
        answer = client.get(f"{API}/cases", query_string={"limit": 40, **asked, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        found += answer.json["items"]
        cursor = answer.json["next_cursor"]
        if cursor is None:
            return found


def build(app: Flask, unit_id: int, at: datetime) -> None:
    """Let the worker build the files of a commune."""
    with app.app_context():
        building.build(unit_id, at=at)


def plain(value: Any) -> str:
    """Return a value as an independent reader expects it in a CSV cell."""
    if isinstance(value, list):
        return " | ".join(value)
    if isinstance(value, str) and value.startswith("="):
        return "'" + value
    return {None: "", True: "true", False: "false"}.get(value, str(value)) if not isinstance(value, str) else value


def test_lists_of_the_api_and_files_are_the_same_cases(app: Flask, client: FlaskClient, home: Commune, at: At):
    with inside(app, unit_id=home.unit_id):
        field_codes = {item.id: item.code for item in fields(home.unit_id)[:4]}
        village_ids = [item.id for item in villages(home.unit_id)[:4]]
        rows = random_cases(1, 240, fields=list(field_codes), villages=village_ids, today=TODAY)
        codes = make_public(home.unit_id, *rows)
    build(app, home.unit_id, at("2026-11-20 09:00"))
    known = dict(zip(codes, rows, strict=True))
    listed = all_items(client)
    assert [item["code"] for item in listed] == codes[::-1]
    items_are_their_rows(listed, known, field_codes)
    narrowed_lists_are_filtered_rows(client, known, field_codes)
    files_are_the_list(client, listed)


def items_are_their_rows(listed: list[dict[str, Any]], known: dict[str, Row], field_codes: dict[int, str]) -> None:
    for item in listed:
        row = known[item["code"]]
        same = {
            name: row[name] for name in ("state", "on_time", "reopened", "satisfied", "published", "title", "story", "answer")
        }
        assert {name: item[name] for name in same} == same
        assert item["received_on"] == row["received_on"].isoformat()
        assert item["field"] == field_codes.get(row["field_id"])


def narrowed_lists_are_filtered_rows(client: FlaskClient, known: dict[str, Row], field_codes: dict[int, str]) -> None:
    for first, last in [(None, FIRST), (FIRST, None), (FIRST, TODAY - timedelta(days=100)), (TODAY, TODAY)]:
        asked = {"from": first, "to": last}
        found = all_items(client, **{name: day.isoformat() for name, day in asked.items() if day})
        expected = [code for code, row in known.items() if (first or date.min) <= row["received_on"] <= (last or date.max)]
        assert sorted(item["code"] for item in found) == sorted(expected)
        assert [item["received_on"] for item in found] == sorted((item["received_on"] for item in found), reverse=True)
    for field_id, field in field_codes.items():
        for standing in ("open", "overdue", "answered", "reopened", "elsewhere"):
            found = all_items(client, field=field, standing=standing)
            expected = [code for code, row in known.items() if row["field_id"] == field_id and stands(row, standing)]
            assert [item["code"] for item in found] == expected[::-1]
    found = all_items(client, words="cầu treo")
    assert [item["code"] for item in found] == [code for code in [*known][::-1] if known[code]["title"] == "Cầu treo"] != []


def files_are_the_list(client: FlaskClient, listed: list[dict[str, Any]]) -> None:
    jsonl = [json.loads(line) for line in client.get("/du-lieu/ho-so.jsonl").text.splitlines()]
    assert jsonl == listed[::-1] == client.get("/du-lieu/ho-so.json").json
    read = list(csv.DictReader(io.StringIO(client.get("/du-lieu/ho-so.csv").text, newline="")))
    assert read == [{name: plain(value) for name, value in item.items()} for item in jsonl]


def stands(row: dict[str, Any], standing: str) -> bool:
    """Return whether a case is what people ask for."""
    return {
        "open": row["state"] in OPEN_STATES,
        "overdue": overdue(row, TODAY),
        "answered": row["state"] in DONE_STATES,
        "reopened": row["reopened"],
        "elsewhere": row["state"] in AWAY_STATES,
    }[standing]


def everything(client: FlaskClient, **more: Any) -> str:
    """Return all that programs can read, in one text."""
    paths = ["cases?limit=100", "fields", "villages", "dialogues", "questions", "commitments", "measures", "openapi.json"]
    files = [
        "ho-so.csv",
        "ho-so.jsonl",
        "ho-so.geojson",
        "so-lieu.csv",
        "thon.csv",
        "cau-hoi.csv",
        "cam-ket.csv",
        "doi-thoai.csv",
    ]
    read = [client.get(path, **more) for path in [*(f"{API}/{path}" for path in paths), *(f"/du-lieu/{name}" for name in files)]]
    assert {answer.status_code for answer in read} == {200}
    return "\n".join(answer.text for answer in read)


def test_nothing_of_another_commune_of_a_complaint_or_of_a_denunciation(app: Flask, client: FlaskClient, home: Commune, at: At):
    moment = at("2026-11-20 09:00")
    with inside(app, unit_id=home.unit_id):
        case = make_case(home, state="answered")
        case_id, code = case.id, case.code
        publish_case(home, case_id, title="Chữ của nhà ta", story="Chuyện của nhà ta, ai cũng đọc được.")
        complaint = complain(home, "2026-11-03", village_id=villages(home.unit_id)[0].id)
        accused = make_case(home, key="to-cao")
        accused_id, accused_code = accused.id, accused.code
        publish_case(home, accused_id, title="Ông Khai ăn tiền", story="Ông Khai ở xã ăn tiền của dân.")
    with inside(app):
        neighbour = make_commune(NEIGHBOUR)
    with inside(app, unit_id=neighbour.unit_id):
        make_public(neighbour.unit_id, published("Chữ của hàng xóm"))
    for unit_id in (home.unit_id, neighbour.unit_id):
        build(app, unit_id, moment)

    ours, theirs = everything(client), everything(client, base_url=THERE)
    assert ("Chữ của nhà ta" in ours, "Chữ của hàng xóm" in ours, "Ông Khai" in ours) == (True, False, True)
    assert ("Chữ của nhà ta" in theirs, "Chữ của hàng xóm" in theirs) == (False, True)
    assert client.get(f"{API}/cases/{code}", base_url=THERE).status_code == 404
    assert client.get(f"{API}/cases", query_string={"field": "x"}, base_url=THERE).status_code == 400
    for secret in ("Nguyễn Văn An", "0912 345 678", "0912345678", "example.vn"):
        assert secret not in ours + theirs
    with inside(app, unit_id=home.unit_id):
        told = client.get(f"{API}/cases/{complaint.case.code}").json
    assert (told["kind"], told["village"], told["title"], told["answer"]) == (CaseKind.COMPLAINT.value, None, "", "")

    with inside(app, unit_id=home.unit_id):
        seal(accused_id, home.clerk, at=NOW)
    build(app, home.unit_id, moment + timedelta(minutes=1))
    ours = everything(client)
    assert ("Ông Khai" in ours, "ăn tiền" in ours, accused_code in ours) == (False, False, True)
    sealed = client.get(f"{API}/cases/{accused_code}").json
    plain_case = {**sealed, "code": "", "url": ""}
    assert (plain_case["published"], plain_case["title"], plain_case["kind"] in set(CaseKind)) == (False, "", True)
    words = ["denunciation", "to_cao", "TO_CAO", "sealed"]
    assert [word for word in words if word in ours.replace("/to-cao", "")] == []


MEASURES = ("period", "from", "to", "as_of")
PARAMETERS = ("field", "village", "state", "standing", "from", "to", "words", "limit", "cursor", "lang", "x")


def test_nothing_that_anybody_sends_is_a_fault_of_ours(app: Flask, client: FlaskClient, home: Commune, at: At):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(published(f"Cầu {number}") for number in range(3)))
    build(app, home.unit_id, at("2026-11-20 09:00"))
    asked: list[str] = []
    for raw in SEGMENTS.values():
        part = quote(raw[:4000])
        asked += [
            f"{API}/cases/{part}",
            f"{API}/dialogues/{part}",
            f"{API}/{part}",
            f"/du-lieu/{part}.csv",
            f"/du-lieu/ho-so.{part}",
        ]
        asked += [f"{API}/cases?{name}={part}" for name in PARAMETERS]
        asked += [f"{API}/measures?{name}={part}" for name in MEASURES]
        asked += [f"{API}/measures?{part}=1", f"/du-lieu/ho-so.csv?bom={part}"]
    for text in TEXTS.values():
        part = quote(text.encode("utf-8", "surrogatepass")[:4000])
        asked += [f"{API}/cases?{name}={part}" for name in PARAMETERS]
    allowed = {200, 308, 400, 404}
    answers = {address: client.get(address) for address in asked}
    assert {address[:200]: answer.status_code for address, answer in answers.items() if answer.status_code not in allowed} == {}
    wrong = [answer for answer in answers.values() if answer.status_code >= 400 and answer.mimetype == "application/json"]
    assert len(wrong) > 300
    assert all(set(answer.json["error"]) == {"status", "code", "message", "hint"} for answer in wrong)
    assert all(len(answer.json["error"]["hint"]) < 1500 for answer in wrong)


def test_a_long_list_is_written_in_batches_and_read_to_its_end(app: Flask, client: FlaskClient, home: Commune, at: At):
    with inside(app, unit_id=home.unit_id):
        codes = make_public(
            home.unit_id, *({"received_on": date(2026, 1, 1) + timedelta(days=place % 300)} for place in range(4100))
        )
    build(app, home.unit_id, at("2026-11-20 09:00"))
    written = client.get("/du-lieu/ho-so.csv").text.splitlines()
    assert [line.split(",", 1)[0] for line in written[1:]] == codes
    reader = client.get("/du-lieu/ho-so.csv", headers={"Accept-Encoding": "identity"}, buffered=False)
    chunks = reader.iter_encoded()
    first = next(iter(chunks))
    for minute in (1, 2):
        build(app, home.unit_id, at("2026-11-20 09:00") + timedelta(minutes=minute))
    assert (first + b"".join(chunks)).decode().splitlines() == written  # who is reading goes on with the file he began
    last = client.get(f"{API}/cases", query_string={"limit": 100, "to": "2026-01-01"}).json
    assert (len(last["items"]), last["next_cursor"]) == (14, None)
