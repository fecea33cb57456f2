"""The engine against a slow recount that shares nothing with it, on thousands of random cases and random calendars."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.calendar import DayKind, SpecialDay
from deadlines.engine import due_on
from deadlines.proof import Suspension
from deadlines.reference import shipped_calendar
from tests.makers_deadlines import make_calendar, make_term
from tests.unit.deadlines import naive

CALENDAR = shipped_calendar()
DAYS = naive.all_days(CALENDAR.first, CALENDAR.last)
OPEN = naive.worked(DAYS, set(CALENDAR.off), set(CALENDAR.working_saturdays))
starts = st.dates(date(2024, 1, 10), date(2026, 12, 31))
numbers = st.integers(1, 60)
extensions = st.integers(0, 30)


@st.composite
def stops(draw: st.DrawFn) -> list[tuple[date, date]]:
    """Return up to three suspensions of up to forty days, which may overlap."""
    made = []
    for _ in range(draw(st.integers(0, 3))):
        stop = draw(st.dates(date(2024, 1, 1), date(2027, 2, 1)))
        made.append((stop, stop + timedelta(days=draw(st.integers(0, 40)))))
    return made


@st.composite
def special_days(draw: st.DrawFn) -> list[SpecialDay]:
    """Return a random year's days off and worked weekends."""
    days = draw(st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40))
    made = []
    for on in sorted(days):
        weekend = on.weekday() >= 5
        kind = draw(st.sampled_from([DayKind.STATUTORY, DayKind.WORKING])) if weekend else DayKind.SWAP_OFF
        made.append(SpecialDay(on=on, kind=kind, name_vi="x", name_en="x", document="x"))
    return made


@settings(max_examples=400, deadline=None)
@given(start=starts, number=numbers, extension=extensions, stopped=stops())
def test_working_days_agree_with_the_naive_recount(start, number, extension, stopped):
    expected = naive.working_day_due(start, number + extension, OPEN, naive.stopped_days(stopped))
    due = due_on(make_term(number), start, CALENDAR, extension=extension, suspensions=[Suspension(*stop) for stop in stopped])
    assert (due.raw_on, due.due_on) == (expected, expected)


@settings(max_examples=400, deadline=None)
@given(start=starts, number=numbers, extension=extensions, stopped=stops())
def test_calendar_days_agree_with_the_naive_recount(start, number, extension, stopped):
    expected = naive.calendar_day_due(start, number + extension, DAYS, OPEN, naive.stopped_days(stopped))
    due = due_on(
        make_term(number, "cal"), start, CALENDAR, extension=extension, suspensions=[Suspension(*stop) for stop in stopped]
    )
    assert (due.raw_on, due.due_on) == expected


@settings(max_examples=300, deadline=None)
@given(event=st.dates(date(2024, 6, 1), date(2027, 12, 31)), number=numbers)
def test_counting_back_agrees_with_the_naive_recount(event, number):
    working = due_on(make_term(number, "wd", "before"), event, CALENDAR)
    ordinary = due_on(make_term(number, "cal", "before"), event, CALENDAR)
    assert working.due_on == naive.working_days_before(event, number, OPEN)
    assert (ordinary.raw_on, ordinary.due_on) == naive.calendar_days_before(event, number, OPEN)


@settings(max_examples=200, deadline=None)
@given(days=special_days(), start=st.dates(date(2026, 1, 1), date(2026, 8, 1)), number=st.integers(1, 40))
def test_any_calendar_agrees_with_the_naive_recount(days, start, number):
    calendar = make_calendar(*days)
    everything = naive.all_days(calendar.first, calendar.last)
    open_days = naive.worked(everything, set(calendar.off), set(calendar.working_saturdays))
    assert due_on(make_term(number), start, calendar).due_on == naive.working_day_due(start, number, open_days, set())
    assert (
        due_on(make_term(number, "cal"), start, calendar).due_on
        == naive.calendar_day_due(start, number, everything, open_days, set())[1]
    )


@settings(max_examples=200, deadline=None)
@given(start=starts, number=numbers, stopped=st.dates(date(2024, 1, 1), date(2026, 12, 31)), length=st.integers(0, 40))
def test_a_suspension_inside_calendar_days_moves_the_raw_day_by_its_length(start, number, stopped, length):
    term, stop = make_term(number, "cal"), Suspension(stopped, stopped + timedelta(days=length))
    before = due_on(term, start, CALENDAR).raw_on
    after = due_on(term, start, CALENDAR, suspensions=[stop]).raw_on
    moved = (after - before).days
    assert moved == (length if start <= stopped < before else max(0, (stop.resumed_on - start).days) if stopped < start else 0)


@settings(max_examples=200, deadline=None)
@given(start=starts, number=numbers)
def test_one_more_day_never_ends_earlier(start, number):
    for unit in ("wd", "cal"):
        assert (
            due_on(make_term(number, unit), start, CALENDAR).due_on <= due_on(make_term(number + 1, unit), start, CALENDAR).due_on
        )


@settings(max_examples=200, deadline=None)
@given(start=starts, number=numbers)
def test_a_letter_received_a_day_later_is_never_due_earlier(start, number):
    for unit in ("wd", "cal"):
        term = make_term(number, unit)
        assert due_on(term, start, CALENDAR).due_on <= due_on(term, start + timedelta(days=1), CALENDAR).due_on
