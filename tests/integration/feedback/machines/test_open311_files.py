"""``import-open311`` from files: both writings give the same cases, topics lead to our fields, and the road of each is walked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from accounts.queries import fields
from core.extensions import db
from core.outbox import OutboxMessage
from feedback.georeport import to_xml
from feedback.models import Answer, Case, CaseEntry, Publication, Sender
from tests.makers import Commune, inside, make_commune

WORDS = "Mương thoát nước ở thôn bị tắc, mưa là ngập vào nhà."


def request(number: int, **changes: Any) -> dict[str, Any]:
    """Return a request of another system."""
    values = {
        "service_request_id": number, "status": "open", "status_notes": None, "service_name": "Khác", "service_code": "900",
        "description": f"{WORDS} Chỗ thứ {number}.", "agency_responsible": None, "service_notice": None,
        "requested_datetime": "2026-10-05T09:00:00+07:00", "updated_datetime": "2026-10-05T09:00:00+07:00",
        "expected_datetime": None, "address": None, "address_id": None, "zipcode": None, "lat": 21.7, "long": 106.6,
        "media_url": None,
    }  # fmt: skip
    return {**values, **changes}


REQUESTS = [
    request(1), request(2, service_code="100", address="Cổng chợ"),
    request(3, status="closed", status_notes="Đã nạo vét xong.", updated_datetime="2026-10-09T15:00:00+07:00"),
    request(4, status="closed", updated_datetime="2026-10-12T15:00:00+07:00"),
    request(5, status="CLOSED", status_notes="Đã xong.", updated_datetime="2026-10-01T00:00:00+07:00"),
    request(6, requested_datetime="2026-12-01T00:00:00+07:00"), request(7, service_code="200"),
]  # fmt: skip
TOPICS = ("--topic", "100=giao_thong", "--topic", "200=khong_co", "--otherwise", "moi_truong")


@pytest.fixture(params=["json", "xml"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"cu.{request.param}"
    whole = json.dumps(REQUESTS) if request.param == "json" else to_xml("service_requests", REQUESTS)
    path.write_text(whole, encoding="utf-8")
    return path


def test_file_of_another_system_becomes_cases_on_their_roads(
    sqlite_app: Flask, source: Path, at
):  # fmt: skip
    at("2026-11-20 09:00")
    home, runner = commune_of(sqlite_app), sqlite_app.test_cli_runner()
    report = take(runner, source)
    assert [line.split(": ", 1)[1].split(" ")[0].rstrip(".") for line in report[:7]] == [
        "case", "case", "case", "case", "not", "not", "not",
    ]  # fmt: skip
    assert "resolved_at is earlier than sent_at" in report[4]
    assert "sent_at is later than now" in report[5]
    assert "'khong_co' is no field of the commune" in report[6]
    assert not [line for line in report if "Mương" in line]
    with inside(sqlite_app, unit_id=home.unit_id):
        names = {item.id: item.code for item in fields(home.unit_id)}
        cases = {case.story[-2]: case for case in db.session.scalars(select(Case))}
        assert {number: names[case.field_id] for number, case in cases.items()} == {
            "1": "moi_truong", "2": "giao_thong", "3": "moi_truong", "4": "moi_truong",
        }  # fmt: skip
        assert [(case.received_on.isoformat(), case.lat, case.channel) for case in cases.values()] == [
            ("2026-10-05", None, "import")
        ] * 4
        assert [cases[number].answered_on and cases[number].answered_on.isoformat() for number in "1234"] == [
            None, None, "2026-10-09", "2026-10-12",
        ]  # fmt: skip
        answers = {row.case_id: row.what_was_done for row in db.session.scalars(select(Answer))}
        assert answers[cases["3"].id] == "Đã nạo vét xong."
        assert answers[cases["4"].id] == "Hệ thống cu ghi việc này đã xong (closed), không kèm lời trả lời."
        assert {sender.name for sender in db.session.scalars(select(Sender))} == {"Người gửi (dữ liệu nhập không ghi tên)"}
        assert db.session.scalars(select(Publication)).all() == []
        notes = [entry.text for entry in db.session.scalars(select(CaseEntry).where(CaseEntry.kind == "note"))]
        assert any("Open311 cu 2" in text for text in notes)
        assert {row.state for row in db.session.scalars(select(OutboxMessage))} <= {"page_only"}
    again = take(runner, source)
    assert again[-1].startswith("7 read, 0 new, 4 already there")


def commune_of(app: Flask) -> Commune:
    with app.app_context():
        return make_commune()


def take(runner: FlaskCliRunner, source: Path) -> list[str]:
    """Run the command; return its lines."""
    done = runner.invoke(args=["feedback", "import-open311", str(source), *TOPICS])
    assert done.exit_code == 1, done.output
    return done.output.splitlines()
