"""Days on which a clock stood still by a decision use nothing of its time (Decree 124/2020 Art. 28b.2)."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from deadlines.engine import due_on
from deadlines.proof import Suspension
from feedback.escalation import share_used, stage_of
from tests.makers_deadlines import day, make_calendar, make_term, special

PLAIN = make_calendar(years=(2026, 2027))
TET = make_calendar(
    *(special(f"{text}/02/2027") for text in ("Thu 04", "Fri 05", "Mon 08", "Tue 09", "Wed 10")), years=(2026, 2027)
)
STOPPED = (Suspension(day("Tue 02/02/2027"), day("Thu 04/03/2027")),)

# Taken on Fri 15/01/2027, stopped on Tue 02/02 after 12 working days, resumed on Thu 04/03, due on Tue 16/03: 8 more.
OVER_TET = [
    ("Fri 15/01/2027", 0, 0, "the day it was taken on"),
    ("Fri 29/01/2027", 50, 50, "ten of twenty: half"),
    ("Tue 02/02/2027", 60, 50, "twelve; the day of the decision still counts"),
    ("Wed 03/02/2027", 60, 50, "the first day that stands still"),
    ("Fri 26/02/2027", 60, 50, "weeks later: still sixty"),
    ("Thu 04/03/2027", 60, 50, "the decision to go on is not counted"),
    ("Fri 05/03/2027", 65, 50, "one more"),
    ("Sun 07/03/2027", 65, 50, "a Sunday uses nothing"),
    ("Tue 09/03/2027", 75, 50, "fifteen of twenty"),
    ("Wed 10/03/2027", 80, 80, "sixteen: four fifths, the head too"),
    ("Mon 15/03/2027", 95, 80, "the day before the last"),
    ("Tue 16/03/2027", 100, 100, "the last day"),
    ("Wed 17/03/2027", 100, 100, "late"),
]


@pytest.mark.parametrize(("today", "share", "stage", "why"), OVER_TET, ids=[row[3] for row in OVER_TET])
def test_stopped_days_use_nothing(today: str, share: int, stage: int, why: str):
    began, due = day("Fri 15/01/2027"), day("Tue 16/03/2027")
    assert share_used(began, due, day(today), TET, stops=STOPPED) == share, why
    assert stage_of(began, due, day(today), TET, stops=STOPPED) == stage, why


# Twenty working days from Mon 04/01/2027; each stop takes whole weeks out and moves the due day by as many.
SHAPES = [
    ((), "Mon 01/02/2027", "Mon 18/01/2027", 50, "never stopped"),
    ((("Fri 08/01/2027", "Fri 15/01/2027"),), "Mon 08/02/2027", "Mon 25/01/2027", 50, "one week"),
    ((("Fri 08/01/2027", "Fri 15/01/2027"), ("Fri 15/01/2027", "Fri 22/01/2027")), "Mon 15/02/2027", "Mon 01/02/2027", 50,
     "stopped again on the day it went on"),
    ((("Fri 08/01/2027", "Fri 15/01/2027"), ("Fri 22/01/2027", "Fri 29/01/2027")), "Mon 15/02/2027", "Mon 01/02/2027", 50,
     "two stops apart"),
    ((("Mon 04/01/2027", "Mon 11/01/2027"),), "Mon 08/02/2027", "Mon 25/01/2027", 50, "stopped on the day it began"),
    ((("Mon 18/01/2027", "Mon 18/01/2027"),), "Mon 01/02/2027", "Mon 18/01/2027", 50, "stopped and resumed on one day"),
    ((("Mon 07/12/2026", "Fri 18/12/2026"),), "Mon 01/02/2027", "Mon 18/01/2027", 50, "a stop of an earlier clock"),
    ((("Mon 01/03/2027", "Fri 05/03/2027"),), "Mon 01/02/2027", "Mon 18/01/2027", 50, "a stop after the end"),
    ((("Fri 18/12/2026", "Mon 11/01/2027"),), "Mon 08/02/2027", "Mon 25/01/2027", 50, "a stop that began before the clock"),
    ((("Sat 09/01/2027", "Sun 10/01/2027"),), "Mon 01/02/2027", "Mon 18/01/2027", 50, "a weekend had nothing to lose"),
]  # fmt: skip


@pytest.mark.parametrize(("stops", "due", "today", "share", "why"), SHAPES, ids=[row[4] for row in SHAPES])
def test_stops_of_every_shape(stops: tuple[tuple[str, str], ...], due: str, today: str, share: int, why: str):
    told = tuple(Suspension(day(stopped), day(resumed)) for stopped, resumed in stops)
    assert share_used(day("Mon 04/01/2027"), day(due), day(today), PLAIN, stops=told) == share, why


def test_a_period_that_stood_still_from_beginning_to_end_is_used_up():
    stop = (Suspension(day("Mon 04/01/2027"), day("Fri 29/01/2027")),)
    assert share_used(day("Mon 04/01/2027"), day("Fri 29/01/2027"), day("Mon 11/01/2027"), PLAIN, stops=stop) == 100


def test_a_stop_moves_every_mark_by_its_own_length():
    """In working days: what was used N days after going on is what would have been used without the stop."""
    began, term = day("Mon 04/01/2027"), make_term(number=30, unit="wd")
    plain = due_on(term, began, PLAIN).due_on
    for before, length, later in product((0, 1, 14, 20), (0, 1, 7, 40), (0, 1, 15, 30, 40)):
        stopped = later_by(began, before)
        resumed = later_by(stopped, length)
        stops = (Suspension(stopped, resumed),)
        moved = due_on(term, began, PLAIN, suspensions=stops).due_on
        shown = share_used(began, moved, later_by(resumed, later), PLAIN, stops=stops)
        assert shown == share_used(began, plain, later_by(began, before + later), PLAIN), (before, length, later)


def later_by(start: date, days: int) -> date:
    return PLAIN.add_working(start, days) if days else start
