"""The numbers of a year of the register and of any period, and the reminder of what nobody assessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from accounts.services.unit_settings import change_setting
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from skilful.queries.numbers import YearNumbers, numbers_of_period, numbers_of_year
from skilful.reminders import remind_models
from skilful.rules import ASSESS_BY, Recognition
from tests.makers import NOW, Commune, make_commune
from tests.makers_skilful import (
    DECIDED,
    NAME,
    SAID,
    assess,
    assessed,
    carry_on,
    end,
    morning,
    one_of_each,
    published,
    reassess,
    recognise,
    recognised,
    register,
    strike,
    withdraw,
)

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
LEVELS = {"xa": 1}


# ------------------------------------------------------------------ numbers


def test_the_numbers_of_a_year_are_those_of_its_register(commune: Commune):
    one_of_each(commune)
    register(commune, name="học theo", learned_from_id=register(commune, year=2025))
    assert numbers_of_year(commune.unit_id, 2026) == YearNumbers(registered=6, assessed=3, recognised=2, replicated=1)
    assert numbers_of_year(commune.unit_id, 2025) == YearNumbers(registered=1, assessed=0, recognised=0, replicated=0)
    assert numbers_of_year(commune.unit_id, 1999) == YearNumbers(registered=0, assessed=0, recognised=0, replicated=0)


def test_a_copy_counts_as_one_in_its_first_year_only(commune: Commune):
    copy = assessed(commune, learned_from_id=register(commune))
    carry_on(commune, copy)
    assert [numbers_of_year(commune.unit_id, year).replicated for year in (2026, 2027)] == [1, 0]


def test_the_numbers_of_a_period_are_those_of_its_days(commune: Commune):
    first = recognised(commune)
    recognise(commune, first, decided=Recognition(level="tinh", document="9/QĐ", decided_on=date(2026, 11, 19)))
    copy = register(commune, learned_from_id=first, at=morning(date(2026, 12, 1)))
    assess(commune, copy, at=morning(date(2027, 1, 5)), said=replace(SAID, result="partly"))
    carry_on(commune, first, at=morning(date(2027, 1, 6)))
    end(commune, copy, at=morning(date(2027, 2, 1)))
    old = numbers_of_period(commune.unit_id, *YEAR)
    assert (old.registered, old.replicated, old.carried_on, old.running) == (2, 1, 0, 2)
    assert old.assessed == {"achieved": 1, "partly": 0, "not_achieved": 0}
    assert old.recognised == {"xa": 1, "tinh": 1}
    new = numbers_of_period(commune.unit_id, date(2027, 1, 1), date(2027, 12, 31))
    assert (new.registered, new.replicated, new.carried_on, new.running) == (0, 0, 1, 1)
    assert (new.assessed["partly"], new.recognised) == (1, {})


@pytest.mark.parametrize(
    ("last", "registered", "running"),
    [(date(2026, 11, 30), 1, 1), (date(2026, 12, 1), 0, 0), (date(2026, 12, 31), 0, 0)],
)
def test_what_is_withdrawn_later_was_registered_until_then(commune: Commune, last: date, registered: int, running: int):
    withdraw(commune, register(commune), at=morning(date(2026, 12, 1)))
    found = numbers_of_period(commune.unit_id, YEAR[0], last)
    assert (found.registered, found.running) == (registered, running)


@pytest.mark.parametrize(("last", "running"), [(date(2026, 11, 30), 1), (date(2026, 12, 1), 0)])
def test_what_ended_ran_until_the_day_before(commune: Commune, last: date, running: int):
    end(commune, register(commune), at=morning(date(2026, 12, 1)))
    assert numbers_of_period(commune.unit_id, YEAR[0], last).running == running


def test_what_was_entered_by_mistake_never_counts(commune: Commune):
    model_id = recognised(commune)
    assert numbers_of_period(commune.unit_id, *YEAR).recognised == LEVELS
    strike(commune, model_id)
    reassess(commune, model_id)
    found = numbers_of_period(commune.unit_id, *YEAR)
    assert (sum(found.assessed.values()), found.recognised) == (0, {})


def test_a_period_before_everything_and_another_commune_are_nought(commune: Commune):
    recognised(commune)
    before = numbers_of_period(commune.unit_id, date(2025, 1, 1), date(2025, 12, 31))
    theirs = numbers_of_period(make_commune("accounts/data/chien_thang.toml").unit_id, *YEAR)
    for found in (before, theirs):
        assert (found.registered, found.running, found.replicated, found.carried_on, found.recognised) == (0, 0, 0, 0, {})


def test_a_decision_counts_on_its_own_day_and_not_on_that_of_the_entry(commune: Commune):
    model_id = assessed(commune)
    recognise(commune, model_id, decided=replace(DECIDED, decided_on=date(2026, 10, 31)))
    october = numbers_of_period(commune.unit_id, date(2026, 10, 1), date(2026, 10, 31))
    november = numbers_of_period(commune.unit_id, date(2026, 11, 1), date(2026, 11, 30))
    assert (october.recognised, november.recognised) == (LEVELS, {})


# ------------------------------------------------------------------ the reminder


def laid() -> list[tuple[int | None, str]]:
    query = select(OutboxMessage.official_id, OutboxMessage.title).where(OutboxMessage.event == "skilful_to_assess")
    return list(db.session.execute(query.order_by(OutboxMessage.id)).tuples())


def test_leaders_are_told_once_of_a_year_that_nobody_assessed(commune: Commune):
    register(commune)
    register(commune, name="Mô hình thứ hai")
    assert remind_models(morning(date(2026, 11, 27))) == 0
    monday = morning(date(2026, 11, 30))
    told = remind_models(monday)
    assert told >= 1
    assert remind_models(monday) == remind_models(morning(date(2026, 12, 28))) == 0
    assert commune.leader.id in {official_id for official_id, _title in laid()}
    assert {title for _official_id, title in laid()} == {"Dân vận khéo: 2 mô hình chưa đánh giá"}
    letter = db.session.scalars(select(OutboxMessage).where(OutboxMessage.event == "skilful_to_assess")).first()
    assert letter is not None
    assert "/can-bo/dan-van-kheo?nam=2026&xem=chua-danh-gia" in letter.body
    assert NAME not in letter.body


@pytest.mark.parametrize("make", [assessed, recognised, published])
def test_what_is_assessed_is_not_reminded_of(commune: Commune, make: Any):
    make(commune)
    assert remind_models(morning(date(2026, 12, 1))) == 0


def test_models_of_other_years_and_what_is_over_are_not_reminded_of(commune: Commune):
    register(commune, year=2027)
    register(commune, year=2025)
    end(commune, register(commune))
    withdraw(commune, register(commune))
    assert remind_models(morning(date(2026, 12, 1))) == 0


@pytest.mark.parametrize(("value", "told"), [("15/12", False), ("15/11", True), ("5/11", True)])
def test_the_day_is_a_setting_of_the_commune(commune: Commune, value: str, told: bool):
    with transaction():
        change_setting(unit_id=commune.unit_id, actor=commune.leader, key=ASSESS_BY, value=value, expected_version=0, at=NOW)
    register(commune)
    assert (remind_models(morning(date(2026, 12, 1))) > 0) is told


def test_nothing_is_laid_at_night(commune: Commune):
    register(commune)
    assert remind_models(datetime(2026, 12, 8, 23, 0, tzinfo=UTC)) == 0
