"""Every sentence that the tables of letters keep is broken once and refused, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import CheckConstraint, UniqueConstraint, text
from sqlalchemy.exc import IntegrityError

from core.database import Base
from core.extensions import db
from core.transaction import transaction
from feedback import models
from feedback.services import sender
from tests.makers import NOW, Commune, make_case, publish_case

TABLES = {
    item.__table__
    for item in vars(models).values()
    if isinstance(item, type) and issubclass(item, Base) and item.__module__ == models.__name__
}
BROKEN = {
    "version_counts_from_one": "UPDATE cases SET version = 0 WHERE id = :first",
    "a_case_is_reopened_once": "UPDATE cases SET round = 3 WHERE id = :first",
    "a_place_has_both_coordinates": "UPDATE cases SET lat = 21.8 WHERE id = :first",
    "an_accepted_case_has_a_department": "UPDATE cases SET department_id = NULL WHERE id = :first",
    "answered_on_if_answered": "UPDATE cases SET answered_on = NULL WHERE id = :first",
    "ended_on_if_ended": "UPDATE case_clocks SET ended_on = NULL WHERE case_id = :first AND state = 'ended'",
    "issued_after_approval": "UPDATE answers SET approved_by = NULL WHERE case_id = :first",
}
ALSO_BROKEN = {
    "round 0": ("a_case_is_reopened_once", "UPDATE cases SET round = 0 WHERE id = :first"),
    "longitude alone": ("a_place_has_both_coordinates", "UPDATE cases SET lon = 106.6 WHERE id = :first"),
    "issued on no day": ("issued_after_approval", "UPDATE answers SET issued_on = NULL WHERE case_id = :first"),
    "ended without a day": (
        "ended_on_if_ended", "UPDATE case_clocks SET state = 'ended', ended_on = NULL WHERE case_id = :first",
    ),
}  # fmt: skip
TAKEN = {
    "cases.code": "UPDATE cases SET code = (SELECT code FROM cases WHERE id = :first) WHERE id = :second",
    "cases.idempotency_key": (
        "UPDATE cases SET idempotency_key = (SELECT idempotency_key FROM cases WHERE id = :first) WHERE id = :second"
    ),
    "senders.case_id": "UPDATE senders SET case_id = :first WHERE case_id = :second",
    "answers.case_id, round": "UPDATE answers SET case_id = :first WHERE case_id = :second",
    "ratings.case_id, round": "UPDATE ratings SET case_id = :first WHERE case_id = :second",
    "publications.case_id": "UPDATE publications SET case_id = :first WHERE case_id = :second",
    "public_cases.code": "UPDATE public_cases SET code = (SELECT code FROM cases WHERE id = :first) WHERE id = :second",
    "lookup_locks.unit_id, code": "UPDATE lookup_locks SET code = 'CCCCC-DDDDD'",
}
ORPHANS = ("senders", "case_clocks", "case_entries", "answers", "ratings", "publications")


def sentences() -> set[str]:
    found = {item.name for table in TABLES for item in table.constraints if isinstance(item, CheckConstraint)}
    return {str(name).split("_", 1)[1] if str(name).startswith("ck_") else str(name) for name in found if name}


def uniques() -> set[str]:
    named = {
        f"{table.name}.{', '.join(column.name for column in item.columns)}"
        for table in TABLES
        for item in table.constraints
        if isinstance(item, UniqueConstraint)
    }
    return named | {f"{table.name}.{column.name}" for table in TABLES for column in table.columns if column.unique}


@pytest.fixture
def pair(commune: Commune) -> dict[str, int]:
    """Return two rated and published cases, and two locked codes: the first was answered and waits, the second is closed."""
    first = make_case(commune, state="answered").id
    second = make_case(commune, state="closed").id
    for case_id in (first, second):
        publish_case(commune, case_id)
    with transaction() as session:
        session.add(models.Rating(unit_id=commune.unit_id, case_id=first, round=1, satisfied=True, rated_at=NOW))
        for code in ("CCCCC-DDDDD", "DDDDD-CCCCC"):
            sender.look_up(code, unit_id=commune.unit_id, at=NOW, secret="sai · rồi")
    return {"first": first, "second": second}


def refused(statement: str, ids: dict[str, int]) -> str:
    """Return what the database said when it refused the statement."""
    with pytest.raises(IntegrityError) as error, transaction() as session:
        session.execute(text(statement), {key: value for key, value in ids.items() if f":{key}" in statement})
    return str(error.value.orig).replace("\n", " ")


def test_every_sentence_is_broken_once(pair: dict[str, int]):
    said = {name: refused(statement, pair) for name, statement in BROKEN.items()}
    assert {name: name in words for name, words in said.items()} == dict.fromkeys(BROKEN, True)
    said = {name: (rule, refused(statement, pair)) for name, (rule, statement) in ALSO_BROKEN.items()}
    assert {name: rule in words for name, (rule, words) in said.items()} == dict.fromkeys(ALSO_BROKEN, True)


def test_every_taken_key_is_refused(pair: dict[str, int]):
    said = {name: refused(statement, pair).lower() for name, statement in TAKEN.items()}
    assert {name: "unique" in words for name, words in said.items()} == dict.fromkeys(TAKEN, True)


def test_no_sentence_and_no_key_is_left_out():
    assert {name for name in sentences() if not any(name.endswith(rule) for rule in BROKEN)} == set()
    assert len(sentences()) == len(BROKEN)
    assert uniques() == set(TAKEN)


def test_nothing_hangs_on_a_case_that_does_not_exist(pair: dict[str, int]):
    said = {table: refused(f"UPDATE {table} SET case_id = 999999 WHERE case_id = :first", pair).lower() for table in ORPHANS}
    assert {table: "foreign key" in words for table, words in said.items()} == dict.fromkeys(ORPHANS, True)


def test_case_with_everything_around_it_cannot_be_deleted(pair: dict[str, int]):
    assert "foreign key" in refused("DELETE FROM cases WHERE id = :first", pair).lower()
    db.session.rollback()
    assert db.session.get(models.Case, pair["first"]).state == "answered"
