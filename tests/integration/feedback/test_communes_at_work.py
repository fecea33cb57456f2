"""When reminders are laid: in the hours and on the days on which a commune works, and nothing breaks on a day nobody knows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from consultation.reminders import remind_summaries
from core.database import current_unit_id
from core.transaction import transaction
from deadlines.services import load_reference_data
from dialogue.check_reminders import remind_of_steps
from dialogue.commitment_reminders import remind_commitments
from dialogue.remark_reminders import remind_remarks
from disclosure.reminders import remind_disclosures
from feedback.escalating import escalate
from feedback.reminders import at_work, send_reminders
from skilful.reminders import remind_models
from supervision.reminders import remind_recommendations
from tests.makers_accounts import NOW, make_small_commune

PASSES = (
    send_reminders, escalate, remind_of_steps, remind_commitments, remind_remarks, remind_disclosures, remind_summaries,
    remind_recommendations, remind_models,
)  # fmt: skip


@pytest.fixture
def two(app: Flask) -> list[int]:
    """Return two communes."""
    with app.app_context():
        with transaction():
            load_reference_data(NOW)
        return [
            make_small_commune(code="90001", name="Xã Một", hosts=("mot.example",)).unit_id,
            make_small_commune(code="90002", name="Xã Hai", hosts=("hai.example",)).unit_id,
        ]


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        ("2026-11-19 23:59", False),  # 06:59 of Friday in Viet Nam
        ("2026-11-20 00:00", True),
        ("2026-11-20 16:59", True),
        ("2026-11-20 17:00", False),  # midnight: Saturday begins
        ("2026-11-24 02:00", False),  # the day of Viet Nam's culture
        ("2026-11-25 02:00", True),
    ],
)
def test_communes_are_visited_in_their_hours_and_days(app: Flask, two: list[int], moment: str, works: bool):
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    with app.app_context():
        visited = [(unit_id, current_unit_id(), calendar.is_working(at.date())) for unit_id, calendar in at_work(at)]
        assert [unit_id for unit_id, _current, _open in visited] == (two if works else [])
        assert all(unit_id == current for unit_id, current, _open in visited)
        assert current_unit_id() is None


@pytest.mark.parametrize("run", PASSES)
@pytest.mark.parametrize("year", [2019, 2039])
def test_day_beyond_every_calendar_stops_no_pass(app: Flask, two: list[int], run, year: int):
    with app.app_context():
        assert run(datetime(year, 6, 5, 3, 0, tzinfo=UTC)) == 0
