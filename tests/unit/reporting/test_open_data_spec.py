"""The description of the API: whole, in both languages, of one commune, and nothing in it leads nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask

from reporting.open_data import spec
from reporting.open_data.datasets import DATASETS
from reporting.open_data.serving import dumped
from tests.makers_core import bare_app

PATHS = {
    "/api/v1/cases": ["cursor", "field", "from", "lang", "limit", "standing", "state", "to", "village", "words"],
    "/api/v1/cases/{code}": ["code", "lang"],
    "/api/v1/fields": ["lang"],
    "/api/v1/villages": ["lang"],
    "/api/v1/dialogues": ["cursor", "lang", "limit"],
    "/api/v1/dialogues/{code}": ["code", "lang"],
    "/api/v1/questions": ["cursor", "lang", "limit"],
    "/api/v1/commitments": ["cursor", "lang", "limit"],
    "/api/v1/measures": ["as_of", "from", "lang", "period", "to"],
}
FIELDS, VILLAGES = ["duong", "nuoc"], ["na-lia", "na-pat"]


@pytest.fixture(scope="module")
def site() -> Flask:
    return bare_app()


def file_of(site: Flask, *, lang: str = "vi", fields: list[str] | None = None) -> dict[str, Any]:
    """Return the file as a program reads it."""
    with site.test_request_context(f"/?lang={lang}"):
        site.preprocess_request()
        made = spec.description(fields=FIELDS if fields is None else fields, villages=VILLAGES)
        return json.loads(dumped(made))


def operations(whole: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every question that may be asked."""
    for path, methods in whole["paths"].items():
        assert set(methods) - {"parameters"} == {"get"}
        yield path, {**methods["get"], "parameters": [*methods.get("parameters", ()), *methods["get"].get("parameters", ())]}


def test_it_is_openapi_3_1_of_the_host_that_was_asked_with_a_licence(site: Flask):
    whole = file_of(site)
    assert (whole["openapi"], whole["servers"]) == ("3.1.0", [{"url": "/"}])
    assert whole["info"]["license"]["name"] == "CC BY 4.0"
    assert "/du-lieu" in whole["info"]["description"]


def test_every_address_is_there_with_its_parameters(site: Flask):
    found = {path: sorted({item["name"] for item in each["parameters"]}) for path, each in operations(file_of(site))}
    assert found == PATHS


def test_every_question_and_every_parameter_is_explained(site: Flask):
    for path, each in operations(file_of(site)):
        assert each["summary"].endswith("."), path
        for parameter in each["parameters"]:
            assert parameter["in"] == ("path" if parameter["name"] == "code" else "query")
            assert parameter["in"] == "path" or parameter["description"], (path, parameter)


def test_every_answer_has_a_shape_errors_too(site: Flask):
    whole = file_of(site)
    for _path, each in operations(whole):
        assert set(each["responses"]) == {"200", "400", "404", "429", "503"}
        for status, answer in each["responses"].items():
            (media,) = answer["content"]
            assert media == "application/json"
            name = answer["content"][media]["schema"]["$ref"].rsplit("/", 1)[1]
            assert (name == "Error") == (status != "200")
            assert answer["description"] != ""


def test_the_board_of_the_api_tells_promises_and_duties_too(site: Flask):
    shapes = file_of(site)["components"]["schemas"]
    measures = shapes["Measures"]
    assert {"promises", "duties", "definitions"} <= set(measures["required"])
    assert measures["properties"]["promises"] == {"$ref": "#/components/schemas/Promises"}
    assert measures["properties"]["duties"]["items"] == {"$ref": "#/components/schemas/Duty"}
    assert shapes["Duty"]["properties"]["first_on"]["format"] == "date"
    assert shapes["Promises"]["properties"]["in_time"]["minimum"] == 0
    english = file_of(site, lang="en")["components"]["schemas"]["Promises"]["properties"]
    assert "first promised" in english["in_time"]["description"]


def references(part: Any) -> Iterator[str]:
    """Yield every name of a shape that is referred to."""
    if isinstance(part, dict):
        yield from ([part["$ref"]] if "$ref" in part else [])
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_no_reference_leads_nowhere_and_every_shape_is_json_schema(site: Flask):
    whole = file_of(site)
    shapes = whole["components"]["schemas"]
    assert {name.rsplit("/", 1)[1] for name in references(whole)} <= set(shapes)
    for name, shape in shapes.items():
        jsonschema_rs.Draft202012Validator({**shape, "components": {"schemas": shapes}})
        assert shape["additionalProperties"] is False, name
        assert set(shape.get("required", ())) == set(shape["properties"]) - {"incident"}, name


def test_codes_of_the_commune_are_the_values_that_may_be_asked_for(site: Flask):
    asked = {item["name"]: item["schema"] for item in dict(operations(file_of(site)))["/api/v1/cases"]["parameters"]}
    assert (asked["field"]["enum"], asked["village"]["enum"]) == (FIELDS, VILLAGES)
    assert asked["cursor"] == {"type": "string", "format": "cursor"}
    assert (asked["limit"]["minimum"], asked["limit"]["maximum"], asked["limit"]["default"]) == (1, 100, 25)
    assert (asked["words"]["minLength"], asked["words"]["maxLength"]) == (1, 80)
    assert asked["from"] == asked["to"] == {"type": "string", "format": "date"}


def test_one_commune_leaves_no_trace_in_the_file_of_another(site: Flask):
    file_of(site, fields=["bi-mat"])
    assert "bi-mat" not in json.dumps(file_of(site))
    assert (
        "enum"
        not in {
            item["name"]: item["schema"] for item in dict(operations(file_of(site, fields=[])))["/api/v1/cases"]["parameters"]
        }["field"]
    )


def test_it_is_spoken_in_the_language_that_is_asked_for(site: Flask):
    vietnamese, english = (json.dumps(file_of(site, lang=lang), ensure_ascii=False) for lang in ("vi", "en"))
    assert "Hồ sơ, mới nhất trước." in vietnamese
    assert ("Cases, newest first." in english, "Hồ sơ" in english) == (True, False)


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_the_rows_of_a_dataset_have_a_json_schema_that_stands_alone(site: Flask, dataset: Any):
    with site.test_request_context("/"):
        site.preprocess_request()
        schema = json.loads(dumped(spec.schema_of(dataset.shape)))
    assert list(references(schema)) == []
    assert [name for name, _meaning in dataset.columns] == list(dataset.shape().fields)
    assert set(schema["properties"]) == set(dataset.shape().fields)
