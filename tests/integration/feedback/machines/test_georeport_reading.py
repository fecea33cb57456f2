"""Reading by GeoReport: the fields of the specification in both writings, and nothing that is not published."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tests.infra.plans import statements_of
from tests.makers import Commune, inside, make_case, publish_case
from tests.makers_machines import Caller, error_of
from tests.makers_public import make_public, published

REQUEST_FIELDS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible",
    "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode", "lat",
    "long", "media_url",
]  # fmt: skip
SERVICE_FIELDS = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
ATTRIBUTE_FIELDS = ["variable", "code", "datatype", "required", "datatype_description", "order", "description", "values"]


@pytest.fixture
def caller(app: Flask) -> Caller:
    return Caller(client=app.test_client())


def codes_of(found: list[dict[str, object]]) -> list[object]:
    return [item["service_request_id"] for item in found]


def test_answers_have_the_fields_of_the_specification_in_both_writings(app: Flask, home: Commune, caller: Caller, at):
    at("2026-11-20 09:00")
    discovery, in_xml = caller.json("discovery"), caller.xml("discovery")
    assert list(discovery) == ["changeset", "contact", "key_service", "endpoints"]
    assert list(discovery["endpoints"][0]) == ["specification", "url", "changeset", "type", "formats"]
    assert [item.text for item in in_xml.findall("endpoints/endpoint/formats/format")] == ["text/xml", "application/json"]
    assert caller.client.get("/open311/discovery.json").get_json() == discovery

    services, in_xml = caller.json("services", jurisdiction_id="06505"), caller.xml("services")
    assert (in_xml.tag, {item.tag for item in in_xml}) == ("services", {"service"})
    assert {tuple(item) for item in services} == {tuple(SERVICE_FIELDS)}
    assert [item.findtext("service_code") for item in in_xml] == [item["service_code"] for item in services]
    assert {item.findtext("metadata") for item in in_xml} == {"true"}

    definition, in_xml = caller.json("services/giao_thong"), caller.xml("services/giao_thong")
    assert (definition["service_code"], in_xml.tag) == ("giao_thong", "service_definition")
    assert {tuple(item) for item in definition["attributes"]} == {tuple(ATTRIBUTE_FIELDS)}
    assert [item.findtext("code") for item in in_xml.findall("attributes/attribute")] == ["village", "kind", "not_denunciation"]
    assert in_xml.findtext("attributes/attribute/values/value/key") == definition["attributes"][0]["values"][0]["key"]
    check_published_case(app, home, caller)
    check_errors_and_headers(caller)


def check_published_case(app: Flask, home: Commune, caller: Caller) -> None:
    with inside(app, unit_id=home.unit_id):
        hidden, shown = make_case(home), make_case(home, state="answered")
        publish_case(home, shown.id)
    (bare,), (full,) = caller.json(f"requests/{hidden.code}"), caller.json(f"requests/{shown.code}", extensions="true")
    assert list(bare) == REQUEST_FIELDS
    assert list(full) == [*REQUEST_FIELDS, "extended_attributes"]
    assert (bare["description"], bare["media_url"], bare["lat"], bare["long"]) == (None, None, None, None)
    assert (bare["requested_datetime"], bare["updated_datetime"]) == ("2026-11-20T00:00:00+07:00", "2026-11-20T00:00:00+07:00")
    assert bare["expected_datetime"].endswith("T23:59:59+07:00")
    assert (bare["status"], full["status"], full["extended_attributes"]["state"]) == ("open", "closed", "answered")
    assert (full["extended_attributes"]["published"], full["agency_responsible"]) == (True, "Ủy ban nhân dân xã Vạn Linh")
    assert full["description"] is not None
    in_xml = caller.xml("requests", service_request_id=f"{shown.code},{hidden.code},không-có")
    assert (in_xml.tag, [item.findtext("service_request_id") for item in in_xml]) == (
        "service_requests", [shown.code, hidden.code],
    )  # fmt: skip
    assert [item.tag for item in in_xml[0]] == REQUEST_FIELDS
    assert [item["service_request_id"] for item in caller.json("requests")] == [shown.code, hidden.code]
    everything = caller.get("requests.json", extensions="true").get_data(as_text=True)
    for personal in ("Nguyễn Văn An", "0912", "lan can từ sau trận mưa đầu tháng, trẻ đi học"):
        assert (personal in everything) is (personal in (full["description"] or "")), personal


def check_errors_and_headers(caller: Caller) -> None:
    for path, arguments, status in (
        ("requests/AAAAA-AAAAA.json", {}, 404), ("requests/23456-789CD.json", {}, 404), ("services/khong_co.json", {}, 404),
        ("services.json", {"jurisdiction_id": "example.org"}, 404), ("requests.json", {"status": "khong_co"}, 400),
        ("requests.json", {"start_date": "hôm qua"}, 400), ("requests.json", {"end_date": "9999-13-01"}, 400),
        ("requests.json", {"start_date": "2026-01-01", "end_date": "2026-11-01"}, 400),
        ("requests.json", {"page_size": "0"}, 400), ("requests.json", {"page_size": "201"}, 400),
        ("requests.json", {"after": "x"}, 400), ("requests.json", {"after": "23456-789CD"}, 400),
        ("requests.json", {"service_code": "khong_co"}, 404), ("requests.json", {"service_request_id": "1," * 60 + "2"}, 200),
        ("requests.json", {"service_request_id": ",".join(map(str, range(60)))}, 400),
        ("requests.json", {"start_date": "0001-01-01T00:00:00+14:00"}, 400), ("nothing/here", {}, 404), ("requests.csv", {}, 404),
    ):  # fmt: skip
        answer = caller.get(path, **arguments)
        assert answer.status_code == status, (path, arguments, answer.get_data(as_text=True))
        if status != 200:
            assert error_of(answer)[1] == [status]
    assert caller.json("services", lang="vi", api_key="x") == caller.json("services")
    for path in ("discovery.json", "services.json", "services/giao_thong.json", "requests.json", "requests/AAAAA-AAAAA.json"):
        for name in ("updated_after", "page", "q"):
            status, codes, words = error_of(caller.get(path, **{name: "1"}))
            assert (status, codes, name in words, "jurisdiction_id" in words) == (400, [400], True, True), path
    assert error_of(caller.client.get("/open311/v2/requests.json?status=open&status=closed"))[:2] == (400, [400])
    in_xml = caller.get("requests/AAAAA-AAAAA.xml")
    assert (in_xml.status_code, in_xml.content_type) == (404, "text/xml; charset=utf-8")
    wrong = caller.client.post("/open311/v2/services.json")
    assert (*error_of(wrong)[:2], set(wrong.headers["Allow"].split(", "))) == (405, [405], {"GET", "HEAD", "OPTIONS"})
    asked = caller.client.options("/open311/v2/requests.json", headers={"Access-Control-Request-Method": "GET"})
    assert (asked.headers["Access-Control-Allow-Methods"], "DELETE" in asked.headers["Allow"]) == ("GET, HEAD, OPTIONS", False)
    page = caller.get("services.json")
    assert page.headers["Access-Control-Allow-Origin"] == "*"
    assert (page.content_type, "Set-Cookie" in page.headers) == ("application/json; charset=utf-8", False)
    assert page.headers["X-Robots-Tag"] == "noindex"
    again = caller.client.get("/open311/v2/services.json", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, "*")


def test_list_is_narrowed_paged_and_asks_the_same_number_of_questions_at_any_length(
    app: Flask, home: Commune, caller: Caller, at
):
    at("2026-11-20 09:00")
    with inside(app, unit_id=home.unit_id):
        rows = [published(f"Việc {day}", received_on=date(2026, 11, day), answered_on=date(2026, 11, 19)) for day in (3, 5, 5, 9)]
        old = {"received_on": date(2026, 2, 1)}
        codes = make_public(home.unit_id, old, *rows, {"received_on": date(2026, 11, 4)})
    _older, third, fifth, also_fifth, ninth, fourth = codes
    newest_first = [ninth, also_fifth, fifth, fourth, third]
    assert codes_of(caller.json("requests")) == newest_first
    assert codes_of(caller.json("requests", status="open")) == [fourth]
    assert codes_of(caller.json("requests", status="closed")) == [ninth, also_fifth, fifth, third]
    assert codes_of(caller.json("requests", status="open,closed")) == newest_first
    assert codes_of(caller.json("requests", service_code="giao_thong")) == []
    assert codes_of(caller.json("requests", start_date="2026-11-04T17:00:00Z", end_date="2026-11-05T23:00:00 07:00")) == [
        also_fifth, fifth,
    ]  # fmt: skip
    assert codes_of(caller.json("requests", end_date="2026-03-01")) == [codes[0]]
    walked, after = [], {}
    for _step in range(4):
        answer = caller.get("requests.json", page_size="2", **after)
        walked += codes_of(answer.get_json())
        if "Link" not in answer.headers:
            break
        assert 'rel="next"' in answer.headers["Link"]
        after = {"after": walked[-1]}
    assert walked == newest_first
    one, five = questions(app, caller, page_size="1"), questions(app, caller, page_size="5")
    assert (one, one > 0) == (five, True)


def questions(app: Flask, caller: Caller, **arguments: str) -> int:
    """Return how many statements an answer costs."""

    def ask() -> None:
        assert caller.get("requests.json", **arguments).status_code == 200

    return len(statements_of(ask, app=app))


def test_what_moves_the_due_date_or_opens_a_case_again_is_an_update(app: Flask, home: Commune, caller: Caller, at):
    at("2026-11-20 09:00")
    days = {"received_on": date(2026, 11, 2), "accepted_on": date(2026, 11, 3)}
    first = {**days, "first_settled_on": date(2026, 11, 9), "state": "in_progress", "reopened": True}
    with inside(app, unit_id=home.unit_id):
        codes = make_public(
            home.unit_id, {**days, "state": "in_progress"}, {**days, "state": "in_progress", "extended_on": date(2026, 11, 12)},
            {**first, "reopened_on": date(2026, 11, 13)}, {**days, "state": "transferred", "settled_on": date(2026, 11, 16)},
        )  # fmt: skip
    found = {item["service_request_id"]: item["updated_datetime"][:10] for item in caller.json("requests")}
    assert [found[code] for code in codes] == ["2026-11-03", "2026-11-12", "2026-11-13", "2026-11-16"]
