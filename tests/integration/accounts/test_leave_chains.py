"""Days away at their borders, and substitutes who are away themselves: chains and circles end with nobody, never without end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import queries
from accounts.leave_queries import covered_by, stand_in, stand_ins
from accounts.models import Absence, Official
from accounts.services import leave
from core.database import use_unit
from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from tests.infra.databases import Database
from tests.makers import NOW, TODAY, Commune
from tests.makers_desk import loaded_commune

FIRST, LAST = date(2026, 11, 24), date(2026, 11, 27)


@pytest.fixture
def database(commune_database: Database) -> Database:
    return commune_database


@pytest.fixture
def home(app: Flask) -> Commune:
    with app.app_context():
        return loaded_commune()


def away(home: Commune, who: int, instead: int | None, *, first: date = FIRST, last: date = LAST) -> None:
    """Note days away past the command, which asks who shares work; here only who is away counts."""
    with transaction() as session:
        session.add(Absence(unit_id=home.unit_id, official_id=who, substitute_id=instead, first_on=first, last_on=last))


def colleagues(home: Commune) -> list[int]:
    """Return three who serve in one department, so that each may stand in for the others."""
    places = [item.id for item in queries.departments(home.unit_id)]
    shared = (sorted(person.id for person in queries.officials(home.unit_id, department_id=place))[:3] for place in places)
    return next(people for people in shared if len(people) == 3)


def clear(home: Commune) -> None:
    """Take all noted days back."""
    with transaction() as session:
        for row in session.scalars(select(Absence).where(Absence.unit_id == home.unit_id)).all():
            session.delete(row)


def test_chains_and_circles_of_substitutes_end_with_somebody_present_or_nobody(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        a, b, c = colleagues(home)
        tables: list[tuple[list[tuple[int, int | None]], dict[int, int], str]] = [
            ([], {}, "everybody is there"),
            ([(a, b)], {a: b}, "one for one"),
            ([(a, None)], {}, "nobody was named"),
            ([(a, b), (b, a)], {}, "A for B and B for A: nobody"),
            ([(a, b), (b, c)], {b: c}, "a chain: C stands in for B, nobody for A"),
            ([(a, b), (b, c), (c, a)], {}, "a circle of three: nobody"),
            ([(a, c), (b, c)], {a: c, b: c}, "one for two"),
            ([(a, b), (b, None)], {}, "the substitute is away without one"),
        ]
        for rows, expected, why in tables:
            for who, instead in rows:
                away(home, who, instead)
            assert (why, stand_ins(home.unit_id, FIRST)) == (why, expected)
            assert (why, [stand_in(home.unit_id, who, on=FIRST) for who in (a, b, c)]) == (
                why, [expected.get(who) for who in (a, b, c)],
            )  # fmt: skip
            for substitute in (a, b, c):
                covered = sorted(who for who, other in expected.items() if other == substitute)
                assert (why, covered_by(home.unit_id, substitute, on=FIRST)) == (why, covered)
            clear(home)


def test_first_and_last_day_are_away_and_the_days_around_are_not(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        a, b, c = colleagues(home)
        away(home, a, b)
        away(home, b, c, first=LAST, last=LAST)  # B is away on A's last day only
        table = [
            (FIRST - timedelta(days=1), {}, "Monday, the day before"),
            (FIRST, {a: b}, "Tuesday, the first day, a holiday"),
            (date(2026, 11, 25), {a: b}, "Wednesday, a day between"),
            (date(2026, 11, 26), {a: b}, "Thursday, the day before the last"),
            (LAST, {b: c}, "Friday, the last day: B is away too"),
            (LAST + timedelta(days=1), {}, "Saturday, the day after"),
        ]
        for day, expected, why in table:
            assert (why, stand_ins(home.unit_id, day)) == (why, expected)
        with transaction() as session:
            session.get(Official, b).active = False
        assert stand_ins(home.unit_id, FIRST) == {}  # a closed account stands in for nobody


def test_days_are_taken_up_to_a_year_next_to_each_other_and_never_twice(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        table: list[tuple[date, date, dict[str, str], str]] = [
            (TODAY, TODAY, {}, "one day, today"),
            (TODAY, TODAY, {"first_on": "absence_overlaps"}, "the same day again"),
            (TODAY + timedelta(days=1), TODAY + timedelta(days=3), {}, "from the day after on"),
            (TODAY + timedelta(days=3), TODAY + timedelta(days=5), {"first_on": "absence_overlaps"}, "shares the last day"),
            (TODAY - timedelta(days=3), TODAY - timedelta(days=1), {"last_on": "absence_past"}, "over yesterday"),
            (TODAY - timedelta(days=3), TODAY, {"first_on": "absence_overlaps"}, "began before, shares today"),
            (TODAY + timedelta(days=9), TODAY + timedelta(days=8), {"last_on": "ends_before_start"}, "ends before it begins"),
            (TODAY + timedelta(days=10), TODAY + timedelta(days=376), {"last_on": "absence_long"}, "367 days"),
            (TODAY + timedelta(days=10), TODAY + timedelta(days=375), {}, "366 days, the most"),
        ]
        for first, last, errors, why in table:
            found: dict[str, str] = {}
            try:
                with transaction():
                    leave.take_leave(
                        actor=home.administrator, official_id=home.officer.id, first_on=first, last_on=last,
                        substitute_id=None, on=TODAY, at=NOW,
                    )  # fmt: skip
            except BadInput as fault:
                found = fault.errors
            assert (why, found) == (why, errors)
        query = select(Absence.first_on).where(Absence.official_id == home.officer.id).order_by(Absence.first_on)
        assert list(db.session.scalars(query)) == [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=10)]
