"""What the database itself refuses of any report of the office, whatever a command would do: each constraint is a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Date, bindparam, text
from sqlalchemy.exc import IntegrityError

from core.transaction import transaction
from tests.makers import Commune, inside
from tests.makers_friendly import make_friendly
from tests.makers_mobilisation import make_mobilisation
from tests.makers_reports import make as make_statutory

REFUSED = [
    ("version = 0", "version_counts_from_one"),
    ("edition = 0, replaces_id = id", "editions_count_from_one"),
    ("last_on = '2020-01-01'", "ends_after_it_starts"),
    ("edition = 2", "a_later_edition_replaces_one"),
    ("replaces_id = id", "a_later_edition_replaces_one"),
    ("issued_at = made_at, issued_on = last_on", "somebody_issued_it"),
    ("issued_by = made_by", "somebody_issued_it"),
    ("issued_at = made_at, issued_by = made_by", "issued_on_a_day"),
]
WORDS = {
    "statutory_reports": "cells, narrative, reasons", "mobilisation_reports": "words", "friendly_assessments": "scores",
}  # fmt: skip
BOTH = pytest.mark.parametrize(
    ("table", "make"),
    [("statutory_reports", make_statutory), ("mobilisation_reports", make_mobilisation), ("friendly_assessments", make_friendly)],
    ids=["statutory", "mobilisation", "friendly"],
)  # fmt: skip


@pytest.fixture
def commune(app: Flask, home: Commune) -> Iterator[Commune]:
    with inside(app, unit_id=home.unit_id):
        yield home


@BOTH
def test_a_report_cannot_be_what_it_is_not(commune: Commune, table: str, make: Callable[[Commune], int]):
    report_id = make(commune)
    for change, name in REFUSED:
        with pytest.raises(IntegrityError) as problem, transaction() as session:
            session.execute(text(f"UPDATE {table} SET {change} WHERE id = :number"), {"number": report_id})
        assert name in str(problem.value), change


@BOTH
def test_a_period_has_each_edition_once_and_a_form_makes_one(commune: Commune, table: str, make: Callable[[Commune], int]):
    report_id = make(commune)
    columns = (
        "unit_id, first_on, last_on, name, edition, version, made_by, made_at, touched_at, frozen, "
        + WORDS[table]
    )  # fmt: skip
    copied = f"INSERT INTO {table} (idempotency_key, {columns}) SELECT :key, {columns} FROM {table} WHERE id = :number"
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text(copied), {"key": "another", "number": report_id})
    moved = text(copied.replace("SELECT :key, unit_id, first_on", "SELECT idempotency_key, unit_id, :day"))
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(moved.bindparams(bindparam("day", date(2019, 1, 1), type_=Date)), {"number": report_id})
