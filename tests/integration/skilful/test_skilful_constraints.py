"""What the database itself refuses, whatever a command would do: each constraint is a sentence."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.transaction import transaction
from tests.makers import Commune
from tests.makers_skilful import published, recognised, register

MODELS = [
    ("version = 0", "version_counts_from_one"),
    ("state = 'gone'", "state_is_known"),
    ("kind = 'company'", "kind_is_known"),
    ("named = true", "only_a_person_agrees_to_be_named"),
    ("organisation = ''", "somebody_looks_after_it"),
    ("starts_on = '2026-11-21', ends_on = '2026-11-20'", "ends_after_it_starts"),
    ("learned_from_id = id", "learned_from_another"),
    ("ended_on = '2026-11-21'", "ended_on_if_ended"),
    ("state = 'ended', closing_reason = 'x'", "ended_on_if_ended"),
    ("withdrawn_on = '2026-11-21'", "withdrawn_on_if_withdrawn"),
    ("closing_reason = 'x'", "closing_has_its_reason"),
    ("state = 'ended', ended_on = '2026-11-21'", "closing_has_its_reason"),
    ("taken_back_on = '2026-11-21', take_back_reason = 'x'", "taken_back_after_it_was_public"),
]
PUBLISHED = [
    ("state = 'withdrawn', withdrawn_on = '2026-11-21', closing_reason = 'x'", "withdrawn_before_it_was_public"),
    ("taken_back_on = '2026-11-21'", "taking_back_has_its_reason"),
    ("take_back_reason = 'x'", "taking_back_has_its_reason"),
]
YEARS = [
    ("result = 'great'", "result_is_known"),
    ("result = '', outcome = '', amount = null, unit = ''", "assessed_on_if_assessed"),
    ("outcome = ''", "an_assessment_says_what_came_of_it"),
    ("unit = ''", "a_number_has_its_unit"),
    ("amount = null", "a_number_has_its_unit"),
    ("amount = -1", "a_number_belongs_to_a_result"),
]


def update(table: str, change: str, number: int, column: str) -> None:
    with transaction() as session:
        session.execute(text(f"UPDATE {table} SET {change} WHERE {column} = :number"), {"number": number})


@pytest.mark.parametrize(("change", "name"), MODELS)
def test_a_model_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    model_id = register(commune)
    with pytest.raises(IntegrityError) as problem:
        update("skilful_models", change, model_id, "id")
    assert name in str(problem.value)


@pytest.mark.parametrize(("change", "name"), PUBLISHED)
def test_a_published_model_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    model_id = published(commune)
    with pytest.raises(IntegrityError) as problem:
        update("skilful_models", change, model_id, "id")
    assert name in str(problem.value)


@pytest.mark.parametrize(("change", "name"), YEARS)
def test_a_year_cannot_be_what_it_is_not(commune: Commune, change: str, name: str):
    model_id = recognised(commune)
    with pytest.raises(IntegrityError) as problem:
        update("skilful_years", change, model_id, "model_id")
    assert name in str(problem.value)


def test_a_decision_has_its_number(commune: Commune):
    model_id = recognised(commune)
    with pytest.raises(IntegrityError) as problem:
        update("skilful_recognitions", "document = ''", model_id, "model_id")
    assert "a_decision_has_its_number" in str(problem.value)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("skilful_years", "unit_id, model_id, year, registered_on, result, outcome, amount, unit, assessed_on"),
        ("skilful_recognitions", "unit_id, model_id, year, level, document, decided_on"),
    ],
)
def test_a_year_and_a_decision_are_one_of_a_model(commune: Commune, table: str, columns: str):
    model_id = recognised(commune)
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(
            text(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE model_id = :number"), {"number": model_id}
        )
