"""The last day to announce and the day for the results, counted by hand: weekends, the year's end, Tết 2027, a moved holiday.

Seven calendar days before, the day itself not counted; a day off moves the answer to the working day before it. Ten calendar
days after; a day off moves the answer to the working day after it (Civil Code 2015, Art. 147, 148).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from deadlines.calendar import DayKind, SpecialDay
from deadlines.engine import count_back, due_on
from deadlines.reference import assemble, shipped_terms, shipped_years
from dialogue.rules import NOTICE, RESULT, notice_gate

CALENDAR = assemble("hand", shipped_years())
TERMS = {item.code: item for item in shipped_terms()}

ROWS = [
    # dialogue, its weekday, last day to announce, its weekday, results, its weekday
    (date(2026, 12, 15), "Tue", date(2026, 12, 8), "Tue", date(2026, 12, 25), "Fri"),  # nothing in the way
    (date(2026, 12, 13), "Sun", date(2026, 12, 4), "Fri", date(2026, 12, 23), "Wed"),  # 6 Dec is a Sunday: back to Friday
    (date(2026, 12, 12), "Sat", date(2026, 12, 4), "Fri", date(2026, 12, 22), "Tue"),  # 5 Dec is a Saturday
    (date(2026, 12, 17), "Thu", date(2026, 12, 10), "Thu", date(2026, 12, 28), "Mon"),  # 27 Dec is a Sunday: on to Monday
    (date(2026, 12, 22), "Tue", date(2026, 12, 15), "Tue", date(2027, 1, 4), "Mon"),  # 1 Jan is New Year, then a weekend
    (date(2026, 12, 1), "Tue", date(2026, 11, 23), "Mon", date(2026, 12, 11), "Fri"),  # 24 Nov is Vietnam Culture Day
    (date(2027, 1, 8), "Fri", date(2026, 12, 31), "Thu", date(2027, 1, 18), "Mon"),  # 1 Jan: back to the last day of the year
    # Tết 2027: off from Thursday 4 February to Wednesday 10 February, work again on Thursday 11
    (date(2027, 2, 10), "Wed", date(2027, 2, 3), "Wed", date(2027, 2, 22), "Mon"),  # results: 20 Feb is a Saturday
    (date(2027, 2, 11), "Thu", date(2027, 2, 3), "Wed", date(2027, 2, 22), "Mon"),  # 4 Feb is off; 21 Feb is a Sunday
    (date(2027, 2, 12), "Fri", date(2027, 2, 3), "Wed", date(2027, 2, 22), "Mon"),
    (date(2027, 2, 16), "Tue", date(2027, 2, 3), "Wed", date(2027, 2, 26), "Fri"),  # 9 Feb, in lieu, is off: 13 days before
    (date(2027, 2, 17), "Wed", date(2027, 2, 3), "Wed", date(2027, 3, 1), "Mon"),  # 10 Feb is off; 27 Feb is a Saturday
    (date(2027, 2, 18), "Thu", date(2027, 2, 11), "Thu", date(2027, 3, 1), "Mon"),  # the first day of work is in time
    (date(2027, 1, 28), "Thu", date(2027, 1, 21), "Thu", date(2027, 2, 11), "Thu"),  # results: 7 Feb is Tết: 14 days after
    (date(2027, 1, 25), "Mon", date(2027, 1, 18), "Mon", date(2027, 2, 11), "Thu"),  # results: 4 Feb is the first day off
    (date(2027, 1, 24), "Sun", date(2027, 1, 15), "Fri", date(2027, 2, 3), "Wed"),  # results: the last day of work before Tết
    # Labour Day on a Saturday, Monday 3 May in lieu
    (date(2027, 5, 10), "Mon", date(2027, 4, 29), "Thu", date(2027, 5, 20), "Thu"),  # 3 May, 1–2 May, 30 April: all off
]  # fmt: skip


@pytest.mark.parametrize(("held_on", "held", "notice", "noticed", "results", "resulted"), ROWS)
def test_notice_and_results_lie_where_hands_have_counted(
    held_on: date, held: str, notice: date, noticed: str, results: date, resulted: str
):
    assert (f"{held_on:%a}", f"{notice:%a}", f"{results:%a}") == (held, noticed, resulted)
    assert count_back(TERMS[NOTICE], held_on, CALENDAR).due_on == notice
    assert due_on(TERMS[RESULT], held_on, CALENDAR).due_on == results
    assert notice_gate(today=notice, latest_on=notice, ad_hoc_reason="").open
    assert not notice_gate(today=date.fromordinal(notice.toordinal() + 1), latest_on=notice, ad_hoc_reason="").open


def moved(*days: SpecialDay) -> object:
    years = [
        replace(
            plan, days=tuple(sorted([*plan.days, *(day for day in days if day.on.year == plan.year)], key=lambda day: day.on))
        )
        for plan in shipped_years()
    ]
    return assemble("moved", years)


def test_a_holiday_that_is_declared_later_moves_the_last_day_back():
    held_on = date(2026, 12, 15)
    off = SpecialDay(
        on=date(2026, 12, 8), kind=DayKind.SWAP_OFF, name_vi="Nghỉ hoán đổi", name_en="Exchanged", document="thử"
    )  # fmt: skip
    assert count_back(TERMS[NOTICE], held_on, CALENDAR).due_on == date(2026, 12, 8)
    assert count_back(TERMS[NOTICE], held_on, moved(off)).due_on == date(2026, 12, 7)


def test_a_saturday_that_is_worked_in_exchange_is_a_day_to_announce_on():
    held_on = date(2026, 12, 12)
    worked = SpecialDay(
        on=date(2026, 12, 5), kind=DayKind.WORKING, name_vi="Làm bù", name_en="Worked", document="thử"
    )  # fmt: skip
    assert count_back(TERMS[NOTICE], held_on, CALENDAR).due_on == date(2026, 12, 4)
    assert count_back(TERMS[NOTICE], held_on, moved(worked)).due_on == date(2026, 12, 5)
