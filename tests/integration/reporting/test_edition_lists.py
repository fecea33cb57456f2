"""The list of reports: a draft stays in sight, however many were issued for later periods."""

from __future__ import annotations

import pytest
from flask import Flask

from deadlines.queries import calendar_for
from reporting.editions import queries
from reporting.mobilisation.queries import reports
from reporting.periods import calendar
from tests.makers import Commune, inside
from tests.makers_mobilisation import issued, make_mobilisation

BEFORE = calendar(2025, "namdl")


def test_a_draft_of_long_ago_is_not_cut_off(app: Flask, home: Commune, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "LIST_MOST", 2)
    with inside(app, unit_id=home.unit_id):
        old = make_mobilisation(home, BEFORE)
        latest = [issued(home) for _edition in range(2)]
        listed = [item.id for item in reports(home.clerk, calendar_for(home.unit_id))]
    assert listed == [old, latest[1]]
