"""The tables refuse what the commands would never write."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from core.transaction import transaction
from deadlines.models import CalendarDay, CalendarYear, LegalTermRow, ReferenceVersion
from tests.makers_deadlines import AT


def a_day(**changes):
    values = {
        "scope": 3,
        "day": date(2026, 12, 8),
        "kind": "local",
        "name_vi": "x",
        "name_en": "x",
        "document": "x",
        "uncertain": False,
    }
    return CalendarDay(**{**values, **changes})


def a_term(**changes):
    values = {
        "scope": 3, "code": "X", "family": "X", "traits": "", "case_kind": "ALL", "number": 5, "unit": "wd", "direction": "after",
        "valid_from": date(2026, 7, 1), "valid_to": None, "hard": False, "confidence": "", "transition": "receipt", "texts": {},
    }  # fmt: skip
    return LegalTermRow(**{**values, **changes})


def write(*rows) -> None:
    with transaction() as session:
        session.add_all(rows)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: [a_day(kind="feast")], "kind_is_known"),
        (lambda: [a_day(scope=0)], "national_day_is_national"),
        (lambda: [a_day(scope=0, kind="ordinary")], "national_day_is_national"),
        (lambda: [a_term(valid_to=date(2026, 6, 30))], "ends_after_it_starts"),
        (lambda: [a_term(valid_from=None)], "local_term_has_a_start"),
        (lambda: [a_term(number=-1)], "number_is_not_negative"),
        (lambda: [CalendarYear(scope=0, year=2030, provisional=True, document="x", source="guessed")], "source_is_known"),
        (lambda: [ReferenceVersion(kind="weather", scope=0, number=1, changed_at=AT)], "kind_is_known"),
    ],
)
def test_table_refuses(app, make, name):
    with app.app_context(), pytest.raises(IntegrityError, match=name):
        write(*make())


def test_one_day_has_one_row_in_a_commune(app):
    with app.app_context():
        write(a_day())
        with pytest.raises(IntegrityError):
            write(a_day(name_vi="y"))


def test_one_term_begins_once_on_a_day(app):
    with app.app_context():
        write(a_term())
        with pytest.raises(IntegrityError):
            write(a_term(number=9))


def test_rows_of_different_communes_do_not_meet(app):
    with app.app_context():
        write(a_day(), a_day(scope=4), a_term(), a_term(scope=4))
