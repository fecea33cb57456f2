"""Laws of citizen reception for any day, hour and setting: slots, suggested days, months, groups, hours, publishing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.calendar import CalendarNotCovered
from deadlines.reference import assemble, shipped_terms, shipped_years
from deadlines.terms import Term, choose_term
from dialogue.reception_rules import (
    FREQUENCY,
    POST,
    days_of_month,
    fixed_days,
    group_faults,
    held_in,
    hours,
    least_days,
    month_back,
    month_end,
    next_month,
    overlaps,
    post_gate,
    slots,
    suggested_days,
)
from dialogue.reception_states import ReceptionKind
from dialogue.rules import OPEN
from feedback.complaint_rules import most_representatives

CALENDAR = assemble("laws", shipped_years())
EIGHT = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
ANY_DAY = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
PLANNED_MONTH = st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 11, 30)).map(lambda day: day.replace(day=1))
NUMBERS = st.lists(st.integers(min_value=1, max_value=31), min_size=1, max_size=12)
MINUTES = st.integers(min_value=15, max_value=60)
SPAN = st.tuples(st.integers(0, 300), st.integers(1, 300)).map(lambda pair: (pair[0], pair[0] + pair[1]))
CLOCK = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


def span(pair: tuple[int, int]) -> tuple[datetime, datetime]:
    """Return the time between two minutes after eight."""
    return (EIGHT + timedelta(minutes=pair[0]), EIGHT + timedelta(minutes=pair[1]))


# ------------------------------------------------------------------ slots


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=720), MINUTES)
def test_slots_cover_the_hours_from_their_beginning_and_leave_less_than_one_slot(length: int, minutes: int):
    found = slots(EIGHT, EIGHT + timedelta(minutes=length), minutes=minutes)
    step = timedelta(minutes=minutes)
    assert len(found) == length // minutes
    assert all(at == EIGHT + index * step for index, at in enumerate(found))
    assert timedelta(0) <= EIGHT + timedelta(minutes=length) - (EIGHT + len(found) * step) < step


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=15, max_value=600), MINUTES)
def test_no_two_slots_of_a_day_share_a_moment(length: int, minutes: int):
    step = timedelta(minutes=minutes)
    times = [(at, at + step) for at in slots(EIGHT, EIGHT + timedelta(minutes=length), minutes=minutes)]
    assert not any(overlaps(one, other) for index, one in enumerate(times) for other in times[index + 1 :])
    assert all(one[1] == other[0] for one, other in pairwise(times))


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=1, max_value=600), MINUTES)
def test_hours_that_run_backwards_have_no_slot(length: int, minutes: int):
    assert slots(EIGHT, EIGHT - timedelta(minutes=length), minutes=minutes) == ()


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=300), st.integers(min_value=0, max_value=300), MINUTES)
def test_longer_hours_keep_the_slots_that_were_there(length: int, more: int, minutes: int):
    short = slots(EIGHT, EIGHT + timedelta(minutes=length), minutes=minutes)
    assert slots(EIGHT, EIGHT + timedelta(minutes=length + more), minutes=minutes)[: len(short)] == short


@settings(max_examples=60, deadline=None)
@given(SPAN, SPAN)
def test_times_overlap_when_a_minute_lies_in_both(one: tuple[int, int], other: tuple[int, int]):
    shared = bool(set(range(*one)) & set(range(*other)))
    assert overlaps(span(one), span(other)) is overlaps(span(other), span(one)) is shared


# ------------------------------------------------------------------ suggested days


@settings(max_examples=60, deadline=None)
@given(PLANNED_MONTH, NUMBERS)
def test_suggested_days_are_worked_and_the_first_worked_from_the_fixed_day_on(month: date, numbers: list[int]):
    for item in suggested_days(month.year, month.month, setting=",".join(map(str, numbers)), calendar=CALENDAR):
        assert CALENDAR.why_off(item.on) is None
        assert item.on >= item.fixed_on
        skipped = [item.fixed_on + timedelta(days=index) for index in range((item.on - item.fixed_on).days)]
        assert not any(CALENDAR.is_working(day) for day in skipped)
        assert item.moved is bool(skipped)


@settings(max_examples=60, deadline=None)
@given(PLANNED_MONTH, NUMBERS)
def test_every_fixed_day_of_the_setting_is_answered_by_one_suggestion(month: date, numbers: list[int]):
    found = suggested_days(month.year, month.month, setting="; ".join(map(str, numbers)), calendar=CALENDAR)
    days = [item.on for item in found]
    last = month_end(month).day
    assert days == sorted(set(days))
    assert {CALENDAR.on_or_after(month.replace(day=min(number, last))) for number in numbers} == set(days)
    assert all((item.fixed_on.year, item.fixed_on.month) == (month.year, month.month) for item in found)


@settings(max_examples=60, deadline=None)
@given(PLANNED_MONTH, NUMBERS, st.randoms(use_true_random=False))
def test_order_and_repetition_in_the_setting_change_nothing(month: date, numbers: list[int], chance):
    turned = [*numbers, *numbers]
    chance.shuffle(turned)
    plans = [
        suggested_days(month.year, month.month, setting=" ".join(map(str, typed)), calendar=CALENDAR)
        for typed in (numbers, turned)
    ]
    assert plans[0] == plans[1]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_reads_as_days_of_a_month_in_order(text: str):
    days = fixed_days(text)
    assert list(days) == sorted(set(days))
    assert all(1 <= day <= 31 for day in days)
    assert fixed_days(",".join(map(str, days))) == days


@pytest.mark.parametrize(("year", "month", "setting"), [(2028, 1, "10"), (2023, 12, "25"), (2028, 12, "1,31")])
def test_month_outside_the_calendar_is_refused_and_never_guessed(year: int, month: int, setting: str):
    with pytest.raises(CalendarNotCovered) as refused:
        suggested_days(year, month, setting=setting, calendar=CALENDAR)
    assert (refused.value.first, refused.value.last) == (date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize("setting", ["", "không có", "0, 32, 400"])
def test_setting_without_a_day_suggests_nothing_even_outside_the_calendar(setting: str):
    assert suggested_days(2030, 5, setting=setting, calendar=CALENDAR) == ()


# ------------------------------------------------------------------ months


@settings(max_examples=60, deadline=None)
@given(ANY_DAY)
def test_every_day_lies_between_the_first_and_the_last_of_its_month(day: date):
    days = list(days_of_month(day))
    assert (days[0], days[-1]) == (day.replace(day=1), month_end(day))
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
    assert (day in days, 28 <= len(days) <= 31, next_month(day) - days[-1]) == (True, True, timedelta(days=1))


@settings(max_examples=60, deadline=None)
@given(ANY_DAY, st.integers(min_value=0, max_value=120), st.integers(min_value=0, max_value=120))
def test_going_back_twice_is_going_back_by_the_sum(day: date, one: int, other: int):
    assert month_back(month_back(day, months=one), months=other) == month_back(day, months=one + other)
    assert month_back(next_month(day), months=1) == day.replace(day=1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31)), max_size=40))
def test_months_together_count_every_day_once(days: list[date]):
    months = [month_back(date(2027, 12, 1), months=back) for back in range(24)]
    assert sum(held_in(days, month) for month in months) == len(set(days))
    assert sum(held_in([*days, *days], month) for month in months) == len(set(days))


def chair_rule(month: date) -> Term:
    """Return the shipped term of the chair's reception in a month."""
    return choose_term(shipped_terms(), FREQUENCY[ReceptionKind.CHAIR], received_on=month)


@settings(max_examples=60, deadline=None)
@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 6, 30)), st.integers(min_value=1, max_value=9))
def test_before_july_2026_the_chair_owed_four_or_five_days_for_each_day_of_the_week(month: date, number: int):
    rule = chair_rule(month)
    least = least_days(month, rule=rule)
    assert least in (4, 5)
    assert least_days(month, rule=replace(rule, number=number)) == number * least


@settings(max_examples=60, deadline=None)
@given(st.dates(min_value=date(2026, 7, 1), max_value=date(2030, 12, 31)), st.integers(min_value=0, max_value=9))
def test_from_july_2026_on_the_term_says_how_many_days(month: date, number: int):
    assert least_days(month, rule=replace(chair_rule(month), number=number)) == number
    assert least_days(month, rule=None) == 0


# ------------------------------------------------------------------ publishing, groups, hours


@settings(max_examples=60, deadline=None)
@given(ANY_DAY, st.integers(min_value=-60, max_value=60), st.sampled_from(ReceptionKind), st.text(max_size=20))
def test_day_is_published_in_time_or_ad_hoc_with_a_reason_or_not(latest: date, late: int, kind: ReceptionKind, reason: str):
    gate = post_gate(today=latest + timedelta(days=late), latest_on=latest, kind=kind, reason=reason)
    may = late <= 0 or (kind == "ad_hoc" and bool(reason.strip()))
    assert (gate.open, gate == OPEN) == (may, may)
    if not may:
        assert (gate.code, gate.term, gate.on) == ("reception_too_late", POST, latest)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=1, max_value=9999), st.lists(st.sampled_from(["Páo", "Sen", "", "  "]), max_size=8))
def test_group_is_refused_by_one_word_or_has_as_many_as_it_may(people: int, names: list[str]):
    named = len([name for name in names if name.strip()])
    faults = group_faults(people, names)
    assert set(faults) <= {"representatives"}
    if not faults:
        assert named <= most_representatives(people)
        assert named or people < 5
    assert most_representatives(people) <= most_representatives(people + 1) <= 5


@settings(max_examples=60, deadline=None)
@given(CLOCK, CLOCK, st.sampled_from(["-", " - ", "–", " – "]), st.sampled_from(["{:%H:%M}", "{:%Hh%M}", "{:%H : %M}"]))
def test_hours_are_read_however_they_are_written(one: time, other: time, dash: str, written: str):
    read = hours(written.format(one) + dash + written.format(other))
    assert read == ((one, other) if one < other else None)


@settings(max_examples=60, deadline=None)
@given(CLOCK, CLOCK)
def test_hours_need_no_leading_zero(one: time, other: time):
    read = hours(f"{one.hour}:{one.minute:02d}-{other.hour}h{other.minute:02d}")
    assert read == ((one, other) if one < other else None)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=25), st.text(alphabet="0123456789:hT.,Z+-– ", max_size=20)))
def test_whatever_is_typed_as_hours_is_whole_minutes_of_a_day_or_nothing(text: str):
    read = hours(text)
    if read is not None:
        assert read[0] < read[1]
        assert all((clock.second, clock.microsecond, clock.tzinfo) == (0, 0, None) for clock in read)


@pytest.mark.parametrize(
    "typed",
    [
        "08:00Z-11:00", "08:00Z-11:00Z", "08:00+07-11:00", "08:00-11:00+07:00", ":00-11:00", "h00-11h00", "08:00:30-09:00",
        "08:00.5-09:00", "08:00,5-09:00", "T8:00-T9:00", "8-11", "0800-1100", "-11:00", "08:00-", "008:00-09:00", "08:0-09:00",
        "24:00-25:00", "20:00-24:00", "08:60-09:00", "08:00-08:00", "８:00-11:00", "08:00—11:00", "08:00-11:00 sáng", "-", "–",
    ],
)  # fmt: skip
def test_hours_with_a_zone_seconds_or_half_a_number_are_refused(typed: str):
    assert hours(typed) is None
