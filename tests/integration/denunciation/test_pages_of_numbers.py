"""Pages on which officials read numbers of letters say the same before and after a letter goes into the sealed register."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from core.database import use_unit
from reporting.friendly.counting import more_counts
from reporting.mobilisation.counting import counts
from reporting.periods import Period
from reporting.situation_queries import situation
from tests.makers import NOW, TODAY, Commune, make_case, make_receipt
from tests.makers_desk import Desk, words_of
from tests.makers_register import seal

SITUATION = "/can-bo/tinh-hinh"
YEAR = Period(first_on=TODAY.replace(month=1, day=1), last_on=TODAY)
STATES = ("received", "in_progress", "answered", "reopened")


def text_of(desk: Desk, path: str) -> str:
    """Return what a page says, without the numbers of waiting letters in its navigation."""
    return words_of(re.sub(r'<b class="badge">\d+</b>', "", desk.open(path).text))


def letters(home: Commune, state: str) -> int:
    """Lay down five letters of one village and field, the last of them in a state; return its id."""
    for number in range(4):
        make_receipt(home, key=f"beside-{number}", at=NOW)
    return make_case(home, state=state, key="the-one").id


@pytest.mark.parametrize("state", STATES)
def test_the_picture_of_the_commune_does_not_move(app: Flask, home: Commune, desk: dict[str, Desk], state: str):
    readers = [desk[name] for name in ("leader", "supervisor")]
    with app.app_context(), use_unit(home.unit_id):
        case_id = letters(home, state)
        counted = situation(home.unit_id, days=30, today=TODAY)
    before = [text_of(reader, SITUATION) for reader in readers]
    with app.app_context(), use_unit(home.unit_id):
        seal(case_id, home.leader)
        assert situation(home.unit_id, days=30, today=TODAY) == counted
    assert [text_of(reader, SITUATION) for reader in readers] == before
    assert "5" in before[0]


@pytest.mark.parametrize("state", STATES)
def test_no_number_of_the_report_on_mass_mobilisation_or_of_the_assessment_moves(
    app: Flask, home: Commune, at: Callable[[str], datetime], state: str
):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        case_id = letters(home, state)
        before, more = counts(home.unit_id, YEAR), more_counts(home.unit_id, YEAR)
        seal(case_id, home.leader)
        assert (counts(home.unit_id, YEAR), more_counts(home.unit_id, YEAR)) == (before, more)
    assert before["letters.received"] == 5
