"""Laws that hold for every day: a gate opens once and stays open, lateness never shrinks, quarters part the year."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product

import pytest

from deadlines.engine import due_on
from deadlines.reference import shipped_calendar, shipped_terms
from deadlines.terms import Term
from disclosure.quarters import Quarter, quarter_of
from disclosure.rules import POSTING, PUBLISH, days_late, rank_of, taking_down
from disclosure.states import HUNG, ItemState, ItemStep, Way, leads_to

START = date(2026, 1, 1)
YEAR = [START + timedelta(days=number) for number in range(365)]


def term_of(code: str) -> Term:
    return next(term for term in shipped_terms() if term.code == code)


@pytest.mark.parametrize("first", YEAR[::13])
@pytest.mark.parametrize("way", sorted(HUNG))
def test_a_gate_opens_on_its_last_day_and_stays_open(first: date, way: Way):
    least_on = due_on(term_of(POSTING), first, shipped_calendar()).due_on
    facts = {"permanent": False, "withdrawn": False, "replaced": False}
    answers = [
        taking_down(way, from_on=first, least_on=least_on, to_on=first + timedelta(days=number), **facts).open
        for number in range(60)
    ]
    assert answers == sorted(answers)
    assert answers.index(True) == (least_on - first).days >= 30


@pytest.mark.parametrize("first", YEAR[::7])
def test_nothing_hangs_for_less_than_thirty_days_and_hardly_longer(first: date):
    due = due_on(term_of(POSTING), first, shipped_calendar())
    assert (due.raw_on - first).days == 30
    assert 0 <= (due.due_on - due.raw_on).days <= 10


@pytest.mark.parametrize("decided", YEAR[::7])
def test_the_last_day_to_publish_is_a_working_day_after_five_of_them(decided: date):
    calendar = shipped_calendar()
    last = due_on(term_of(PUBLISH), decided, calendar).due_on
    assert calendar.is_working(last)
    assert calendar.working_days_between(decided, last) == 5


def test_lateness_never_shrinks_while_an_item_waits():
    late = [days_late(due_on=YEAR[100], published_on=None, today=day) for day in YEAR]
    assert all(after - before in (0, 1) for before, after in pairwise(late))
    assert (late[100], late[101], late[-1]) == (0, 1, 264)


def test_lateness_of_what_was_published_does_not_grow():
    assert {days_late(due_on=YEAR[100], published_on=YEAR[103], today=day) for day in YEAR[103:]} == {3}


def test_every_day_lies_in_one_quarter():
    quarters = [Quarter(year=2026, number=number) for number in range(1, 5)]
    for day in YEAR:
        inside = [quarter for quarter in quarters if quarter.first_on <= day <= quarter.last_on]
        assert inside == [quarter_of(day)]


def test_more_to_do_never_makes_an_item_less_urgent():
    numbers = range(3)
    for missing, up, removable in product(numbers, numbers, numbers):
        if removable > up:
            continue
        here = rank_of(ItemState.PUBLISHED, missing=missing, up=up, removable=removable)
        assert rank_of(ItemState.PUBLISHED, missing=missing + 1, up=up, removable=removable) <= here


def test_what_was_taken_back_never_comes_back():
    after = {ItemState.WITHDRAWN}
    for step, state in product(ItemStep, tuple(after)):
        reached = leads_to(step, state)
        assert reached in (None, ItemState.WITHDRAWN), step


@pytest.mark.parametrize("way", [way for way in Way if way not in HUNG])
@pytest.mark.parametrize("day", YEAR[::60])
def test_what_never_hung_never_comes_down(way: Way, day: date):
    facts = {"permanent": False, "withdrawn": True, "replaced": True}
    assert taking_down(way, from_on=START, least_on=None, to_on=day, **facts).code == "not_hanging"
