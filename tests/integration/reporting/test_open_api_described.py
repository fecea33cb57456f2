"""A small part of what benchmarks/schema.py does with a running server: questions made from the description, every check on."""

from __future__ import annotations

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings

from benchmarks import schema_hooks
from tests.makers import inside, make_commune
from tests.makers_open_data import open_scene

EACH = 3
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


@pytest.mark.filterwarnings("ignore")  # those of schemathesis and of what it stands on are not ours
def test_answers_keep_to_their_description(sqlite_app: Flask):
    with inside(sqlite_app):
        commune = make_commune()
    with inside(sqlite_app, unit_id=commune.unit_id):
        open_scene(commune)
    client = sqlite_app.test_client()
    schema_hooks.teach([client.get("/api/v1/cases?limit=1").json["next_cursor"]])
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", sqlite_app)
    asked = []
    for found in described.get_all_operations():
        for mode in MODES:
            drawn = found.ok().as_strategy(generation_mode=mode)

            @settings(
                max_examples=EACH,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=drawn)
            def ask(case: schemathesis.Case) -> None:
                asked.append(case.call_and_validate(headers={"Accept-Encoding": "identity"}).status_code)

            ask()
    assert len(asked) >= 40
    assert {200, 400} <= set(asked) <= {200, 400, 404}
