"""Communes apart: reads, changes and removals reach the rows of the current commune only, however they are written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Delete, Select, Update, delete, func, select, update
from sqlalchemy.orm import aliased

from accounts.models import Department, Unit, Village
from core.database import TenantMissing, current_unit_id, use_unit
from core.extensions import db
from core.transaction import transaction
from tests.makers_accounts import SmallCommune, make_small_commune

Other = aliased(Village)
READS: list[tuple[str, Callable[[], Select]]] = [
    ("rows", lambda: select(Village.unit_id)),
    ("whole rows", lambda: select(func.max(Village.unit_id), func.min(Village.unit_id))),
    ("an alias", lambda: select(Other.unit_id)),
    ("a join of two tenant tables", lambda: select(Department.unit_id).join(Village, Village.unit_id == Department.unit_id)),
    ("the other side of a join", lambda: select(Village.unit_id).select_from(Department).join(Village, Village.id > 0)),
    ("joined to a common table", lambda: select(Unit.id).join(Village, Village.unit_id == Unit.id)),
    ("a condition", lambda: select(Unit.id).where(select(Village.id).where(Village.unit_id == Unit.id).exists())),
    ("a list in a condition", lambda: select(Unit.id).where(Unit.id.in_(select(Village.unit_id)))),
    ("a table made by a query", lambda: select(select(Village.unit_id).subquery().c.unit_id)),
    ("a union", lambda: select(Village.unit_id).union(select(Department.unit_id))),
]


@pytest.fixture
def two(app: Flask) -> tuple[SmallCommune, SmallCommune]:
    with app.app_context():
        first = make_small_commune(hosts=("mot.example",))
        yield first, make_small_commune(code="06506", name="Xã Chiến Thắng", hosts=("hai.example",))
        db.session.rollback()


@pytest.mark.parametrize("query", [row[1] for row in READS], ids=[row[0] for row in READS])
def test_a_read_reaches_the_current_commune_only(two: tuple[SmallCommune, SmallCommune], query: Callable[[], Select]):
    for commune in two:
        with use_unit(commune.unit_id):
            found = {value for row in db.session.execute(query()) for value in row}
        assert found == {commune.unit_id}


@pytest.mark.parametrize("counting", [select(func.count()).select_from(Village), select(func.count(Village.id))])
def test_counting_counts_the_current_commune_only(two: tuple[SmallCommune, SmallCommune], counting: Select):
    with use_unit(two[0].unit_id):
        assert db.session.scalar(counting) == 2
        assert db.session.scalar(counting.execution_options(all_units=True)) == 4


@pytest.mark.parametrize(
    "statement",
    [
        select(Village), select(Village.name), select(Other), update(Village).values(name="x"), delete(Village),
        select(func.count(Village.id)), select(Unit.id, Village.id).where(Unit.id == Village.unit_id),
    ],
)  # fmt: skip
def test_without_a_commune_tenant_rows_are_refused(two: tuple[SmallCommune, SmallCommune], statement: Select | Update | Delete):
    assert current_unit_id() is None
    with pytest.raises(TenantMissing):
        db.session.execute(statement)


@pytest.mark.parametrize("query", [row[1] for row in READS], ids=[row[0] for row in READS])
def test_without_a_commune_no_way_of_asking_is_open(two: tuple[SmallCommune, SmallCommune], query: Callable[[], Select]):
    assert current_unit_id() is None
    with pytest.raises(TenantMissing):
        db.session.execute(query())


def test_common_tables_need_no_commune(two: tuple[SmallCommune, SmallCommune]):
    assert set(db.session.scalars(select(Unit.id).where(Unit.is_tenant))) == {commune.unit_id for commune in two}


def test_a_row_of_another_commune_is_not_got_by_its_id(two: tuple[SmallCommune, SmallCommune]):
    first, second = two
    with use_unit(first.unit_id):
        db.session.expunge_all()
        assert [db.session.get(Village, second.north), db.session.get(Village, first.north).id] == [None, first.north]


def names(unit_id: int) -> list[str]:
    with use_unit(unit_id):
        return sorted(db.session.scalars(select(Village.name)))


def test_a_change_reaches_the_current_commune_only(two: tuple[SmallCommune, SmallCommune]):
    first, second = two
    with use_unit(first.unit_id), transaction() as session:
        assert session.execute(update(Village).values(name="Thôn Mới")).rowcount == 2
    assert (names(first.unit_id), names(second.unit_id)) == (["Thôn Mới"] * 2, ["Thôn Bắc", "Thôn Nam"])


def test_a_change_by_a_foreign_id_changes_nothing(two: tuple[SmallCommune, SmallCommune]):
    first, second = two
    with use_unit(first.unit_id), transaction() as session:
        assert session.execute(update(Village).where(Village.id == second.north).values(name="x")).rowcount == 0
    assert names(second.unit_id) == ["Thôn Bắc", "Thôn Nam"]


def test_a_removal_reaches_the_current_commune_only(two: tuple[SmallCommune, SmallCommune]):
    first, second = two
    with use_unit(second.unit_id), transaction() as session:
        assert session.execute(delete(Village)).rowcount == 2
    assert (names(first.unit_id), names(second.unit_id)) == (["Thôn Bắc", "Thôn Nam"], [])


def test_the_same_statement_follows_the_commune(two: tuple[SmallCommune, SmallCommune]):
    statement = select(Village.unit_id)
    seen = []
    for commune in (*two, *two):
        with use_unit(commune.unit_id):
            seen.append(set(db.session.scalars(statement)))
    assert seen == [{commune.unit_id} for commune in (*two, *two)]
