"""When a commitment counts as kept, and how many days something was held, on any day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reporting.duty_measures import Held, PromiseFacts, PromiseTally, held_until, promise_counts, promise_events, promises

OPENED, DUE = date(2026, 3, 2), date(2026, 6, 30)


def promise(*told: tuple[str, str, dict[str, Any]], due_on: date | None = DUE) -> PromiseFacts:
    """Return a commitment of 2 March, due on 30 June, with its history."""
    events = promise_events((date.fromisoformat(day), kind, facts) for day, kind, facts in told)
    return PromiseFacts(opened_on=OPENED, first_due_on=due_on, events=events)


PLAIN = promise(("2026-06-20", "done", {"done_on": "2026-06-18"}))
LATE_ENTRY = promise(("2026-08-01", "done", {"done_on": "2026-06-29"}))
MOVED = promise(("2026-06-10", "move", {"to_on": "2026-09-30"}), ("2026-09-15", "done", {"done_on": "2026-09-14"}))
DISPUTED = promise(
    ("2026-06-20", "done", {"done_on": "2026-06-18"}),
    ("2026-07-05", "dispute", {}),
    ("2026-08-20", "done", {"done_on": "2026-06-30"}),
)
WITHDRAWN = promise(("2026-04-01", "progress", {}), ("2026-05-01", "withdraw", {}))


@pytest.mark.parametrize(
    ("facts", "day", "counts"),
    [
        (PLAIN, "2026-03-01", {}),  # not promised yet
        (PLAIN, "2026-03-02", {"made": 1, "owed": 1}),
        (PLAIN, "2026-06-17", {"made": 1, "owed": 1}),
        (PLAIN, "2026-06-18", {"made": 1, "kept": 1, "in_time": 1}),  # the day that the report names
        (LATE_ENTRY, "2026-06-29", {"made": 1, "kept": 1, "in_time": 1}),  # entered in August, done in June
        (MOVED, "2026-06-09", {"made": 1, "owed": 1}),
        (MOVED, "2026-07-01", {"made": 1, "owed": 1}),  # the new date has not passed
        (MOVED, "2026-09-30", {"made": 1, "kept": 1}),  # kept, but not by the day that was promised first
        (DISPUTED, "2026-07-04", {"made": 1, "kept": 1, "in_time": 1}),
        (DISPUTED, "2026-07-05", {"made": 1, "kept": 1, "in_time": 1}),  # the second report names a day before it
        (WITHDRAWN, "2026-04-30", {"made": 1, "owed": 1}),
        (WITHDRAWN, "2026-05-01", {"made": 1, "withdrawn": 1}),
        (promise(), "2026-06-30", {"made": 1, "owed": 1}),
        (promise(), "2026-07-01", {"made": 1, "owed": 1, "overdue": 1}),
        (promise(due_on=None), "2026-12-31", {"made": 1, "owed": 1}),
    ],
)
def test_commitment_stands_on_a_day_as_it_stood_then(facts: PromiseFacts, day: str, counts: dict[str, int]):
    assert promise_counts(facts, day=date.fromisoformat(day)) == PromiseTally(**counts)


def test_report_after_a_dispute_counts_from_the_dispute_on_at_the_earliest():
    assert [event.on for event in DISPUTED.events] == [date(2026, 6, 18), date(2026, 7, 5), date(2026, 7, 5)]


def test_dispute_that_nobody_answered_leaves_the_commitment_owed():
    disputed = promise(("2026-06-20", "done", {"done_on": "2026-06-18"}), ("2026-07-05", "dispute", {}))
    assert promise_counts(disputed, day=date(2026, 7, 5)) == PromiseTally(made=1, owed=1, overdue=1)


def test_commitments_add_up():
    whole = promises([PLAIN, MOVED, WITHDRAWN, promise()], day=date(2026, 7, 1))
    assert whole == PromiseTally(made=4, kept=1, in_time=1, owed=2, overdue=1, withdrawn=1)
    assert promises([], day=DUE) == PromiseTally()


def test_two_receptions_on_one_day_are_one_day():
    held = [date(2026, 10, 10), date(2026, 10, 10), date(2026, 10, 25), date(2026, 11, 10)]
    assert held_until(held, first_on=date(2026, 10, 1), last_on=date(2026, 10, 31)) == 2


@pytest.mark.parametrize(("held", "owed", "met"), [(1, 1, True), (0, 1, False), (3, 2, True), (0, 0, True)])
def test_duty_is_met_when_as_much_was_held_as_is_owed(held: int, owed: int, met: bool):
    assert Held(kind="chair", held=held, owed=owed, first_on=OPENED, last_on=DUE).met is met
