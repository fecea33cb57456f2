"""Dates of a dialogue counted by hand on the shipped calendar: announcement, results, follow-up, the Front's remark.

The weekday stands beside each date; the last column tells how it was counted. Tết 2027 is off from Thursday 4 to Wednesday 10
February; Saturday 22 August 2026 is worked for Monday 31 August; Tuesday 24 November 2026 is the new Culture Day.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from deadlines.calendar import WorkingCalendar
from deadlines.engine import count_back, due_on
from deadlines.reference import shipped_calendar, shipped_terms
from deadlines.terms import Term
from dialogue.commitment_rules import FOLLOW_UP
from dialogue.minute_rules import published_late, stricter
from dialogue.rules import NOTICE, PARTY_RESULT, RESULT, result_terms
from dialogue.states import DialogueKind

TERMS = {term.code: term for term in shipped_terms() if term.code.startswith("DLG.")}


def day(text: str) -> date:
    """Return the date of "Tue 15/12/2026"; the weekday must be right."""
    weekday, written = text.split(" ")
    found = datetime.strptime(written, "%d/%m/%Y").date()  # noqa: DTZ007 - a date has no zone
    assert f"{found:%a}" == weekday, text
    return found


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    """Return the shipped calendar."""
    return shipped_calendar()


def term(code: str) -> Term:
    """Return a shipped term of dialogues."""
    return TERMS[code]


ANNOUNCED = [
    ("Tue 15/12/2026", "Tue 08/12/2026", "seven days before, a working day"),
    ("Sat 02/01/2027", "Fri 25/12/2026", "the seventh day before is a Saturday: earlier"),
    ("Sun 13/12/2026", "Fri 04/12/2026", "the seventh day before is a Sunday: earlier"),
    ("Tue 01/12/2026", "Mon 23/11/2026", "the seventh day before is Culture Day: earlier"),
    ("Thu 11/02/2027", "Wed 03/02/2027", "the first working day after Tết needs word before Tết"),
    ("Tue 16/02/2027", "Wed 03/02/2027", "the seventh day before lies in Tết: before its first day"),
    ("Wed 17/02/2027", "Wed 03/02/2027", "the last day of Tết is still Tết"),
    ("Thu 18/02/2027", "Thu 11/02/2027", "the first working day after Tết"),
    ("Fri 07/05/2027", "Thu 29/04/2027", "30 April is off"),
    ("Mon 10/05/2027", "Thu 29/04/2027", "3 May stands in for 1 May, a weekend and 30 April lie before it"),
    ("Sat 29/08/2026", "Sat 22/08/2026", "a Saturday that is worked counts as a working day"),
    ("Mon 07/09/2026", "Fri 28/08/2026", "31 August is off in exchange"),
]
RESULTS = [
    ("Tue 15/12/2026", "Fri 25/12/2026", "ten days later, a working day"),
    ("Wed 16/12/2026", "Mon 28/12/2026", "the tenth day is a Saturday: the next working day"),
    ("Thu 17/12/2026", "Mon 28/12/2026", "the tenth day is a Sunday"),
    ("Tue 22/12/2026", "Mon 04/01/2027", "the tenth day is New Year's Day, then a weekend"),
    ("Mon 25/01/2027", "Thu 11/02/2027", "the tenth day is the first of Tết: the first working day after it"),
    ("Sat 30/01/2027", "Thu 11/02/2027", "the tenth day lies in Tết"),
    ("Mon 01/02/2027", "Thu 11/02/2027", "the tenth day is the first working day after Tết"),
    ("Tue 02/02/2027", "Fri 12/02/2027", "a day later, a day later"),
    ("Fri 06/02/2026", "Mon 23/02/2026", "Tết 2026 is off from Monday to Friday, then a weekend"),
    ("Sat 14/11/2026", "Wed 25/11/2026", "the tenth day is Culture Day"),
    ("Wed 12/08/2026", "Sat 22/08/2026", "the tenth day is a Saturday that is worked"),
    ("Fri 21/08/2026", "Thu 03/09/2026", "31 August in exchange, then National Day"),
    ("Tue 20/04/2027", "Tue 04/05/2027", "30 April, a weekend, and 3 May in lieu"),
]
FOLLOWED_UP = [
    ("Tue 22/12/2026", "Wed 13/01/2027", "7 days to the year's end, New Year's Day off, 8 more"),
    ("Fri 25/12/2026", "Mon 18/01/2027", "4 + 5 + 5 + 1"),
    ("Mon 25/01/2027", "Mon 22/02/2027", "7 days before Tết, 2 + 5 + 1 after it"),
    ("Wed 03/02/2027", "Wed 03/03/2027", "the day before Tết: all fifteen after it"),
    ("Thu 29/01/2026", "Thu 26/02/2026", "11 days before Tết 2026, 4 after it"),
    ("Thu 06/08/2026", "Wed 26/08/2026", "the worked Saturday is the twelfth"),
    ("Mon 17/08/2026", "Wed 09/09/2026", "the worked Saturday counts, 31 August to 2 September do not"),
    ("Mon 09/11/2026", "Tue 01/12/2026", "Culture Day is passed over"),
    ("Mon 05/04/2027", "Tue 27/04/2027", "Hùng Kings' Day is passed over"),
    ("Mon 19/04/2027", "Wed 12/05/2027", "30 April and 3 May are passed over"),
    ("Fri 20/08/2027", "Tue 14/09/2027", "2 and 3 September are passed over"),
]
REMARKS = [
    ("Tue 22/12/2026", "Wed 06/01/2027", "ten working days, New Year's Day off"),
    ("Tue 26/01/2027", "Tue 16/02/2027", "6 before Tết, 4 after it"),
    ("Mon 17/08/2026", "Fri 28/08/2026", "with the worked Saturday"),
]


@pytest.mark.parametrize(("held", "latest", "why"), ANNOUNCED)
def test_the_last_day_to_announce(held: str, latest: str, why: str, calendar: WorkingCalendar):
    assert (count_back(term(NOTICE), day(held), calendar).due_on, why) == (day(latest), why)


@pytest.mark.parametrize("code", [RESULT, PARTY_RESULT])
@pytest.mark.parametrize(("held", "latest", "why"), RESULTS)
def test_the_last_day_of_the_results_is_the_same_for_both_duties(
    held: str, latest: str, why: str, code: str, calendar: WorkingCalendar
):
    assert (due_on(term(code), day(held), calendar).due_on, why) == (day(latest), why)


@pytest.mark.parametrize(("concluded", "latest", "why"), FOLLOWED_UP)
def test_a_promise_without_a_day_is_counted_from_the_conclusions(
    concluded: str, latest: str, why: str, calendar: WorkingCalendar
):
    due = due_on(term(FOLLOW_UP), day(concluded), calendar)
    assert (due.due_on, due.proof.term, why) == (day(latest), FOLLOW_UP, why)


@pytest.mark.parametrize(("recorded", "latest", "why"), REMARKS)
def test_the_last_day_to_answer_the_front(recorded: str, latest: str, why: str, calendar: WorkingCalendar):
    assert (calendar.add_working(day(recorded), 10), why) == (day(latest), why)


@pytest.mark.parametrize(("held", "latest", "why"), RESULTS)
@pytest.mark.parametrize("days", [-1, 0, 1, 8])
def test_late_is_counted_from_the_last_day(held: str, latest: str, why: str, days: int, calendar: WorkingCalendar):
    kinds = {DialogueKind.COMMUNE_CONFERENCE, DialogueKind.LEADER_DIALOGUE}
    last = stricter([due_on(term(code), day(held), calendar).due_on for code in result_terms(kinds)])
    published = date.fromordinal(last.toordinal() + days)
    assert (last, published_late(last, published), why) == (day(latest), max(0, days), why)


def test_every_term_of_dialogues_that_is_counted_here_ships():
    assert {NOTICE, RESULT, PARTY_RESULT, FOLLOW_UP} <= set(TERMS)
    assert [TERMS[code].set_by_office for code in (RESULT, FOLLOW_UP)] == [False, True]
