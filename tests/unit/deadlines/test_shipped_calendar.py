"""The calendar that ships: 2024 to 2027 of the public sector, every day with its document."""

from datetime import date, timedelta

import pytest

from deadlines.calendar import DayKind
from deadlines.reference import doubtful_holidays, fits, missing_holidays, shipped_calendar, shipped_years
from tests.makers_deadlines import day, written

YEARS = {plan.year: plan for plan in shipped_years()}
# Days off that are weekdays, as the notices announced them.
WEEKDAYS_OFF = {
    2024: "Mon 01/01, Thu 08/02, Fri 09/02, Mon 12/02, Tue 13/02, Wed 14/02, "
    "Thu 18/04, Mon 29/04, Tue 30/04, Wed 01/05, Mon 02/09, Tue 03/09",
    2025: "Wed 01/01, Mon 27/01, Tue 28/01, Wed 29/01, Thu 30/01, Fri 31/01, "
    "Mon 07/04, Wed 30/04, Thu 01/05, Fri 02/05, Mon 01/09, Tue 02/09",
    2026: "Thu 01/01, Fri 02/01, Mon 16/02, Tue 17/02, Wed 18/02, Thu 19/02, Fri 20/02, "
    "Mon 27/04, Thu 30/04, Fri 01/05, Mon 31/08, Tue 01/09, Wed 02/09, Tue 24/11",
    2027: "Fri 01/01, Thu 04/02, Fri 05/02, Mon 08/02, Tue 09/02, Wed 10/02, "
    "Fri 16/04, Fri 30/04, Mon 03/05, Thu 02/09, Fri 03/09, Wed 24/11",
}
SWAPS = [
    ("Mon 29/04/2024", "Sat 04/05/2024"),
    ("Fri 02/05/2025", "Sat 26/04/2025"),
    ("Fri 02/01/2026", "Sat 10/01/2026"),
    ("Mon 31/08/2026", "Sat 22/08/2026"),
]
IN_LIEU = [
    ("Sat 10/02/2024", "Tue 13/02/2024"),
    ("Sun 11/02/2024", "Wed 14/02/2024"),
    ("Sun 26/04/2026", "Mon 27/04/2026"),
    ("Sat 06/02/2027", "Tue 09/02/2027"),
    ("Sun 07/02/2027", "Wed 10/02/2027"),
    ("Sat 01/05/2027", "Mon 03/05/2027"),
]
LONG_BREAKS = [
    ("Wed 07/02/2024", "Thu 15/02/2024", 7),
    ("Fri 26/04/2024", "Thu 02/05/2024", 5),
    ("Fri 30/08/2024", "Wed 04/09/2024", 4),
    ("Fri 24/01/2025", "Mon 03/02/2025", 9),
    ("Tue 29/04/2025", "Mon 05/05/2025", 5),
    ("Fri 29/08/2025", "Wed 03/09/2025", 4),
    ("Wed 31/12/2025", "Mon 05/01/2026", 4),
    ("Fri 13/02/2026", "Mon 23/02/2026", 9),
    ("Fri 24/04/2026", "Tue 28/04/2026", 3),
    ("Wed 29/04/2026", "Mon 04/05/2026", 4),
    ("Fri 28/08/2026", "Thu 03/09/2026", 5),
    ("Mon 23/11/2026", "Wed 25/11/2026", 1),
    ("Thu 31/12/2026", "Mon 04/01/2027", 3),
    ("Wed 03/02/2027", "Thu 11/02/2027", 7),
    ("Wed 01/09/2027", "Mon 06/09/2027", 4),
]


@pytest.mark.parametrize("year", sorted(WEEKDAYS_OFF))
def test_weekdays_off_are_those_of_the_notices(year):
    off = [item.on for item in YEARS[year].days if item.is_off and item.on.weekday() < 5]
    assert [written(on).removesuffix(f"/{year}") for on in off] == WEEKDAYS_OFF[year].split(", ")


@pytest.mark.parametrize(("off", "worked"), SWAPS)
def test_swapped_weekday_is_off_and_its_saturday_is_worked_by_the_same_document(calendar, off, worked):
    assert (calendar.is_working(day(off)), calendar.is_working(day(worked))) == (False, True)
    assert calendar.off[day(off)].document == calendar.working_saturdays[day(worked)].document
    assert (calendar.off[day(off)].kind, calendar.working_saturdays[day(worked)].kind) == (DayKind.SWAP_OFF, DayKind.WORKING)


def test_every_swap_is_in_the_list(calendar):
    assert sorted(written(on) for on in calendar.working_saturdays) == sorted(worked for _off, worked in SWAPS)
    assert sum(item.kind is DayKind.SWAP_OFF for item in calendar.off.values()) == len(SWAPS)


@pytest.mark.parametrize(("holiday", "in_lieu"), IN_LIEU)
def test_holiday_on_a_weekend_gives_a_weekday_in_lieu(calendar, holiday, in_lieu):
    assert (calendar.off[day(holiday)].kind, calendar.off[day(in_lieu)].kind) == (DayKind.STATUTORY, DayKind.COMPENSATORY)


def test_every_day_in_lieu_is_in_the_list(calendar):
    compensatory = {written(item.on) for item in calendar.off.values() if item.kind is DayKind.COMPENSATORY}
    assert compensatory == {in_lieu for _holiday, in_lieu in IN_LIEU}


@pytest.mark.parametrize(("last_worked", "next_worked", "length"), LONG_BREAKS)
def test_long_breaks_are_as_long_as_announced(calendar, last_worked, next_worked, length):
    assert calendar.next_working(day(last_worked)) == day(next_worked)
    assert (day(next_worked) - day(last_worked)).days - 1 == length


@pytest.mark.parametrize("year", sorted(YEARS))
def test_every_day_has_both_names_a_document_and_a_weekday_that_fits(year):
    odd = [
        item for item in YEARS[year].days if not (item.name_vi and item.name_en and item.document and fits(item.kind, item.on))
    ]
    assert odd == []


@pytest.mark.parametrize("year", sorted(YEARS))
def test_no_holiday_with_a_fixed_date_is_missing(year):
    assert list(missing_holidays(YEARS[year].days, year=year)) == []


@pytest.mark.parametrize("year", sorted(YEARS))
def test_no_holiday_of_the_moon_is_doubtful(year):
    others = [day for plan in YEARS.values() for day in plan.days if day.on.year != year]
    assert list(doubtful_holidays(YEARS[year].days, year=year, known=others)) == []


def test_culture_day_is_a_holiday_from_2026_on(calendar):
    assert [calendar.off.get(date(year, 11, 24)) is not None for year in (2024, 2025, 2026, 2027)] == [False, False, True, True]
    assert calendar.off[date(2026, 11, 24)].document == "Điều 2 Nghị quyết 28/2026/QH16"


def test_the_proposed_swap_around_culture_day_2026_is_not_in_the_calendar(calendar):
    assert calendar.is_working(day("Mon 23/11/2026"))
    assert not calendar.is_working(day("Sat 28/11/2026"))


def test_tet_has_five_statutory_days_every_year():
    tet = {
        year: sum(item.kind is DayKind.STATUTORY and "Tết Nguyên đán" in item.name_vi for item in plan.days)
        for year, plan in YEARS.items()
    }
    assert tet == {2024: 5, 2025: 5, 2026: 5, 2027: 5}


def test_national_day_has_a_neighbour_every_year():
    pairs = {
        year: [f"{item.on:%d/%m}" for item in plan.days if "Quốc khánh" in item.name_vi and item.kind is DayKind.STATUTORY]
        for year, plan in YEARS.items()
    }
    assert pairs == {2024: ["02/09", "03/09"], 2025: ["01/09", "02/09"], 2026: ["01/09", "02/09"], 2027: ["02/09", "03/09"]}


@pytest.mark.parametrize(("year", "statutory"), [(2024, 11), (2025, 11), (2026, 12), (2027, 12)])
def test_number_of_statutory_holidays(year, statutory):
    assert sum(item.kind is DayKind.STATUTORY for item in YEARS[year].days) == statutory


def test_only_2027_is_provisional_and_says_so_in_both_languages():
    assert [year for year, plan in YEARS.items() if plan.provisional] == [2027]
    assert (YEARS[2027].note_vi != "", YEARS[2027].note_en != "", YEARS[2026].note_vi) == (True, True, "")


def test_what_is_not_confirmed_is_marked_day_by_day():
    certain = [written(item.on) for item in YEARS[2027].days if not item.uncertain]
    assert certain == ["Fri 01/01/2027", "Fri 30/04/2027", "Sat 01/05/2027", "Thu 02/09/2027", "Wed 24/11/2027"]
    assert [item for year in (2024, 2025, 2026) for item in YEARS[year].days if item.uncertain] == []


def test_years_have_no_gap(calendar):
    assert (calendar.first, calendar.last) == (date(2024, 1, 1), date(2027, 12, 31))
    assert list(YEARS) == [2024, 2025, 2026, 2027]


@pytest.mark.parametrize(("year", "number"), [(2024, 251), (2025, 250), (2026, 249), (2027, 249)])
def test_number_of_working_days_in_a_year(calendar, year, number):
    worked = sum(
        calendar.is_working(date(year, 1, 1) + timedelta(days=index))
        for index in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    )
    assert worked == number


def test_next_year_is_known_from_october_on():
    """Fails from 1 October on while the calendar of the next year is missing: the plan must be entered by then."""
    today = date.today()
    assert shipped_calendar().last.year >= today.year + (today.month >= 10)
