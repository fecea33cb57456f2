"""The report on mass mobilisation tells the models that the register holds, by the days on which things happened."""

from __future__ import annotations

from datetime import date

from flask import Flask

from reporting.mobilisation.counting import models
from reporting.periods import Period
from tests.makers import Commune, inside
from tests.makers_skilful import assessed, recognised, register, withdraw

NOVEMBER = Period(first_on=date(2026, 11, 1), last_on=date(2026, 11, 30))
BEFORE = Period(first_on=date(2026, 10, 1), last_on=date(2026, 10, 31))


def test_models_are_told_by_what_happened_in_the_period(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        first = register(home)
        register(home, key="second", learned_from_id=first)
        assessed(home, key="third")
        recognised(home, key="fourth")
        withdraw(home, register(home, key="fifth"))
        found = models(home.unit_id, NOVEMBER)
    assert found == {
        "models.running": 4, "models.registered": 4, "models.replicated": 1, "models.achieved": 2, "models.partly": 0,
        "models.not_achieved": 0, "models.recognised": 1,
    }  # fmt: skip


def test_a_period_before_the_register_has_noughts(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        recognised(home)
        assert set(models(home.unit_id, BEFORE).values()) == {0}
