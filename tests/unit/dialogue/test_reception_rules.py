"""The rules of citizen reception as tables: suggested days, notice across Tết 2027, legal minimum, slots, groups."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from deadlines.engine import count_back
from deadlines.reference import assemble, shipped_terms, shipped_years
from deadlines.terms import NotInForce, Term, choose_term
from dialogue.reception_rules import (
    FREQUENCY,
    ONLINE,
    POST,
    REFUSE,
    Suggestion,
    days_of_month,
    fixed_days,
    group_faults,
    held_in,
    hours,
    in_writing,
    least_days,
    month_back,
    month_end,
    next_month,
    overlaps,
    post_gate,
    slots,
    suggested_days,
)
from dialogue.reception_states import Ground, ReceptionKind
from dialogue.rules import OPEN
from feedback.complaint_rules import most_representatives
from tests.unit.dialogue.rows_reception import LEAST, MOVED_AND_NOTICED

CALENDAR = assemble("test", shipped_years())
TERMS = {code: choose_term(shipped_terms(), code, received_on=date(2026, 12, 1)) for code in (POST, ONLINE, REFUSE)}
EIGHT = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("10,25", (10, 25)), ("25;10", (10, 25)), ("10, 10", (10,)), ("", ()), ("ngày 5 và 20", (5, 20)), ("0,32,99,100", ()),
        ("３", ()), ("-3", (3,)),
    ],
)  # fmt: skip
def test_fixed_days_are_read_from_whatever_was_typed(text: str, days: tuple[int, ...]):
    assert fixed_days(text) == days


@pytest.mark.parametrize(
    ("year", "month", "setting", "days", "why"),
    [
        (2026, 12, "10,25", [(10, date(2026, 12, 10)), (25, date(2026, 12, 25))], "Thu and Fri are worked"),
        (2026, 11, "24,25", [(24, date(2026, 11, 25))], "24/11 is the Culture Day; 25/11 is taken by it already"),
        (2026, 10, "10,25", [(10, date(2026, 10, 12)), (25, date(2026, 10, 26))], "Sat and Sun move to Mon"),
        (2027, 2, "5,10", [(5, date(2027, 2, 11))], "4/2 to 10/2 are off for Tết: both fixed days fall on Thu 11/2"),
        (2027, 4, "30", [(30, date(2027, 5, 4))], "Reunification Day and Labour Day with their days in lieu"),
        (2026, 2, "31", [(28, date(2026, 3, 2))], "February has no 31st: its last day, a Saturday, moves to Monday"),
    ],
)
def test_suggested_days_move_off_days_that_are_not_worked(
    year: int, month: int, setting: str, days: list[tuple[int, date]], why: str
):
    found = suggested_days(year, month, setting=setting, calendar=CALENDAR)
    assert found == tuple(Suggestion(fixed_on=date(year, month, fixed), on=on) for fixed, on in days), why
    assert [item.moved for item in found] == [item.fixed_on != item.on for item in found]


@pytest.mark.parametrize(
    ("code", "day", "latest", "why"),
    [
        (POST, date(2026, 12, 10), date(2026, 12, 3), "Thu: Wed 9, Tue 8, Mon 7, Fri 4, Thu 3"),
        (POST, date(2026, 12, 14), date(2026, 12, 7), "Mon: the weekend is not counted"),
        (POST, date(2026, 11, 27), date(2026, 11, 19), "Fri 27/11: the Culture Day on Tue 24/11 is not counted"),
        (POST, date(2027, 2, 15), date(2027, 2, 1), "Mon after Tết: Fri 12, Thu 11, Wed 3, Tue 2, Mon 1; 4/2 to 10/2 are off"),
        (POST, date(2027, 2, 11), date(2027, 1, 28), "Thu, the first day after Tết: Wed 3, Tue 2, Mon 1, Fri 29, Thu 28"),
        (ONLINE, date(2026, 12, 10), date(2026, 12, 3), "the same five working days"),
    ],
)
def test_latest_day_to_announce_is_counted_back_over_days_off(code: str, day: date, latest: date, why: str):
    counted, on = 0, day
    while counted < 5:
        on -= timedelta(days=1)
        counted += CALENDAR.is_working(on)
    assert count_back(TERMS[code], day, CALENDAR).due_on == latest == on, why


@pytest.mark.parametrize(
    ("today", "kind", "reason", "code"),
    [
        (date(2026, 12, 3), ReceptionKind.CHAIR, "", ""),
        (date(2026, 12, 4), ReceptionKind.CHAIR, "", "reception_too_late"),
        (date(2026, 12, 4), ReceptionKind.CHAIR, "Gấp", "reception_too_late"),
        (date(2026, 12, 4), ReceptionKind.SECRETARY, "Gấp", "reception_too_late"),
        (date(2026, 12, 4), ReceptionKind.AD_HOC, "  ", "reception_too_late"),
        (date(2026, 12, 4), ReceptionKind.AD_HOC, "Nhiều người bức xúc", ""),
    ],
)
def test_only_an_ad_hoc_day_with_its_reason_is_published_late(today: date, kind: ReceptionKind, reason: str, code: str):
    gate = post_gate(today=today, latest_on=date(2026, 12, 3), kind=kind, reason=reason)
    assert (gate.open, gate.code, gate.term) == (not code, code, POST if code else "")
    assert (gate == OPEN) is (code == "")


def rule_of(kind: ReceptionKind, month: date) -> Term | None:
    """Return the shipped term that rules a month, or None."""
    try:
        return choose_term(shipped_terms(), FREQUENCY[kind], received_on=month)
    except NotInForce:
        return None


@pytest.mark.parametrize(
    ("kind", "month", "number", "least", "why"),
    [
        (ReceptionKind.CHAIR, date(2026, 7, 1), None, 2, "the first month of Law 136/2025"),
        (ReceptionKind.CHAIR, date(2026, 6, 1), None, 5, "Mondays 1, 8, 15, 22, 29 June: one day a week"),
        (ReceptionKind.CHAIR, date(2026, 5, 1), None, 4, "Mondays 4, 11, 18, 25 May"),
        (ReceptionKind.CHAIR, date(2026, 12, 1), 3, 3, "a commune's own stricter term"),
        (ReceptionKind.CHAIR, date(2026, 6, 1), 2, 10, "a commune's own two days a week, while the law counted weeks"),
        (ReceptionKind.SECRETARY, date(2026, 6, 1), None, 2, "KL 215-KL/TW is in force since 23/11/2025"),
        (ReceptionKind.SECRETARY, date(2025, 10, 1), None, 0, "no term in force yet"),
    ],
)
def test_least_days_of_a_month_follow_the_law_of_the_month(
    kind: ReceptionKind, month: date, number: int | None, least: int, why: str
):
    rule = rule_of(kind, month)
    own = replace(rule, number=number) if rule and number else rule
    assert least_days(month, rule=own) == least, why


def test_two_receptions_on_one_day_are_one_day():
    days = [date(2026, 12, 10), date(2026, 12, 10), date(2026, 12, 25), date(2026, 11, 10), date(2025, 12, 10)]
    assert (held_in(days, date(2026, 12, 1)), held_in(days, date(2026, 10, 1)), held_in([], date(2026, 12, 1))) == (2, 0, 0)


@pytest.mark.parametrize(
    ("minutes", "length", "beginnings"),
    [(30, 60, [0, 30]), (15, 60, [0, 15, 30, 45]), (30, 59, [0]), (30, 29, []), (60, 60, [0]), (25, 60, [0, 25])],
)
def test_slots_fit_whole_between_begin_and_end(minutes: int, length: int, beginnings: list[int]):
    found = slots(EIGHT, EIGHT + timedelta(minutes=length), minutes=minutes)
    assert [int((slot - EIGHT).total_seconds()) // 60 for slot in found] == beginnings


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [((0, 60), (60, 90), False), ((0, 60), (59, 90), True), ((0, 60), (10, 20), True), ((30, 60), (0, 30), False)],
)
def test_times_overlap_only_when_they_share_a_moment(first: tuple[int, int], second: tuple[int, int], meet: bool):
    at = [tuple(EIGHT + timedelta(minutes=minute) for minute in pair) for pair in (first, second)]
    assert (overlaps(at[0], at[1]), overlaps(at[1], at[0])) == (meet, meet)


@pytest.mark.parametrize(
    ("people", "named", "faults"),
    [
        (1, [], {}), (4, [], {}), (1, ["An"], {"representatives": "representatives_many"}),
        (2, ["An", "Ba"], {}), (4, ["An", "Ba"], {}), (4, ["An", "Ba", "Ca"], {"representatives": "representatives_many"}),
        (5, [], {"representatives": "representatives_missing"}), (5, ["An"], {}), (10, ["An", "Ba"], {}),
        (10, ["An", "Ba", "Ca"], {"representatives": "representatives_many"}), (11, ["An"] * 5, {}),
        (200, ["An"] * 6, {"representatives": "representatives_many"}),
        (6, [" ", ""], {"representatives": "representatives_missing"}),
    ],
)  # fmt: skip
def test_groups_send_the_representatives_that_article_29_allows(people: int, named: list[str], faults: dict[str, str]):
    assert group_faults(people, named) == faults


def test_only_two_grounds_are_told_in_writing_within_three_working_days():
    assert {ground for ground in Ground if in_writing(ground)} == {Ground.SETTLED, Ground.REPEATED}
    assert (TERMS[REFUSE].number, TERMS[REFUSE].unit.value) == (3, "wd")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("08:00-11:00", (time(8), time(11))), ("8:00 – 11:30", (time(8), time(11, 30))),
        ("13h30-17h00", (time(13, 30), time(17))),
        ("7.30-11.15", (time(7, 30), time(11, 15))), ("7,30-11,15", None), ("08:00Z-11:00Z", None),
        ("11:00-08:00", None), ("08:00", None), ("", None), ("25:00-26:00", None), ("08:00-09:00-10:00", None), ("sáng", None),
    ],
)  # fmt: skip
def test_hours_are_read_or_refused_whole(text: str, read: tuple[time, time] | None):
    assert hours(text) == read


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 1)), (date(2026, 1, 31), 1, date(2025, 12, 1)),
        (date(2026, 3, 1), 15, date(2024, 12, 1)),
    ],
)  # fmt: skip
def test_months_are_counted_back_over_the_year(day: date, months: int, first: date):
    assert month_back(day, months=months) == first
    assert month_end(first).month == first.month


def on_of(text: str) -> date:
    """Return the date of "Mon 2026-07-06"; the weekday must be its own."""
    day = date.fromisoformat(text[4:])
    assert f"{day:%a}" == text[:3]
    return day


@pytest.mark.parametrize(("fixed", "moved", "latest"), MOVED_AND_NOTICED)
def test_every_fixed_day_has_its_day_and_its_last_day_to_publish(fixed: str, moved: str, latest: str):
    day = on_of(fixed)
    (found,) = suggested_days(day.year, day.month, setting=str(day.day), calendar=CALENDAR)
    assert (found.fixed_on, found.on) == (day, on_of(moved))
    assert count_back(TERMS[POST], found.on, CALENDAR).due_on == on_of(latest)


@pytest.mark.parametrize(("month", "chair", "secretary"), LEAST)
def test_least_days_by_month_across_the_change_of_the_law(month: str, chair: int, secretary: int):
    first = date.fromisoformat(f"{month}-01")
    assert least_days(first, rule=rule_of(ReceptionKind.CHAIR, first)) == chair
    assert least_days(first, rule=rule_of(ReceptionKind.SECRETARY, first)) == secretary


@pytest.mark.parametrize(
    ("people", "most"),
    [
        (1, 0),
        (2, 2),
        (3, 2),
        (4, 2),
        (5, 2),
        (6, 2),
        (7, 2),
        (8, 2),
        (9, 2),
        (10, 2),
        (11, 5),
        (12, 5),
        (50, 5),
        (1000, 5),
    ],
)
def test_most_representatives_by_the_size_of_the_group(people: int, most: int):
    assert most_representatives(people) == most
    assert group_faults(people, ["Người"] * most) == {}
    assert group_faults(people, ["Người"] * (most + 1)) == {"representatives": "representatives_many"}


@pytest.mark.parametrize(
    ("month", "last", "following"),
    [
        (date(2026, 12, 10), date(2026, 12, 31), date(2027, 1, 1)),
        (date(2027, 1, 31), date(2027, 1, 31), date(2027, 2, 1)),
        (date(2027, 2, 1), date(2027, 2, 28), date(2027, 3, 1)),
        (date(2028, 2, 29), date(2028, 2, 29), date(2028, 3, 1)),
        (date(2027, 4, 30), date(2027, 4, 30), date(2027, 5, 1)),
        (date(2027, 8, 2), date(2027, 8, 31), date(2027, 9, 1)),
        (date(2027, 11, 24), date(2027, 11, 30), date(2027, 12, 1)),
    ],
)
def test_month_ends_where_the_next_begins(month: date, last: date, following: date):
    assert (month_end(month), next_month(month)) == (last, following)
    assert len(list(days_of_month(month))) == last.day
