"""The calculator and the calendar at the ends of time: a day that cannot be counted gets a sentence, never a fault."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deadlines.queries import all_terms
from tests.integration.hostile.bad_values import complaints
from tests.integration.hostile.scene import Scene

ENDS = ("9999-12-31", "0001-01-01", "2027-12-31", "2024-01-01", "2026-06-30")
DAYS = (
    "9999-12-31", "0001-01-01", "0000-00-00", "2027-12-31", "2028-02-29", "2023-12-31", "1900-01-01", "99999-01-01", "31/12/9999",
    "1/1/0001", "-2026-11-20", "2026-W47-5", "20261120", "２０２６-１１-２０", "",
)  # fmt: skip


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_no_day_of_any_duty_is_a_fault(app: Flask, client: FlaskClient):
    with app.app_context():
        duties = {term.code for term in all_terms(None)} | {"", "KHONG.CO", "../.."}
    found = []
    for duty in sorted(duties):
        for day in DAYS if duty == "KN.ACCEPT" else ENDS:
            answer = client.get("/thoi-han", query_string={"loai": duty, "ngay": day, "phuc-tap": "y", "vung-xa": "y"})
            if answer.status_code not in (200, 400) or complaints(answer):
                found.append((duty, day, answer.status_code, complaints(answer)))
    assert len(duties) > 40
    assert found == []


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_day_outside_the_calendar_is_told_in_a_sentence(client: FlaskClient, day: str):
    answer = client.get("/thoi-han", query_string={"loai": "KN.ACCEPT", "ngay": day})
    assert answer.status_code == 400
    assert "data-error-summary" in answer.text
    assert day in answer.text


@pytest.mark.parametrize("year", ["9999", "0", "-1", "1" + "0" * 20, "0001", "two", "2026.5", "２０２６"])
def test_year_without_a_calendar_is_no_page(client: FlaskClient, year: str):
    assert client.get("/ngay-nghi", query_string={"nam": year}).status_code in (200, 404)


def test_administrator_cannot_set_a_day_outside_of_time(scene: Scene):
    client, headers, answers = scene.clients["administrator"], scene.headers("administrator"), {}
    for day in set(DAYS) - {"2027-12-31"}:
        data = {"ngay": day, "loai": "local", "document": "Số 1"}
        answers[day] = client.post("/can-bo/quan-tri/lich-nghi", data=data, headers=headers).status_code
    assert {day: status for day, status in answers.items() if status != 400} == {}
