"""``flask demo pictures``: finished cases with both sides, through the rules of the desk, once."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.attachments import Attachment
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from deadlines.clock import today
from feedback.demo_pictures import FILE, PICTURES
from feedback.models import Answer, Case, PublicCase
from tests.makers import Commune

PRINTED = "Finished cases with pictures: {} new."


def printed(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["demo", "pictures"])
    return result.output.strip()


def test_finished_cases_with_pictures_are_taken_in_once(app: Flask, client: FlaskClient, home: Commune):
    assert [printed(app), printed(app)] == [PRINTED.format(4), PRINTED.format(0)]
    with app.app_context(), use_unit(home.unit_id):
        rows = db.session.scalars(select(PublicCase).order_by(PublicCase.fixed_on)).all()
        assert [(len(row.fixed_photos["before"]), len(row.fixed_photos["after"])) for row in rows] == [(1, 1)] * 4
        assert [row.fixed_on is not None and row.received_on <= row.fixed_on <= today() for row in rows] == [True] * 4
        assert sorted(row.outcome for row in rows) == ["done", "done", "done", "partly"]
        assert [row.in_time for row in rows] == [True] * 4
        assert {answer.evidence for answer in db.session.scalars(select(Answer))} == {"photo"}
        assert db.session.scalar(select(func.count()).select_from(Attachment)) == 8
        assert db.session.scalar(select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == "waiting")) == 0
        assert db.session.scalar(select(func.count()).select_from(Case)) == 4
    wall = client.get("/cong-khai/da-lam").text
    assert len(re.findall(r'<img src="/tep/\w{32}/small"', wall)) == 8


def test_every_picture_of_the_folder_belongs_to_a_case_and_is_small():
    named = re.findall(r'^pictures = "(\w+)"$', FILE.read_text(encoding="utf-8"), re.M)
    wanted = {f"{name}-{side}.webp" for name in named for side in ("truoc", "sau")}
    assert {path.name for path in PICTURES.iterdir()} == wanted
    assert max(path.stat().st_size for path in PICTURES.iterdir()) < 20_000


def test_pictures_wait_for_the_demonstration(app: Flask):
    assert "flask demo load" in printed(app)
