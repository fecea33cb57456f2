"""The rule of apologies: for which missed day one is owed, and what it must say."""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.calendar import WorkingCalendar
from feedback.apologies import Apology, cleaned, day_fault, faults_of, owed_for

DUE = date(2026, 12, 14)  # a Monday
TODAY = date(2026, 12, 15)
CALENDAR = WorkingCalendar(version="test", first=date(2026, 1, 1), last=date(2027, 1, 31), off={}, working_saturdays={})
GOOD = Apology(reason="other_office", why="Sở chưa trả lời.", done="Xã đã gửi văn bản hỏi Sở.", new_on=date(2026, 12, 21))

OWED = [
    # due, promised, today, missed day
    (None, [], TODAY, None),  # no time of the law runs
    (DUE, [], DUE, None),  # the last day lasts until midnight
    (DUE, [], date(2026, 12, 15), DUE),
    (DUE, [date(2026, 12, 21)], date(2026, 12, 20), None),  # promised anew
    (DUE, [date(2026, 12, 21)], date(2026, 12, 21), None),
    (DUE, [date(2026, 12, 21)], date(2026, 12, 22), date(2026, 12, 21)),  # the promise was missed too
    (DUE, [date(2026, 12, 21), date(2026, 12, 25)], date(2026, 12, 22), None),
    (date(2026, 12, 30), [date(2026, 12, 21)], date(2026, 12, 29), None),  # a declared day off moved the due date
    (date(2026, 12, 30), [date(2026, 12, 21)], date(2026, 12, 31), date(2026, 12, 30)),
]


@pytest.mark.parametrize(("due_on", "promised", "today", "missed"), OWED)
def test_one_apology_is_owed_for_each_missed_day(due_on: date | None, promised: list[date], today: date, missed: date | None):
    assert owed_for(due_on, promised, today) == missed


DAYS = [
    (None, "apology_day_missing"),
    (date(2026, 12, 14), "apology_day_past"),
    (TODAY, "apology_day_past"),
    (date(2026, 12, 16), ""),
    (date(2026, 12, 19), "apology_day_off"),  # a Saturday
    (date(2026, 12, 22), ""),  # the fifth working day
    (date(2026, 12, 23), "apology_day_far"),
    (date(9999, 12, 31), "apology_day_far"),
    (date(1, 1, 1), "apology_day_past"),
]


@pytest.mark.parametrize(("new_on", "fault"), DAYS)
def test_the_new_day_is_a_working_day_to_come_and_not_too_far(new_on: date | None, fault: str):
    assert day_fault(new_on, today=TODAY, calendar=CALENDAR, most_days=5) == fault


SAID = [
    ({}, {}),
    ({"reason": ""}, {"reason": "late_reason_missing"}),
    ({"reason": "no_such_code"}, {"reason": "late_reason_missing"}),
    ({"why": ""}, {}),  # the words of the list are enough
    ({"reason": "other", "why": ""}, {"why": "late_note_missing"}),
    ({"reason": "other", "why": "Máy chủ hỏng."}, {}),
    ({"done": "Chưa."}, {"done": "apology_done_missing"}),
    ({"done": " \n\t "}, {"done": "apology_done_missing"}),
    ({"done": "Xã đã hỏi [[cơ quan nào]] rồi."}, {"done": "mark_left"}),
    ({"why": "Chờ [[ai]]"}, {"why": "mark_left"}),
    ({"new_on": None}, {"new_on": "apology_day_missing"}),
]


@pytest.mark.parametrize(("changes", "faults"), SAID)
def test_an_apology_says_why_what_was_done_and_the_new_day(changes: dict[str, object], faults: dict[str, str]):
    said = cleaned(Apology(**{**{name: getattr(GOOD, name) for name in ("reason", "why", "done", "new_on")}, **changes}))
    assert faults_of(said, today=TODAY, calendar=CALENDAR, most_days=15) == faults


def test_what_is_kept_is_clean_and_of_the_length_that_fits():
    said = cleaned(Apology(reason="weather", why="a\x00b\n" + "c" * 900, done="x" * 5000))
    assert ("\x00" in said.why, "\n" in said.why, len(said.why), len(said.done)) == (False, False, 500, 2000)
