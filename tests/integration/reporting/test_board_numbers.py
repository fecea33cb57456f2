"""The database adds up exactly what reporting.measures defines, on both databases, for one table of cases."""

from __future__ import annotations

from datetime import date

from flask import Flask

from accounts.queries import fields, villages
from core.extensions import db
from reporting.measures import COUNTS, Tally, total
from reporting.queries import Board, board
from tests.infra.plans import selects_of
from tests.makers import NEIGHBOUR, Commune, inside, make_commune
from tests.makers_board import FIRST_ON, TABLE, THIS_MONTH, TODAY, Example
from tests.makers_public import make_public


def row_of(example: Example, **changes: object) -> dict[str, object]:
    """Return the example as a public row."""
    return {**example.row, **changes}


def read(unit_id: int) -> Board:
    db.session.rollback()
    return board(unit_id, today=TODAY)


def test_database_counts_each_case_as_the_definitions_do(app: Flask, home: Commune):
    """Each case stands alone in a field of its own number, so that one reading tells them apart."""
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(row_of(example, field_id=place) for place, example in enumerate(TABLE)))
        numbers = read(home.unit_id).by_field
        found = {example.name: numbers.get(place, Tally()) for place, example in enumerate(TABLE)}
        assert found == {example.name: example.tally for example in TABLE}


def test_database_counts_the_whole_table_as_the_definitions_do(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(row_of(example) for example in TABLE))
        assert read(home.unit_id).whole == total(each.tally for each in TABLE)


def test_groups_of_fields_add_up_to_the_whole(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        ids = [item.id for item in fields(home.unit_id)][:3]
        rows = [row_of(example, field_id=ids[place % 3]) for place, example in enumerate(TABLE)]
        make_public(home.unit_id, *rows)
        numbers = read(home.unit_id)
        expected = {field_id: total(each.tally for each in TABLE[place::3]) for place, field_id in enumerate(ids)}
        assert numbers.by_field == expected
        assert total(numbers.by_field.values()) == numbers.whole


def test_groups_of_villages_add_up_to_the_whole_with_cases_of_no_village(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        village_id = villages(home.unit_id)[0].id
        rows = [row_of(example, village_id=village_id if place % 2 else None) for place, example in enumerate(TABLE)]
        make_public(home.unit_id, *rows)
        numbers = read(home.unit_id)
        assert set(numbers.by_village) == {village_id, None}
        assert total(numbers.by_village.values()) == numbers.whole


def test_months_hold_the_cases_received_in_them_and_noughts_elsewhere(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        days = [date(2026, 11, 1), date(2026, 11, 20), date(2026, 10, 31), date(2025, 12, 1), date(2025, 11, 30)]
        make_public(home.unit_id, *({"received_on": day} for day in days))
        received = {month: tally.received for month, tally in read(home.unit_id).by_month.items() if tally.received}
        assert received == {date(2026, 11, 1): 2, date(2026, 10, 1): 1, date(2025, 12, 1): 1}


def test_months_are_the_last_twelve_in_order(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        months = list(read(home.unit_id).by_month)
        assert (len(months), months[0], months[-1], months == sorted(months)) == (12, FIRST_ON, date(2026, 11, 1), True)


def test_commune_without_a_case_has_noughts(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        numbers = read(home.unit_id)
        assert (numbers.whole, numbers.by_field, numbers.by_village) == (Tally(), {}, {})


def test_cases_of_another_commune_are_not_counted(app: Flask, home: Commune):
    with inside(app):
        neighbour = make_commune(NEIGHBOUR)
        make_public(neighbour.unit_id, *(row_of(example) for example in TABLE))
        make_public(home.unit_id, {"received_on": THIS_MONTH})
        assert read(home.unit_id).whole == Tally(received=1, open=1)


def test_board_is_read_with_four_statements_however_many_cases(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        counted = []
        for _ in range(2):
            make_public(home.unit_id, *(row_of(example) for example in TABLE))
            counted.append(len(selects_of(lambda: board(home.unit_id, today=TODAY))))
        assert counted == [4, 4]


def test_every_count_is_told_by_the_database(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *(row_of(example) for example in TABLE))
        whole = read(home.unit_id).whole
        assert [name for name in COUNTS if not getattr(whole, name)] == []
