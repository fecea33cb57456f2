"""``flask demo complaints``: two complaints at different steps, through the rules of the desk, once."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from deadlines.clock import today
from feedback.complaint_models import Complaint, ComplaintDialogue
from feedback.document_models import IssuedDocument
from feedback.models import Case, Publication
from tests.makers import Commune
from tests.makers_desk import words_of


def printed(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["demo", "complaints"])
    assert result.exit_code == 0, result.output
    return result.output.strip()


@pytest.mark.parametrize("moment", ["2026-11-23 15:00", "2026-11-29 07:00", "2027-01-04 09:00"])
def test_two_complaints_stand_at_different_steps(app: Flask, client: FlaskClient, home: Commune, at, moment: str):
    at(moment)
    assert [printed(app), printed(app)] == ["Complaints: 2 new.", "Complaints: 0 new."]
    with app.app_context(), use_unit(home.unit_id):
        waiting, decided = db.session.scalars(select(Case).order_by(Case.received_on.desc()))
        assert (waiting.state, decided.state, decided.on_time, decided.due_on) == ("verifying", "sent", True, None)
        assert waiting.due_on > today()
        invited = db.session.scalars(select(ComplaintDialogue)).one()
        assert (invited.planned_on > today(), bool(invited.topics), bool(invited.invited)) == (True, True, True)
        row = db.session.scalars(select(Complaint).where(Complaint.case_id == decided.id)).one()
        paper = db.session.scalars(select(IssuedDocument)).one()
        assert (paper.kind, paper.issued_on) == ("settlement_decision", row.decided_on)
        assert row.decision_number == f"{paper.number:02d}/{paper.symbol}" == "01/QĐ-UBND"
        shown = db.session.scalars(select(Publication)).one()
        assert (shown.case_id, shown.answer, len(shown.photos), len(shown.story) <= 300) == (decided.id, "", 0, True)
        assert db.session.scalar(select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == "waiting")) == 0
        code = decided.code
    page = words_of(client.get(f"/ho-so/{code}").text)
    assert ("Khiếu nại về diện tích đất bị thu hồi" in page, "Lý Văn Sơn" in page) == (True, False)


def test_complaints_wait_for_the_demonstration(app: Flask):
    result = app.test_cli_runner().invoke(args=["demo", "complaints"])
    assert "flask demo load" in result.output
