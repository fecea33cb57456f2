"""The working calendar as a value: which days are worked, where it ends, and that it never guesses."""

from datetime import date

import pytest

from deadlines.calendar import CalendarNotCovered, DayKind, Why
from tests.makers_deadlines import day, make_calendar, special, written


@pytest.fixture
def spring():
    """Return a year with a holiday on Thursday, a swapped Friday and a worked Saturday."""
    return make_calendar(
        special("Thu 30/04/2026", name="Ngày Chiến thắng"),
        special("Fri 01/05/2026", "swap_off"),
        special("Sat 09/05/2026", "working"),
        special("Sun 10/05/2026", name="Lễ vào Chủ nhật"),
        special("Mon 11/05/2026", "compensatory", uncertain=True),
        provisional=(2026,),
    )


@pytest.mark.parametrize(
    ("on", "works"),
    [
        ("Wed 29/04/2026", True),
        ("Thu 30/04/2026", False),
        ("Fri 01/05/2026", False),
        ("Sat 02/05/2026", False),
        ("Sun 03/05/2026", False),
        ("Mon 04/05/2026", True),
        ("Sat 09/05/2026", True),
        ("Sun 10/05/2026", False),
        ("Mon 11/05/2026", False),
        ("Tue 12/05/2026", True),
        ("Thu 01/01/2026", True),
        ("Thu 31/12/2026", True),
    ],
)
def test_day_is_worked_or_not(spring, on, works):
    assert spring.is_working(day(on)) is works


@pytest.mark.parametrize(
    ("on", "why", "name"),
    [
        ("Thu 30/04/2026", Why.STATUTORY, "Ngày Chiến thắng"),
        ("Fri 01/05/2026", Why.SWAP_OFF, "Ngày lễ thử"),
        ("Sat 02/05/2026", Why.SATURDAY, ""),
        ("Sun 03/05/2026", Why.SUNDAY, ""),
        ("Sun 10/05/2026", Why.STATUTORY, "Lễ vào Chủ nhật"),
        ("Mon 11/05/2026", Why.COMPENSATORY, "Ngày lễ thử"),
    ],
)
def test_day_off_says_why(spring, on, why, name):
    off = spring.why_off(day(on))
    assert (off.on, off.why, off.name_vi) == (day(on), why, name)


def test_worked_day_has_no_reason_to_be_off(spring):
    assert (spring.why_off(day("Wed 29/04/2026")), spring.why_off(day("Sat 09/05/2026"))) == (None, None)


def test_neighbours_of_a_long_weekend(spring):
    thursday = day("Thu 30/04/2026")
    assert written(spring.next_working(thursday)) == "Mon 04/05/2026"
    assert written(spring.previous_working(thursday)) == "Wed 29/04/2026"
    assert written(spring.on_or_after(thursday)) == "Mon 04/05/2026"
    assert written(spring.on_or_before(thursday)) == "Wed 29/04/2026"


def test_neighbours_of_a_working_day_are_other_days_but_on_or_after_is_itself(spring):
    monday = day("Mon 04/05/2026")
    assert written(spring.next_working(monday)) == "Tue 05/05/2026"
    assert written(spring.previous_working(monday)) == "Wed 29/04/2026"
    assert (spring.on_or_after(monday), spring.on_or_before(monday)) == (monday, monday)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "Thu 30/04/2026"),
        (1, "Mon 04/05/2026"),
        (5, "Fri 08/05/2026"),
        (6, "Sat 09/05/2026"),
        (7, "Tue 12/05/2026"),
        (-1, "Wed 29/04/2026"),
        (-3, "Mon 27/04/2026"),
        (-4, "Fri 24/04/2026"),
    ],
)
def test_adding_working_days(spring, number, expected):
    assert written(spring.add_working(day("Thu 30/04/2026"), number)) == expected


@pytest.mark.parametrize(
    ("after", "until", "number"),
    [
        ("Wed 29/04/2026", "Wed 29/04/2026", 0),
        ("Wed 29/04/2026", "Mon 04/05/2026", 1),
        ("Mon 04/05/2026", "Sat 09/05/2026", 5),
        ("Fri 08/05/2026", "Tue 12/05/2026", 2),
        ("Tue 12/05/2026", "Fri 08/05/2026", 0),
        ("Thu 01/01/2026", "Fri 02/01/2026", 1),
    ],
)
def test_working_days_between(spring, after, until, number):
    assert spring.working_days_between(day(after), day(until)) == number


@pytest.mark.parametrize("question", ["is_working", "why_off", "on_or_after", "on_or_before"])
@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2027, 1, 1), date(1900, 1, 1), date.max])
def test_day_outside_the_range_is_never_guessed(spring, question, on):
    with pytest.raises(CalendarNotCovered) as refused:
        getattr(spring, question)(on)
    assert (refused.value.day, refused.value.first, refused.value.last) == (on, date(2026, 1, 1), date(2026, 12, 31))


def test_walking_over_the_end_of_the_calendar_raises(spring):
    with pytest.raises(CalendarNotCovered):
        spring.add_working(date(2026, 12, 31), 1)
    with pytest.raises(CalendarNotCovered):
        spring.previous_working(date(2026, 1, 1))


def test_calendar_knows_what_it_covers(spring):
    asked = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [spring.covers(on) for on in asked] == [False, True, True, False]


def test_error_of_an_uncovered_day_can_be_read_by_a_person_and_by_a_machine(spring):
    with pytest.raises(CalendarNotCovered, match=r"2030-01-01 is outside the calendar 2026-01-01 – 2026-12-31") as refused:
        spring.is_working(date(2030, 1, 1))
    assert refused.value.facts == {"day": "2030-01-01", "first": "2026-01-01", "last": "2026-12-31"}


def test_uncertain_days_are_marked(spring):
    assert [spring.is_uncertain(day(on)) for on in ("Mon 11/05/2026", "Sun 10/05/2026", "Tue 12/05/2026")] == [True, False, False]


def test_local_day_is_off_with_its_own_reason():
    calendar = make_calendar(special("Tue 10/03/2026", "local", name="Hội làng"))
    off = calendar.why_off(day("Tue 10/03/2026"))
    assert (off.why, off.name_vi) == (Why.LOCAL, "Hội làng")


def test_special_day_speaks_both_languages_and_knows_whether_it_is_off():
    holiday, working = special("Thu 30/04/2026", name="Ngày Chiến thắng"), special("Sat 09/05/2026", "working")
    assert (holiday.name("vi"), holiday.name("en"), holiday.is_off, working.is_off) == (
        "Ngày Chiến thắng",
        "A test holiday",
        True,
        False,
    )
    assert special("Thu 30/04/2026", name="Ngày Chiến thắng", name_en="").name("en") == "Ngày Chiến thắng"


def test_every_kind_of_day_off_has_a_reason():
    assert {kind.value for kind in DayKind} - {"working", "ordinary"} == {why.value for why in Why} - {
        "saturday",
        "sunday",
        "suspended",
    }
