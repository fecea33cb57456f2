"""The number of a case: above all before it, by steps that say nothing of a number that is missing."""

from __future__ import annotations

import secrets
from itertools import pairwise

import pytest
from flask import Flask

from core.database import use_unit
from core.transaction import transaction
from feedback.services import intake
from feedback.services.splitting import Part, split
from feedback.states import CaseKind
from tests.infra.case_numbers import REAL_STEP
from tests.makers import NOW, Commune, make_case, make_commune, make_receipt


@pytest.fixture(autouse=True)
def gaps(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give numbers as the product does."""
    monkeypatch.setattr(intake, "random_step", REAL_STEP)


@pytest.fixture
def home(app: Flask) -> Commune:
    """Return the commune at this address."""
    with app.app_context():
        return make_commune()


def steps(monkeypatch: pytest.MonkeyPatch, *lengths: int) -> None:
    """Let the next numbers lie so far apart."""
    drawn, real = iter([throw for length in lengths for throw in (*[1] * (length - 1), 0)]), secrets.randbelow
    monkeypatch.setattr(secrets, "randbelow", lambda below: next(drawn) if below == 4 else real(below))


def test_the_next_number_lies_a_step_above_the_last_one(app: Flask, home: Commune, monkeypatch: pytest.MonkeyPatch):
    with app.app_context(), use_unit(home.unit_id):
        first = make_receipt(home).case_id
        steps(monkeypatch, 1, 4, 2)
        numbers = [first, *(make_receipt(home).case_id for _ in range(3))]
    assert [after - before for before, after in pairwise(numbers)] == [1, 4, 2]


def test_many_letters_have_many_gaps_and_no_number_twice(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        numbers = [make_receipt(home).case_id for _ in range(40)]
    apart = [after - before for before, after in pairwise(numbers)]
    assert min(apart) >= 1
    assert 1 in apart
    assert max(apart) > 3  # forty steps of which three quarters are longer than one: less than once in a million otherwise


def test_a_step_has_an_end(app: Flask, home: Commune, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(secrets, "randbelow", lambda _below: 1)
    with app.app_context(), use_unit(home.unit_id), transaction():
        first = intake.fresh_id()
        assert intake.fresh_id() - first in (0, intake.MARGIN_MOST)  # SQLite counts what is written, PostgreSQL what was given


def test_parts_of_a_letter_have_numbers_of_the_same_kind(app: Flask, home: Commune, monkeypatch: pytest.MonkeyPatch):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home)
        steps(monkeypatch, 3, 5)
        stories = ("Việc thứ nhất trong đơn, cần xem riêng.", "Việc thứ hai trong đơn, cần xem riêng.")
        parts = [Part(kind=CaseKind.REFLECTION, field_id=case.field_id, story=story) for story in stories]
        with transaction():
            made = split(case.id, actor=home.clerk, at=NOW, version=case.version, parts=parts)
    assert [number - case.id for number in made] == [3, 8]
