"""The plan of each month and the counter of the legal minimum, by hand: across 1 July 2026, the swaps of 2026 and Tết 2027.

Days off were read from the calendar of the years, day by day: 16 to 20 February, 26 and 27 April, 30 April and 1 May 2026;
Monday 31 August is exchanged for Saturday 22 August 2026, Friday 2 January for Saturday 10 January 2026; Tết 2027 is off from
Thursday 4 to Wednesday 10 February.
"""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.reference import assemble, shipped_terms, shipped_years
from deadlines.terms import NotInForce, choose_term
from dialogue.queries.reception import MonthCount, MonthGap
from dialogue.reception_rules import FREQUENCY, held_in, least_days, month_back, next_month, suggested_days
from dialogue.reception_states import ReceptionKind

CALENDAR = assemble("months", shipped_years())
CHAIR, SECRETARY = ReceptionKind.CHAIR, ReceptionKind.SECRETARY

PLANS = (
    # month, setting, fixed day → day of reception
    ("2026-01", "2,10", "2>5 Mon, 10>10 Sat"),  # Fri 2 is exchanged for Sat 10, which is worked
    ("2026-01", "1,2,3,4", "1>5 Mon"),  # four days off in a row are one day of reception
    ("2026-02", "14,16,20", "14>23 Mon"),  # a weekend, the five days of Tết, a weekend: nine days off
    ("2026-02", "13,23", "13>13 Fri, 23>23 Mon"),  # the last day before Tết and the first after it
    ("2026-04", "25,27,28", "25>28 Tue"),  # Sat 25, Hùng Kings on Sun 26, its day in lieu on Mon 27
    ("2026-06", "1,8,15,22,29", "1>1 Mon, 8>8 Mon, 15>15 Mon, 22>22 Mon, 29>29 Mon"),  # the last month of a day a week
    ("2026-07", "10,25", "10>10 Fri, 25>27 Mon"),  # the first month of two days
    ("2026-08", "22,31", "22>22 Sat, 31>3 Thu"),  # the Saturday is worked; Mon 31, Tue 1, Wed 2 September are off
    ("2026-08", "23,24", "23>24 Mon"),  # an ordinary Sunday
    ("2026-09", "1,2,5", "1>3 Thu, 5>7 Mon"),  # National Day with the day beside it
    ("2026-10", "31", "31>2 Mon"),  # a Saturday at the end: the Monday is in November
    ("2026-11", "24", "24>25 Wed"),  # Vietnam Culture Day
    ("2026-12", "10,25", "10>10 Thu, 25>25 Fri"),
    ("2027-01", "1,2,3", "1>4 Mon"),  # New Year and its weekend
    ("2027-01", "10,25", "10>11 Mon, 25>25 Mon"),
    ("2027-02", "3,4", "3>3 Wed, 4>11 Thu"),  # the last day before Tết; the first day off goes to the first day after it
    ("2027-02", "4,5,6,7,8,9,10,11", "4>11 Thu"),  # eight fixed days, one day of reception
    ("2027-02", "10,25", "10>11 Thu, 25>25 Thu"),
    ("2027-02", "29,30,31", "28>1 Mon"),  # February has no such days: its last, Sun 28, goes to Mon 1 March
    ("2027-04", "16,17", "16>19 Mon"),  # Hùng Kings on a Friday
    ("2027-04", "29,30", "29>29 Thu, 30>4 Tue"),  # Fri 30, Sat 1, Sun 2, Mon 3 in lieu
    ("2027-05", "1,3,4", "1>4 Tue"),
    ("2027-09", "2,3,4,5", "2>6 Mon"),  # Thu 2, Fri 3, then a weekend
    ("2027-11", "24,25", "24>25 Thu"),
    ("2027-12", "31", "31>31 Fri"),  # the last day that the calendar knows
)  # fmt: skip

COUNTED = (
    # kind, month, days held, today → held, least, running, short
    (CHAIR, "2026-05", "5-4 5-11 5-18 5-25", "2026-06-01", (4, 4, False, False)),
    (CHAIR, "2026-05", "5-4 5-11 5-18", "2026-06-01", (3, 4, False, True)),
    (CHAIR, "2026-06", "6-1 6-8 6-15 6-22 6-29", "2026-07-01", (5, 5, False, False)),
    (CHAIR, "2026-06", "6-1 6-8 6-15 6-22", "2026-07-01", (4, 5, False, True)),  # four weeks of five
    (CHAIR, "2026-06", "6-10 6-25", "2026-07-01", (2, 5, False, True)),  # what July asks for is not enough in June
    (CHAIR, "2026-06", "6-10 6-25", "2026-06-30", (2, 5, True, False)),  # the month is not over on its last day
    (CHAIR, "2026-07", "7-10 7-27", "2026-08-01", (2, 2, False, False)),
    (CHAIR, "2026-07", "7-10", "2026-07-31", (1, 2, True, False)),
    (CHAIR, "2026-07", "7-10", "2026-08-01", (1, 2, False, True)),
    (CHAIR, "2026-07", "7-10 7-10", "2026-08-01", (1, 2, False, True)),  # morning and afternoon of one day
    (CHAIR, "2026-07", "6-29 8-3", "2026-08-04", (0, 2, False, True)),  # days beside the month do not count for it
    (CHAIR, "2026-10", "10-12", "2026-11-20", (1, 2, False, True)),  # Sat 31 was moved to Mon 2 November
    (CHAIR, "2026-11", "11-2 11-25", "2026-12-01", (2, 2, False, False)),
    (CHAIR, "2027-01", "", "2027-02-01", (0, 2, False, True)),
    (CHAIR, "2027-02", "2-11 2-25", "2027-03-01", (2, 2, False, False)),
    (CHAIR, "2027-02", "2-11", "2027-03-01", (1, 2, False, True)),  # Tết takes no day off the minimum
    (CHAIR, "2027-02", "2-11", "2027-02-28", (1, 2, True, False)),
    (CHAIR, "2027-02", "2-11 2-12 2-25", "2027-03-01", (3, 2, False, False)),  # more than asked for is no fault
    (SECRETARY, "2025-10", "", "2025-11-01", (0, 0, False, False)),
    (SECRETARY, "2025-11", "", "2025-12-01", (0, 0, False, False)),  # in force on the 23rd: the whole month after it
    (SECRETARY, "2025-12", "12-10", "2026-01-01", (1, 2, False, True)),
    (SECRETARY, "2026-06", "6-10 6-25", "2026-07-01", (2, 2, False, False)),  # Law 136/2025 changes the chair's days only
    (SECRETARY, "2026-07", "7-10", "2026-08-01", (1, 2, False, True)),
    (SECRETARY, "2027-02", "2-11 2-25", "2027-03-01", (2, 2, False, False)),
)  # fmt: skip


@pytest.mark.parametrize(("month", "setting", "plan"), PLANS)
def test_fixed_days_of_a_month_fall_where_hands_have_counted(month: str, setting: str, plan: str):
    year, number = (int(part) for part in month.split("-"))
    found = suggested_days(year, number, setting=setting, calendar=CALENDAR)
    assert ", ".join(f"{item.fixed_on.day}>{item.on.day} {item.on:%a}" for item in found) == plan


@pytest.mark.parametrize(
    ("month", "setting", "others"),
    [
        ("2026-08", "31", ["2026-09-03"]), ("2026-10", "31", ["2026-11-02"]), ("2027-02", "28", ["2027-03-01"]),
        ("2027-04", "30", ["2027-05-04"]), ("2027-07", "31", ["2027-08-02"]), ("2026-12", "31", []),
        ("2027-01", "31", ["2027-02-01"]),
    ],
)  # fmt: skip
def test_fixed_day_at_the_end_may_move_into_the_next_month_and_then_counts_there(month: str, setting: str, others: list[str]):
    first = date.fromisoformat(f"{month}-01")
    days = [item.on for item in suggested_days(first.year, first.month, setting=setting, calendar=CALENDAR)]
    assert [day.isoformat() for day in days if day.month != first.month] == others
    assert held_in(days, first) == len(days) - len(others)
    assert held_in(days, next_month(first)) == len(others)


def counted(kind: ReceptionKind, month: date, days: list[date], *, today: date) -> MonthCount:
    """Return the counter of a month from the days that were held and the terms as they ship."""
    try:
        rule = choose_term(shipped_terms(), FREQUENCY[kind], received_on=month)
    except NotInForce:
        rule = None
    least = least_days(month, rule=rule)
    return MonthCount(month=month, kind=kind, held=held_in(days, month), least=least, running=next_month(month) > today)


@pytest.mark.parametrize(("kind", "month", "days", "today", "expected"), COUNTED)
def test_counter_of_a_month_says_what_was_held_against_the_law(
    kind: ReceptionKind, month: str, days: str, today: str, expected: tuple[int, int, bool, bool]
):
    first = date.fromisoformat(f"{month}-01")
    held = [date(first.year, *(int(part) for part in day.split("-"))) for day in days.split()]
    count = counted(kind, first, held, today=date.fromisoformat(today))
    assert (count.held, count.least, count.running, count.short) == expected


@pytest.mark.parametrize(
    ("held", "ahead", "least", "running", "short", "endangered"),
    [
        (0, 2, 2, True, False, False),
        (1, 1, 2, True, False, False),
        (1, 0, 2, True, False, True),
        (0, 1, 2, True, False, True),
        (2, 0, 2, True, False, False),
        (1, 0, 2, False, True, False),
        (0, 0, 0, True, False, False),
    ],
)
def test_running_month_is_endangered_when_its_published_days_do_not_reach(
    held: int, ahead: int, least: int, running: bool, short: bool, endangered: bool
):
    count = MonthCount(month=date(2026, 12, 1), kind=CHAIR, held=held, ahead=ahead, least=least, running=running)
    assert (count.short, count.endangered) == (short, endangered)


@pytest.mark.parametrize(("days", "least", "lacking"), [(0, 2, 2), (1, 2, 1), (2, 2, 0), (3, 2, 0), (0, 0, 0)])
def test_plan_lacks_what_is_between_its_days_and_the_law(days: int, least: int, lacking: int):
    assert MonthGap(kind=CHAIR, days=days, least=least).lacking == lacking


def test_first_half_of_2026_asked_for_a_day_in_each_of_its_twenty_six_weeks():
    months = [date(2026, month, 1) for month in range(1, 7)]
    assert [counted(CHAIR, month, [], today=date(2026, 11, 20)).least for month in months] == [4, 4, 5, 4, 4, 5]
    assert (date(2026, 6, 29) - date(2026, 1, 5)).days // 7 + 1 == 26


def test_second_half_of_2026_asks_for_twelve_days_of_the_chair():
    months = [month_back(date(2026, 12, 31), months=back) for back in range(6)]
    assert months[-1] == date(2026, 7, 1)
    assert sum(counted(CHAIR, month, [], today=date(2027, 1, 1)).least for month in months) == 12


@pytest.mark.parametrize(
    ("code", "last_before", "first", "basis"),
    [
        (FREQUENCY[SECRETARY], date(2025, 11, 22), date(2025, 11, 23), "Kết luận 215-KL/TW"),
    ],
)
def test_frequency_begins_on_its_day_with_two_days_a_month_and_names_its_basis(
    code: str, last_before: date, first: date, basis: str
):
    with pytest.raises(NotInForce):
        choose_term(shipped_terms(), code, received_on=last_before)
    rule = choose_term(shipped_terms(), code, received_on=first)
    assert (rule.number, rule.unit.value) == (2, "days_per_month")
    assert rule.basis_vi.endswith(basis)


def test_frequency_of_the_chair_has_a_row_for_each_law_and_no_day_between_them():
    days = (date(2014, 7, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31))
    rules = [choose_term(shipped_terms(), FREQUENCY[CHAIR], received_on=day) for day in days]
    assert [f"{rule.number} {rule.unit.value}" for rule in rules] == [*["1 days_per_week"] * 2, *["2 days_per_month"] * 2]
    assert ["136/2025" in rule.basis_vi for rule in rules] == [False, False, True, True]
    with pytest.raises(NotInForce):
        choose_term(shipped_terms(), FREQUENCY[CHAIR], received_on=date(2014, 6, 30))


@pytest.mark.parametrize(
    "month", [date(2026, month, 1) for month in range(7, 13)] + [date(2027, month, 1) for month in range(1, 12)]
)
@pytest.mark.parametrize("setting", ["10,25", "5,20"])
def test_days_of_the_shipped_settings_are_enough_for_the_law_in_every_month(month: date, setting: str):
    days = [item.on for item in suggested_days(month.year, month.month, setting=setting, calendar=CALENDAR)]
    assert not counted(CHAIR, month, days, today=next_month(month)).short
