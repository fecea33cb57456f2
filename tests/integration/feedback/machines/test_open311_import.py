"""``flask feedback import-open311``: tried first, taken in line by line, and nothing new the second time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from core.extensions import db
from core.outbox import OutboxMessage
from feedback.machine_models import WebhookDelivery
from feedback.models import Case, PublicCase
from tests.makers import Commune, inside
from tests.makers_machines import Listener, make_webhook

STORY = "Đường liên thôn sạt lở, xe máy không qua được."
REQUESTS = [
    {
        "service_request_id": "1", "status": "open", "service_code": "001", "description": STORY, "address": "Km 3, thôn Nà Lìa",
        "requested_datetime": "2026-11-02T08:15:00+07:00",
    },
    {
        "service_request_id": "2", "status": "closed", "status_notes": "Đã dọn xong đất đá.", "service_code": "777",
        "description": f"{STORY} Gần cầu.", "requested_datetime": "2026-11-02T08:15:00+07:00",
        "updated_datetime": "2026-11-06T08:15:00+07:00",
    },
    {"service_request_id": "1", "status": "open", "service_code": "001", "description": "Lời khác, cùng một số hồ sơ.",
     "requested_datetime": "2026-11-03T08:15:00+07:00"},
    {"service_request_id": "3", "status": "open", "service_code": "001", "description": ""},
    {"service_request_id": "4", "status": "open", "service_code": "001", "description": "Tôi tố cáo ông chủ tịch nhận tiền."},
]  # fmt: skip
OPTIONS = ("--system", "cu", "--topic", "001=giao_thong", "--otherwise", "khac")


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.stop()


def counted(app: Flask, home: Commune) -> tuple[int, ...]:
    with inside(app, unit_id=home.unit_id):
        return tuple(db.session.scalar(select(func.count()).select_from(model)) for model in (Case, PublicCase, OutboxMessage))


@pytest.mark.settings(webhook_targets="any")
def test_requests_of_another_system_are_tried_taken_and_never_taken_twice(
    app: Flask, home: Commune, runner: FlaskCliRunner, listener: Listener, tmp_path: Path, at
):
    at("2026-11-20 09:00")
    with inside(app, unit_id=home.unit_id):
        make_webhook(home, listener.url)
    listener.page = json.dumps(REQUESTS).encode()
    command = ("feedback", "import-open311", f"{listener.url}/requests.json", *OPTIONS)
    tried = runner.invoke(args=[*command, "--dry-run"])
    assert (tried.exit_code, counted(app, home)) == (1, (0, 0, 0))
    assert tried.output.splitlines() == [
        "Line 1 (open311:cu:1): would become a case.", "Line 2 (open311:cu:2): would become a case.",
        "Line 3 (open311:cu:1): there already.", "Line 4 (open311:cu:3): not taken: text is missing.",
        "Line 5 (open311:cu:4): refused as a denunciation.",
        "5 read, 2 became cases, 1 already there, 1 refused as a denunciation, 1 bad rows.",
        "Nothing was kept: this was a dry run.",
    ]  # fmt: skip
    taken = runner.invoke(args=command)
    assert [line.partition(": ")[2].split(" ")[0] for line in taken.output.splitlines()[:5]] == [
        "case", "case", "there", "not", "refused",
    ]  # fmt: skip
    with inside(app, unit_id=home.unit_id):
        cases = db.session.scalars(select(Case).order_by(Case.id)).all()
        assert [(case.channel, case.place) for case in cases] == [("import", "Km 3, thôn Nà Lìa"), ("import", "")]
        assert (cases[0].answered_on, cases[1].answered_on) == (None, date(2026, 11, 6))
        told = db.session.scalars(select(WebhookDelivery)).all()
        assert [row for row in told if row.created_at < datetime(2026, 11, 18, 2, tzinfo=UTC)] == []
        assert "nhận tiền" not in "".join(case.story for case in cases)
    before = counted(app, home)
    second = runner.invoke(args=command)
    assert second.output.splitlines()[-1] == "5 read, 0 new, 3 already there, 1 refused as a denunciation, 1 bad rows."
    assert counted(app, home) == before
    check_csv(app, home, runner, tmp_path)
    check_unreadable(runner, listener, tmp_path)


def check_csv(app: Flask, home: Commune, runner: FlaskCliRunner, tmp_path: Path) -> None:
    before, path = counted(app, home), tmp_path / "don.csv"
    path.write_text(f'id,text,topic\na1,"{STORY}",giao_thong\na2,ngắn,giao_thong\n', encoding="utf-8")
    tried = runner.invoke(args=["feedback", "import", str(path), "--dry-run"])
    assert (tried.exit_code, counted(app, home)) == (1, before)
    assert tried.output.splitlines() == [
        "Line 2 (a1): would become a case.", "Line 3 (a2): not taken: text is shorter than 10 characters.",
        "2 read, 1 became cases, 0 already there, 0 refused as a denunciation, 1 bad rows.",
        "Nothing was kept: this was a dry run.",
    ]  # fmt: skip
    assert "1 became cases" in runner.invoke(args=["feedback", "import", str(path)]).output


def check_unreadable(runner: FlaskCliRunner, listener: Listener, tmp_path: Path) -> None:
    broken = tmp_path / "hong.xml"
    broken.write_text("<service_requests>", encoding="utf-8")
    for source, words in (
        (str(broken), "well-formed"), (str(tmp_path / "khong-co.json"), "no file"), ("https://a_b.vn/x", "address_bad"),
        ("http://127.0.0.1:1/requests.json", "does not answer"),
    ):  # fmt: skip
        refused = runner.invoke(args=["feedback", "import-open311", source, *OPTIONS])
        assert (refused.exit_code, words in refused.output) == (2, True), refused.output
    listener.answers = [302]
    refused = runner.invoke(args=["feedback", "import-open311", f"{listener.url}/x", *OPTIONS])
    assert (refused.exit_code, "status 302" in refused.output) == (2, True)
    assert runner.invoke(args=["feedback", "import-open311", str(broken), "--topic", "001"]).exit_code == 2
