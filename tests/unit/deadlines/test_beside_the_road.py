"""The clocks beside the road of a case and the awaited answer of another body, against days counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.engine import due_on, is_overdue, remaining
from deadlines.explain import explain
from deadlines.reference import shipped_calendar, shipped_terms
from deadlines.terms import NotInForce, Term, choose_term
from tests.makers_deadlines import Row, day, written
from tests.unit.deadlines.naive import all_days, calendar_day_due, worked, working_day_due
from tests.unit.deadlines.rows_beside_the_road import BESIDE_THE_ROAD, PORTAL, TRANSFERS, UPDATES, URGENT

CALENDAR, TERMS = shipped_calendar(), shipped_terms()
FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
OPEN_DAYS = worked(all_days(FIRST, LAST), set(CALENDAR.off), set(CALENDAR.working_saturdays))
STARTS = st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 11, 15))


def term(code: str, on: date = date(2026, 11, 20)) -> Term:
    return choose_term(TERMS, code, received_on=on)


def named(row: Row) -> str:
    return f"{row.code} {row.start}: {row.why}"


@pytest.mark.parametrize("row", BESIDE_THE_ROAD, ids=named)
def test_the_due_day_is_the_day_counted_by_hand(row: Row):
    due = due_on(term(row.code, day(row.start)), day(row.start), CALENDAR)
    assert (written(due.raw_on), written(due.due_on)) == (written(row.raw_day), row.due)


@pytest.mark.parametrize("row", BESIDE_THE_ROAD, ids=named)
def test_the_due_day_is_in_time_until_midnight_and_late_the_day_after(row: Row):
    due = day(row.due)
    assert [is_overdue(due, due + timedelta(days=number)) for number in (-1, 0, 1)] == [False, False, True]
    assert (remaining(due, due, CALENDAR), remaining(due, due + timedelta(days=1), CALENDAR)) == (0, -1)


@pytest.mark.parametrize("row", URGENT, ids=named)
def test_of_an_emergency_one_working_day_is_left_when_it_is_marked(row: Row):
    assert remaining(day(row.due), day(row.start), CALENDAR) == 1


@pytest.mark.parametrize("row", TRANSFERS, ids=named)
def test_of_a_transfer_fifteen_working_days_are_left_when_it_leaves(row: Row):
    assert remaining(day(row.due), day(row.start), CALENDAR) == 15


@pytest.mark.parametrize("row", PORTAL + UPDATES, ids=named)
def test_calendar_days_roll_over_days_off_only(row: Row):
    between = [row.raw_day + timedelta(days=number) for number in range((day(row.due) - row.raw_day).days)]
    assert [written(one) for one in between if one in OPEN_DAYS] == []


def test_the_tables_hold_no_row_twice_and_every_kind_of_day():
    keys = [(row.code, row.start) for row in BESIDE_THE_ROAD]
    assert len(keys) == len(set(keys))
    assert {row.start[:3] for row in URGENT} == {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}


@settings(max_examples=60)
@given(STARTS)
def test_an_emergency_ends_on_the_very_next_open_day(start: date):
    found = due_on(term("KNPA.URGENT", start), start, CALENDAR).due_on
    assert found == working_day_due(start, 1, OPEN_DAYS, set())
    assert 1 <= (found - start).days <= 10


@settings(max_examples=60)
@given(STARTS)
def test_a_transfer_is_awaited_until_the_fifteenth_open_day(start: date):
    found = due_on(term("KNPA.TRANSFER.REPLY", start), start, CALENDAR).due_on
    assert found == working_day_due(start, 15, OPEN_DAYS, set())


@settings(max_examples=60)
@given(STARTS)
def test_the_portal_waits_twenty_days_and_the_days_off_behind_them(start: date):
    found = due_on(term("KNPA.PORTAL", start), start, CALENDAR)
    assert (found.raw_on, found.due_on) == calendar_day_due(start, 20, all_days(FIRST, LAST), OPEN_DAYS, set())


@settings(max_examples=40)
@given(STARTS.filter(lambda start: start < date(2027, 6, 1)), st.integers(min_value=1, max_value=12))
def test_updates_told_on_their_day_never_come_twice_on_one_day_nor_less_than_a_week_apart(start: date, times: int):
    told = [due_on(term("KNPA.PORTAL", start), start, CALENDAR).due_on]
    for _update in range(times):
        told.append(due_on(term("KNPA.PORTAL.UPDATE", start), told[-1], CALENDAR).due_on)
    assert all(7 <= (after - before).days <= 17 for before, after in pairwise(told))


FOUR_UPDATES = (
    ("Fri 20/11/2026", "Thu 10/12/2026", "Thu 17/12/2026", "Thu 24/12/2026", "Thu 31/12/2026", "Thu 07/01/2027"),
    ("Wed 04/11/2026", "Wed 25/11/2026", "Wed 02/12/2026", "Wed 09/12/2026", "Wed 16/12/2026", "Wed 23/12/2026"),
    ("Sat 24/01/2026", "Fri 13/02/2026", "Mon 23/02/2026", "Mon 02/03/2026", "Mon 09/03/2026", "Mon 16/03/2026"),
    ("Sun 02/08/2026", "Sat 22/08/2026", "Thu 03/09/2026", "Thu 10/09/2026", "Thu 17/09/2026", "Thu 24/09/2026"),
)


@pytest.mark.parametrize("days", FOUR_UPDATES, ids=lambda days: days[0])
def test_the_road_of_a_case_on_the_portal(days: tuple[str, ...]):
    received = day(days[0])
    told = [due_on(term("KNPA.PORTAL", received), received, CALENDAR).due_on]
    while len(told) < 5:
        told.append(due_on(term("KNPA.PORTAL.UPDATE", received), told[-1], CALENDAR).due_on)
    assert tuple(written(one) for one in told) == days[1:]


LAW = (
    ("KNPA.URGENT", False, "Nghị định 154/2026/NĐ-CP", "the law asks the leader for a time and gives no number"),
    ("KNPA.TRANSFER.REPLY", False, "Luật Tiếp công dân 2013", "the law has the answer told and gives no number"),
    ("KNPA.PORTAL", True, "Quyết định 574/QĐ-TTg", "twenty days are the Prime Minister's"),
    ("KNPA.PORTAL.UPDATE", True, "Quyết định 574/QĐ-TTg", "so are the seven"),
)


@pytest.mark.parametrize(("code", "hard", "source", "_why"), LAW, ids=[row[0] for row in LAW])
def test_who_set_the_number_is_said(code: str, hard: bool, source: str, _why: str):
    found = term(code)
    assert (found.hard, found.set_by_office, found.basis_vi.count(source)) == (hard, not hard, 1)


@pytest.mark.parametrize("code", [row[0] for row in LAW])
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_proof_speaks_the_language_of_its_reader(code: str, locale: str):
    sentences = explain(due_on(term(code), date(2026, 11, 20), CALENDAR).proof, locale)
    assert term(code).text("basis", locale) in " ".join(sentences)
    assert [sentence for sentence in sentences if not sentence.strip() or "None" in sentence] == []


@pytest.mark.parametrize("code", ["KNPA.PORTAL", "KNPA.PORTAL.UPDATE"])
def test_the_portal_has_a_first_day(code: str):
    assert term(code, date(2017, 4, 25)).code == code
    with pytest.raises(NotInForce):
        term(code, date(2017, 4, 24))


@pytest.mark.parametrize("code", ["KNPA.URGENT", "KNPA.TRANSFER.REPLY"])
def test_what_the_office_sets_has_no_first_day(code: str):
    assert term(code, date(2014, 7, 1)).code == code
