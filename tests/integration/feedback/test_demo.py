"""``flask demo load``: one command to something worth looking at, the second time nothing new."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import func, select

from accounts.plan_queries import plans
from accounts.queries import fields, only_tenant
from accounts.services.signing_in import SessionOpened, check_password, sign_in
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from deadlines.clock import now_utc, today
from dialogue.queries.reception import public_days
from feedback.models import Case, Publication
from feedback.queries.drafting import templates_for
from feedback.services.sender import look_up


@pytest.fixture
def printed(runner: FlaskCliRunner, at) -> list[str]:
    at("2026-11-23 15:00")
    return load(runner)


def load(runner: FlaskCliRunner) -> list[str]:
    result = runner.invoke(args=["demo", "load"])
    assert result.exit_code == 0, result.output
    return result.output.split("\n")


def after(lines: list[str], beginning: str) -> str:
    return next(line for line in lines if line.startswith(beginning)).removeprefix(beginning)


def check_plan_letters_and_public_versions_are_there(printed: list[str], unit_id: int) -> None:
    assert "60 read, 59 became cases, 0 already there, 1 refused as a denunciation, 0 bad rows." in printed
    assert [plan.title for plan in plans(unit_id)] == [
        "Kế hoạch Thực hiện công tác dân vận chính quyền các cấp trên địa bàn xã Y Tịch năm 2024"
    ]
    assert db.session.scalar(select(func.count()).select_from(Publication)) >= 25
    assert db.session.scalar(select(func.count()).select_from(Case)) == 59


def check_printed_sign_ins_open_the_desk(printed: list[str], unit_id: int) -> None:
    password = after(printed, "Demo sign-ins, password ")
    for username in ("tiepdan", "chutich", "kinhte.hatang", "quantri"):
        assert any(line.startswith(f"  {username} ") for line in printed)
        check = check_password(unit_id=unit_id, username=username, password=password)
        with transaction():
            assert isinstance(sign_in(check, at=now_utc(), ip_hash="x"), SessionOpened)


def check_printed_code_and_words_open_an_answered_case(printed: list[str], unit_id: int) -> None:
    code, words = after(printed, "To try /tra-cuu: code ").split(", secret words ")
    with transaction():
        assert look_up(code, unit_id=unit_id, at=now_utc(), secret=words).level == "full"


def check_worker_has_nothing_to_send(printed: list[str], unit_id: int) -> None:
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == "waiting")) == 0


def check_answer_templates_are_offered_by_field(printed: list[str], unit_id: int) -> None:
    assert "Answer templates: 9 new." in printed
    found = {item.code: [one.name for one in templates_for(unit_id, item.id)] for item in fields(unit_id)}
    assert (len(found["giao_thong"]), len(found["dat_dai"]), found["y_te"]) == (2, 1, [])


def check_last_chair_day_was_held_and_the_next_two_are_published(printed: list[str], unit_id: int) -> None:
    days = public_days(unit_id, today=today())
    coming = [("chair", "published", True)] * 2
    assert [(day.kind, day.state, day.held_on > today()) for day in days] == [("chair", "held", False), *coming]


CHECKS = (
    check_last_chair_day_was_held_and_the_next_two_are_published,
    check_plan_letters_and_public_versions_are_there,
    check_printed_sign_ins_open_the_desk,
    check_printed_code_and_words_open_an_answered_case,
    check_worker_has_nothing_to_send,
    check_answer_templates_are_offered_by_field,
)


def test_demo_is_what_it_prints(app: Flask, printed: list[str]):
    with app.app_context():
        unit_id = only_tenant()
        with use_unit(unit_id):
            for check in CHECKS:
                check(printed, unit_id)


def test_second_load_adds_nothing_and_keeps_the_password(
    app: Flask, runner: FlaskCliRunner, client: FlaskClient, printed: list[str]
):
    again = load(runner)
    assert again[0] == "Legal time: 0 terms and 0 special days are new."
    assert again[1].startswith("Commune: 0 rows new or changed, ")
    assert again[2] == "Answer templates: 0 new."
    assert "60 read, 0 new, 59 already there, 1 refused as a denunciation, 0 bad rows." in again
    password = after(printed, "Demo sign-ins, password ")
    assert after(again, "Demo sign-ins, password ") == password
    path = Path(app.config["SETTINGS"].instance) / "demo-sign-ins.txt"
    assert (stat.S_IMODE(path.stat().st_mode), path.read_text(encoding="utf-8").strip()) == (0o600, password)
    assert client.get("/").status_code == 200
