"""What keeps the read API fast at any size: every list steps into an index, no statement a row, and none runs for long."""

from __future__ import annotations

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import text

from core.access import PUBLIC, access
from core.extensions import db
from core.statement_time import limit_statements
from reporting.open_data.serving import STATEMENT_MILLISECONDS
from tests.infra.plans import plan_of, statements_of
from tests.makers import Commune, inside, make_commune
from tests.makers_open_data import open_scene

API = "/api/v1"
PLANS: list[tuple[str, set[str]]] = [
    # what is asked, and the indexes of which SQLite takes one
    ("limit=10", {"ix_public_cases_newest"}),
    ("field=moi_truong", {"ix_public_cases_field"}),
    ("village=giap-thuong-1", {"ix_public_cases_village"}),
    ("village=giap-thuong-1&field=moi_truong", {"ix_public_cases_place"}),
    ("state=received", {"ix_public_cases_state"}),
    ("from=2026-11-01", {"ix_public_cases_received"}),
    ("to=2026-11-01", {"ix_public_cases_received"}),
    ("from=2026-10-01&to=2026-11-01", {"ix_public_cases_received"}),
]


def test_every_list_steps_into_an_index_and_sorts_nothing(sqlite_app: Flask):
    with inside(sqlite_app):
        home = make_commune()
    with inside(sqlite_app, unit_id=home.unit_id):
        open_scene(home)
    client = sqlite_app.test_client()
    for asked, indexes in PLANS:
        cursor = client.get(f"{API}/cases?limit=1").json["next_cursor"]
        for address in (f"{API}/cases?{asked}", f"{API}/cases?{asked}&cursor={cursor}"):
            found = statements_of(lambda address=address: client.get(address), app=sqlite_app)
            (listing,) = [each for each in found if "FROM public_cases" in each[0] and "received_on" in each[0]]
            plan = plan_of(sqlite_app, *listing)
            assert any(name in plan for name in indexes), (asked, plan)
            assert ("TEMP B-TREE" in plan, "SCAN public_cases" in plan) == (False, False), (asked, plan)


LISTS = ("cases", "dialogues", "questions", "commitments", "fields", "villages", "measures")


@pytest.mark.parametrize("backend", ["postgresql"])  # one is enough to count; the other test looks at SQLite
def test_no_answer_takes_more_statements_for_more_rows(app: Flask, client: FlaskClient, home: Commune):
    """The board with its promises and duties asks most; the law that they rest on is read once by every process."""
    client.get(f"{API}/measures")
    taken: dict[str, list[int]] = {name: [] for name in LISTS}
    for _round in range(2):
        with inside(app, unit_id=home.unit_id):
            open_scene(home)
        for name in LISTS:
            taken[name].append(len(statements_of(lambda name=name: client.get(f"{API}/{name}"), app=app)))
    assert {name: before for name, (before, after) in taken.items() if before != after} == {}
    assert max(before for name, (before, _after) in taken.items() if name != "measures") <= 16
    assert taken["measures"][0] <= 24


@pytest.mark.parametrize("backend", ["postgresql"])  # SQLite has no such limit
def test_a_statement_that_takes_long_is_ended_and_said_to_be_busy(app: Flask, home: Commune):
    @app.get("/api/slow", endpoint="slow")
    @access(PUBLIC)
    def slow() -> Response:
        limit_statements(20)
        db.session.execute(text("SELECT pg_sleep(5)"))
        return Response("never")

    @app.get("/api/next", endpoint="next")
    @access(PUBLIC)
    def following() -> Response:
        return Response(str(db.session.scalar(text("SHOW statement_timeout"))))

    @app.get("/api/limited", endpoint="limited")
    @access(PUBLIC)
    def limited() -> Response:
        limit_statements(STATEMENT_MILLISECONDS)
        return Response(str(db.session.scalar(text("SHOW statement_timeout"))))

    client = app.test_client()
    answer = client.get("/api/slow")
    assert (answer.status_code, answer.json["error"]["code"], answer.headers["Retry-After"]) == (503, "busy", "30")
    assert (client.get("/api/limited").text, client.get("/api/next").text) == ("2s", "5s")  # the limit ends with its request
