"""The count day by day, what cannot be counted, and stopped clocks."""

from datetime import date

import pytest

from deadlines.calendar import CalendarNotCovered, Why
from deadlines.counting import ClockStopped, DayRole, NotComputable, counting_days
from deadlines.engine import count_back, due_on
from deadlines.proof import Suspension
from deadlines.terms import choose_term
from tests.makers_deadlines import day, make_calendar, make_term, special, written


def lines(term, start, calendar, **changes):
    """Return the count as short texts: day, number or reason, role."""
    return [
        f"{written(line.on)} {line.number if line.number is not None else '-'} {line.off.why if line.off else '-'} {line.role}"
        for line in counting_days(term, day(start), calendar, **changes)
    ]


def test_worked_example_is_counted_day_by_day(terms, calendar):
    term = choose_term(terms, "KN.ACCEPT", received_on=day("Fri 20/11/2026"))
    assert lines(term, "Fri 20/11/2026", calendar) == [
        "Fri 20/11/2026 - - event",
        "Sat 21/11/2026 - saturday skipped",
        "Sun 22/11/2026 - sunday skipped",
        "Mon 23/11/2026 1 - counted",
        "Tue 24/11/2026 - statutory skipped",
        "Wed 25/11/2026 2 - counted",
        "Thu 26/11/2026 3 - counted",
        "Fri 27/11/2026 4 - counted",
        "Sat 28/11/2026 - saturday skipped",
        "Sun 29/11/2026 - sunday skipped",
        "Mon 30/11/2026 5 - counted",
        "Tue 01/12/2026 6 - counted",
        "Wed 02/12/2026 7 - due",
    ]


def test_calendar_days_are_all_numbered_and_the_end_rolls(calendar):
    assert lines(make_term(3, "cal"), "Tue 29/12/2026", calendar) == [
        "Tue 29/12/2026 - - event",
        "Wed 30/12/2026 1 - counted",
        "Thu 31/12/2026 2 - counted",
        "Fri 01/01/2027 3 statutory raw",
        "Sat 02/01/2027 - saturday rolled",
        "Sun 03/01/2027 - sunday rolled",
        "Mon 04/01/2027 - - due",
    ]


def test_worked_saturday_has_a_number(calendar):
    assert lines(make_term(2), "Thu 20/08/2026", calendar) == [
        "Thu 20/08/2026 - - event",
        "Fri 21/08/2026 1 - counted",
        "Sat 22/08/2026 2 - due",
    ]


def test_count_back_runs_backwards_and_rolls_earlier(calendar):
    assert lines(make_term(2, "cal", "before"), "Mon 04/01/2027", calendar) == [
        "Mon 04/01/2027 - - event",
        "Sun 03/01/2027 1 - counted",
        "Sat 02/01/2027 2 saturday raw",
        "Fri 01/01/2027 - statutory rolled",
        "Thu 31/12/2026 - - due",
    ]


def test_working_days_back_skip_days_off(calendar):
    assert lines(make_term(2, "wd", "before"), "Wed 25/11/2026", calendar) == [
        "Wed 25/11/2026 - - event",
        "Tue 24/11/2026 - statutory skipped",
        "Mon 23/11/2026 1 - counted",
        "Sun 22/11/2026 - sunday skipped",
        "Sat 21/11/2026 - saturday skipped",
        "Fri 20/11/2026 2 - due",
    ]


def test_suspended_days_are_named_as_such_also_when_they_are_weekends(calendar):
    stop = Suspension(day("Fri 20/11/2026"), day("Mon 23/11/2026"))
    assert lines(make_term(3), "Wed 18/11/2026", calendar, suspensions=[stop]) == [
        "Wed 18/11/2026 - - event",
        "Thu 19/11/2026 1 - counted",
        "Fri 20/11/2026 2 - counted",
        "Sat 21/11/2026 - suspended skipped",
        "Sun 22/11/2026 - suspended skipped",
        "Mon 23/11/2026 - suspended skipped",
        "Tue 24/11/2026 - statutory skipped",
        "Wed 25/11/2026 3 - due",
    ]


def test_at_once_is_one_line(calendar):
    assert lines(make_term(0), "Sun 22/11/2026", calendar) == ["Sun 22/11/2026 0 - due"]


def test_months_show_the_event_and_the_end_only(calendar):
    assert lines(make_term(1, "month"), "Sat 31/01/2026", calendar) == [
        "Sat 31/01/2026 - - event",
        "Sat 28/02/2026 1 saturday raw",
        "Sun 01/03/2026 - sunday rolled",
        "Mon 02/03/2026 - - due",
    ]


@pytest.mark.parametrize(
    ("start", "number", "unit", "raw"),
    [
        ("Wed 31/01/2024", 1, "month", "Thu 29/02/2024"),
        ("Fri 31/01/2025", 1, "month", "Fri 28/02/2025"),
        ("Tue 31/03/2026", 1, "month", "Thu 30/04/2026"),
        ("Tue 15/12/2026", 1, "month", "Fri 15/01/2027"),
        ("Tue 15/12/2026", 2, "month", "Mon 15/02/2027"),
        ("Thu 29/02/2024", 1, "year", "Fri 28/02/2025"),
        ("Thu 29/02/2024", 12, "month", "Fri 28/02/2025"),
        ("Fri 20/11/2026", 1, "year", "Sat 20/11/2027"),
        ("Mon 31/08/2026", 6, "month", "Sun 28/02/2027"),
    ],
)
def test_month_ends_on_the_same_day_or_the_last_of_the_month(calendar, start, number, unit, raw):
    assert written(due_on(make_term(number, unit), day(start), calendar).raw_on) == raw


@pytest.mark.parametrize("unit", ["per_year", "per_quarter", "days_per_month", "days_per_week", "hour", "-"])
def test_what_has_no_last_day_is_refused(calendar, unit):
    with pytest.raises(NotComputable) as refused:
        due_on(make_term(2, unit, "after"), day("Fri 20/11/2026"), calendar)
    assert refused.value.facts == {"term": "TEST.TERM", "unit": unit, "number": 2}


def test_days_without_a_direction_are_refused(calendar):
    with pytest.raises(NotComputable):
        due_on(make_term(5, "wd", "-"), day("Fri 20/11/2026"), calendar)


@pytest.mark.parametrize("unit", ["month", "year"])
def test_months_cannot_be_stopped(calendar, unit):
    with pytest.raises(NotComputable):
        due_on(make_term(1, unit), date(2026, 1, 5), calendar, suspensions=[Suspension(date(2026, 1, 10), date(2026, 1, 12))])


@pytest.mark.parametrize("direction", ["before", "min"])
def test_only_time_after_an_event_can_be_extended_or_stopped(calendar, direction):
    with pytest.raises(ValueError, match="only a period after an event"):
        due_on(make_term(5, "cal", direction), date(2026, 11, 20), calendar, extension=1)
    with pytest.raises(ValueError, match="only a period after an event"):
        due_on(make_term(5, "cal", direction), date(2026, 11, 20), calendar, suspensions=[Suspension(date(2026, 11, 21))])


@pytest.mark.parametrize("extension", [-1, 4000])
def test_impossible_extension_is_refused(calendar, extension):
    with pytest.raises(ValueError, match="an extension is"):
        due_on(make_term(5), date(2026, 11, 20), calendar, extension=extension)


def test_running_term_cannot_be_counted_back(calendar):
    with pytest.raises(ValueError, match=r"TEST\.TERM runs forward"):
        count_back(make_term(5), date(2026, 11, 20), calendar)


def test_stopped_clock_has_no_due_day_but_knows_what_is_left(calendar):
    with pytest.raises(ClockStopped) as stopped:
        due_on(make_term(15), day("Mon 02/11/2026"), calendar, suspensions=[Suspension(day("Tue 10/11/2026"))])
    assert stopped.value.facts == {"term": "TEST.TERM", "stopped_on": "2026-11-10", "counted": 6, "left": 9}


def test_clock_that_stopped_after_the_end_changes_nothing(calendar):
    due = due_on(make_term(5), day("Mon 02/11/2026"), calendar, suspensions=[Suspension(day("Mon 09/11/2026"))])
    assert written(due.due_on) == "Mon 09/11/2026"


def test_clock_that_stopped_on_its_last_day_was_still_in_time(calendar):
    due = due_on(make_term(5, "cal"), day("Mon 02/11/2026"), calendar, suspensions=[Suspension(day("Sat 07/11/2026"))])
    assert (written(due.raw_on), written(due.due_on)) == ("Sat 07/11/2026", "Mon 09/11/2026")


def test_suspension_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="cannot end before it begins"):
        Suspension(date(2026, 11, 20), date(2026, 11, 19))


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        ("Thu 19/11/2026", False),
        ("Fri 20/11/2026", False),
        ("Sat 21/11/2026", True),
        ("Mon 23/11/2026", True),
        ("Tue 24/11/2026", False),
    ],
)
def test_stop_begins_after_its_decision_and_ends_with_the_resumption(on, stands):
    assert Suspension(day("Fri 20/11/2026"), day("Mon 23/11/2026")).stops(day(on)) is stands


@pytest.mark.parametrize(
    ("term", "start"),
    [
        (make_term(1), date(2027, 12, 31)),
        (make_term(10), date(2027, 12, 25)),
        (make_term(30, "cal"), date(2027, 12, 10)),
        (make_term(1, "year"), date(2027, 3, 1)),
        (make_term(5, "wd", "before"), date(2024, 1, 4)),
        (make_term(5, "cal", "before"), date(2024, 1, 3)),
        (make_term(5), date(2023, 12, 1)),
        (make_term(5), date(2028, 1, 1)),
    ],
)
def test_count_that_leaves_the_calendar_raises(calendar, term, start):
    with pytest.raises(CalendarNotCovered):
        due_on(term, start, calendar)


def test_letter_from_before_the_calendar_is_counted_when_its_days_are_known():
    calendar = make_calendar(special("Thu 01/01/2026"))
    due = due_on(make_term(3), day("Wed 31/12/2025"), calendar)
    assert written(due.due_on) == "Tue 06/01/2026"


def test_roles_tell_the_last_day_from_the_rest(calendar):
    roles = [line.role for line in counting_days(make_term(3, "cal"), day("Tue 29/12/2026"), calendar)]
    assert roles == [DayRole.EVENT, DayRole.COUNTED, DayRole.COUNTED, DayRole.RAW, DayRole.ROLLED, DayRole.ROLLED, DayRole.DUE]


def test_holiday_on_a_weekend_is_named_as_the_holiday(calendar):
    off = [line.off for line in counting_days(make_term(1), day("Fri 09/02/2024"), calendar) if line.off]
    assert [(item.why, item.name_vi) for item in off[:2]] == [
        (Why.STATUTORY, "Tết Nguyên đán (mùng 1)"),
        (Why.STATUTORY, "Tết Nguyên đán (mùng 2)"),
    ]
