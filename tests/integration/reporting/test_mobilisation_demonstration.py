"""The demonstration shows an issued report and a draft, on whatever day it is loaded; a second run adds nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from core.extensions import db
from core.transaction import transaction
from reporting.mobilisation.demo import show_reports
from reporting.mobilisation.filling import blank_sections, from_frozen
from reporting.mobilisation.models import MobilisationReport
from reporting.mobilisation.sections import sections_on
from tests.makers import Commune, inside


@pytest.mark.parametrize(
    ("moment", "names"),
    [
        (datetime(2026, 11, 28, 2, tzinfo=UTC), ["2026-6tdl", "2026-namdl"]),
        (datetime(2027, 2, 17, 2, tzinfo=UTC), ["2026-namdl", "2027-6tdl"]),
        (datetime(2027, 7, 1, 2, tzinfo=UTC), ["2027-6tdl", "2027-namdl"]),
    ],
)
def test_one_is_issued_and_one_is_a_draft(app: Flask, home: Commune, moment: datetime, names: list[str]):
    with inside(app, unit_id=home.unit_id):
        with transaction():
            assert (show_reports(home.unit_id, at=moment), show_reports(home.unit_id, at=moment)) == (2, 0)
        rows = db.session.scalars(select(MobilisationReport).order_by(MobilisationReport.id)).all()
        assert [(row.name, row.issued_at is not None) for row in rows] == list(zip(names, (True, False), strict=True))
        assert blank_sections(from_frozen(rows[0].frozen["sections"])) == []
        assert set(rows[1].words) == {section.key for section in sections_on(rows[1].last_on)}


def test_the_command_says_what_it_did(app: Flask, home: Commune):
    told = [app.test_cli_runner().invoke(args=["demo", "reports"]).output.strip() for _run in range(2)]
    assert told == ["Reports: 2 made.", "The reports of the demonstration are there."]
