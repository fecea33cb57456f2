"""The database itself refuses what the commands would never write: each constraint is a sentence and is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from accounts.factor_models import RecoveryCode, SecondFactor
from accounts.models import (
    Absence,
    Department,
    Field,
    Official,
    Posting,
    PublishedPlan,
    Responsibility,
    SignInThrottle,
    Unit,
    UnitSetting,
    UnitSuccession,
    Village,
)
from core.database import Base
from core.extensions import db
from core.transaction import transaction
from tests.makers_accounts import NOW, START, SmallCommune, make_official, make_small_commune

BEFORE = date(2025, 6, 30)


def unit(**changes: object) -> Unit:
    """Return a commune beside the one that exists."""
    facts = {
        "code": "06481",
        "kind": "commune",
        "name": "Xã Khác",
        "name_key": "xa khac",
        "valid_from": START,
        "hosts": [],
        "profile": {},
    }
    return Unit(**{**facts, "hosts": [], "profile": {}, **changes})


def department(commune: SmallCommune, **changes: object) -> Department:
    """Return one more department."""
    return Department(**{"unit_id": commune.unit_id, "code": "moi", "name": "Phòng Mới", "valid_from": START, **changes})


def village(commune: SmallCommune, **changes: object) -> Village:
    """Return one more village."""
    facts = {"unit_id": commune.unit_id, "code": "moi", "name": "Thôn Mới", "name_key": "thon moi", "valid_from": START}
    return Village(**{**facts, **changes})


def field(commune: SmallCommune, **changes: object) -> Field:
    """Return one more field."""
    facts = {"unit_id": commune.unit_id, "code": "moi", "name": "Việc mới", "stat_group": "other", "valid_from": START}
    return Field(**{**facts, **changes})


def official(commune: SmallCommune, **changes: object) -> Official:
    """Return one more official."""
    return Official(**{"unit_id": commune.unit_id, "username": "moi", "full_name": "Người Mới", "created_at": NOW, **changes})


def posting(commune: SmallCommune, **changes: object) -> Posting:
    """Return one more post of the first official."""
    facts = {
        "unit_id": commune.unit_id,
        "official_id": 1,
        "role": "officer",
        "department_id": commune.office,
        "valid_from": START,
    }
    return Posting(**{**facts, **changes})


def row(commune: SmallCommune, **changes: object) -> Responsibility:
    """Return one more row of the matrix."""
    return Responsibility(**{"unit_id": commune.unit_id, "department_id": commune.office, "valid_from": START, **changes})


def factor(commune: SmallCommune, **changes: object) -> SecondFactor:
    """Return a second factor of the first official."""
    facts = {"unit_id": commune.unit_id, "official_id": 1, "secret": "GEZDGNBV", "last_step": 1, "made_at": NOW}
    return SecondFactor(**{**facts, **changes})


def recovery_code(commune: SmallCommune, **changes: object) -> RecoveryCode:
    """Return a recovery code of the first official."""
    return RecoveryCode(**{"unit_id": commune.unit_id, "official_id": 1, "hash": "$x", "made_at": NOW, **changes})


FORBIDDEN: dict[str, Callable[[SmallCommune], Base]] = {
    "unit ends before it starts": lambda _: unit(valid_to=BEFORE),
    "unit of an unknown kind": lambda _: unit(kind="district"),
    "tenant that is no commune": lambda _: unit(kind="province", is_tenant=True),
    "second unit of a kind with the same code": lambda _: unit(code="06505"),
    "unit below a unit that does not exist": lambda _: unit(parent_id=99999),
    "succession of units that do not exist": lambda _: UnitSuccession(unit_id=99998, successor_id=99999),
    "department ends before it starts": lambda commune: department(commune, valid_to=BEFORE),
    "second department with the same code": lambda commune: department(commune, code="van_phong"),
    "department of no commune": lambda commune: department(commune, unit_id=99999),
    "village ends before it starts": lambda commune: village(commune, valid_to=BEFORE),
    "second village with the same code": lambda commune: village(commune, code="bac"),
    "village from a unit that does not exist": lambda commune: village(commune, old_commune_id=99999),
    "field ends before it starts": lambda commune: field(commune, valid_to=BEFORE),
    "second field with the same code": lambda commune: field(commune, code="giao_thong"),
    "field with no days to answer": lambda commune: field(commune, answer_days=0),
    "field with sixty-one days to answer": lambda commune: field(commune, answer_days=61),
    "second official with the same name": lambda commune: official(commune, username="canbo"),
    "official with capitals in the name": lambda commune: official(commune, username="Canbo2"),
    "post of an unknown role": lambda commune: posting(commune, role="king"),
    "post that ends before it starts": lambda commune: posting(commune, valid_to=BEFORE),
    "post in a department that does not exist": lambda commune: posting(commune, department_id=99999),
    "post of an official who does not exist": lambda commune: posting(commune, official_id=99999),
    "absence that ends before it starts": lambda commune: Absence(
        unit_id=commune.unit_id, official_id=1, first_on=START, last_on=BEFORE
    ),
    "absence of an official who does not exist": lambda commune: Absence(
        unit_id=commune.unit_id, official_id=99999, first_on=START, last_on=START
    ),
    "absence with the absent official as substitute": lambda commune: Absence(
        unit_id=commune.unit_id, official_id=1, first_on=START, last_on=START, substitute_id=1
    ),
    "absence with a substitute who does not exist": lambda commune: Absence(
        unit_id=commune.unit_id, official_id=1, first_on=START, last_on=START, substitute_id=99999
    ),
    "row that ends before it starts": lambda commune: row(commune, valid_to=BEFORE),
    "row with a substitute for nobody": lambda commune: row(commune, substitute_id=1),
    "row with the officer as his own substitute": lambda commune: row(commune, officer_id=1, substitute_id=1),
    "row of a field that does not exist": lambda commune: row(commune, field_id=99999),
    "row of a village that does not exist": lambda commune: row(commune, village_id=99999),
    "row of an officer who does not exist": lambda commune: row(commune, officer_id=99999),
    "second value of a rule": lambda commune: UnitSetting(
        unit_id=commune.unit_id, key="reopen_days", value=20, version=1, changed_at=NOW
    ),
    "second plan of the same title": lambda commune: PublishedPlan(
        unit_id=commune.unit_id, title="Kế hoạch", year=2024, body="x"
    ),
    "second count of failures under a name": lambda commune: SignInThrottle(
        unit_id=commune.unit_id, fingerprint="f" * 64, last_failed_at=NOW
    ),
    "second factor beside the one of an official": factor,
    "second factor of an official who does not exist": lambda commune: factor(commune, official_id=99999),
    "recovery code of an official who does not exist": lambda commune: recovery_code(commune, official_id=99999),
    "recovery code of an official in no commune": lambda commune: recovery_code(commune, unit_id=99999),
}


@pytest.fixture
def commune(app):
    """A commune in which one of everything exists already."""
    with app.app_context():
        made = make_small_commune()
        make_official(made.unit_id, department_id=made.economy, username="canbo")
        with transaction() as session:
            session.add(UnitSetting(unit_id=made.unit_id, key="reopen_days", value=15, version=1, changed_at=NOW))
            session.add(PublishedPlan(unit_id=made.unit_id, title="Kế hoạch", year=2024, body="x"))
            session.add(SignInThrottle(unit_id=made.unit_id, fingerprint="f" * 64, last_failed_at=NOW))
            session.add(factor(made))
        yield made


@pytest.mark.parametrize("sentence", list(FORBIDDEN))
def test_database_refuses(commune, sentence):
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(FORBIDDEN[sentence](commune))


@pytest.mark.parametrize("make", [department, village, field, official, row, recovery_code])
def test_the_same_rows_without_the_fault_are_taken(commune, make):
    with transaction() as session:
        session.add(make(commune))
    assert db.session.info.get("in_command") is None


def test_same_codes_and_names_may_exist_in_another_commune(commune):
    other = make_small_commune(code="06481", name="Xã Khác", hosts=("kia.example",))
    made = make_official(other.unit_id, department_id=other.economy, username="canbo")
    assert made.unit_id == other.unit_id


def test_old_and_new_commune_may_share_a_code(commune):
    with transaction() as session:
        session.add(unit(code="06505", kind="old_commune", valid_from=None, valid_to=BEFORE))
