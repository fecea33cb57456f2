"""The statements of the read API: narrowed by what was asked, one step into an index however deep, never by another commune."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from feedback.queries.open_cases import (
    COLUMNS,
    STANDINGS,
    CaseFilters,
    Mark,
    _behind,
    _conditions,
    _cut,
    _facts,
    _part_statement,
    _values,
)
from feedback.states import CaseState

DIALECTS = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def text_of(query: Any, *, database: str = "sqlite") -> str:
    """Return a statement as the database gets it, values written out, on one line."""
    compiled = query.compile(dialect=DIALECTS[database], compile_kwargs={"literal_binds": True})
    return " ".join(str(compiled).replace("public_cases.", "").split())


def conditions(**asked: Any) -> list[str]:
    """Return the conditions of what is asked, in words of the database."""
    filters = CaseFilters(**asked)
    values = _values(7, filters)
    return [text_of(condition.params(values)) for condition in _conditions(frozenset(values), filters.states)]


def part(mark: Mark | None, *, by_day: bool, database: str = "sqlite") -> str:
    """Return the statement of four rows behind a mark, from the first condition on."""
    values = {"unit": 7, "most": 4} | _behind(mark)
    query = _part_statement(frozenset(values), None, by_day)
    return text_of(query.params(values), database=database).partition(" FROM public_cases ")[2]


NARROWED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"field_id": 3}, ["field_id = 3"]),
    ({"village_id": 4}, ["village_id = 4"]),
    ({"field_id": 3, "village_id": 4}, ["field_id = 3", "village_id = 4"]),
    ({"states": frozenset({"answered"})}, ["state IN ('answered')"]),
    ({"states": frozenset({"closed", "answered"})}, ["state IN ('answered', 'closed')"]),
    ({"overdue_on": NOVEMBER}, ["due_on < '2026-11-01'"]),
    ({"reopened": True}, ["reopened IS 1"]),
    ({"first_on": NOVEMBER}, ["received_on >= '2026-11-01'"]),
    ({"last_on": DECEMBER}, ["received_on <= '2026-12-01'"]),
    ({"first_on": NOVEMBER, "last_on": DECEMBER}, ["received_on >= '2026-11-01'", "received_on <= '2026-12-01'"]),
    (
        {"field_id": 3, "states": frozenset({"received"}), "overdue_on": NOVEMBER, "first_on": NOVEMBER},
        ["field_id = 3", "state IN ('received')", "due_on < '2026-11-01'", "received_on >= '2026-11-01'"],
    ),
]


@pytest.mark.parametrize(("asked", "expected"), NARROWED, ids=lambda value: "-".join(value) if isinstance(value, dict) else "")
def test_what_is_asked_narrows_and_the_commune_always_does(asked: dict[str, Any], expected: list[str]):
    assert conditions(**asked) == ["unit_id = 7", *expected]


@pytest.mark.parametrize("asked", [asked for asked, _expected in NARROWED], ids="-".join)
def test_both_databases_are_asked_the_same(asked: dict[str, Any]):
    filters = CaseFilters(**asked)
    facts = _facts(7, filters)
    assert (facts["unit"], facts["field"], facts["village"]) == (7, filters.field_id, filters.village_id)
    assert facts["states"] == (sorted(filters.states) if filters.states else None)
    assert (facts["before"], facts["reopened"]) == (filters.overdue_on, filters.reopened or None)
    assert _values(7, filters) == {
        name: value for name, value in facts.items() if value is not None and name not in ("states", "published")
    } | {name: on for name, on in (("first_on", filters.first_on), ("last_on", filters.last_on)) if on}


def test_nobody_matches_an_empty_set_of_states():
    assert "1!=1" in conditions(states=frozenset())[1]


BEHIND: list[tuple[Mark | None, bool, str]] = [
    (None, False, "WHERE unit_id = 7 ORDER BY id DESC"),
    (Mark(50, 1, 9), False, "WHERE unit_id = 7 AND id < 50 ORDER BY id DESC"),
    (None, True, "WHERE unit_id = 7 ORDER BY received_on DESC, id DESC"),
    (
        Mark(50, NOVEMBER.toordinal(), 9),
        True,
        (
            "WHERE unit_id = 7 AND received_on <= '2026-11-01' "
            "AND (received_on < '2026-11-01' OR received_on = '2026-11-01' AND id < 50) "
            "ORDER BY received_on DESC, id DESC"
        ),
    ),
]


@pytest.mark.parametrize(("mark", "by_day", "expected"), BEHIND)
@pytest.mark.parametrize("database", DIALECTS)
def test_a_list_goes_on_behind_its_mark(mark: Mark | None, by_day: bool, expected: str, database: str):
    assert part(mark, by_day=by_day, database=database).removesuffix(" OFFSET 0") == f"{expected} LIMIT 4"


@pytest.mark.parametrize("day", [0, 1, date.max.toordinal(), date.max.toordinal() + 1, 2**32 - 1])
def test_a_mark_of_any_day_is_a_day(day: int):
    assert date.min <= _behind(Mark(1, day, 0))["after_day"] <= date.max
    assert "received_on <= " in part(Mark(1, day, 0), by_day=True)


def test_a_code_is_found_by_its_code():
    values = _values(7, CaseFilters(words="7K3MP-9QXTR"), code="7K3MP-9QXTR")
    assert [text_of(each.params(values)) for each in _conditions(frozenset(values))] == ["unit_id = 7", "code = '7K3MP-9QXTR'"]


class Row:
    """A row with a number and a day."""

    def __init__(self, number: int) -> None:
        self.id, self.received_on = number, NOVEMBER


CUTS = [
    # rows read, wanted, place before, rows shown, mark behind them
    (0, 3, None, [], None),
    (1, 3, None, [0], None),
    (3, 3, None, [0, 1, 2], None),
    (4, 3, None, [0, 1, 2], Mark(2, NOVEMBER.toordinal(), 3)),
    (4, 3, Mark(9, 9, 30), [0, 1, 2], Mark(2, NOVEMBER.toordinal(), 33)),
    (2, 1, Mark(9, 9, 1), [0], Mark(0, NOVEMBER.toordinal(), 2)),
]


@pytest.mark.parametrize(("read", "most", "before", "shown", "after"), CUTS)
def test_one_row_more_is_read_to_know_whether_the_list_goes_on(
    read: int, most: int, before: Mark | None, shown: list[int], after: Mark | None
):
    part = _cut([Row(number) for number in range(read)], after=before, most=most)
    assert ([row.id for row in part.rows], part.after) == (shown, after)


def test_days_make_a_list_by_day():
    assert [CaseFilters(**asked).by_day for asked in ({}, {"words": "a"}, {"first_on": NOVEMBER}, {"last_on": NOVEMBER})] == [
        False,
        False,
        True,
        True,
    ]


def test_standings_are_sets_of_states_that_do_not_meet():
    known = {state.value for state in CaseState}
    assert set(STANDINGS) == {"open", "overdue", "answered", "elsewhere"}
    assert all(states <= known for states in STANDINGS.values())
    assert STANDINGS["open"] == STANDINGS["overdue"]
    assert STANDINGS["open"] & STANDINGS["answered"] == STANDINGS["open"] & STANDINGS["elsewhere"] == frozenset()


def test_search_keys_and_the_commune_are_not_even_read():
    assert {column.name for column in COLUMNS} & {"unit_id", "search_text", "search_marks"} == set()
