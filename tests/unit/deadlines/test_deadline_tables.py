"""The engine against the tables: more than three hundred days counted by hand, each with its weekday and its reason."""

import pytest

from deadlines.engine import count_back, due_on
from deadlines.explain import explain
from deadlines.proof import Proof
from deadlines.terms import choose_term
from tests.makers_deadlines import Row, day, written
from tests.unit.deadlines.rows_calendar_days import AT_ONCE, CALENDAR_DAYS, MINIMUM, OLD_AND_NEW_RULE, VARIANTS
from tests.unit.deadlines.rows_changed import CHANGED
from tests.unit.deadlines.rows_count_back import COUNT_BACK
from tests.unit.deadlines.rows_working_days import WORKING_DAYS

ALL_ROWS = (*WORKING_DAYS, *CALENDAR_DAYS, *VARIANTS, *OLD_AND_NEW_RULE, *MINIMUM, *AT_ONCE, *CHANGED, *COUNT_BACK)


def named(row: Row) -> str:
    return f"{row.code} {row.start}: {row.why}"


def ruling(row: Row, terms):
    return choose_term(terms, row.code, received_on=day(row.start), complex_case=row.complex_case, remote_area=row.remote_area)


def counted(row: Row, terms, calendar):
    return due_on(ruling(row, terms), day(row.start), calendar, suspensions=row.suspensions, extension=row.extension)


def test_tables_hold_at_least_170_rows_and_none_twice():
    keys = [(row.code, row.start, row.complex_case, row.remote_area, row.extension, row.stops) for row in ALL_ROWS]
    assert (len(keys) >= 170, len(keys) - len(set(keys))) == (True, 0)


@pytest.mark.parametrize("row", ALL_ROWS, ids=named)
def test_due_day_is_the_day_of_the_table(row: Row, terms, calendar):
    due = counted(row, terms, calendar)
    assert (written(due.raw_on), written(due.due_on)) == (written(row.raw_day), row.due)


@pytest.mark.parametrize("row", COUNT_BACK, ids=named)
def test_counting_back_gives_the_same_by_its_own_name(row: Row, terms, calendar):
    assert written(count_back(ruling(row, terms), day(row.start), calendar).due_on) == row.due


@pytest.mark.parametrize("row", ALL_ROWS, ids=named)
def test_proof_of_every_row_survives_json_and_speaks_both_languages(row: Row, terms, calendar):
    due = counted(row, terms, calendar)
    again = Proof.from_dict(due.proof.to_dict())
    assert again == due.proof
    assert (explain(again, "vi")[0].count(f"{due.due_on:%d/%m/%Y}"), explain(again, "en")[0].count(str(due.due_on.year))) == (
        1,
        1,
    )


@pytest.mark.parametrize("row", [row for row in ALL_ROWS if row not in COUNT_BACK], ids=named)
def test_due_day_never_lies_before_the_event_and_is_worked_unless_at_once(row: Row, terms, calendar):
    due = counted(row, terms, calendar)
    assert day(row.start) <= due.raw_on <= due.due_on
    assert calendar.is_working(due.due_on) or row in AT_ONCE


@pytest.mark.parametrize("row", COUNT_BACK, ids=named)
def test_day_counted_back_leaves_at_least_the_time_of_the_law(row: Row, terms, calendar):
    due = counted(row, terms, calendar)
    assert due.due_on <= due.raw_on < day(row.start)
    assert calendar.is_working(due.due_on)
